/**
 * Figures over time, for charts: any window, in about as many points as asked for, of the whole table or of some nodes. Every sum is
 * exact for the buckets it covers; percentiles come from merged bins and are within 1/64. What goes on in the bucket that lasts is not
 * told before it ends.
 *
 * Of the whole table, requests that nobody sent on behalf of another are counted, from their source and back to it. Of nodes, what they
 * finished themselves: with two nodes of one path a request counts at each.
 */
import { HISTOGRAM_BUCKETS, quantileOfCounts } from '../lib/histogram.ts';
import { type BucketTally, COARSE_BUCKETS, countsOf } from '../sim/bucket-tally.ts';
import { BUCKET_MICROS, type NodeWatch, SERIES } from '../sim/node-watch.ts';
import type { TableWatch } from '../sim/table-watch.ts';
import type { NodeRecord } from '../sim/world.ts';
import type { ChartSeries } from './report-types.ts';
import { liveNodes } from './reports.ts';
import type { Run } from './run.ts';

/** More lines than these nobody can tell apart: the nodes with the highest values in the window are told. */
const MOST_LINES = 8;
const MOST_POINTS = 1_000;

interface SeriesQuery {
  /** Null for the whole table. */
  readonly nodes: readonly string[] | null;
  readonly from: number;
  readonly to: number;
  readonly points: number;
}

/** The window in buckets: `count` points of `width` buckets each; the newest of all may have fewer. */
interface Window {
  readonly first: number;
  readonly end: number;
  readonly width: number;
  readonly count: number;
}

interface Seen {
  readonly node: NodeRecord;
  readonly watch: NodeWatch;
}

/** One value per point: of the buckets from `from` to before `to`. */
type Of<T> = (from: number, to: number) => T;

export function series(run: Run, query: SeriesQuery): ChartSeries {
  const { watch, now } = run.kernel;
  const window = windowOf(query, Math.floor(now / BUCKET_MICROS));
  const { table } = watch ?? {};
  if (watch === null || table === undefined) return emptySeries(window);
  const isTable = query.nodes === null;
  const asked = query.nodes ?? [];
  const seen = liveNodes(run)
    .filter((node) => isTable || asked.includes(node.id))
    .map((node): Seen => ({ node, watch: watch.at(node.index) }));
  const responses = isTable ? [table.responses] : seen.map((each) => each.watch.responses);
  const errors = isTable ? [table.errors] : seen.map((each) => each.watch.errors);
  return {
    ...emptySeries(window),
    throughput: values(window, isTable ? finishedOf(table, window) : completionsOf(seen)),
    ...percentilesOf(responses, window),
    errors: errorsOf(errors, table, window),
    ...linesOf(seen, window),
    inFlight: values(
      window,
      isTable
        ? (from, to) => mean(table.areaBefore(to) - table.areaBefore(from), from, to)
        : (from, to) => mean(sumOf(seen, SERIES.inSystemArea, from, to), from, to),
    ),
    shares: isTable ? {} : sharesOf(run, seen, table, window),
  };
}

/**
 * Points lie at multiples of their width, so that they stay where they are while the window moves on; the width is 1, 2 or 5 buckets
 * or a power of ten of these.
 */
function windowOf({ from, to, points }: SeriesQuery, closed: number): Window {
  const most = Math.min(MOST_POINTS, Math.max(1, Math.floor(points)));
  const width = niceWidth((to - from) / BUCKET_MICROS / most);
  const pointMicros = width * BUCKET_MICROS;
  const first = Math.max(0, Math.floor(from / pointMicros)) * width;
  const end = Math.min(closed, Math.ceil(to / pointMicros) * width);
  return { first, end, width, count: Math.max(0, Math.ceil((end - first) / width)) };
}

function niceWidth(least: number): number {
  let unit = 1;
  for (;;) {
    for (const step of [1, 2, 5]) if (step * unit >= least) return step * unit;
    unit *= 10;
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

/** NaN, which sums over what is no longer held give, is nothing that can be said. */
function values(window: Window, of: Of<number | null>): (number | null)[] {
  return points(window, of).map((value) => (Number.isNaN(value) ? null : value));
}

function mean(area: number, from: number, to: number): number {
  return area / ((to - from) * BUCKET_MICROS);
}

function perSecond(count: number, from: number, to: number): number {
  return count / (((to - from) * BUCKET_MICROS) / 1e6);
}

function sumOf(seen: readonly Seen[], column: number, from: number, to: number): number {
  return seen.reduce((sum, { watch }) => sum + over(watch, column, from, to), 0);
}

function completionsOf(seen: readonly Seen[]): Of<number> {
  return (from, to) => perSecond(sumOf(seen, SERIES.completions, from, to), from, to);
}

function finishedOf({ responses }: TableWatch, window: Window): Of<number | null> {
  const isMerged = isCoarse(window);
  const heldFrom = responses.heldFrom(isMerged);
  return (from, to) => {
    if (from < heldFrom) return null;
    let count = 0;
    responses.each(from, to, isMerged, (_, times) => {
      count += times;
    });
    return perSecond(count, from, to);
  };
}

/** Wide points are read from merged rows: their widths are multiples of those. */
function isCoarse({ width }: Window): boolean {
  return width % COARSE_BUCKETS === 0;
}

function percentilesOf(
  tallies: readonly BucketTally[],
  window: Window,
): Pick<ChartSeries, 'p50' | 'p95' | 'p99'> {
  const isMerged = isCoarse(window);
  const heldFrom = Math.max(0, ...tallies.map((tally) => tally.heldFrom(isMerged)));
  const counts = new Float64Array(HISTOGRAM_BUCKETS);
  const triples = points(window, (from, to) => {
    if (from < heldFrom) return [];
    const used = countsOf(tallies, { from, to, merged: isMerged }, counts);
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
  const { first, end, width, count } = window;
  const isMerged = isCoarse(window);
  for (let point = 0; point < count; point++) {
    const from = first + point * width;
    const to = Math.min(end, from + width);
    tally.each(from, to, isMerged, (key, times) => {
      const line = lineOf(key);
      if (line === null) return;
      const rates = lines.get(line) ?? new Array<number>(count).fill(0);
      rates[point] = (rates[point] as number) + perSecond(times, from, to);
      lines.set(line, rates);
    });
  }
}

/** Nodes that have a capacity: how much of it is taken, and how many wait for it – everyone inside who takes none. */
function linesOf(
  seen: readonly Seen[],
  window: Window,
): Pick<ChartSeries, 'utilization' | 'queue'> {
  const able = seen.filter(({ watch }) => watch.before(watch.buckets, SERIES.capacityArea) > 0);
  const lines = (of: (watch: NodeWatch) => Of<number | null>) =>
    highest(able.map(({ node, watch }): Line => [node.id, values(window, of(watch))]));
  return { utilization: lines(busyShare), queue: lines(waiting) };
}

function busyShare(watch: NodeWatch): Of<number | null> {
  return (from, to) => {
    const capacity = over(watch, SERIES.capacityArea, from, to);
    return capacity > 0 ? over(watch, SERIES.busyArea, from, to) / capacity : null;
  };
}

function waiting(watch: NodeWatch): Of<number | null> {
  return (from, to) => {
    if (to <= watch.firstBucket) return null;
    const inside = over(watch, SERIES.inSystemArea, from, to);
    return mean(inside - over(watch, SERIES.busyArea, from, to), from, to);
  };
}

function over(watch: NodeWatch, column: number, from: number, to: number): number {
  return watch.before(to, column) - watch.before(from, column);
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

/** What each asked node that has a choice sends to each neighbour; a neighbour reached over two lanes counts once. */
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
