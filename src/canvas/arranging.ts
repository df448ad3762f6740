/** Puts what is in the selected frame into rows and columns; one step for undo. */
import type { DocumentNode } from '../document/types.ts';
import { edit } from '../store/document.ts';
import { announce } from '../store/notices.ts';
import { useSelection } from '../store/selection.ts';
import type { Box } from '../worker/protocol.ts';
import { gridOf } from './frame-grid.ts';
import { CARD, type Point } from './layout.ts';
import { drawnNodes, foldedFrames, frameSizeOf, useLayout } from './layout-store.ts';
import { nameOf } from './names.ts';
import { readingOrder } from './reading-order.ts';
import { words } from './words.ts';

/** Whether a frame is selected that shows something in it. */
export function canArrange(): boolean {
  return selectedFrame() !== null;
}

function selectedFrame(): { frame: DocumentNode; members: readonly DocumentNode[] } | null {
  const nodes = drawnNodes();
  const id = useSelection.getState().ids.at(-1);
  const frame = nodes.find((node) => node.id === id);
  const members = nodes.filter((node) => node.in !== undefined && node.in === frame?.id);
  if (frame === undefined || frameSizeOf(frame.kind) === null) return null;
  if (members.length === 0 || foldedFrames().has(frame.id)) return null;
  return { frame, members };
}

/** The frame becomes as large as they need, and stays as wide as it was where that will do. */
export function arrangeFrame(): boolean {
  const found = selectedFrame();
  if (found === null) return false;
  const { frame, members } = found;
  const { boxes } = useLayout.getState().layout;
  const standing = new Map<string, Box>();
  for (const { id } of members) {
    const box = boxes.get(id);
    if (box !== undefined) standing.set(id, box);
  }
  const order = readingOrder(standing);
  const sizes = order.map((id): Point => {
    const { width, height } = standing.get(id) ?? CARD;
    return [width, height];
  });
  const { places, size } = gridOf(sizes, boxes.get(frame.id)?.width ?? 0);
  const positions: Record<string, [number, number]> = {};
  for (const [index, [x, y]] of places.entries()) positions[order[index] ?? ''] = [x, y];
  const sized = { [frame.id]: [size[0], size[1]] as [number, number] };
  if (!edit({ edit: 'arrange', positions, sizes: sized, frame: frame.id })) return false;
  announce(words.arranged(nameOf(frame)));
  return true;
}
