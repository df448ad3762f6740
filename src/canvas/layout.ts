/**
 * Where everything lies: from nodes and edges to boxes and lane curves in canvas units. The page
 * draws its lines from these numbers and the painter lets its dots run along them, so the two
 * cannot disagree.
 */

import {
  type DocumentEdge,
  type DocumentNode,
  type DocumentNote,
  NOTE_SIZE,
} from '../document/types.ts';
import { type Anchor, type Curve, edgeCurve } from '../lib/curve.ts';
import type { Box } from '../worker/protocol.ts';

/** Every card that is not a frame. */
export const CARD = { width: 184, height: 76 } as const;
/** Everything a hand drags comes to lie on this grid. */
export const GRID = 8;
/** Height of a frame's title, above its members. */
export const FRAME_TITLE = 40;

/**
 * One lane messages travel: `id` is the edge's, followed by the members it really joins where an
 * end is a frame.
 */
export interface LaneShape {
  id: string;
  edge: string;
  from: string;
  to: string;
  curve: Curve;
}

export interface Layout {
  /** Absolute boxes by node id. */
  boxes: ReadonlyMap<string, Box>;
  /**
   * By node id: what its members and notes are relative to. A frame's box begins further to the
   * left or higher up where a member of it would lie over its border or its title.
   */
  origins: ReadonlyMap<string, Point>;
  lanes: readonly LaneShape[];
}

/** What hands are changing right now and the document does not know yet. */
export interface Drafts {
  /** Positions, in the same space as the node's or note's own `at`. */
  readonly at: ReadonlyMap<string, Point>;
  readonly size: ReadonlyMap<string, Point>;
}

export const NO_DRAFTS: Drafts = { at: new Map(), size: new Map() };

export type Point = readonly [x: number, y: number];
/** A frame's size when it says none; null for a kind that is no frame. */
export type FrameSizeOf = (kind: string) => readonly [number, number] | null;

export function layOut(
  nodes: readonly DocumentNode[],
  edges: readonly DocumentEdge[],
  frameSizeOf: FrameSizeOf,
  drafts: Drafts = NO_DRAFTS,
): Layout {
  const { boxes, origins } = boxesOf(nodes, frameSizeOf, drafts);
  return { boxes, origins, lanes: lanesOf(nodes, edges, boxes) };
}

/** Room a frame keeps to the right of its members and below them when it grows to hold them. */
export const FRAME_PADDING = 16;

function boxesOf(
  nodes: readonly DocumentNode[],
  frameSizeOf: FrameSizeOf,
  drafts: Drafts,
): Pick<Layout, 'boxes' | 'origins'> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const members = membersOf(nodes);
  /**
   * Relative to where the node is. A frame is drawn large enough for its members, to every side,
   * except for those a hand is carrying (out of it, perhaps).
   */
  const extentOf = (node: DocumentNode, depth: number): Box => {
    const frame = frameSizeOf(node.kind);
    if (frame === null) return { x: 0, y: 0, ...CARD };
    const [width, height] = drafts.size.get(node.id) ?? node.size ?? frame;
    const own = { x: 0, y: 0, width, height };
    const standing = (members.get(node.id) ?? []).filter((member) => !drafts.at.has(member.id));
    if (depth > 32) return own;
    const rooms = standing.map((member) =>
      roomAround(shifted(extentOf(member, depth + 1), member.at)),
    );
    return around([own, ...rooms]) ?? own;
  };
  const origins = new Map<string, Point>();
  const originOf = (node: DocumentNode, depth: number): Point => {
    const known = origins.get(node.id);
    if (known !== undefined) return known;
    const frame = node.in === undefined || depth > 32 ? undefined : byId.get(node.in);
    const [ox, oy] = frame === undefined ? [0, 0] : originOf(frame, depth + 1);
    const [x, y] = drafts.at.get(node.id) ?? node.at;
    const origin: Point = [ox + x, oy + y];
    origins.set(node.id, origin);
    return origin;
  };
  const boxes = new Map(
    nodes.map((node) => [node.id, shifted(extentOf(node, 0), originOf(node, 0))]),
  );
  return { boxes, origins };
}

function shifted(box: Box, [dx, dy]: Point): Box {
  return { ...box, x: box.x + dx, y: box.y + dy };
}

/** A member, and what its frame keeps free around it: its title, and a little on every side. */
export function roomAround({ x, y, width, height }: Box): Box {
  return {
    x: x - GRID,
    y: y - FRAME_TITLE,
    width: width + GRID + FRAME_PADDING,
    height: height + FRAME_TITLE + FRAME_PADDING,
  };
}

/** Where the open table begins. */
export const TABLE: Point = [0, 0];

