/**
 * A finished run in one object: what `npm run -s sim -- … --json` prints. Null where a kind has no
 * such figure.
 */
import { tableOf } from '../lib/table.ts';
import { levelOf, rateOf, sumAt } from '../sim/series-now.ts';
import type { SparseSums } from '../sim/sparse-sums.ts';
import { inFlight } from '../sim/world.ts';
import { totalFigures } from './inspect.ts';
import { observationOf, viewOf } from './node-view.ts';
import type { NodeFiguresReport, Stopped } from './report-types.ts';
import { edges, liveNodes } from './reports.ts';
import type { Run } from './run.ts';

export interface NodeSummary extends NodeFiguresReport {
  kind: string;
  /** The main machine's state path. */
  state: string;
  /** What its picture is drawn from, at the end. */
  now: unknown;
  /** What its kind keeps of its own, by name, as far as it was ever written. */
  series: Readonly<Record<string, SeriesFigure | KeyedFigures>>;
}

/**
 * Of a counter how often, in all and per second; of a gauge its last level and its mean, which was
 * 0 before it was first written.
 */
type SeriesFigure =
  | { total: number; perSecond: number | null }
  | { last: number; mean: number | null };

interface KeyedFigures {
  keys: Readonly<Record<string, SeriesFigure>>;
  /** All keys beyond those told apart; null where there are none. */
  other: SeriesFigure | null;
}

export interface Summary {
  seed: number;
  simulatedMs: number;
  events: number;
  traceHash: string;
  /** Why it ended before it was to, when a condition of the document made it pause. */
  stopped: Stopped | null;
  /** Over the whole run; `sent` is the sum of the rest. */
  messages: {
    sent: number;
    delivered: number;
    answered: number;
    failed: number;
    dropped: Record<string, number>;
    inFlight: number;
  };
  /**
   * Over the whole run, by edge id: `repeats` counts the segments that TCP sent again, both ways.
   */
  edges: Readonly<Record<string, { perSecond: number; repeats: number }>>;
  /** Figures since the warm-up, by node id. */
  nodes: Readonly<Record<string, NodeSummary>>;
}

/** What the lines of kinds' own series came to by some moment. */
export type OwnTotals = ReadonlyMap<SparseSums, number>;

export function ownTotals({ kernel, now }: Run): OwnTotals {
  const all = kernel.world.nodes.flatMap(({ index }) => kernel.series.of(index));
  return new Map(
    all.flatMap((series) =>
      Array.from(series.lines.values(), (line) => [line, sumAt(line, series, now)] as const),
    ),
  );
}

/** @param before what series had come to when figures were reset; nothing when left out */
export function summarize(run: Run, before: OwnTotals = new Map()): Summary {
  const { watch } = run.kernel;
  const { counts } = run.kernel.world;
  const nodes: [string, NodeSummary][] = [];
  for (const node of liveNodes(run)) {
    const figures = watch?.at(node.index);
    if (figures === undefined) continue;
    const summary: NodeSummary = {
      kind: node.kind,
      state: viewOf(run.kernel, node).state,
      ...totalFigures(figures, run.now),
      now: observationOf(run.kernel, node),
      series: seriesOf(run, node.index, { before, micros: run.now - figures.since }),
    };
    nodes.push([node.id, summary]);
  }
  return {
    seed: run.document.seed,
    simulatedMs: run.now / 1000,
    events: run.events,
    traceHash: run.traceHash(),
    stopped: run.stopped,
    messages: {
      sent: counts.sent,
      delivered: counts.delivered,
      answered: counts.answered,
      failed: counts.failed,
      dropped: Object.fromEntries(counts.dropped),
      inFlight: inFlight(counts),
    },
    edges: tableOf(edges(run).map(({ id, perSecond, repeats }) => [id, { perSecond, repeats }])),
    nodes: tableOf(nodes),
  };
}

/** @param reset what lines had come to when figures were reset, and µs since then */
function seriesOf(
  run: Run,
  node: number,
  reset: { readonly before: OwnTotals; readonly micros: number },
): NodeSummary['series'] {
  const all: [string, SeriesFigure | KeyedFigures][] = [];
  for (const series of run.kernel.series.of(node)) {
    const { isGauge, spec, lines, name } = series;
    const figures = Array.from(lines, ([key, line]): [string | null, SeriesFigure] => {
      const total = sumAt(line, series, run.now) - (reset.before.get(line) ?? 0);
      const rate = reset.micros > 0 ? rateOf(total, isGauge, reset.micros) : null;
      return [key, isGauge ? { last: levelOf(line), mean: rate } : { total, perSecond: rate }];
    });
    const [first] = figures;
    if (first === undefined) continue;
    if (spec.keyed === undefined) {
      all.push([name, first[1]]);
      continue;
    }
    const keys = tableOf(figures.flatMap(([key, each]) => (key === null ? [] : [[key, each]])));
    const other = figures.find(([key]) => key === null)?.[1] ?? null;
    all.push([name, { keys, other }]);
  }
  return tableOf(all);
}
