/**
 * At a moment of the past: how much comes later, and one button that gives it up and goes on from
 * here.
 */
import { GitFork } from 'lucide-react';
import { useDocument } from '../../store/document.ts';
import { usePlayback } from '../../store/playback.ts';
import { Button } from '../../ui/button.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import css from './fork.module.css';
import { forkHere } from './fork-here.ts';
import { words } from './words.ts';

export function Fork() {
  const commands = useDocument((state) => state.document.commands);
  const later = usePlayback(({ at, report }) => {
    const isPast = at < (report?.horizon ?? 0);
    return isPast ? commands.filter((command) => command.at * 1000 > at).length : 0;
  });
  if (later === 0) return null;
  return (
    <div className={css.fork}>
      <span>{words.later(later)}</span>
      <Tooltip text={words.forkHelp(later)} side="top">
        <Button look="plain" onClick={forkHere}>
          <GitFork strokeWidth={1.5} aria-hidden="true" />
          {words.fork}
        </Button>
      </Tooltip>
    </div>
  );
}
