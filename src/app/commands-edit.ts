/** Commands about what is on the table and what is selected of it. */
import { arrangeFrame, canArrange } from '../canvas/arranging.ts';
import { focusCanvas } from '../canvas/camera.ts';
import {
  canCopy,
  copySelected,
  cutToClipboard,
  duplicateSelected,
  pasteFromClipboard,
} from '../canvas/clipboard.ts';
import { canFold, foldSelected, isFolded } from '../canvas/folding.ts';
import { connectFromSelection, removeSelected } from '../canvas/gestures.ts';
import { isInFrame, moveInto } from '../canvas/into-frame.ts';
import { drawnNodes } from '../canvas/layout-store.ts';
import { detachNote, placeNote, selectedNote } from '../canvas/notes.ts';
import { renameSelected, selectAll } from '../canvas/selecting.ts';
import { tidy } from '../canvas/tidy.ts';
import type { DocumentNode } from '../document/types.ts';
import { openInspector } from '../panels/open-inspector.ts';
import { redo, undo, useDocument } from '../store/document.ts';
import { useScene } from '../store/scene.ts';
import {
  cancel,
  type EdgeEnd,
  gather,
  isBusy,
  startReconnecting,
  useSelection,
} from '../store/selection.ts';
import { specOf } from '../store/specs.ts';
import type { Command } from './command.ts';
import { commandWords as words } from './command-words.ts';

const paste = () => void pasteFromClipboard();
const duplicate = () => void duplicateSelected();

export const editCommands: readonly Command[] = [
  {
    id: 'undo',
    group: 'edit',
    keys: ['$mod+z'],
    fromFields: true,
    says: () => labelled(useDocument.getState().past.at(-1), words.undoWhat, words.commands.undo),
    isEnabled: () => useDocument.getState().past.length > 0,
    run: undo,
  },
  {
    id: 'redo',
    group: 'edit',
    keys: ['$mod+Shift+z', '$mod+Shift+Z', '$mod+y'],
    fromFields: true,
    says: () => labelled(useDocument.getState().future.at(-1), words.redoWhat, words.commands.redo),
    isEnabled: () => useDocument.getState().future.length > 0,
    run: redo,
  },
  {
    id: 'cut',
    group: 'edit',
    keys: ['$mod+x'],
    native: true,
    isEnabled: canCopy,
    run: cutToClipboard,
  },
  {
    id: 'copy',
    group: 'edit',
    keys: ['$mod+c'],
    native: true,
    isEnabled: canCopy,
    run: copySelected,
  },
  { id: 'paste', group: 'edit', keys: ['$mod+v'], native: true, run: paste },
  { id: 'duplicate', group: 'edit', keys: ['$mod+d'], isEnabled: canCopy, run: duplicate },
  { id: 'select-all', group: 'edit', keys: ['$mod+a'], run: selectAll },
  {
    id: 'gather',
    group: 'edit',
    run: () => gather(!useSelection.getState().gathering),
  },
  {
    id: 'rename',
    group: 'edit',
    keys: ['F2'],
    says: () => (selectedNote() === undefined ? words.commands.rename : words.writeNote),
    isEnabled: () => selectedNote() !== undefined || selectedNode() !== undefined,
    run: () => void renameSelected(),
  },
  { id: 'note', group: 'place', keys: ['n'], run: () => void placeNote() },
  {
    id: 'detach',
    group: 'edit',
    isEnabled: () => selectedNote()?.on !== undefined,
    run: () => void detachNote(selectedNote()?.id ?? ''),
  },
  {
    id: 'connect',
    group: 'edit',
    keys: ['c'],
    isEnabled: canSend,
    run: () => void connectFromSelection(),
  },
  { id: 'lead-to', group: 'edit', isEnabled: isEdge, run: () => lead('to') },
  { id: 'lead-from', group: 'edit', isEnabled: isEdge, run: () => lead('from') },
  {
    id: 'inspect',
    group: 'edit',
    isEnabled: () => isEdge() || selectedNode() !== undefined,
    run: openSelected,
  },
  {
    id: 'out-of-frame',
    group: 'edit',
    isEnabled: () => isInFrame(useSelection.getState().ids),
    run: () => void moveInto(useSelection.getState().ids, null),
  },
  {
    id: 'remove',
    group: 'edit',
    keys: ['Delete', 'Backspace'],
    says: () => {
      const { length } = useSelection.getState().ids;
      return length > 1 ? words.removeSome(length) : words.commands.remove;
    },
    isEnabled: hasSelection,
    run: () => void removeSelected(),
  },
  {
    id: 'tidy',
    group: 'edit',
    keys: ['Shift+T'],
    isEnabled: () => drawnNodes().length > 1,
    run: tidy,
  },
  {
    id: 'arrange',
    group: 'edit',
    keys: ['Shift+A'],
    isEnabled: canArrange,
    run: () => void arrangeFrame(),
  },
  {
    id: 'fold',
    group: 'edit',
    keys: ['f'],
    says: () => (isFolded() ? words.unfold : words.fold),
    isEnabled: canFold,
    run: foldSelected,
  },
  { id: 'leave', group: 'edit', keys: ['Escape'], run: leave },
];

function openSelected(): void {
  const id = useSelection.getState().ids.at(-1);
  if (id !== undefined) openInspector(id);
}

function selectedNode(): DocumentNode | undefined {
  const id = useSelection.getState().ids.at(-1);
  return useScene.getState().nodes.find((node) => node.id === id);
}

function selectedEdge(): string | undefined {
  const id = useSelection.getState().ids.at(-1);
  return useScene.getState().edges.find((edge) => edge.id === id)?.id;
}

function isEdge(): boolean {
  return selectedEdge() !== undefined;
}

/** What is picked next, by whichever hand, is where that end leads. */
function lead(end: EdgeEnd): void {
  const edge = selectedEdge();
  if (edge === undefined) return;
  startReconnecting(edge, end);
  focusCanvas();
}

function canSend(): boolean {
  const node = selectedNode();
  return node !== undefined && (specOf(node.kind)?.gives.length ?? 0) > 0;
}

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
  if (onCanvas === null && document.activeElement !== document.body && !isBusy()) focusCanvas();
  else cancel();
}
