/**
 * Into a frame and out of it without dragging: which frames take what is chosen, and moving it
 * there.
 */
import type { DocumentNode } from '../document/types.ts';
import { edit } from '../store/document.ts';
import { useScene } from '../store/scene.ts';
import { specOf } from '../store/specs.ts';
import type { Box } from '../worker/protocol.ts';
import { freeCell } from './frame-grid.ts';
import { CARD, freePlace, overlaps, type Point, snap } from './layout.ts';
import { drawnNodes, foldedFrames, frameSizeOf, originOf, useLayout } from './layout-store.ts';

const BESIDE = 24;

/** The frames that take all of these nodes and hold none of them yet. */
export function framesFor(ids: readonly string[]): readonly DocumentNode[] {
  const { nodes } = useScene.getState();
  const moving = nodes.filter((node) => ids.includes(node.id));
  if (moving.length === 0) return [];
  return nodes.filter((frame) =>
    moving.every((node) => {
      const spec = specOf(node.kind);
      return (
        spec !== undefined &&
        node.id !== frame.id &&
        node.in !== frame.id &&
        specOf(frame.kind)?.frame?.holds(spec) === true
      );
    }),
  );
}

/** Whether any of these nodes lies in a frame. */
export function isInFrame(ids: readonly string[]): boolean {
  return useScene.getState().nodes.some((node) => node.in !== undefined && ids.includes(node.id));
}

/** A frame's inside, in the space of its members. */
export interface Room {
  readonly box: Box;
  readonly origin: Point;
  /** Nothing can be aimed at there. */
  readonly isFolded: boolean;
  /** Members, and what has been put there since. */
  readonly taken: Box[];
}

/** @param leaving members that are about to be elsewhere */
export function roomIn(frame: string, leaving: ReadonlySet<string> = new Set()): Room {
  const { boxes } = useLayout.getState().layout;
  const origin = originOf(frame);
  const within = (box: Box) => ({ ...box, x: box.x - origin[0], y: box.y - origin[1] });
  const nodes = drawnNodes();
  const members = nodes.filter((node) => node.in === frame && !leaving.has(node.id));
  const isFolded = foldedFrames().has(frame);
  // Unfolded, it will be as large as it says.
  const node = nodes.find(({ id }) => id === frame);
  const [width, height] = node?.size ?? frameSizeOf(node?.kind ?? '') ?? [0, 0];
  const own = isFolded ? undefined : boxes.get(frame);
  return {
    box: own === undefined ? { x: 0, y: 0, width, height } : within(own),
    origin,
    isFolded,
    taken: members.map(({ id, at: [x, y] }) => {
      const box = boxes.get(id);
      return box === undefined ? { x, y, ...CARD } : within(box);
    }),
  };
}

/**
 * Where a box of the table comes to lie in a frame: there, or in the first free cell where it would
 * cover what is in it already.
 */
export function placeIn(room: Room, box: Box): [number, number] {
  const { origin, taken, isFolded } = room;
  const there = { ...box, x: snap(box.x - origin[0]), y: snap(box.y - origin[1]) };
  if (isFolded || taken.some((other) => overlaps(other, there))) {
    return cellIn(room, [box.width, box.height]);
  }
  taken.push(there);
  return [there.x, there.y];
}

/** The first free cell of a frame. */
export function cellIn({ box, taken }: Room, [width, height]: Point): [number, number] {
  const [x, y] = freeCell(box, [width, height], taken);
  taken.push({ x, y, width, height });
  return [x, y];
}

/**
 * Moves nodes to free places in a frame, or (null) out of theirs, beside them. One step for undo.
 */
export function moveInto(ids: readonly string[], frame: string | null): boolean {
  const { boxes } = useLayout.getState().layout;
  const moving = useScene
    .getState()
    .nodes.filter((node) => ids.includes(node.id) && (frame !== null || node.in !== undefined));
  if (moving.length === 0) return false;
  const room = frame === null ? null : roomIn(frame, new Set(ids));
  const others = [...boxes].filter(([id]) => !ids.includes(id)).map(([, box]) => box);
  const positions: Record<string, [number, number]> = {};
  for (const node of moving) {
    const box = boxes.get(node.id);
    if (box === undefined) continue;
    const size: Point = [box.width, box.height];
    if (room !== null) positions[node.id] = cellIn(room, size);
    else {
      const [x, y] = freePlace(besideFrame(node, boxes), size, others);
      others.push({ ...box, x, y });
      positions[node.id] = [x, y];
    }
  }
  return edit({ edit: 'place', nodes: moving.map(({ id }) => id), in: frame, positions });
}

/** To the right of the frame the node is in, at the node's height. */
function besideFrame(node: DocumentNode, boxes: ReadonlyMap<string, Box>): Point {
  const box = boxes.get(node.id) ?? { x: 0, y: 0 };
  const frame = node.in === undefined ? undefined : boxes.get(node.in);
  return frame === undefined ? [box.x, box.y] : [frame.x + frame.width + BESIDE, box.y];
}
