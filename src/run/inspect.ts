/**
 * What the inspector shows of a part, each built when it is asked for: its state, its figures of
 * late and in all, and what its kind says of itself. The worker fetches this once somebody looks;
 * nothing is painted from it.
 */
import type { Question } from '../document/types.ts';
import { HISTOGRAM_BUCKETS, type Histogram, quantileOfCounts } from '../lib/histogram.ts';
import { own } from '../lib/table.ts';
import { type BucketTally, countsOf, type Span } from '../sim/bucket-tally.ts';
import { BUCKET_MICROS } from '../sim/levels.ts';
import { describeMachine } from '../sim/machine-describe.ts';
import { type NodeWatch, SERIES } from '../sim/node-watch.ts';
import type { NodeRecord } from '../sim/world.ts';
import { observationOf, viewOf } from './node-view.ts';
import type {
  NodeFigures,
  NodeFiguresReport,
  NodeStates,
  Percentiles,
  SpanReport,
  Statechart,
  Transition,
} from './report-types.ts';
import type { Run } from './run.ts';
import { stateAt } from './states.ts';

/** Buckets that "now" figures look back: one second of simulated time. */
const RECENT_BUCKETS = 10;
/** Points of the inspector's small charts. */
const SERIES_POINTS = 60;
const LAST_TRANSITIONS = 10;

/** Null where no such node stands on the table; so it is with all that is asked of a node. */
export function nodeFigures(run: Run, id: string): NodeFigures | null {
  const { kernel } = run;
  const node = kernel.find(id);
  if (node === undefined) return null;
  const watch = kernel.watch?.at(node.index);
  return {
    id,
    recent: watch === undefined ? noFigures() : recentFigures(watch, kernel.now),
    total: watch === undefined ? noFigures() : totalFigures(watch, kernel.now),
    series: seriesOf(watch, kernel.now),
  };
}

export function nodeStates(run: Run, id: string): NodeStates | null {
  const node = run.kernel.find(id);
  if (node === undefined) return null;
  const { state, children } = viewOf(run.kernel, node);
  return {
    machine: node.main.machine,
    state,
    children: children.map(({ machine, key, state: at }) => ({ machine, key, state: at })),
    transitions: transitionsOf(run, node),
  };
}

/** What the node's picture is drawn from, too. */
export function nodeObservation(run: Run, id: string): unknown {
  const node = run.kernel.find(id);
  return node === undefined ? null : observationOf(run.kernel, node);
}

/** Null for a question that its kind does not answer, too. */
export function nodeAnswer(run: Run, id: string, question: Question): unknown {
  const node = run.kernel.find(id);
  const answer = node === undefined ? undefined : own(run.kinds.answers, node.kind);
  if (node === undefined || answer === undefined) return null;
  return answer(question, node.main.instance.context, viewOf(run.kernel, node)) ?? null;
}

function transitionsOf(run: Run, node: NodeRecord): Transition[] {
  const changes = run.kernel.watch?.changesOf(node.index, LAST_TRANSITIONS) ?? [];
  const path = (code: number, leaf: number) => stateAt(run.kernel, code, leaf).path;
  return changes.map(({ at, machine, key, from, to, event, code }) => ({
    at,
    machine,
    key,
    from: path(code, from),
    to: path(code, to),
    event,
  }));
}

/** Figures since the start, or since the warm-up ended. Null where a kind has none. */
export function totalFigures(watch: NodeWatch, now: number): NodeFiguresReport {
  const span = now - watch.since;
  const tail = now - watch.lastAt;
  const inSystem = watch.inSystemArea + tail * watch.inSystem;
  const busy = watch.busyArea + tail * watch.busyLevel;
  const capacity = watch.capacityArea + tail * watch.capacityLevel;
  const used = watch.arrivals > 0 || watch.completions > 0 || watch.inSystem > 0;
  return {
    throughputPerSecond: used && span > 0 ? watch.completions / (span / 1e6) : null,
    utilization: capacity > 0 ? busy / capacity : null,
    meanInSystem: used && span > 0 ? inSystem / span : null,
    responseMs: percentiles(watch.response),
    waitingMs: percentiles(watch.waiting),
    dropped: { ...watch.dropped },
  };
}

