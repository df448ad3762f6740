/**
 * Figures over time, for charts: any window, in about as many points as asked for, or in fewer
 * where so fine ones are no longer held, of the whole table or of some nodes. Every sum is exact
 * for the buckets it covers; percentiles come from merged bins and are within 1/64. What goes on in
 * the bucket that lasts is not shown before it ends.
 *
 * Of the whole table, requests that nobody sent on behalf of another are counted, from their source
 * and back to it. Of nodes, what they finished themselves: with two nodes of one path a request
 * counts at each.
 */
import { HISTOGRAM_BUCKETS, quantileOfCounts } from '../lib/histogram.ts';
import { type BucketTally, countsOf } from '../sim/bucket-tally.ts';
import { BUCKET_MICROS } from '../sim/levels.ts';
import { type NodeWatch, SERIES, SERIES_COLUMNS } from '../sim/node-watch.ts';
import type { SparseSums } from '../sim/sparse-sums.ts';
import type { TableWatch } from '../sim/table-watch.ts';
import type { NodeRecord } from '../sim/world.ts';
import { closedBuckets } from './inspect.ts';
import { keptOf, ownCharts } from './own-charts.ts';
import type { ChartSeries } from './report-types.ts';
import { liveNodes } from './reports.ts';
import type { Run } from './run.ts';
import { highest, type Line } from './series-lines.ts';
import { mean, perSecond, points, type Window, windowOf } from './series-window.ts';

