/**
 * A diagram in good order: from left to right along its connections, what a frame contains in order
 * within it, frames as large as that needs. Every container is laid out for itself, from the inside
 * out, so that a frame is one box to what is around it; a connection between two containers counts
 * where both ends' boxes meet. Pure, and slow for large diagrams: a worker calls it.
 */
import { Graph, layout } from '@dagrejs/dagre';
import { emptyTable } from '../lib/table.ts';
import type { Box } from '../worker/protocol.ts';
import { FRAME_TITLE, freePlace, GRID, type Point, snap } from './layout.ts';

export interface TidyPart {
  id: string;
  /** The frame it is in, whether that is to be laid out too or not; null on the open table. */
  parent: string | null;
  isFrame: boolean;
  /** Within its parent. */
  box: Box;
  /** What is attached to it, relative to its top left corner. */
  attached: readonly Box[];
}

export interface TidyInput {
  /** What is to be put in order. */
  parts: readonly TidyPart[];
  edges: readonly { from: string; to: string }[];
  /** Boxes that stay where they are, within the same parent. */
  standing: readonly { parent: string | null; box: Box }[];
  /** Notes on the open table that belong to nothing: they stay near what they lie beside. */
  notes: readonly { id: string; box: Box }[];
}

export interface TidyResult {
  /** Where parts stand within their parents, and notes. */
  positions: Record<string, [number, number]>;
  /** How large frames are. */
  sizes: Record<string, [number, number]>;
}

/** Between neighbours in a column, and between columns: dots must be seen on their way. */
const BESIDE = 32;
const ALONG = 96;
/** Around what a frame contains. */
const PADDING = 16;
const SMALLEST_FRAME = 216;
/** Ranking by the longest path is worse to look at, and fast enough for thousands. */
const MANY = 300;
/** A note this near to a part goes where it goes. */
const NEAR = 160;

interface Arranged {
  /** Top left corners from the corner of the whole. */
  at: Map<string, Point>;
  size: readonly [number, number];
}

export function tidyLayout({ parts, edges, standing, notes }: TidyInput): TidyResult {
  const byId = new Map(parts.map((part) => [part.id, part]));
  const containers = new Map<string | null, TidyPart[]>();
  for (const part of parts) {
    const members = containers.get(part.parent);
    if (members === undefined) containers.set(part.parent, [part]);
    else members.push(part);
  }
  const links = liftedEdges(edges, byId);
  const result: TidyResult = { positions: emptyTable(), sizes: emptyTable() };

  const sizeOf = (part: TidyPart): readonly [number, number] => {
    const members = part.isFrame ? containers.get(part.id) : undefined;
    if (members === undefined) return [part.box.width, part.box.height];
    const { at, size } = arrange(members, links.get(part.id) ?? [], sizeOf);
    for (const [id, [x, y]] of at) result.positions[id] = [PADDING + x, FRAME_TITLE + y];
    const frame: [number, number] = [
      Math.max(SMALLEST_FRAME, size[0] + 2 * PADDING),
      FRAME_TITLE + size[1] + PADDING,
    ];
    result.sizes[part.id] = frame;
    return frame;
  };

  for (const [parent, members] of containers) {
    if (parent !== null && byId.has(parent)) continue;
    const { at, size } = arrange(members, links.get(parent) ?? [], sizeOf);
    const taken = standing.filter((other) => other.parent === parent).map(({ box }) => box);
    const corner: Point = [
      Math.min(...members.map(({ box }) => box.x)),
      Math.min(...members.map(({ box }) => box.y)),
    ];
    const [ox, oy] = freePlace(corner, size, taken);
    for (const [id, [x, y]] of at) result.positions[id] = [ox + x, oy + y];
  }
  placeNotes(notes, { parts, standing }, result);
  return result;
}

/**
 * Connections by the container in which both ends' boxes lie, as pairs of those boxes; each pair
 * once.
 */
function liftedEdges(
  edges: TidyInput['edges'],
  byId: ReadonlyMap<string, TidyPart>,
): Map<string | null, [string, string][]> {
  const lifted = new Map<string | null, [string, string][]>();
  const seen = new Set<string>();
  for (const { from, to } of edges) {
    const meeting = meet(holders(from, byId), holders(to, byId));
    if (meeting === null) continue;
    const { container, a, b } = meeting;
    if (seen.has(`${a} ${b}`)) continue;
    seen.add(`${a} ${b}`);
    const pairs = lifted.get(container);
    if (pairs === undefined) lifted.set(container, [[a, b]]);
    else pairs.push([a, b]);
  }
  return lifted;
}

