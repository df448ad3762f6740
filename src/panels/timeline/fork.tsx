/** At a moment of the past: how much comes later, and one button that gives it up and goes on from here. */
import { GitFork } from 'lucide-react';
import { edit, undo, useDocument } from '../../store/document.ts';
import { say } from '../../store/notices.ts';
import { usePlayback } from '../../store/playback.ts';
import { Button } from '../../ui/button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { shortClock } from '../format.ts';
import css from './fork.module.css';
import { words } from './words.ts';

export function Fork() {
  const commands = useDocument((state) => state.document.commands);
  const later = usePlayback(({ at, report }) => {
    const isPast = at < (report?.horizon ?? 0);
    return isPast ? commands.filter((command) => command.at * 1000 > at).length : 0;
  });
  if (later === 0) return null;
  const fork = () => {
    const clock = shortClock(usePlayback.getState().at);
    if (!edit({ edit: 'fork' })) return;
    say(words.forked(later, clock), { action: { label: words.undo, run: undo } });
  };
  return (
    <div className={css.fork}>
      <span>{words.later(later)}</span>
      <Tooltip text={words.forkHelp(later)} side="top">
        <Button look="plain" onClick={fork}>
          <GitFork strokeWidth={1.5} aria-hidden="true" />
          {words.fork}
        </Button>
      </Tooltip>
    </div>
  );
}