interface SeriesQuery {
  /** Null for the whole table. */
  readonly nodes: readonly string[] | null;
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

interface Seen {
  readonly node: NodeRecord;
  readonly watch: NodeWatch;
}

export function series(run: Run, query: SeriesQuery): ChartSeries {
  const { watch, now } = run.kernel;
  const closed = closedBuckets(now);
  const { table } = watch ?? {};
  if (watch === null || table === undefined) return emptySeries(windowOf(query, closed, []));
  const isTable = query.nodes === null;
  const asked = query.nodes ?? [];
  const seen = liveNodes(run)
    .filter((node) => isTable || asked.includes(node.id))
    .map((node): Seen => ({ node, watch: watch.at(node.index) }));
  const watches = isTable ? [table] : seen.map((each) => each.watch);
  const responses = watches.map((each) => each.responses);
  const errors = watches.map((each) => each.errors);
  const sums = seen.map((each) => each.watch.sums);
  const others = isTable ? [table.sums] : [];
  const own = keptOf(
    run,
    seen.map(({ node }) => node),
    isTable,
  );
  const lines = own.flatMap(({ kept }) => kept.map(({ line }) => line));
  const window = windowOf(query, closed, [...responses, ...errors, ...sums, ...others, ...lines]);
  const { throughput, inFlight, ...capacity } = sumsOf(seen, window, closed);
  return {
    ...emptySeries(window),
    throughput: isTable ? finishedOf(table, window) : throughput,
    ...percentilesOf(responses, window),
    errors: errorsOf(errors, table, window),
    ...capacity,
    inFlight: isTable ? areaOf(table, window) : inFlight,
    own: ownCharts(own, window),
  };
}

function emptySeries({ first, width }: Window): ChartSeries {
  return {
    from: first * BUCKET_MICROS,
    bucketMicros: width * BUCKET_MICROS,
    throughput: [],
    p50: [],
    p95: [],
    p99: [],
    errors: {},
    utilization: {},
    queue: {},
    inFlight: [],
    own: [],
  };
}

function finishedOf({ responses }: TableWatch, window: Window): number[] {
  return points(window, (from, to) => {
    let count = 0;
    responses.each({ from, to, level: window.level }, (_, times) => {
      count += times;
    });
    return perSecond(count, from, to);
  });
}

function areaOf(table: TableWatch, window: Window): number[] {
  return points(window, (from, to) =>
    mean(table.areaBefore(to) - table.areaBefore(from), from, to),
  );
}

function percentilesOf(
  tallies: readonly BucketTally[],
  window: Window,
): Pick<ChartSeries, 'p50' | 'p95' | 'p99'> {
  const counts = new Float64Array(HISTOGRAM_BUCKETS);
  const triples = points(window, (from, to) => {
    const used = countsOf(tallies, { from, to, level: window.level }, counts);
    return [0.5, 0.95, 0.99].map((q) => inMillis(quantileOfCounts(used, q)));
  });
  const column = (at: number) => triples.map((triple) => triple[at] ?? null);
  return { p50: column(0), p95: column(1), p99: column(2) };
}

function inMillis(micros: number | null): number | null {
  return micros === null ? null : micros / 1000;
}

function errorsOf(
  tallies: readonly BucketTally[],
  table: TableWatch,
  window: Window,
): Record<string, number[]> {
  const { first, end, width, count, level } = window;
  const counted = new Map<number, number[]>();
  for (let point = 0; point < count; point++) {
    const from = first + point * width;
    const to = Math.min(end, from + width);
    for (const tally of tallies) {
      tally.each({ from, to, level }, (reason, times) => {
        const rates = counted.get(reason) ?? new Array<number>(count).fill(0);
        rates[point] = (rates[point] as number) + perSecond(times, from, to);
        counted.set(reason, rates);
      });
    }
  }
  return Object.fromEntries(
    [...counted].map(([reason, rates]) => [table.reasonOf(reason), rates] as const),
  );
}

/**
 * What nodes finish and hold together, and of those that have a capacity: how much of it is taken,
 * and how many wait for it – everyone inside who takes none.
 */
function sumsOf(
  seen: readonly Seen[],
  window: Window,
  closed: number,
): Pick<ChartSeries, 'throughput' | 'inFlight' | 'utilization' | 'queue'> {
  const finished = new Float64Array(window.count);
  const inside = new Float64Array(window.count);
  const utilization: Line[] = [];
  const queue: Line[] = [];
  for (const { node, watch } of seen) {
    const busy: (number | null)[] = [];
    const waits: (number | null)[] = [];
    eachPoint(watch.sums, window, (over, from, to) => {
      const point = busy.length;
      finished[point] = (finished[point] as number) + grown(over, SERIES.completions);
      inside[point] = (inside[point] as number) + grown(over, SERIES.inSystemArea);
      busy.push(busyShare(over));
      waits.push(to <= watch.sums.firstBucket ? null : waiting(over, from, to));
    });
    if (watch.sums.before(closed, SERIES.capacityArea) === 0) continue;
    utilization.push([node.id, busy]);
    queue.push([node.id, waits]);
  }
  const each = (sums: Float64Array, rate: typeof mean) => {
    let point = 0;
    return points(window, (from, to) => rate(sums[point++] as number, from, to));
  };
  return {
    throughput: each(finished, perSecond),
    inFlight: each(inside, mean),
    utilization: Object.fromEntries(highest(utilization).lines),
    queue: Object.fromEntries(highest(queue).lines),
  };
}

/** Sums where a point begins and ends, by column. */
interface Over {
  start: Float64Array;
  end: Float64Array;
}

/** Calls with each point's sums, good until the next. */
function eachPoint(
  sums: SparseSums,
  { first, end, width, count }: Window,
  visit: (over: Over, from: number, to: number) => void,
): void {
  const over = {
    start: new Float64Array(SERIES_COLUMNS),
    end: new Float64Array(SERIES_COLUMNS),
  };
  sums.read(first, over.end);
  for (let point = 0; point < count; point++) {
    const from = first + point * width;
    const to = Math.min(end, from + width);
    [over.start, over.end] = [over.end, over.start];
    sums.read(to, over.end);
    visit(over, from, to);
  }
}

/** What a column grew by. */
function grown({ start, end }: Over, column: number): number {
  return (end[column] as number) - (start[column] as number);
}

function busyShare(over: Over): number | null {
  const capacity = grown(over, SERIES.capacityArea);
  return capacity > 0 ? grown(over, SERIES.busyArea) / capacity : null;
}

function waiting(over: Over, from: number, to: number): number {
  return mean(grown(over, SERIES.inSystemArea) - grown(over, SERIES.busyArea), from, to);
}
