/**
 * Where copies land: around a point, one step further each time, or beside what they were made
 * from.
 */
import type { Parts } from '../document/clip.ts';
import type { DocumentNode } from '../document/types.ts';
import { NOTE_SIZE } from '../document/types.ts';
import type { Box } from '../worker/protocol.ts';
import { CARD, type FrameSizeOf, freePlace, GRID, type Point, snap } from './layout.ts';

/** From one paste to the next at the same place. */
const CASCADE = 3 * GRID;
const BESIDE = 3 * GRID;

/**
 * The box around whatever lies in no frame and on no node among the parts, in the space they are
 * in.
 */
export function boundsOf({ nodes, notes }: Parts, frameSizeOf: FrameSizeOf): Box {
  const boxes: Box[] = [];
  for (const node of nodes) if (node.in === undefined) boxes.push(boxAt(node, frameSizeOf));
  for (const { on, at, size } of notes) {
    const [width, height] = size ?? NOTE_SIZE;
    if (on === undefined) boxes.push({ x: at[0], y: at[1], width, height });
  }
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

export function boxAt({ at: [x, y], kind, size }: DocumentNode, frameSizeOf: FrameSizeOf): Box {
  const [width, height] = size ?? frameSizeOf(kind) ?? [CARD.width, CARD.height];
  return { x, y, width, height };
}

/**
 * How far parts move so that their middle comes to a point; `times` is how often that was done
 * there before.
 */
export function offsetTo(bounds: Box, [x, y]: Point, times: number): [number, number] {
  const further = times * CASCADE;
  return [
    snap(x - bounds.x - bounds.width / 2) + further,
    snap(y - bounds.y - bounds.height / 2) + further,
  ];
}

/** How far copies move from their originals: below them, or as near to that as there is room. */
export function offsetBeside(bounds: Box, taken: readonly Box[]): [number, number] {
  const wanted: Point = [bounds.x, bounds.y + bounds.height + BESIDE];
  const [x, y] = freePlace(wanted, [bounds.width, bounds.height], taken);
  return [x - bounds.x, y - bounds.y];
}
