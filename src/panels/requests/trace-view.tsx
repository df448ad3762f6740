/** The request that is followed: its way through the components, and why it ended as it did. */

import { useRef } from 'react';
import { clockText } from '../../lib/clock.ts';
import { unfollow, useInstruments } from '../../store/instruments.ts';
import { say } from '../../store/notices.ts';
import { usePlayback } from '../../store/playback.ts';
import { Button } from '../../ui/button.tsx';
import type { Trace } from '../../worker/protocol.ts';
import { useAnswer } from '../use-answer.ts';
import { Causes } from './causes.tsx';
import css from './requests.module.css';
import { outcomeWords, tookOf, traceText } from './trace-text.ts';
import { Waterfall } from './waterfall.tsx';
import { words } from './words.ts';

/** Four times a second. */
const EVERY_MS = 250;

export function TraceView() {
  const followed = useInstruments((state) => state.followed);
  return (
    <section className={css.trace} aria-label={words.followed}>
      {followed === null ? (
        <p className={css.none}>{words.pick}</p>
      ) : (
        <Followed key={followed.message} message={followed.message} near={followed.near} />
      )}
    </section>
  );
}

function Followed({ message, near }: { message: number; near: number }) {
  const revision = usePlayback((state) => state.report?.revision ?? 0);
  return <Shown key={revision} message={message} near={near} />;
}

function Shown({ message, near }: { message: number; near: number }) {
  const trace = useLatest(useAnswer({ ask: 'trace', message, near }, EVERY_MS));
  if (trace === null) return <p className={css.none}>{words.finding}</p>;
  return (
    <>
      <Head trace={trace} />
      <Causes causes={trace.causes} />
      <Waterfall trace={trace} />
    </>
  );
}

/**
 * Once it is known how it ended, that stays when somebody looks back: the same document gives the
 * same future.
 */
function useLatest(trace: Trace | null): Trace | null {
  const known = useRef<Trace | null>(null);
  if (trace !== null && (trace.to !== null || known.current?.to == null)) known.current = trace;
  return known.current;
}

function Head({ trace }: { trace: Trace }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(traceText(trace));
      say(words.copied);
    } catch {
      say(words.notCopied, { tone: 'warn' });
    }
  };
  return (
    <header className={css.head}>
      <h2 className={css.title}>{trace.words}</h2>
      <p className={css.facts}>
        <span data-outcome={trace.outcome} className={css.outcome}>
          {outcomeWords(trace)}
        </span>
        <span>{tookOf(trace)}</span>
        <span>{words.since(clockText(trace.from))}</span>
        {trace.recomputed ? <span>{words.recomputed}</span> : null}
      </p>
      <div className={css.buttons}>
        <Button look="plain" onClick={() => void copy()}>
          {words.copy}
        </Button>
        <Button onClick={unfollow}>{words.letGo}</Button>
      </div>
    </header>
  );
}
