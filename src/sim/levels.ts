/**
 * How finely figures over time are kept: the last two hours in buckets of 0.1 s, two days in 5 s, a
 * year in 5 min, and all of it in 6 h. The buckets of a level are whole numbers of those of the
 * level below, so that what is merged stays exact. A level keeps as many rows as it needs when
 * something happens in every bucket; a bucket in which nothing happened has no row, so quiet time
 * is kept longer and costs nothing.
 */

/** Width of the finest buckets; all others are counted in these. */
export const BUCKET_MICROS = 100_000;

interface Level {
  /** How many of the finest buckets one of its own is wide. */
  readonly width: number;
  /** At least so many buckets in which something happened are kept, the latest. */
  readonly kept: number;
}

/** From fine to coarse. None keeps fewer rows than a finer one, so none reaches back less far. */
export const LEVELS: readonly Level[] = [
  { width: 1, kept: 72_000 },
  { width: 50, kept: 72_000 },
  { width: 3_000, kept: 105_120 },
  { width: 216_000, kept: Number.POSITIVE_INFINITY },
];

/** The coarsest level, whose rows are never dropped. */
export const COARSEST = LEVELS.length - 1;

/** Width in finest buckets of one bucket of a level. */
export function widthOf(level: number): number {
  return (LEVELS[level] as Level).width;
}

/**
 * The coarsest level with a boundary before this bucket, or whose buckets fill a span of so many.
 */
export function levelOf(buckets: number): number {
  let level = COARSEST;
  while (buckets % widthOf(level) !== 0) level--;
  return level;
}

/**
 * How many levels have a bucket that ends after the bucket `from` and before the later bucket `to`:
 * the finest so many.
 */
export function levelsEnded(from: number, to: number): number {
  let level = 1;
  while (level <= COARSEST && startOf(from, level) !== startOf(to, level)) level++;
  return level;
}

/** The first bucket of that bucket's own, wider one of a level. */
export function startOf(bucket: number, level: number): number {
  return bucket - (bucket % widthOf(level));
}