/** The part itself, the frame around it, and so on outwards: by the container that each lies in. */
function holders(id: string, byId: ReadonlyMap<string, TidyPart>): Map<string | null, string> {
  const chain = new Map<string | null, string>();
  let part = byId.get(id);
  while (part !== undefined && !chain.has(part.parent)) {
    chain.set(part.parent, part.id);
    part = part.parent === null ? undefined : byId.get(part.parent);
  }
  return chain;
}

function meet(
  from: ReadonlyMap<string | null, string>,
  to: ReadonlyMap<string | null, string>,
): { container: string | null; a: string; b: string } | null {
  for (const [container, a] of from) {
    const b = to.get(container);
    if (b !== undefined) return a === b ? null : { container, a, b };
  }
  return null;
}

/** Connected members along their connections; below them the others, in rows. */
function arrange(
  members: readonly TidyPart[],
  links: readonly (readonly [string, string])[],
  sizeOf: (part: TidyPart) => readonly [number, number],
): Arranged {
  // As they stand now, from top to bottom: what need not change stays in that order.
  const ordered = [...members].sort((a, b) => a.box.y - b.box.y || a.box.x - b.box.x);
  const footprints = new Map(ordered.map((part) => [part.id, footprint(part, sizeOf(part))]));
  const linked = new Set(links.flat());
  const chained = ordered.filter((part) => linked.has(part.id)).map((part) => part.id);
  const loose = ordered.filter((part) => !linked.has(part.id)).map((part) => part.id);
  const along = inRanks(chained, links, footprints);
  const rows = inRows(loose, footprints);
  const below = chained.length === 0 ? 0 : along.size[1] + 2 * BESIDE;
  const at = new Map<string, Point>();
  for (const [id, [x, y]] of along.at) at.set(id, shifted(id, x, y, footprints));
  for (const [id, [x, y]] of rows.at) at.set(id, shifted(id, x, y + below, footprints));
  return {
    at,
    size: [
      Math.max(along.size[0], rows.size[0]),
      loose.length === 0 ? along.size[1] : below + rows.size[1],
    ],
  };
}

