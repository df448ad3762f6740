/**
 * The keys of all commands, wherever on the page the keyboard is. They keep quiet while somebody
 * types or a dialog is open, and leave Space to a focused button. In a field whose value has been
 * taken, undo is that of the table again. `?` lists them all.
 */
import { createKeybindingsHandler } from 'tinykeys';
import { followClipboard } from '../canvas/clipboard.ts';
import { useShell } from '../store/shell.ts';
import { type Command, isPossible } from './command.ts';
import { commands } from './commands.ts';

/**
 * Listens until the returned function is called.
 * @param early keys that were pressed before, and what the browser made of them
 */
export function bindKeys(target: Window, early: readonly Event[] = []): () => void {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {};
  for (const command of commands) {
    if (command.native === true) continue;
    for (const key of command.keys ?? []) {
      bindings[key] = (event) => {
        if (event.defaultPrevented || isTaken(event, command)) return;
        event.preventDefault();
        if (isPossible(command)) command.run();
      };
    }
  }
  const hear = createKeybindingsHandler(bindings);
  target.addEventListener('keydown', hear);
  const leave = followClipboard(target);
  for (const event of early) {
    if (event instanceof KeyboardEvent) hear(event);
    else target.dispatchEvent(event);
  }
  return () => {
    target.removeEventListener('keydown', hear);
    leave();
  };
}

function isTaken(event: KeyboardEvent, command: Command): boolean {
  const yields = command.yields === true;
  // A dialog that is still being fetched: what is typed is meant for it, not for the table.
  if (useShell.getState().dialog !== null && event.key !== 'Escape') return true;
  const element = event.target instanceof Element ? event.target : null;
  if (element === null) return false;
  if (element.closest('[role="dialog"], [role="menu"], [role="listbox"]') !== null) return true;
  if (command.fromFields === true && element.matches('[data-committed="true"]')) return false;
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
