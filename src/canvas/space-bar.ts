/** Space on the table: held down, drags move the camera; pressed and let go, it plays or pauses. */
import { create } from 'zustand';
import { toggle } from '../store/playback.ts';

export const useSpace = create<{ isHeld: boolean }>()(() => ({ isHeld: false }));

/** Watches until the returned function is called. */
export function followSpace(table: HTMLElement): () => void {
  const leaving = new AbortController();
  const options = { capture: true, signal: leaving.signal };
  let isUsed = false;
  const hold = (isHeld: boolean) => {
    if (useSpace.getState().isHeld === isHeld) return;
    useSpace.setState({ isHeld });
    // A card under the pointer must not be dragged instead.
    for (const cards of table.querySelectorAll<HTMLElement>('.react-flow__nodes')) {
      cards.inert = isHeld;
    }
  };
  const down = (event: KeyboardEvent) => {
    const isMine = event.target === table || event.target === document.body;
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (event.code !== 'Space' || !isMine || !isPlain) return;
    event.preventDefault();
    if (!event.repeat) isUsed = false;
    hold(true);
  };
  const up = (event: KeyboardEvent) => {
    if (event.code !== 'Space' || !useSpace.getState().isHeld) return;
    hold(false);
    if (!isUsed) toggle();
  };
  window.addEventListener('keydown', down, options);
  window.addEventListener('keyup', up, options);
  window.addEventListener('blur', () => hold(false), options);
  table.addEventListener(
    'pointerdown',
    () => {
      isUsed = true;
    },
    options,
  );
  return () => {
    hold(false);
    leaving.abort();
  };
}
