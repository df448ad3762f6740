/**
 * Figures over time, for charts: any window, in about as many points as asked for, or in fewer
 * where so fine ones are no longer held, of the whole table or of some nodes. Every sum is exact
 * for the buckets it covers; percentiles come from merged bins and are within 1/64. What goes on in
 * the bucket that lasts is not told before it ends.
 *
 * Of the whole table, requests that nobody sent on behalf of another are counted, from their source
 * and back to it. Of nodes, what they finished themselves: with two nodes of one path a request
 * counts at each.
 */
import { HISTOGRAM_BUCKETS, quantileOfCounts } from '../lib/histogram.ts';
import { type BucketTally, countsOf } from '../sim/bucket-tally.ts';
import { BUCKET_MICROS, COARSEST, levelOf, widthOf } from '../sim/levels.ts';
import { type NodeWatch, SERIES, SERIES_COLUMNS } from '../sim/node-watch.ts';
import type { SparseSums } from '../sim/sparse-sums.ts';
import type { TableWatch } from '../sim/table-watch.ts';
import type { NodeRecord } from '../sim/world.ts';
import { closedBuckets } from './inspect.ts';
import type { ChartSeries } from './report-types.ts';
import { liveNodes } from './reports.ts';
import type { Run } from './run.ts';

/**
 * More lines than these nobody can tell apart: the nodes with the highest values in the window are
 * told.
 */
const MOST_LINES = 8;
const MOST_POINTS = 1_000;
/** Points are so wide, in buckets: 0.1 s to half a minute, */
const SECONDS = [1, 2, 5, 10, 20, 50, 100, 200, 300] as const;
/**
 * 1 min to half a day, each filled by buckets of 5 s, from 5 min on by those of 5 min, from 6 h on
 * by those of 6 h;
 */
const MINUTES = [1, 2, 5, 10, 30, 60, 120, 360, 720].map((minutes) => minutes * 600);
/** then 1, 2 or 5 days, or ten times as many. */
const DAY = 864_000;

interface SeriesQuery {
  /** Null for the whole table. */
  readonly nodes: readonly string[] | null;
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/**
 * The window in buckets: `count` points of `width` buckets each; the newest of all may have fewer.
 */
interface Window {
  readonly first: number;
  readonly end: number;
  readonly width: number;
  readonly count: number;
  /** The coarsest level whose buckets fill a point: it is read quickest. */
  readonly level: number;
}

interface Seen {
  readonly node: NodeRecord;
  readonly watch: NodeWatch;
}

/** What keeps figures, and from which bucket on at each level. */
interface Held {
  heldFrom(level: number): number;
}

/** One value per point: of the buckets from `from` to before `to`. */
type Of<T> = (from: number, to: number) => T;

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
  const others = isTable ? [table.sums] : [table.lanes];
  const window = windowOf(query, closed, [...responses, ...errors, ...sums, ...others]);
  const { throughput, inFlight, ...lines } = sumsOf(seen, window, closed);
  return {
    ...emptySeries(window),
    throughput: isTable ? finishedOf(table, window) : throughput,
    ...percentilesOf(responses, window),
    errors: errorsOf(errors, table, window),
    ...lines,
    inFlight: isTable ? areaOf(table, window) : inFlight,
    shares: isTable ? {} : sharesOf(run, seen, table, window),
  };
}

/**
 * Points lie at multiples of their width, so that they stay where they are while the window moves
 * on. They are as wide as that many must be, or wider where the beginning of the window is held in
 * wider buckets only.
 */
