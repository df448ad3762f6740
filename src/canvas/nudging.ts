/**
 * Moving and sizing by keys: for as long as a key is held it is one gesture, and one step for undo.
 */
import { create } from 'zustand';
import { edit } from '../store/document.ts';
import { announce } from '../store/notices.ts';
import { useSelection } from '../store/selection.ts';
import type { Box } from '../worker/protocol.ts';
import { Carrying } from './carrying.ts';
import { type Drafts, GRID, NO_DRAFTS, type Point } from './layout.ts';
import { useLayout } from './layout-store.ts';
import { takeUp } from './moving.ts';
import { draftsOf, putSize, type Sizing, takeSize } from './resizing.ts';
import { sizedBox } from './sized-box.ts';
import { words } from './words.ts';

/** Grid steps of a great nudge. */
export const GREAT = 8;

interface Held {
  readonly carrying: Carrying;
  readonly leaving: AbortController;
  /** Says to the document what was done. */
  change: () => void;
}

let held: Held | null = null;

/**
 * Moves what is selected by so many grid steps; the document hears of it when the key is let go.
 */
export function nudge(columns: number, rows: number): boolean {
  const last = useSelection.getState().ids.at(-1);
  const load = last === undefined ? null : takeUp(last);
  if (load === null) return false;
  const { drafts } = useLayout.getState();
  const at = new Map(
    [...load.from].map(([id, before]): [string, Point] => {
      const [x, y] = drafts.at.get(id) ?? before;
      return [id, [x + columns * GRID, y + rows * GRID]];
    }),
  );
  const positions: Record<string, [number, number]> = {};
  for (const [id, [x, y]] of at) positions[id] = [x, y];
  hold(load.carried, { at, size: NO_DRAFTS.size }, () => edit({ edit: 'move', positions }));
  return true;
}

/** What keys size, and how far they have. */
let sizing: { readonly what: Sizing; readonly to: Box } | null = null;

/** The corner whose edges keys move. */
export const useCorner = create<{ corner: 'se' | 'nw' }>()(() => ({ corner: 'se' }));

/** From now on the two other edges move. */
export function swapCorner(): boolean {
  const corner = useCorner.getState().corner === 'se' ? 'nw' : 'se';
  useCorner.setState({ corner });
  announce(words.corner[corner]);
  return true;
}

/** Moves the edges of that corner of the selected frame or note by so many grid steps. */
export function stretch(columns: number, rows: number): boolean {
  const id = useSelection.getState().ids.at(-1);
  if (id === undefined) return false;
  if (held === null || sizing?.what.part.id !== id) sizing = sizingOf(id);
  if (sizing === null) return false;
  const { what, to: before } = sizing;
  const by: Point = [columns * GRID, rows * GRID];
  const to = sizedBox(before, useCorner.getState().corner, by, what.bounds);
  sizing = { what, to };
  hold(new Set(), draftsOf(what, to), () => putSize(what, to));
  return true;
}

function sizingOf(id: string): typeof sizing {
  const what = takeSize(id);
  return what === null ? null : { what, to: what.from };
}

/** Shows the drafts, and makes the change once the key comes up or the hands go elsewhere. */
function hold(carried: ReadonlySet<string>, drafts: Drafts, change: () => void): void {
  held ??= takeHold(carried);
  held.change = change;
  held.carrying.move(drafts);
}

function takeHold(carried: ReadonlySet<string>): Held {
  const leaving = new AbortController();
  const options = { capture: true, signal: leaving.signal };
  window.addEventListener('keyup', letGo, options);
  window.addEventListener('blur', letGo, options);
  window.addEventListener('pointerdown', letGo, options);
  return { carrying: new Carrying(carried), leaving, change: () => {} };
}

function letGo(): void {
  const done = held;
  held = null;
  done?.leaving.abort();
  done?.change();
  done?.carrying.end();
}
