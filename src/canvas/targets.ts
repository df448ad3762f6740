/**
 * While a connection is made or led elsewhere, or a part is picked for a setting: which nodes may
 * be taken, and for the others the sentence that says why not; and where the loose end of a
 * connection is, for the line that is drawn to it.
 */
import { create } from 'zustand';
import { lineBetween, surroundings } from '../document/connect.ts';
import { useScene } from '../store/scene.ts';
import { type EdgeEnd, type Picking, useSelection } from '../store/selection.ts';
import { specs } from '../store/specs.ts';
import type { Point } from './layout.ts';

export type TargetState = 'source' | 'legal' | 'illegal';

/** A new connection, an end of one there is, or what picks a part. */
export type Wire =
  | { readonly from: string }
  | { readonly edge: string; readonly end: EdgeEnd }
  | Picking;

interface Targets {
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

const NONE: Targets = {
  wire: null,
  fixed: null,
  loose: 'to',
  rejections: new Map(),
  pointer: null,
  over: null,
};

export const useTargets = create<Targets>()(() => NONE);

/** Begins showing what may be the other end; null ends it. */
export function showTargets(wire: Wire | null): void {
  const shown = wire === null ? null : targetsOf(wire);
  if (shown !== null || useTargets.getState().wire !== null) useTargets.setState(shown ?? NONE);
}

function targetsOf(wire: Wire): Targets | null {
  if ('take' in wire) return { ...NONE, wire, rejections: wire.rejections };
  const scene = useScene.getState();
  const edge = 'edge' in wire ? scene.edges.find(({ id }) => id === wire.edge) : undefined;
  if ('edge' in wire && edge === undefined) return null;
  const others = edge === undefined ? scene.edges : scene.edges.filter((one) => one !== edge);
  const on = surroundings({ nodes: scene.nodes, edges: others }, specs());
  const loose = 'edge' in wire ? wire.end : 'to';
  const fixed = 'edge' in wire ? (edge?.[loose === 'to' ? 'from' : 'to'] ?? null) : wire.from;
  if (fixed === null) return null;
  const why = (id: string) => {
    const line = loose === 'to' ? lineBetween(fixed, id, on) : lineBetween(id, fixed, on);
    return typeof line === 'string' ? line : null;
  };
  const rejections = new Map(scene.nodes.map(({ id }) => [id, why(id)]));
  return { wire, fixed, loose, rejections, pointer: null, over: null };
}

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

/** What is picked next belongs to this, when it is not dragged. */
export function wireInHand(): Wire | null {
  const { connecting, reconnecting, picking } = useSelection.getState();
  return connecting === null ? (reconnecting ?? picking) : { from: connecting };
}

useSelection.subscribe((state, before) => {
  const isSame =
    state.connecting === before.connecting &&
    state.reconnecting === before.reconnecting &&
    state.picking === before.picking;
  if (isSame) return;
  showTargets(wireInHand());
});
