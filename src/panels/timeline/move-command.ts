/** Moving a command in time, in one step for undo, and knowing which it is afterwards. */
import { edit, useDocument } from '../../store/document.ts';

/**
 * Moves a command to a moment in milliseconds; its place in the list afterwards, or null when
 * nothing moved.
 */
export function moveCommand(index: number, at: number): number | null {
  const before = useDocument.getState().document;
  if (!edit({ edit: 'move-command', index, at })) return null;
  const { document } = useDocument.getState();
  if (document === before) return null;
  // It comes after those already at its moment.
  return document.commands.findLastIndex((command) => command.at === at);
}
