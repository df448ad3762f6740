/**
 * Into a frame and out of it without dragging: which frames take what is chosen, and moving it
 * there.
 */
import type { DocumentNode } from '../document/types.ts';
import { edit } from '../store/document.ts';
import { useScene } from '../store/scene.ts';
import { specOf } from '../store/specs.ts';
import type { Box } from '../worker/protocol.ts';
import { FRAME_TITLE, freePlace, type Point } from './layout.ts';
import { useLayout } from './layout-store.ts';

const INSIDE = 16;
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

/**
 * Moves nodes to free places in a frame, or (null) out of theirs, beside them. One step for undo.
 */
export function moveInto(ids: readonly string[], frame: string | null): boolean {
  const { nodes } = useScene.getState();
  const { boxes } = useLayout.getState().layout;
  const moving = nodes.filter(
    (node) => ids.includes(node.id) && (frame !== null || node.in !== undefined),
  );
  const room = frame === null ? undefined : boxes.get(frame);
  const taken = [...boxes]
    .filter(([id]) => id !== frame && !ids.includes(id))
    .map(([, box]) => box);
  const positions: Record<string, [number, number]> = {};
  for (const node of moving) {
    const box = boxes.get(node.id);
    if (box === undefined) continue;
    const wanted = room === undefined ? besideFrame(node, boxes) : insideFrame(room);
    const [x, y] = freePlace(wanted, [box.width, box.height], taken);
    taken.push({ ...box, x, y });
    positions[node.id] = [x - (room?.x ?? 0), y - (room?.y ?? 0)];
  }
  if (moving.length === 0) return false;
  return edit({ edit: 'place', nodes: moving.map(({ id }) => id), in: frame, positions });
}

function insideFrame(room: Box): Point {
  return [room.x + INSIDE, room.y + FRAME_TITLE + 8];
}

/** To the right of the frame the node is in, at the node's height. */
function besideFrame(node: DocumentNode, boxes: ReadonlyMap<string, Box>): Point {
  const box = boxes.get(node.id) ?? { x: 0, y: 0 };
  const frame = node.in === undefined ? undefined : boxes.get(node.in);
  return frame === undefined ? [box.x, box.y] : [frame.x + frame.width + BESIDE, box.y];
}
