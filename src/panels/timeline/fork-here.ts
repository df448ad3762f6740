/**
 * Keeps the past and changes the future: everything after the moment shown goes, and may come back.
 */
import { edit, undo, useDocument } from '../../store/document.ts';
import { say } from '../../store/notices.ts';
import { usePlayback } from '../../store/playback.ts';
import { shortClock } from '../format.ts';
import { words } from './words.ts';

export function forkHere(): void {
  const before = useDocument.getState().document.commands.length;
  const clock = shortClock(usePlayback.getState().at);
  if (!edit({ edit: 'fork' })) return;
  const later = before - useDocument.getState().document.commands.length;
  if (later > 0) say(words.forked(later, clock), { action: { label: words.undo, run: undo } });
}
