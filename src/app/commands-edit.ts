/** Commands about what is on the table and what is selected of it. */
import { focusCanvas } from '../canvas/camera.ts';
import { connectFromSelection, removeSelected } from '../canvas/gestures.ts';
import { drawnNodes } from '../canvas/layout-store.ts';
import { tidy } from '../canvas/tidy.ts';
import { redo, undo, useDocument } from '../store/document.ts';
import { cancel, useSelection } from '../store/selection.ts';
import type { Command, MenuPlace } from './command.ts';
import { commandWords as words } from './command-words.ts';

const PARTS: readonly MenuPlace[] = ['node', 'edge', 'note', 'several'];

export const editCommands: readonly Command[] = [
  {
    id: 'undo',
    group: 'edit',
    keys: ['$mod+z'],
    says: () => labelled(useDocument.getState().past.at(-1), words.undoWhat, words.commands.undo),
    isEnabled: () => useDocument.getState().past.length > 0,
    run: undo,
  },
  {
    id: 'redo',
    group: 'edit',
    keys: ['$mod+Shift+z', '$mod+Shift+Z', '$mod+y'],
    says: () => labelled(useDocument.getState().future.at(-1), words.redoWhat, words.commands.redo),
    isEnabled: () => useDocument.getState().future.length > 0,
    run: redo,
  },
  {
    id: 'connect',
    group: 'edit',
    keys: ['c'],
    menus: ['node'],
    isEnabled: hasSelection,
    run: () => void connectFromSelection(),
  },
  {
    id: 'delete',
    group: 'edit',
    keys: ['Delete', 'Backspace'],
    menus: PARTS,
    says: () => {
      const { length } = useSelection.getState().ids;
      return length > 1 ? words.deleteSome(length) : words.commands.delete;
    },
    isEnabled: hasSelection,
    run: () => void removeSelected(),
  },
  {
    id: 'tidy',
    group: 'edit',
    keys: ['Shift+T'],
    menus: ['several', 'table'],
    isEnabled: () => drawnNodes().length > 1,
    run: tidy,
  },
  { id: 'leave', group: 'edit', keys: ['Escape'], run: leave },
];

function hasSelection(): boolean {
  return useSelection.getState().ids.length > 0;
}

function labelled(
  step: { readonly label: string } | undefined,
  say: (label: string) => string,
  otherwise: string,
): string {
  return step === undefined ? otherwise : say(step.label);
}

/** Back to the canvas from wherever the keyboard is; there, lets go of what is in hand. */
function leave(): void {
  const onCanvas = document.activeElement?.closest('[data-canvas]') ?? null;
  const { placing, connecting } = useSelection.getState();
  const isBusy = placing !== null || connecting !== null;
  if (onCanvas === null && document.activeElement !== document.body && !isBusy) focusCanvas();
  else cancel();
}
