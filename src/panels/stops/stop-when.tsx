/** The button that opens the conditions at which a run pauses by itself, and why it just did. */
import { Flag } from 'lucide-react';
import { useRef } from 'react';
import { useDocument } from '../../store/document.ts';
import { usePlayback } from '../../store/playback.ts';
import { showStops, useShell } from '../../store/shell.ts';
import { IconButton } from '../../ui/button.tsx';
import { late } from '../../ui/late.tsx';
import css from './stops.module.css';
import { words } from './words.ts';

const StopsEditor = late(async () => (await import('./stops-editor.tsx')).StopsEditor);
const ShowPart = late(async () => (await import('./show-part.tsx')).ShowPart);

export function StopWhen() {
  const count = useDocument((state) => state.document.conditions?.length ?? 0);
  const isOpen = useShell((state) => state.stops);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <IconButton
        ref={button}
        label={count === 0 ? words.open : words.openSome(count)}
        icon={<Flag strokeWidth={1.5} {...(count > 0 && { fill: 'currentColor' })} />}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => showStops(!isOpen)}
      />
      {isOpen ? (
        <StopsEditor anchor={button} onClose={() => showStops(false)} show={showStops} />
      ) : null}
    </>
  );
}

/** Why and where the run paused by itself, or cannot yet: read aloud when it appears. */
export function StopNotice() {
  const stopped = usePlayback((state) => state.report?.stopped?.words ?? null);
  const condition = usePlayback((state) => state.report?.stopped?.condition ?? null);
  const judging = usePlayback((state) => state.report?.judging ?? false);
  const document = useDocument((state) => state.document);
  const asked = condition === null ? undefined : document.conditions?.[condition];
  return (
    <div className={css.notice} role="status">
      {judging ? <span>{words.judging}</span> : null}
      {stopped === null ? null : (
        <>
          <Flag size={14} strokeWidth={1.5} aria-hidden="true" />
          <span>{words.stopped(stopped)}</span>
        </>
      )}
      {stopped === null || asked === undefined ? null : <ShowPart condition={asked} />}
    </div>
  );
}
