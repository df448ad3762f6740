/**
 * An answer of the simulation, asked again as the run moves on, no more often than it can be read
 * and never twice at once.
 */
import { useContext, useEffect, useRef, useState } from 'react';
import { type ObservationReport, simulation, usePlayback } from '../store/playback.ts';
import { Losing } from '../ui/late.tsx';
import type { Answers, Query } from '../worker/protocol.ts';

/** Figures that change more often than this are not read: four times a second. */
export const READABLE_MS = 250;

export type AnswerTo<Q extends Query> = Answers[Q['ask']];

/**
 * The newest answer; null before the first one and while nothing is asked. That it could not be
 * had is said in the place around it.
 * @param query null asks nothing; a different one is asked at once
 * @param everyMs at least so long between two askings of the same query
 * @param isHeld true keeps what is shown
 */
export function useAnswer<Q extends Query>(
  query: Q | null,
  everyMs: number,
  isHeld = false,
): AnswerTo<Q> | null {
  const [shown, setShown] = useState<AnswerTo<Q> | null>(null);
  const key = JSON.stringify(query);
  const lose = useContext(Losing);
  const held = useRef(isHeld);
  held.current = isHeld;
  useEffect(() => {
    const asked = JSON.parse(key) as Q | null;
    if (asked === null) {
      setShown(null);
      return;
    }
    return keepAsking(asked, everyMs, { held, show: setShown, lose });
  }, [key, everyMs, lose]);
  return shown;
}

/** A step may run an event without the clock moving on. */
function isElsewhere(report: ObservationReport, old: ObservationReport): boolean {
  const { at, revision, trace } = report;
  return at !== old.at || revision !== old.revision || trace.events !== old.trace.events;
}

interface Asker<A> {
  readonly held: { readonly current: boolean };
  readonly show: (answer: A) => void;
  readonly lose: (again: () => void) => void;
}

function keepAsking<Q extends Query>(
  query: Q,
  everyMs: number,
  { held, show, lose }: Asker<AnswerTo<Q>>,
): () => void {
  let isOver = false;
  let isAsking = false;
  let isStale = true;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let askedMs = Number.NEGATIVE_INFINITY;
  const ask = async () => {
    timer = null;
    isAsking = true;
    isStale = false;
    askedMs = performance.now();
    let answer: AnswerTo<Q> | null;
    try {
      answer = await simulation().ask(query);
    } catch {
      // Nothing is asked before somebody tries again.
      if (!isOver) lose(() => void ask());
      return;
    }
    isAsking = false;
    if (isOver) return;
    if (answer !== null) show(answer);
    if (isStale) askSoon();
    // Nobody could answer, or not yet: whatever is reported next, it is asked again.
    else isStale = answer === null;
  };
  const askSoon = () => {
    isStale = true;
    if (isAsking || timer !== null || held.current) return;
    timer = setTimeout(() => void ask(), Math.max(0, askedMs + everyMs - performance.now()));
  };
  const leave = usePlayback.subscribe((state, before) => {
    const { report } = state;
    const old = before.report;
    if (report === null || report === old) return;
    if (isStale || old === null || isElsewhere(report, old)) askSoon();
  });
  void ask();
  return () => {
    isOver = true;
    leave();
    if (timer !== null) clearTimeout(timer);
  };
}
