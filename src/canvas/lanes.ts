/**
 * Where the lanes of edges run. An edge into a frame has a lane to each of its members; from frame
 * to frame they all run in one trunk, and what a folded frame hides ends at the frame.
 */

import { leavesOf, membersOf } from '../document/members.ts';
import type { DocumentEdge, DocumentNode } from '../document/types.ts';
import { type Anchor, type Curve, edgeCurve } from '../lib/curve.ts';
import type { Box } from '../worker/protocol.ts';

/**
 * One lane messages travel: `id` is the edge's, followed by the members it really joins where an
 * end is a frame.
 */
export interface LaneShape {
  id: string;
  edge: string;
  /** Between these it is drawn. */
  from: string;
  to: string;
  /** The same for lanes of an edge that run in one line. */
  curve: Curve;
}

/** Edges between the same two nodes lie so far apart, as far as a card's side has room. */
const APART = 18;
const LEAST_SIDE = 64;

/** @param hidden what stands for each node that is not shown */
export function lanesOf(
  nodes: readonly DocumentNode[],
  edges: readonly DocumentEdge[],
  boxes: ReadonlyMap<string, Box>,
  hidden: ReadonlyMap<string, string>,
): LaneShape[] {
  const members = membersOf(nodes);
  const shown = (id: string) => hidden.get(id) ?? id;
  const lines: Omit<LaneShape, 'curve'>[] = [];
  for (const edge of edges) {
    const [starts, ends] = [leavesOf(edge.from, members), leavesOf(edge.to, members)];
    const isTrunk = starts.length > 0 && ends.length > 0;
    for (const start of starts.length > 0 ? starts : [edge.from]) {
      for (const end of ends.length > 0 ? ends : [edge.to]) {
        const through = [starts.length > 0 ? start : '', ends.length > 0 ? end : ''];
        const id = [edge.id, ...through].filter(Boolean).join('/');
        const from = shown(isTrunk ? edge.from : start);
        const to = shown(isTrunk ? edge.to : end);
        if (from !== to) lines.push({ id, edge: edge.id, from, to });
      }
    }
  }
  return curved(lines, boxes);
}

function curved(lines: readonly Omit<LaneShape, 'curve'>[], boxes: ReadonlyMap<string, Box>) {
  /** By what they join, the edges that run there. */
  const beside = new Map<string, string[]>();
  for (const { from, to, edge } of lines) {
    const there = beside.get(`${from} ${to}`) ?? [];
    beside.set(`${from} ${to}`, there);
    if (!there.includes(edge)) there.push(edge);
  }
  const drawn = new Map<string, Curve>();
  return lines.flatMap((line): LaneShape[] => {
    const [a, b] = [boxes.get(line.from), boxes.get(line.to)];
    if (a === undefined || b === undefined) return [];
    const key = `${line.edge} ${line.from} ${line.to}`;
    const there = beside.get(`${line.from} ${line.to}`) ?? [];
    const curve = drawn.get(key) ?? curveBetween(a, b, there.indexOf(line.edge), there.length);
    drawn.set(key, curve);
    return [{ ...line, curve }];
  });
}

/** The edges of which several lanes run in one line. */
export function trunksIn(lanes: readonly LaneShape[]): ReadonlySet<string> {
  const seen = new Set<Curve>();
  const trunks = new Set<string>();
  for (const { curve, edge } of lanes) {
    if (seen.has(curve)) trunks.add(edge);
    seen.add(curve);
  }
  return trunks;
}

/** One of several side by side. */
function curveBetween(from: Box, to: Box, place: number, count: number): Curve {
  const off = (place - (count - 1) / 2) * Math.min(APART, LEAST_SIDE / count);
  const [start, end] = anchorsBetween(from, to);
  return edgeCurve(along(start, off), along(end, off));
}

/** A place so far along the side that an anchor is in the middle of. */
function along(anchor: Anchor, off: number): Anchor {
  const isUpright = anchor.side === 'left' || anchor.side === 'right';
  return isUpright ? { ...anchor, y: anchor.y + off } : { ...anchor, x: anchor.x + off };
}

/**
 * Sideways needs this much room between two boxes that lie one above the other; less would bend the
 * line into a knot.
 */
const SIDEWAYS_ROOM = 64;

/**
 * Where an edge leaves one box and enters the other: the sides that face each other, sideways when
 * there is room.
 */
export function anchorsBetween(from: Box, to: Box): [Anchor, Anchor] {
  const gapX = Math.max(to.x - from.x - from.width, from.x - to.x - to.width);
  const gapY = Math.max(to.y - from.y - from.height, from.y - to.y - to.height);
  const isRight = to.x + to.width / 2 >= from.x + from.width / 2;
  const isBelow = to.y + to.height / 2 >= from.y + from.height / 2;
  if (gapX >= 0 && gapX >= Math.min(gapY, SIDEWAYS_ROOM)) {
    return isRight
      ? [middle(from, 'right'), middle(to, 'left')]
      : [middle(from, 'left'), middle(to, 'right')];
  }
  return isBelow
    ? [middle(from, 'bottom'), middle(to, 'top')]
    : [middle(from, 'top'), middle(to, 'bottom')];
}

function middle(box: Box, side: Anchor['side']): Anchor {
  const centreX = box.x + box.width / 2;
  const centreY = box.y + box.height / 2;
  switch (side) {
    case 'left':
      return { x: box.x, y: centreY, side };
    case 'right':
      return { x: box.x + box.width, y: centreY, side };
    case 'top':
      return { x: centreX, y: box.y, side };
    case 'bottom':
      return { x: centreX, y: box.y + box.height, side };
    default:
      return side satisfies never;
  }
}
