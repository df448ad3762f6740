/**
 * Lining up by hand: while parts are dragged, their edges and middles are drawn to those of what
 * stands around them, and where they meet a thin line says so. Where nothing is near, positions
 * fall on the grid.
 */
import { create } from 'zustand';
import type { Box } from '../worker/protocol.ts';
import { type Point, snap } from './layout.ts';

/** A straight line between two points, upright or level. */
export type Guide = readonly [x1: number, y1: number, x2: number, y2: number];

export const useGuides = create<{ guides: readonly Guide[] }>()(() => ({ guides: [] }));

export function showGuides(guides: readonly Guide[]): void {
  if (guides.length === 0 && useGuides.getState().guides.length === 0) return;
  useGuides.setState({ guides });
}

/** A box at its edges and middle along one axis. */
interface Extent {
  readonly anchors: readonly number[];
  /** Across the axis. */
  readonly from: number;
  readonly to: number;
}

function extent(box: Box, axis: 0 | 1): Extent {
  const [start, length, from, across] =
    axis === 0 ? [box.x, box.width, box.y, box.height] : [box.y, box.height, box.x, box.width];
  return { anchors: [start, start + length / 2, start + length], from, to: from + across };
}

export interface Aligned {
  /** How far to move from where it would be. */
  readonly by: Point;
  readonly guides: readonly Guide[];
}

/**
 * How a box lines up with others within `reach` canvas units, each axis for itself; where it does
 * not, by how much it is off the grid.
 */
export function align(box: Box, others: readonly Box[], reach: number): Aligned {
  const x = alongAxis(box, others, reach, 0);
  const y = alongAxis(box, others, reach, 1);
  const by: Point = [x?.by ?? snap(box.x) - box.x, y?.by ?? snap(box.y) - box.y];
  const moved = { ...box, x: box.x + by[0], y: box.y + by[1] };
  const guides = [
    ...(x === null ? [] : linesOf(moved, others, 0)),
    ...(y === null ? [] : linesOf(moved, others, 1)),
  ];
  return { by, guides };
}

function alongAxis(
  box: Box,
  others: readonly Box[],
  reach: number,
  axis: 0 | 1,
): { by: number } | null {
  const own = extent(box, axis).anchors;
  let best: number | null = null;
  for (const other of others) {
    for (const anchor of extent(other, axis).anchors) {
      for (const mine of own) {
        const by = anchor - mine;
        if (Math.abs(by) <= reach && (best === null || Math.abs(by) < Math.abs(best))) best = by;
      }
    }
  }
  return best === null ? null : { by: best };
}

/** One line for each anchor that the box now shares, along everything that shares it. */
function linesOf(box: Box, others: readonly Box[], axis: 0 | 1): Guide[] {
  const own = extent(box, axis);
  const lines: Guide[] = [];
  for (const anchor of own.anchors) {
    const sharing = others
      .map((other) => extent(other, axis))
      .filter(({ anchors }) => anchors.some((at) => Math.abs(at - anchor) < 0.5));
    if (sharing.length === 0) continue;
    const from = Math.min(own.from, ...sharing.map((one) => one.from));
    const to = Math.max(own.to, ...sharing.map((one) => one.to));
    lines.push(axis === 0 ? [anchor, from, anchor, to] : [from, anchor, to, anchor]);
  }
  return lines;
}
