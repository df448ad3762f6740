/** A box whose edges a hand takes along: they fall on the grid, and stay around what is inside. */
import type { Box } from '../worker/protocol.ts';
import { type Point, snap } from './layout.ts';

/** Which edges move, by the points of the compass: `n` is the upper one. */
export const RESIZE_WAYS = ['n', 'e', 's', 'w', 'nw', 'ne', 'se', 'sw'] as const;
export type ResizeWay = (typeof RESIZE_WAYS)[number];

/** How far the edges may go, in the space of the box. */
export interface Bounds {
  /** Width and height. */
  readonly least: Point;
  /** What stays inside, with the room around it; null for nothing. */
  readonly inside: Box | null;
  /** The edges go no further left and up. */
  readonly floor: Point;
}

/** Both edges along one axis. */
type Edges = readonly [start: number, end: number];

interface Limits {
  readonly least: number;
  readonly inside: Edges | null;
  readonly floor: number;
}

/** The box after its edges were moved by so much. */
export function sizedBox(from: Box, way: ResizeWay, by: Point, bounds: Bounds): Box {
  const { least, inside, floor } = bounds;
  const [left, right] = sized([from.x, from.x + from.width], sideOf(way, 'w', 'e'), by[0], {
    least: least[0],
    inside: inside === null ? null : [inside.x, inside.x + inside.width],
    floor: floor[0],
  });
  const [top, bottom] = sized([from.y, from.y + from.height], sideOf(way, 'n', 's'), by[1], {
    least: least[1],
    inside: inside === null ? null : [inside.y, inside.y + inside.height],
    floor: floor[1],
  });
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function sideOf(way: ResizeWay, start: string, end: string): 'start' | 'end' | null {
  return way.includes(start) ? 'start' : way.includes(end) ? 'end' : null;
}

/** What lies nearer to an edge than it should does not move that edge. */
function sized(edges: Edges, side: 'start' | 'end' | null, by: number, limits: Limits): Edges {
  const [start, end] = edges;
  const { least, inside, floor } = limits;
  if (side === null) return edges;
  if (side === 'start') {
    const most = Math.min(end - least, inside === null ? end : Math.max(start, inside[0]));
    return [Math.max(Math.min(start, floor), Math.min(most, snap(start + by))), end];
  }
  const held = inside === null ? start : Math.min(end, inside[1]);
  return [start, Math.max(start + least, held, snap(end + by))];
}