/** Boxes of notes, but for those attached to a node that is not on the table. */
export function noteBoxes(
  notes: readonly DocumentNote[],
  origins: Layout['origins'],
  drafts: Drafts = NO_DRAFTS,
): Map<string, Box> {
  const placed = new Map<string, Box>();
  for (const note of notes) {
    const holder = note.on === undefined ? TABLE : origins.get(note.on);
    if (holder === undefined) continue;
    const [x, y] = drafts.at.get(note.id) ?? note.at;
    const [width, height] = drafts.size.get(note.id) ?? note.size ?? NOTE_SIZE;
    placed.set(note.id, { x: x + holder[0], y: y + holder[1], width, height });
  }
  return placed;
}

function membersOf(nodes: readonly DocumentNode[]): ReadonlyMap<string, readonly DocumentNode[]> {
  const members = new Map<string, DocumentNode[]>();
  for (const node of nodes) {
    if (node.in === undefined) continue;
    const known = members.get(node.in);
    if (known === undefined) members.set(node.in, [node]);
    else known.push(node);
  }
  return members;
}

/** Edges between the same two nodes lie so far apart, as far as a card's side has room. */
const APART = 18;
const LEAST_SIDE = 64;

function lanesOf(
  nodes: readonly DocumentNode[],
  edges: readonly DocumentEdge[],
  boxes: ReadonlyMap<string, Box>,
): LaneShape[] {
  const members = membersOf(nodes);
  const lines: Omit<LaneShape, 'curve'>[] = [];
  /** How many run from one to the other. */
  const beside = new Map<string, number>();
  for (const edge of edges) {
    for (const [from, fromFrame] of endsOf(edge.from, members)) {
      for (const [to, toFrame] of endsOf(edge.to, members)) {
        const id = [edge.id, fromFrame ? from : '', toFrame ? to : ''].filter(Boolean).join('/');
        const pair = `${from} ${to}`;
        beside.set(pair, (beside.get(pair) ?? 0) + 1);
        lines.push({ id, edge: edge.id, from, to });
      }
    }
  }
  const drawn = new Map<string, number>();
  return lines.flatMap((line): LaneShape[] => {
    const [a, b] = [boxes.get(line.from), boxes.get(line.to)];
    if (a === undefined || b === undefined) return [];
    const pair = `${line.from} ${line.to}`;
    const [place, count] = [drawn.get(pair) ?? 0, beside.get(pair) ?? 1];
    drawn.set(pair, place + 1);
    const off = (place - (count - 1) / 2) * Math.min(APART, LEAST_SIDE / count);
    const [start, end] = anchorsBetween(a, b);
    return [{ ...line, curve: edgeCurve(along(start, off), along(end, off)) }];
  });
}

/** A place so far along the side that an anchor is in the middle of. */
function along(anchor: Anchor, off: number): Anchor {
  const isUpright = anchor.side === 'left' || anchor.side === 'right';
  return isUpright ? { ...anchor, y: anchor.y + off } : { ...anchor, x: anchor.x + off };
}

/**
 * The nodes an edge's end stands for: the node itself, or a frame's members and those of frames
 * within. An empty frame is drawn to.
 */
function endsOf(
  id: string,
  members: ReadonlyMap<string, readonly DocumentNode[]>,
  depth = 0,
): [id: string, throughFrame: boolean][] {
  const inside = depth > 32 ? [] : (members.get(id) ?? []);
  if (inside.length === 0) return [[id, false]];
  return inside.flatMap((member) =>
    endsOf(member.id, members, depth + 1).map(([end]): [string, boolean] => [end, true]),
  );
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

/** The smallest frame of `candidates` that contains the point; null outside all of them. */
export function frameAt(
  point: Point,
  candidates: readonly DocumentNode[],
  boxes: ReadonlyMap<string, Box>,
): DocumentNode | null {
  let best: { node: DocumentNode; area: number } | null = null;
  for (const node of candidates) {
    const box = boxes.get(node.id);
    if (box === undefined || !contains(box, point)) continue;
    const area = box.width * box.height;
    if (best === null || area < best.area) best = { node, area };
  }
  return best?.node ?? null;
}

function contains(box: Box, [x, y]: Point): boolean {
  return x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height;
}

/** The smallest box around some; null around none. */
export function around(boxes: readonly Box[]): Box | null {
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

export function snap(value: number): number {
  return Math.round(value / GRID) * GRID;
}

/**
 * The nearest place to `wanted` where a box of that size covers none of `taken`, looked for
 * downwards, then to the right.
 */
export function freePlace(
  wanted: Point,
  size: readonly [number, number],
  taken: readonly Box[],
): Point {
  const [width, height] = size;
  for (let column = 0; column < 20; column++) {
    for (let row = 0; row < 20; row++) {
      const x = snap(wanted[0]) + column * (width + 40);
      const y = snap(wanted[1]) + row * (height + 24);
      if (!taken.some((box) => overlaps(box, { x, y, width, height }))) return [x, y];
    }
  }
  return [snap(wanted[0]), snap(wanted[1])];
}
