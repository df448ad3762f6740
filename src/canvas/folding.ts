/** Shows a frame as a card, without what is in it, and with it again; one step for undo. */
import type { DocumentNode } from '../document/types.ts';
import { edit } from '../store/document.ts';
import { announce } from '../store/notices.ts';
import { select, stand, useSelection } from '../store/selection.ts';
import { drawnNodes, foldedFrames, holdsOthers, shownAs } from './layout-store.ts';
import { nameOf } from './names.ts';
import { words } from './words.ts';

/** The frame selected last, if one is. */
function selectedFrame(): DocumentNode | undefined {
  const id = useSelection.getState().ids.at(-1);
  return drawnNodes().find((node) => node.id === id && holdsOthers(node));
}

export function canFold(): boolean {
  return selectedFrame() !== undefined;
}

/** Whether the frame selected last is folded. */
export function isFolded(): boolean {
  return foldedFrames().has(selectedFrame()?.id ?? '');
}

export function foldSelected(): void {
  const frame = selectedFrame();
  if (frame !== undefined) fold(frame.id);
}

/** Folds the frame, or unfolds it. What is then hidden is selected no longer: the frame is. */
export function fold(id: string): void {
  const frame = drawnNodes().find((node) => node.id === id);
  const folded = !foldedFrames().has(id);
  if (frame === undefined || !edit({ edit: 'fold', frame: id, folded })) return;
  announce((folded ? words.folded : words.unfolded)(nameOf(frame)));
  const { ids, cursor } = useSelection.getState();
  select([...new Set(ids.map(shownAs))]);
  if (cursor !== null) stand(shownAs(cursor));
}
