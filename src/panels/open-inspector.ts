/** From elsewhere on the page into the inspector. */
import { inspect, select } from '../store/selection.ts';

/** Selects a part and brings the keyboard to its settings, wherever they are shown. */
export function openInspector(id: string): void {
  select([id]);
  inspect(true);
  // A sheet takes the keyboard by itself; the island beside the canvas waits for it.
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('aside[data-island="right"]')?.focus();
  });
}
