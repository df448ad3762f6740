/**
 * The figures of the window that the charts show: asked for at most so often, and only when the run
 * has moved. While the person looks back within the window it stays as it is, with what lies ahead
 * of the moment shown: the same document gives the same future.
 */
import { useContext, useEffect, useRef, useState } from 'react';
import { simulation, usePlayback } from '../../store/playback.ts';
import { Losing } from '../../ui/late.tsx';
import type { ChartSeries } from '../../worker/protocol.ts';

export interface Shown {
  readonly series: ChartSeries;
  /** The window asked for, in simulated microseconds. */
  readonly from: number;
  readonly to: number;
  readonly revision: number;
}

/** Points over the window, about: more would be noise in a chart of this width. */
const POINTS = 120;

/**
 * That they could not be had is said in the place around it.
 * @param nodes null for the whole table
 * @param span how far back it looks, in simulated microseconds; Infinity for the whole run
 */
export function useSeries(
  nodes: readonly string[] | null,
  span: number,
  everyMs: number,
): Shown | null {
  const [shown, setShown] = useState<Shown | null>(null);
  const key = JSON.stringify(nodes);
  // A slower pace is no reason to ask anew.
  const pace = useRef(everyMs);
  pace.current = everyMs;
  const lose = useContext(Losing);
  useEffect(
    () => keepAsking(JSON.parse(key), span, { pace, show: setShown, lose }),
    [key, span, lose],
  );
  return shown;
}

interface Asker {
  /** Milliseconds between two askings, at least. */
  readonly pace: { readonly current: number };
  readonly show: (shown: Shown) => void;
  readonly lose: (again: () => void) => void;
}

function keepAsking(
  nodes: readonly string[] | null,
  span: number,
  { pace, show, lose }: Asker,
): () => void {
  let last: Shown | null = null;
  let isOver = false;
  let isAsking = false;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let askedMs = Number.NEGATIVE_INFINITY;
  const ask = async () => {
    timer = null;
    const { report } = usePlayback.getState();
    if (report === null) return;
    isAsking = true;
    askedMs = performance.now();
    const { at: to, revision } = report;
    const from = Math.max(0, to - span);
    let series: ChartSeries | null;
    try {
      series = await simulation().ask({ ask: 'series', nodes, from, to, points: POINTS });
    } catch {
      // Nothing is asked before somebody tries again.
      if (!isOver) lose(() => void ask());
      return;
    }
    isAsking = false;
    if (isOver) return;
    if (series === null) return;
    last = { series, from, to, revision };
    show(last);
    look();
  };
  const look = () => {
    const { report } = usePlayback.getState();
    if (report === null || isAsking || timer !== null || !isNews(last, report)) return;
    timer = setTimeout(() => void ask(), Math.max(0, askedMs + pace.current - performance.now()));
  };
  const leave = usePlayback.subscribe((state, before) => {
    if (state.report !== before.report) look();
  });
  void ask();
  return () => {
    isOver = true;
    leave();
    if (timer !== null) clearTimeout(timer);
  };
}

/** Whether what is shown says nothing about that moment, or no longer the truth. */
function isNews(shown: Shown | null, { at, revision }: { at: number; revision: number }): boolean {
  return shown === null || revision !== shown.revision || at > shown.to || at < shown.from;
}