/** A part's box with what is attached to it, from the part's own corner. */
function footprint(part: TidyPart, [width, height]: readonly [number, number]): Box {
  let [left, top, right, bottom] = [0, 0, width, height];
  for (const box of part.attached) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** From the corner of the footprint to that of the part, on the grid. */
function shifted(id: string, x: number, y: number, footprints: ReadonlyMap<string, Box>): Point {
  const { x: left = 0, y: top = 0 } = footprints.get(id) ?? {};
  return [snap(x - left), snap(y - top)];
}

/** Its name in the graph, whose tables know names like `toString` that nobody gave them. */
function called(id: string): string {
  return `part ${id}`;
}

function inRanks(
  ids: readonly string[],
  links: readonly (readonly [string, string])[],
  footprints: ReadonlyMap<string, Box>,
): Arranged {
  if (ids.length === 0) return { at: new Map(), size: [0, 0] };
  const graph = new Graph<object, { width: number; height: number }, object>();
  graph.setGraph({
    rankdir: 'LR',
    nodesep: BESIDE,
    ranksep: ALONG,
    edgesep: GRID,
    ranker: ids.length > MANY ? 'longest-path' : 'network-simplex',
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of ids) {
    const { width = 0, height = 0 } = footprints.get(id) ?? {};
    graph.setNode(called(id), { width, height });
  }
  // Neighbours come out in an order that depends on that of their connections.
  const rank = new Map(ids.map((id, index) => [id, index]));
  const place = (id: string) => rank.get(id) ?? 0;
  const sorted = [...links].sort((a, b) => place(a[0]) - place(b[0]) || place(a[1]) - place(b[1]));
  for (const [from, to] of sorted) graph.setEdge(called(from), called(to));
  layout(graph);
  const middles = ids.map((id): [string, Box] => [id, graph.node(called(id)) as Box]);
  const sign = isUpsideDown(middles) ? -1 : 1;
  const corners = middles.map(([id, { x, y, width, height }]): [string, Point, Box] => {
    return [id, [x - width / 2, sign * y - height / 2], { x, y, width, height }];
  });
  const left = Math.min(...corners.map(([, [x]]) => x));
  const top = Math.min(...corners.map(([, [, y]]) => y));
  const at = new Map<string, Point>();
  let [right, bottom] = [0, 0];
  for (const [id, [x, y], { width, height }] of corners) {
    const corner: Point = [snap(x - left), snap(y - top)];
    at.set(id, corner);
    right = Math.max(right, corner[0] + width);
    bottom = Math.max(bottom, corner[1] + height);
  }
  return { at, size: [up(right), up(bottom)] };
}

/**
 * Whether neighbours in most columns stand the other way round than they are listed: what was on
 * top shall be on top.
 */
function isUpsideDown(middles: readonly (readonly [string, Box])[]): boolean {
  let down = 0;
  const lowest = new Map<number, number>();
  for (const [, { x, y }] of middles) {
    const above = lowest.get(x);
    if (above !== undefined) down += y > above ? 1 : -1;
    lowest.set(x, y);
  }
  return down < 0;
}

/** In columns of about the same height as width, filled row by row. */
function inRows(ids: readonly string[], footprints: ReadonlyMap<string, Box>): Arranged {
  const boxes = ids.map((id) => footprints.get(id) ?? { x: 0, y: 0, width: 0, height: 0 });
  const width = up(Math.max(0, ...boxes.map((box) => box.width)));
  const height = up(Math.max(0, ...boxes.map((box) => box.height)));
  if (width === 0 || height === 0) return { at: new Map(), size: [0, 0] };
  const columns = Math.max(1, Math.floor(Math.sqrt((ids.length * height) / width)));
  const rows = Math.ceil(ids.length / columns);
  return {
    at: new Map(
      ids.map((id, index): [string, Point] => [
        id,
        [(index % columns) * (width + BESIDE), Math.floor(index / columns) * (height + BESIDE)],
      ]),
    ),
    size: [columns * (width + BESIDE) - BESIDE, rows * (height + BESIDE) - BESIDE],
  };
}

function up(value: number): number {
  return Math.ceil(value / GRID) * GRID;
}

/**
 * Each note goes along with the part it lies beside, and then to the nearest place where it covers
 * nothing.
 */
function placeNotes(
  notes: TidyInput['notes'],
  { parts, standing }: Pick<TidyInput, 'parts' | 'standing'>,
  { positions, sizes }: TidyResult,
): void {
  const open = parts.filter((part) => part.parent === null);
  const taken = standing.filter((other) => other.parent === null).map(({ box }) => box);
  for (const part of open) {
    const [x, y] = positions[part.id] ?? [part.box.x, part.box.y];
    const [width, height] = sizes[part.id] ?? [part.box.width, part.box.height];
    const room = footprint(part, [width, height]);
    taken.push({ x: x + room.x, y: y + room.y, width: room.width, height: room.height });
  }
  for (const { id, box } of notes) {
    const beside = nearest(box, open);
    const to = beside === null ? undefined : positions[beside.id];
    const [dx, dy] =
      beside === null || to === undefined ? [0, 0] : [to[0] - beside.box.x, to[1] - beside.box.y];
    const wanted: Point = [snap(box.x + dx), snap(box.y + dy)];
    const [x, y] = freePlace(wanted, [box.width, box.height], taken);
    taken.push({ ...box, x, y });
    if (x !== box.x || y !== box.y) positions[id] = [x, y];
  }
}

function nearest(box: Box, parts: readonly TidyPart[]): TidyPart | null {
  let best: { part: TidyPart; apart: number } | null = null;
  for (const part of parts) {
    const dx = Math.max(part.box.x - box.x - box.width, box.x - part.box.x - part.box.width, 0);
    const dy = Math.max(part.box.y - box.y - box.height, box.y - part.box.y - part.box.height, 0);
    const apart = dx + dy;
    if (apart <= NEAR && (best === null || apart < best.apart)) best = { part, apart };
  }
  return best?.part ?? null;
}