/** How many buckets of figures have ended by then: what lasts is not shown. */
export function closedBuckets(now: number): number {
  return Math.floor(now / BUCKET_MICROS);
}

/** Figures of the last second. Null where nothing happened, and where a kind has none. */
function recentFigures(watch: NodeWatch, now: number): SpanReport {
  const to = closedBuckets(now);
  const from = Math.max(watch.sums.firstBucket, to - RECENT_BUCKETS);
  const span = (to - from) * BUCKET_MICROS;
  const of = (column: number): number =>
    watch.sums.before(to, column) - watch.sums.before(from, column);
  const millis = (tally: BucketTally, sum: number) =>
    percentilesOver(tally, { from, to, level: 0 }, sum);
  return {
    throughputPerSecond: span > 0 ? of(SERIES.completions) / (span / 1e6) : null,
    utilization: of(SERIES.capacityArea) > 0 ? of(SERIES.busyArea) / of(SERIES.capacityArea) : null,
    meanInSystem: span > 0 ? of(SERIES.inSystemArea) / span : null,
    responseMs: millis(watch.responses, of(SERIES.response)),
    waitingMs: millis(watch.waitings, of(SERIES.waiting)),
  };
}

/** @param sum of everything counted in these buckets, in µs */
function percentilesOver(tally: BucketTally, span: Span, sum: number): Percentiles {
  const counts = countsOf([tally], span, new Float64Array(HISTOGRAM_BUCKETS));
  const count = counts.reduce((all, each) => all + each, 0);
  if (count === 0) return noPercentiles();
  const at = (q: number) => (quantileOfCounts(counts, q) ?? 0) / 1000;
  return { mean: sum / count / 1000, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function seriesOf(watch: NodeWatch | undefined, now: number): NodeFigures['series'] {
  const series = {
    bucketMicros: BUCKET_MICROS,
    from: 0,
    throughput: [],
    inSystem: [],
    responseMs: [],
  } as NodeFigures['series'];
  if (watch === undefined) return series;
  const { sums } = watch;
  const to = closedBuckets(now);
  const from = Math.max(sums.firstBucket, to - SERIES_POINTS);
  series.from = from * BUCKET_MICROS;
  for (let bucket = from; bucket < to; bucket++) {
    const of = (column: number) => sums.before(bucket + 1, column) - sums.before(bucket, column);
    const completions = of(SERIES.completions);
    series.throughput.push(completions / (BUCKET_MICROS / 1e6));
    series.inSystem.push(of(SERIES.inSystemArea) / BUCKET_MICROS);
    series.responseMs.push(completions > 0 ? of(SERIES.response) / completions / 1000 : 0);
  }
  return series;
}

/** The statecharts of a kind's machines by name; empty for an unknown kind. */
export function statecharts(run: Run, kind: string): Record<string, Statechart> {
  const charts: Record<string, Statechart> = {};
  const model = own(run.kinds.models, kind);
  if (model === undefined) return charts;
  const { machines } = run.kernel;
  for (const [name, code] of machines.codesOf(model)) {
    const machine = machines.compiled[code];
    if (machine !== undefined) charts[name] = describeMachine(machine);
  }
  return charts;
}

function percentiles(histogram: Histogram): Percentiles {
  const ms = (value: number | null) => (value === null ? null : value / 1000);
  return {
    mean: ms(histogram.mean()),
    p50: ms(histogram.quantile(0.5)),
    p95: ms(histogram.quantile(0.95)),
    p99: ms(histogram.quantile(0.99)),
  };
}

function noPercentiles(): Percentiles {
  return { mean: null, p50: null, p95: null, p99: null };
}

function noFigures(): NodeFiguresReport {
  return {
    throughputPerSecond: null,
    utilization: null,
    meanInSystem: null,
    responseMs: noPercentiles(),
    waitingMs: noPercentiles(),
    dropped: {},
  };
}
