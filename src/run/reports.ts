/** What a run looks like from outside: words for cards, figures, the inspector's details, counts. All plain data. */
import type { FaultName } from '../document/types.ts';
import { pictures } from '../kinds/pictures.ts';
import { meanOf } from '../lib/distribution.ts';
import { HISTOGRAM_BUCKETS, type Histogram, quantileOfCounts } from '../lib/histogram.ts';
import { IS } from '../sim/agenda.ts';
import { type BucketTally, countsOf, type Span } from '../sim/bucket-tally.ts';
import { BUCKET_MICROS } from '../sim/levels.ts';
import { type NodeWatch, SERIES } from '../sim/node-watch.ts';
import { CUT, inFlight, type NodeRecord } from '../sim/world.ts';
import { faultsNow, faultsOver } from './faults-now.ts';
import { observationOf, viewOf } from './node-view.ts';
import type {
  CardReport,
  EdgeReport,
  InspectReport,
  Mark,
  MessageCounts,
  NodeFiguresReport,
  Percentiles,
  SpanReport,
  Statechart,
  Transition,
} from './report-types.ts';
import type { Run } from './run.ts';

/** Buckets that "now" figures look back: one second of simulated time. */
const RECENT_BUCKETS = 10;
/** Points of the inspector's small charts. */
const SERIES_POINTS = 60;
const LAST_TRANSITIONS = 10;

/** Live nodes in order of appearance. */
export function liveNodes(run: Run): NodeRecord[] {
  return run.kernel.world.nodes.filter((node) => !node.gone);
}

export function cards(run: Run): CardReport[] {
  return liveNodes(run).flatMap((node) => {
    const picture = pictures[node.kind];
    if (picture === undefined) return [];
    const observation = observationOf(run.kernel, node);
    const watch = run.kernel.watch?.at(node.index);
    const over = overOf(run, node, observation);
    return [
      {
        id: node.id,
        words: node.hung ? `hung · ${node.parked.length} waiting` : picture.words(observation),
        tone: node.hung ? 'down' : picture.tone(observation),
        utilization: picture.utilization(observation),
        dropped: { ...watch?.dropped },
        refused: { ...watch?.refused },
        completions: watch?.completions ?? 0,
        ...(over.length > 0 && { over }),
      },
    ];
  });
}

function overOf(run: Run, node: NodeRecord, seen: unknown): FaultName[] {
  const told = run.scene.faults?.[node.id];
  return told === undefined ? [] : faultsOver(told, faultsNow(node, seen, run.now));
}

const CUT_WORDS = {
  [CUT.none]: null,
  [CUT.forward]: 'forward',
  [CUT.back]: 'back',
  [CUT.both]: 'both',
} as const;

/** Traffic per document edge; `perSecond` is the mean over the whole run. */
export function edges(run: Run): EdgeReport[] {
  const { flights, world } = run.kernel;
  const { lanes } = world;
  const reports = new Map<string, EdgeReport>();
  const seconds = Math.max(run.now, 1) / 1e6;
  for (const lane of lanes) {
    if (lane.gone) continue;
    const report = reports.get(lane.edge) ?? {
      id: lane.edge,
      inFlight: 0,
      perSecond: 0,
      cut: CUT_WORDS[lane.imposed.cut as keyof typeof CUT_WORDS] ?? null,
      lose: lane.imposed.lose,
      delayMs: lane.imposed.delay / 1000,
      repeats: 0,
    };
    report.repeats += lane.repeats;
    report.perSecond += lane.sent / seconds;
    reports.set(lane.edge, report);
  }
  for (let slot = 0; slot < flights.high; slot++) {
    if (flights.is[slot] !== IS.flight) continue;
    const lane = lanes[flights.lane[slot] as number];
    const report = lane && reports.get(lane.edge);
    if (report !== undefined) report.inFlight++;
  }
  return [...reports.values()];
}

export function inspect(run: Run, id: string): InspectReport | null {
  const { kernel } = run;
  const node = kernel.find(id);
  if (node === undefined) return null;
  const model = kernel.model(node);
  const context = node.main.instance.context;
  const view = viewOf(run.kernel, node);
  const watch = kernel.watch?.at(node.index);
  return {
    id,
    kind: node.kind,
    machine: node.main.machine,
    state: view.state,
    children: view.children.map(({ machine, key, state }) => ({ machine, key, state })),
    transitions: transitionsOf(run, node),
    recent: watch === undefined ? noFigures() : recentFigures(watch, kernel.now),
    total: watch === undefined ? noFigures() : totalFigures(watch, kernel.now),
    observation: model.observe(context, view),
    details: model.inspect?.(context, view) ?? null,
    series: seriesOf(watch, kernel.now),
  };
}

function transitionsOf(run: Run, node: NodeRecord): Transition[] {
  const changes = run.kernel.watch?.changesOf(node.index, LAST_TRANSITIONS) ?? [];
  return changes.map(({ at, machine, key, from, to, event, code }) => {
    const states = run.kernel.machines.compiled[code]?.states;
    return {
      at,
      machine,
      key,
      from: states?.[from]?.path ?? '',
      to: states?.[to]?.path ?? '',
      event,
    };
  });
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

/** How many buckets of figures have ended by then: what lasts is not told. */
export function closedBuckets(now: number): number {
  return Math.floor(now / BUCKET_MICROS);
}

/** Of the last second. Null where nothing happened in it, and where a kind has none. */
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

function seriesOf(watch: NodeWatch | undefined, now: number): InspectReport['series'] {
  const series = {
    bucketMicros: BUCKET_MICROS,
    from: 0,
    throughput: [],
    inSystem: [],
    responseMs: [],
  } as InspectReport['series'];
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
  const { compiled, codeOf } = run.kernel.machines;
  const charts: Record<string, Statechart> = {};
  for (const [name, code] of codeOf) {
    if (!name.startsWith(`${kind}/`)) continue;
    const machine = compiled[code];
    if (machine !== undefined) charts[name.slice(kind.length + 1)] = machine.describe();
  }
  return charts;
}

export function marks(run: Run): Mark[] {
  return run.document.commands.map((command, index) => ({
    command: index,
    at: Math.round(command.at * 1000),
    skipped: run.skipped[index] ?? null,
  }));
}

export function messages(run: Run): MessageCounts {
  const { counts } = run.kernel.world;
  return {
    sent: counts.sent,
    delivered: counts.delivered,
    answered: counts.answered,
    failed: counts.failed,
    dropped: counts.droppedTotal,
    inFlight: inFlight(counts),
  };
}

/** The speed (simulated seconds per second) at which the median lane's hop takes `seconds`; null without lanes. */
export function fitSpeed(run: Run, seconds: number): number | null {
  const means = run.kernel.world.edges
    .map((edge) => meanOf(edge.latency))
    .filter((mean) => mean > 0);
  means.sort((a, b) => a - b);
  const median = means[Math.floor(means.length / 2)];
  return median === undefined ? null : median / 1000 / seconds;
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
