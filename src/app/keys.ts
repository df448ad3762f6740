/**
 * The keys that work everywhere on the page. They keep quiet while somebody types or a dialog is open, and leave Space to a focused
 * button. `?` lists them all.
 */
import { tinykeys } from 'tinykeys';
import { fitDiagram, focusCanvas, zoomIn, zoomOut } from '../canvas/camera.ts';
import { removeSelected } from '../canvas/gestures.ts';
import { redo, undo } from '../store/document.ts';
import { step, toggle } from '../store/playback.ts';
import { cancel, useSelection } from '../store/selection.ts';
import { openDialog } from '../store/shell.ts';

interface Binding {
  keys: readonly string[];
  run: (event: KeyboardEvent) => void;
  /** A key that a focused button, tab or slider needs for itself. */
  yields?: boolean;
}

const BINDINGS: readonly Binding[] = [
  { keys: ['Space'], run: toggle, yields: true },
  { keys: ['.'], run: step },
  { keys: ['$mod+z'], run: undo },
  { keys: ['$mod+Shift+z', '$mod+Shift+Z', '$mod+y'], run: redo },
  { keys: ['Delete', 'Backspace'], run: () => void removeSelected() },
  { keys: ['+', 'Shift++', '='], run: zoomIn },
  { keys: ['-'], run: zoomOut },
  { keys: ['0'], run: () => fitDiagram() },
  { keys: ['?', 'Shift+?'], run: () => openDialog('keys') },
  { keys: ['Escape'], run: leave },
];

/** Listens until the returned function is called. */
export function bindKeys(target: Window): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const { keys, run, yields } of BINDINGS) {
    for (const key of keys) {
      bindings[key] = (event) => {
        if (event.defaultPrevented || isTaken(event, yields === true)) return;
        event.preventDefault();
        run(event);
      };
    }
  }
  return tinykeys(target, bindings);
}

function isTaken(event: KeyboardEvent, yields: boolean): boolean {
  const element = event.target instanceof Element ? event.target : null;
  if (element === null) return false;
  if (element.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null) return true;
  if (element.closest('input, textarea, select, [contenteditable="true"]') !== null) {
    return !isSlider(element) || yields;
  }
  const needsSpace = 'button, a[href], summary, [role="slider"], [role="tab"], [role="switch"]';
  return yields && element.closest(needsSpace) !== null;
}

/** A range input takes arrows, not letters. */
function isSlider(element: Element): boolean {
  return element instanceof HTMLInputElement && element.type === 'range';
}

/** Back to the canvas from wherever the keyboard is; there, lets go of what is in hand. */
function leave(): void {
  const onCanvas = document.activeElement?.closest('[data-canvas]') ?? null;
  const { placing, connecting } = useSelection.getState();
  const isBusy = placing !== null || connecting !== null;
  if (onCanvas === null && document.activeElement !== document.body && !isBusy) focusCanvas();
  else cancel();
}
