/**
 * What the figures of kinds' own say at the moment of a run, by the names that people give them:
 * for whoever decides by them (conditions, autoscalers), whether or not anybody observes. Nothing
 * is said of a node that does not stand on the table, and of what was never written.
 */
import { BUCKET_MICROS, COARSEST, startOf, widthOf } from './levels.ts';
import { type KeptSeries, LEVEL, type OwnSeries, SUM } from './own-series.ts';
import type { SparseSums } from './sparse-sums.ts';
import type { Micros } from './types.ts';
import { findNode, type World } from './world.ts';

/** One line of a figure, or all of its lines together where no key is given. */
export interface SeriesName {
  readonly node: string;
  readonly series: string;
  readonly key?: string;
}

interface Keeps {
  readonly world: World;
  readonly series: OwnSeries;
}

/** The buckets at whose boundary a window begins are at most this part of it wide. */
const PRECISION = 20;

/** What a counter has counted, or the area of a gauge, in µs, since it was first written. */
export function sumAt(line: SparseSums, { isGauge }: KeptSeries, now: Micros): number {
  const sum = line.live[SUM] as number;
  return isGauge ? sum + levelOf(line) * (now - line.lastAt) : sum;
}

/** What a gauge holds. */
export function levelOf(line: SparseSums): number {
  return line.live[LEVEL] as number;
}

/** The mean of a gauge, or the rate per second of a counter, whose sum grew so in that time. */
export function rateOf(growth: number, isGauge: boolean, micros: Micros): number {
  return growth / (isGauge ? micros : micros / 1e6);
}

/** The level of a gauge, of all keys the sum; null where there is no such gauge. */
export function levelNow(keeps: Keeps, name: SeriesName): number | null {
  const found = find(keeps, name);
  return found?.series.isGauge ? sumOver(found.lines, levelOf) : null;
}

/**
 * The mean of a gauge, or the rate per second of a counter, over the last so many microseconds, of
 * all keys the sum; null where there is no such figure. The window begins with a bucket (0.1 s, of
 * long windows wider ones), so it may be longer by a twentieth, or by a bucket; but not before the
 * run. It ends with what happens at this very moment. What was not yet written counts as 0.
 */
export function rateOver(keeps: Keeps, name: SeriesName, micros: Micros): number | null {
  const { now } = keeps.world;
  const found = find(keeps, name);
  if (found === null) return null;
  const { series, lines } = found;
  const first = firstBucket(now, micros);
  const span = now - first * BUCKET_MICROS;
  const growth = (line: SparseSums) => sumAt(line, series, now) - line.before(first, SUM);
  return span === 0 ? 0 : rateOf(sumOver(lines, growth), series.isGauge, span);
}

function sumOver(lines: readonly SparseSums[], of: (line: SparseSums) => number): number {
  return lines.reduce((sum, line) => sum + of(line), 0);
}

/** All that kinds keep of their own, as plain data: runs that are alike give equal values. */
export function dumpSeries({ world, series }: Keeps): unknown {
  return world.nodes.map((_, node) =>
    series
      .of(node)
      .map(({ name, lines }) => [name, Array.from(lines, ([key, line]) => [key, line.dump()])]),
  );
}

function firstBucket(now: Micros, micros: Micros): number {
  let level = COARSEST;
  while (level > 0 && widthOf(level) * BUCKET_MICROS * PRECISION > micros) level--;
  return startOf(Math.max(0, Math.floor((now - micros) / BUCKET_MICROS)), level);
}

/** The lines of that name; null where there are none. */
function find(
  { world, series: kept }: Keeps,
  { node, series: name, key }: SeriesName,
): { series: KeptSeries; lines: readonly SparseSums[] } | null {
  const record = findNode(world, node);
  const series = record && kept.of(record.index).find((each) => each.name === name);
  if (series === undefined) return null;
  if (key === undefined) {
    return series.lines.size === 0 ? null : { series, lines: [...series.lines.values()] };
  }
  const line = series.lines.get(key);
  return line === undefined ? null : { series, lines: [line] };
}
