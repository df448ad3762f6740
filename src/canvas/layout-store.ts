/**
 * The layout of what stands on the table, kept in step with the scene and with what a hand is dragging, and sent on to the painter at
 * most once a frame.
 */
import { create } from 'zustand';
import type { DocumentNode } from '../document/types.ts';
import type { Curve } from '../lib/curve.ts';
import { simulation } from '../store/playback.ts';
import { useScene } from '../store/scene.ts';
import { specOf } from '../store/specs.ts';
import { type Layout, layOut, type Point } from './layout.ts';

interface LayoutState {
  layout: Layout;
  /** By edge id; the same array for as long as the edge stays where it is. */
  curves: ReadonlyMap<string, readonly Curve[]>;
  /** Positions under the hand, not yet in the document. */
  drafts: ReadonlyMap<string, Point>;
}

export const useLayout = create<LayoutState>()(() => ({
  layout: { boxes: new Map(), lanes: [] },
  curves: new Map(),
  drafts: new Map(),
}));

export function frameSizeOf(kind: string): readonly [number, number] | null {
  return specOf(kind)?.frame?.size ?? null;
}

/** Everything drawn as a card or frame: what stands there, and ghosts. */
export function drawnNodes(): readonly DocumentNode[] {
  const { nodes, ghostNodes } = useScene.getState();
  return ghostNodes.length === 0 ? nodes : [...nodes, ...ghostNodes];
}

/** Positions while a hand is dragging. */
export function drag(drafts: ReadonlyMap<string, Point>): void {
  useLayout.setState({ drafts });
  refresh();
}

/** The hand let go; the document says from now on where things are. */
export function endDrag(): void {
  if (useLayout.getState().drafts.size === 0) return;
  useLayout.setState({ drafts: new Map() });
  refresh();
}

function refresh(): void {
  const { edges } = useScene.getState();
  const layout = layOut(drawnNodes(), edges, frameSizeOf, useLayout.getState().drafts);
  useLayout.setState({ layout, curves: curvesOf(layout, useLayout.getState().curves) });
  sendSoon();
}

function curvesOf(layout: Layout, before: LayoutState['curves']): LayoutState['curves'] {
  const grouped = new Map<string, Curve[]>();
  for (const lane of layout.lanes) {
    const curves = grouped.get(lane.edge);
    if (curves === undefined) grouped.set(lane.edge, [lane.curve]);
    else curves.push(lane.curve);
  }
  return new Map(
    [...grouped].map(([edge, curves]): [string, readonly Curve[]] => {
      const old = before.get(edge);
      return [edge, old !== undefined && areSame(old, curves) ? old : curves];
    }),
  );
}

function areSame(a: readonly Curve[], b: readonly Curve[]): boolean {
  return (
    a.length === b.length && a.every((curve, i) => curve.every((value, k) => value === b[i]?.[k]))
  );
}

let waiting = false;

function sendSoon(): void {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    sendGeometry();
  });
}

/** Tells the painter where everything is. */
function sendGeometry(): void {
  const { boxes, lanes } = useLayout.getState().layout;
  simulation().send({
    type: 'geometry',
    geometry: {
      nodes: [...boxes].map(([id, box]) => ({ id, box })),
      lanes: lanes.map(({ id, curve }) => ({ id, curve })),
    },
  });
}

/** Follows the scene until the returned function is called. */
export function followScene(): () => void {
  refresh();
  return useScene.subscribe(refresh);
}
