/**
 * Where the keyboard stands in the outline: the one row that Tab leads to, and the way from it to
 * the others.
 */
import type { KeyboardEvent } from 'react';
import { create } from 'zustand';
import { nextRow, type OutlineRow } from './outline-tree.ts';

export const useStand = create<{ id: string | null }>()(() => ({ id: null }));

let shown: readonly OutlineRow[] = [];

/** The rows that arrow keys walk from now on. */
export function showRows(tree: readonly OutlineRow[]): void {
  shown = tree;
}

export function standOn(id: string | null): void {
  useStand.setState({ id });
}

/** Brings the keyboard to a row. */
export function goToRow(id: string): void {
  standOn(id);
  document.querySelector<HTMLElement>(`[data-outline="${CSS.escape(id)}"]`)?.focus();
}

/** Arrow keys, Home and End on a row; false for every other key. */
export function walkRows(event: KeyboardEvent, id: string): boolean {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  if (!/^(?:Arrow(?:Up|Down|Left|Right)|Home|End)$/.test(event.key)) return false;
  goToRow(nextRow(shown, id, event.key));
  return true;
}
