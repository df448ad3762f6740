/** Where members of a frame go when nobody says where: into its rows and columns. */
import type { Box } from '../worker/protocol.ts';
import { FRAME_PADDING, FRAME_TITLE, GRID, overlaps, type Point, snap } from './layout.ts';

/** From a frame's top left to its first member, and from one member to the next. */
const FIRST: Point = [FRAME_PADDING, FRAME_TITLE + 8];
const GAP: Point = [24, 24];

/**
 * The first free cell for something of that size, row by row; below all others where every cell
 * within the frame is taken, which then grows. All in the space of the frame's members.
 */
export function freeCell(frame: Box, [width, height]: Point, taken: readonly Box[]): Point {
  const [pitchX, pitchY] = [snap(width + GAP[0]), snap(height + GAP[1])];
  const columns = Math.max(
    1,
    Math.floor((frame.width - FIRST[0] - FRAME_PADDING + GAP[0]) / pitchX),
  );
  for (let cell = 0; ; cell++) {
    const x = frame.x + FIRST[0] + (cell % columns) * pitchX;
    const y = frame.y + FIRST[1] + Math.floor(cell / columns) * pitchY;
    if (!taken.some((box) => overlaps(box, { x, y, width, height }))) return [x, y];
  }
}

/** From so many members on, a frame that is narrow is made wider rather than ever longer. */
const MANY = 5;

/**
 * Members in order, as many in a row as the frame's width has room for.
 * @returns their places in the frame, and how large that has to be
 */
export function gridOf(
  sizes: readonly Point[],
  frameWidth: number,
): { readonly places: readonly Point[]; readonly size: Point } {
  const widest = Math.max(...sizes.map(([width]) => width));
  const fitting = Math.floor((frameWidth - FIRST[0] - FRAME_PADDING + GAP[0]) / (widest + GAP[0]));
  const least = sizes.length < MANY ? 1 : Math.ceil(Math.sqrt(sizes.length / 2));
  const columns = Math.min(sizes.length, Math.max(least, fitting));
  const cells = sizes.map((size, i) => ({
    size,
    column: i % columns,
    row: Math.floor(i / columns),
  }));
  const widths = largest(cells.map(({ size, column }) => [column, size[0]]));
  const heights = largest(cells.map(({ size, row }) => [row, size[1]]));
  const at = (column: number, row: number): Point => [
    FIRST[0] + lengthOf(widths.slice(0, column), GAP[0]),
    FIRST[1] + lengthOf(heights.slice(0, row), GAP[1]),
  ];
  const [right, bottom] = at(widths.length, heights.length);
  return {
    places: cells.map(({ column, row }) => at(column, row)),
    size: [right - GAP[0] + FRAME_PADDING, bottom - GAP[1] + FRAME_PADDING],
  };
}

/** How wide each column is, or how high each row: as its largest, on the grid. */
function largest(sizes: readonly (readonly [track: number, size: number])[]): readonly number[] {
  const most: number[] = [];
  for (const [track, size] of sizes) {
    most[track] = Math.max(most[track] ?? 0, Math.ceil(size / GRID) * GRID);
  }
  return most;
}

function lengthOf(tracks: readonly number[], gap: number): number {
  return tracks.reduce((sum, size) => sum + size + gap, 0);
}
