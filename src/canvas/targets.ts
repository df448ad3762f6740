/**
 * What cards and lines show of hands at work. While a connection is made or led elsewhere, or a
 * part is picked for a setting: which nodes may be taken, and for the others the sentence that says
 * why not; and where the loose end of a connection is. While parts are dragged: what would take
 * them.
 */
import { create } from 'zustand';
import type { EdgeEnd, Picking } from '../store/selection.ts';
import type { Point } from './layout.ts';

export type TargetState = 'source' | 'legal' | 'illegal';

/** A new connection, an end of one there is, or what picks a part. */
export type Wire =
  | { readonly from: string }
  | { readonly edge: string; readonly end: EdgeEnd }
  | Picking;

export interface Targets {
  wire: Wire | null;
  /** The node at the end that stays; null while a part is picked. */
  fixed: string | null;
  /** Which end of the line is loose. */
  loose: EdgeEnd;
  /** Null when legal, else why not. */
  rejections: ReadonlyMap<string, string | null>;
  /** Where the pointer is, in canvas units; null while only keys are used. */
  pointer: Point | null;
  /** The node it would end at. */
  over: string | null;
}

/** Nothing is under way. */
export const NO_TARGETS: Targets = {
  wire: null,
  fixed: null,
  loose: 'to',
  rejections: new Map(),
  pointer: null,
  over: null,
};

export const useTargets = create<Targets>()(() => NO_TARGETS);

/** What would take the parts that are dragged, if they were let go. */
export const useDropTarget = create<{ id: string | null }>()(() => ({ id: null }));

/** The loose end is there, over a node or over none. */
export function pointWire(pointer: Point | null, over: string | null): void {
  if (useTargets.getState().wire !== null) useTargets.setState({ pointer, over });
}

export function useTarget(id: string): TargetState | null {
  return useTargets(({ wire, fixed, rejections }) => {
    if (wire === null) return null;
    if (fixed === id) return 'source';
    return rejections.get(id) === null ? 'legal' : 'illegal';
  });
}
