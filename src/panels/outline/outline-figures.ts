/**
 * Each part's figures as one line of words, at most twice a second and only where they differ, so
 * that a listener's place in the list is not lost to numbers that tremble.
 */
import { useEffect } from 'react';
import { create } from 'zustand';
import type { DocumentEdge } from '../../document/types.ts';
import { formatDuration, formatNumber, formatRate, formatShare } from '../../lib/duration.ts';
import { type ObservationReport, usePlayback } from '../../store/playback.ts';
import { useScene } from '../../store/scene.ts';
import { useSelection } from '../../store/selection.ts';
import { throttled } from '../../store/throttled.ts';
import type { CardReport, NodeFigures } from '../../worker/protocol.ts';
import { useAnswer } from '../use-answer.ts';
import { words } from './words.ts';

const LEAST_MS = 500;

const useFigures = create<{ lines: ReadonlyMap<string, string> }>()(() => ({ lines: new Map() }));

/** Empty while there is nothing to say. */
export function useFiguresOf(id: string): string {
  return useFigures((state) => state.lines.get(id) ?? '');
}

/** Follows the run for as long as the outline is shown. */
export function useFollowFigures(): void {
  const one = useSelection(({ ids }) => (ids.length === 1 ? (ids[0] ?? null) : null));
  const figures = useAnswer(one === null ? null : { ask: 'figures', node: one }, LEAST_MS);
  useEffect(() => {
    const show = () => {
      const { report } = usePlayback.getState();
      if (report === null) return;
      const lines = figureLines(report, useScene.getState().edges, figures);
      const before = useFigures.getState().lines;
      const isSame =
        lines.size === before.size && [...lines].every(([id, line]) => before.get(id) === line);
      if (!isSame) useFigures.setState({ lines });
    };
    show();
    return throttled(show, LEAST_MS);
  }, [figures]);
}

/** What a report says of each part, and of one what its own figures say beside it. */
export function figureLines(
  { cards, edges: traffic }: Pick<ObservationReport, 'cards' | 'edges'>,
  edges: readonly DocumentEdge[],
  one: Pick<NodeFigures, 'id' | 'recent'> | null,
): Map<string, string> {
  const rates = new Map(traffic.map((edge) => [edge.id, edge.perSecond]));
  const arriving = sums(edges, rates, (edge) => edge.to);
  const leaving = sums(edges, rates, (edge) => edge.from);
  return new Map(
    cards.map((card) => {
      const more = one?.id === card.id ? nodeFigures(one) : [];
      const figures = [
        ...rate(words.arrives, arriving.get(card.id)),
        ...rate(words.leaves, leaving.get(card.id)),
        ...cardFigures(card),
        ...more,
      ];
      return [card.id, figures.join(', ')];
    }),
  );
}

function sums(
  edges: readonly DocumentEdge[],
  rates: ReadonlyMap<string, number>,
  end: (edge: DocumentEdge) => string,
): Map<string, number> {
  const totals = new Map<string, number>();
  for (const edge of edges) {
    const id = end(edge);
    totals.set(id, (totals.get(id) ?? 0) + (rates.get(edge.id) ?? 0));
  }
  return totals;
}

function rate(say: (rate: string) => string, perSecond: number | undefined): string[] {
  return perSecond === undefined ? [] : [say(formatRate(perSecond))];
}

function cardFigures({ utilization, dropped, erred = {} }: CardReport): string[] {
  return [
    ...(utilization === null ? [] : [words.utilization(formatShare(utilization))]),
    ...byReason(words.dropped, dropped),
    ...byReason(words.errors, erred),
  ];
}

function byReason(
  say: (amount: string, why: string) => string,
  amounts: Readonly<Record<string, number>>,
): string[] {
  return Object.entries(amounts)
    .filter(([, amount]) => amount > 0)
    .map(([why, amount]) => say(formatNumber(amount), why.replaceAll('-', ' ')));
}

function nodeFigures({ recent }: Pick<NodeFigures, 'recent'>): string[] {
  const { throughputPerSecond, responseMs, waitingMs } = recent;
  return [
    ...(throughputPerSecond === null ? [] : [words.throughput(formatRate(throughputPerSecond))]),
    ...(responseMs.mean === null || responseMs.p99 === null
      ? []
      : [words.response(formatDuration(responseMs.mean), formatDuration(responseMs.p99))]),
    ...(waitingMs.mean === null ? [] : [words.waiting(formatDuration(waitingMs.mean))]),
  ];
}
