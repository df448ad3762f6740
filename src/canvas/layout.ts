/**
 * Where everything lies: from nodes and edges to boxes and lane curves in canvas units. The page
 * draws its lines from these numbers and the painter lets its dots run along them, so the two
 * cannot disagree.
 */

import { COMPACT, templateSize } from '../document/derived.ts';
import { hiddenIn, membersOf } from '../document/members.ts';
import {
  type DocumentEdge,
  type DocumentNode,
  type DocumentNote,
  NOTE_SIZE,
} from '../document/types.ts';
import type { Box } from '../worker/protocol.ts';
import { type LaneShape, lanesOf } from './lanes.ts';

/** Every card that is neither a frame nor a replica, and a frame that is folded. */
export const CARD = { width: 184, height: 76 } as const;
/** Everything a hand drags comes to lie on this grid. */
export const GRID = 8;
/** Height of a frame's title, above its members. */
export const FRAME_TITLE = 40;

export interface Layout {
  /** Absolute boxes by node id. */
  boxes: ReadonlyMap<string, Box>;
  /**
   * By node id: what its members and notes are relative to. A frame's box begins further to the
   * left or higher up where a member of it would lie over its border or its title.
   */
  origins: ReadonlyMap<string, Point>;
  /** By the id of each node that is not shown, the folded frame that stands for it. */
  hidden: ReadonlyMap<string, string>;
  lanes: readonly LaneShape[];
}

/** What hands are changing right now and the document does not know yet. */
export interface Drafts {
  /** Positions, in the same space as the node's or note's own `at`. */
  readonly at: ReadonlyMap<string, Point>;
  readonly size: ReadonlyMap<string, Point>;
}

export const NO_DRAFTS: Drafts = { at: new Map(), size: new Map() };

/** How large a card is that is not a frame: replicas have small ones. */
function cardSize(node: DocumentNode): { readonly width: number; readonly height: number } {
  return node.of === undefined ? CARD : { width: COMPACT[0], height: COMPACT[1] };
}

export type Point = readonly [x: number, y: number];
/** A frame's size when it says none; null for a kind that is no frame. */
export type FrameSizeOf = (kind: string) => readonly [number, number] | null;

/** How parts are shown, beside what the document says of each. */
export interface Shown {
  readonly frameSizeOf: FrameSizeOf;
  readonly drafts?: Drafts;
  /** Ids of frames that are shown without what is in them. */
  readonly folded?: ReadonlySet<string>;
}

export function layOut(
  nodes: readonly DocumentNode[],
  edges: readonly DocumentEdge[],
  { frameSizeOf, drafts = NO_DRAFTS, folded = new Set() }: Shown,
): Layout {
  const hidden = hiddenIn(nodes, folded);
  const shown = hidden.size === 0 ? nodes : nodes.filter(({ id }) => !hidden.has(id));
  const { boxes, origins } = boxesOf(shown, { frameSizeOf, drafts, folded });
  return { boxes, origins, hidden, lanes: lanesOf(nodes, edges, boxes, hidden) };
}

/** Room a frame keeps to the right of its members and below them when it grows to hold them. */
export const FRAME_PADDING = 16;

function boxesOf(
  nodes: readonly DocumentNode[],
  { frameSizeOf, drafts, folded }: Required<Shown>,
): Pick<Layout, 'boxes' | 'origins'> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const members = membersOf(nodes);
  /**
   * Relative to where the node is. A frame is drawn large enough for its members, to every side,
   * except for those a hand is carrying (out of it, perhaps).
   */
  const extentOf = (node: DocumentNode, depth: number): Box => {
    const frame = roomOf(node, frameSizeOf);
    if (frame === null || folded.has(node.id)) return { x: 0, y: 0, ...cardSize(node) };
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

/** Of what holds others: a frame, or a part that replicas are made of; null for a card. */
export function roomOf(
  { kind, replicas }: DocumentNode,
  frameSizeOf: FrameSizeOf,
): readonly [number, number] | null {
  return replicas === undefined ? frameSizeOf(kind) : templateSize(replicas);
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