function windowOf(
  { from, to, points }: SeriesQuery,
  closed: number,
  held: readonly Held[],
): Window {
  const most = Math.min(MOST_POINTS, Math.max(1, Math.floor(points)));
  for (let finest = 0; ; finest++) {
    const width = niceWidth(Math.max(widthOf(finest), (to - from) / BUCKET_MICROS / most));
    const level = levelOf(width);
    const pointMicros = width * BUCKET_MICROS;
    const first = Math.max(0, Math.floor(from / pointMicros)) * width;
    if (finest < COARSEST && held.some((each) => each.heldFrom(level) > first)) continue;
    const end = Math.min(closed, Math.ceil(to / pointMicros) * width);
    return { first, end, width, count: Math.max(0, Math.ceil((end - first) / width)), level };
  }
}

function niceWidth(least: number): number {
  for (const width of [...SECONDS, ...MINUTES]) if (width >= least) return width;
  for (let unit = DAY; ; unit *= 10) {
    for (const step of [1, 2, 5]) if (step * unit >= least) return step * unit;
  }
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
    shares: {},
  };
}

function points<T>({ first, end, width, count }: Window, of: Of<T>): T[] {
  return Array.from({ length: count }, (_, point) => {
    const from = first + point * width;
    return of(from, Math.min(end, from + width));
  });
}

function mean(area: number, from: number, to: number): number {
  return area / ((to - from) * BUCKET_MICROS);
}

function perSecond(count: number, from: number, to: number): number {
  return count / (((to - from) * BUCKET_MICROS) / 1e6);
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
  const counted = new Map<number, number[]>();
  for (const tally of tallies) countInto(counted, tally, window, (reason) => reason);
  return Object.fromEntries(
    [...counted].map(([reason, rates]) => [table.reasonOf(reason), rates] as const),
  );
}

/** Adds a tally's counts, as rates, to the line that each key belongs to; null belongs to none. */
function countInto<Line>(
  lines: Map<Line, number[]>,
  tally: BucketTally,
  window: Window,
  lineOf: (key: number) => Line | null,
): void {
  const { first, end, width, count, level } = window;
  for (let point = 0; point < count; point++) {
    const from = first + point * width;
    const to = Math.min(end, from + width);
    tally.each({ from, to, level }, (key, times) => {
      const line = lineOf(key);
      if (line === null) return;
      const rates = lines.get(line) ?? new Array<number>(count).fill(0);
      rates[point] = (rates[point] as number) + perSecond(times, from, to);
      lines.set(line, rates);
    });
  }
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
    utilization: highest(utilization),
    queue: highest(queue),
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

type Line = readonly [id: string, values: (number | null)[]];

/** At most MOST_LINES, in the order in which they came. */
function highest(lines: readonly Line[]): Record<string, (number | null)[]> {
  const sums = lines.map(([, line]) => line.reduce((sum: number, value) => sum + (value ?? 0), 0));
  const kept = lines
    .map((line, at) => ({ line, at, sum: sums[at] as number }))
    .sort((a, b) => b.sum - a.sum || a.at - b.at)
    .slice(0, MOST_LINES)
    .sort((a, b) => a.at - b.at);
  return Object.fromEntries(kept.map(({ line }) => line));
}

/**
 * What each asked node that has a choice sends to each neighbour; a neighbour reached over two
 * lanes counts once.
 */
function sharesOf(
  run: Run,
  seen: readonly Seen[],
  table: TableWatch,
  window: Window,
): ChartSeries['shares'] {
  const { lanes } = run.kernel.world;
  const shares: ChartSeries['shares'] = {};
  for (const { node } of seen) {
    const own = lanes.filter((lane) => lane.source === node.index);
    const targets = [...new Set(own.map((lane) => lane.target))];
    if (targets.length < 2) continue;
    const rates = new Map<number, number[]>();
    for (const target of targets) rates.set(target, new Array<number>(window.count).fill(0));
    const targetOf = new Map(own.map((lane) => [lane.index, lane.target]));
    countInto(rates, table.lanes, window, (lane) => targetOf.get(lane) ?? null);
    shares[node.id] = Object.fromEntries(
      [...rates].map(([target, line]) => [run.kernel.node(target).id, line]),
    );
  }
  return shares;
}
