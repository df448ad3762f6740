/**
 * Sums over time of what happens now and then: counts, and areas under levels that hold until they
 * change (3 in the system for an hour are 3 × 3.6e9 µs). A row is written only for a bucket in
 * which something happened, when something happens after it; what a sum was at any moment in
 * between is the row before it, plus each level times the time since. So quiet time costs nothing,
 * and asking changes nothing. Areas are whole numbers and exact up to 2^53: 285 years of one in the
 * system, 104 days of a thousand.
 *
 * Columns of a row: its bucket; the areas at that bucket's end; the levels from there on; the
 * counts.
 */
import { ChunkedLog, type LogSnapshot } from '../lib/chunked-log.ts';
import { BUCKET_MICROS, LEVELS, levelOf, levelsEnded } from './levels.ts';
import type { Micros } from './types.ts';

const BUCKET = 0;
const CHUNK_ROWS = 128;

export interface SparseSnapshot {
  readonly live: Float64Array;
  readonly lastAt: Micros;
  readonly firstBucket: number;
  readonly logs: readonly LogSnapshot[];
}

export class SparseSums {
  /**
   * The row of the bucket in which something happened last: sums since the start, areas up to
   * `lastAt`. Whoever changes a level here calls `advance` first, whoever changes a count `at`.
   */
  readonly live: Float64Array;
  lastAt: Micros;
  /** The bucket in which it began: before it all sums are 0. */
  firstBucket: number;
  /** When the bucket of `live` ends. */
  private bucketEnd: Micros;
  private readonly areas: number;
  /** One per level: in a coarser one the last row of each of its wider buckets. */
  private readonly logs: readonly ChunkedLog[];
  private readonly found: Float64Array;

  /**
   * @param columns how many areas, each with its level, and how many counts there are
   * @param share how much of what each level keeps at least is kept, where that is not all
   */
  constructor(columns: { areas: number; counts: number }, now: Micros = 0, share = 1) {
    const width = 1 + 2 * columns.areas + columns.counts;
    this.areas = columns.areas;
    this.live = new Float64Array(width);
    this.found = new Float64Array(width);
    this.logs = LEVELS.map(({ kept }) => new ChunkedLog(width, CHUNK_ROWS, kept * share));
    this.lastAt = now;
    this.firstBucket = Math.floor(now / BUCKET_MICROS);
    this.live[BUCKET] = this.firstBucket;
    this.bucketEnd = (this.firstBucket + 1) * BUCKET_MICROS;
  }

  /** The bucket in which something happened last. */
  get bucket(): number {
    return this.live[BUCKET] as number;
  }

  /** Areas grow up to `now`, in whose bucket something happens. */
  advance(now: Micros): void {
    if (now <= this.lastAt) return;
    if (now >= this.bucketEnd) this.close(now);
    extend(this.live, this.areas, now - this.lastAt);
    this.lastAt = now;
  }

  /** Something happens at `now` that changes no level; its bucket. */
  at(now: Micros): number {
    if (now >= this.bucketEnd) this.close(now);
    return this.live[BUCKET] as number;
  }

  /** Writes the row of the bucket that is over. */
  private close(now: Micros): void {
    const { live, logs, bucketEnd } = this;
    extend(live, this.areas, bucketEnd - this.lastAt);
    this.lastAt = bucketEnd;
    const bucket = Math.floor(now / BUCKET_MICROS);
    const ended = levelsEnded(this.bucket, bucket);
    for (let level = 0; level < ended; level++) (logs[level] as ChunkedLog).append(live);
    live[BUCKET] = bucket;
    this.bucketEnd = (bucket + 1) * BUCKET_MICROS;
  }

  /**
   * Writes to `into`, by column, the sums over all buckets before this one, so that the sum over
   * any buckets is the difference of two; NaN where they are no longer held.
   * @param bucket at most as many as have ended
   */
  read(bucket: number, into: Float64Array): void {
    if (bucket <= this.firstBucket) into.fill(0);
    else if (this.bucket < bucket) {
      into.set(this.live);
      extend(into, this.areas, bucket * BUCKET_MICROS - this.lastAt);
    } else this.readRow(bucket, into);
  }

  /** One column of `read`. */
  before(bucket: number, column: number): number {
    this.read(bucket, this.found);
    return this.found[column] as number;
  }

  /**
   * A level with a boundary there has the row of the last bucket before it in which something
   * happened.
   */
  private readRow(bucket: number, into: Float64Array): void {
    for (let level = levelOf(bucket); level >= 0; level--) {
      const log = this.logs[level] as ChunkedLog;
      const row = log.lowerBound(bucket) - 1;
      if (row >= log.first) {
        log.copy(row, into);
        extend(into, this.areas, (bucket - 1 - (into[BUCKET] as number)) * BUCKET_MICROS);
        return;
      }
      if (log.first === 0) {
        into.fill(0);
        return;
      }
    }
    into.fill(Number.NaN);
  }

  /** From this bucket on everything is held where the level has boundaries. */
  heldFrom(level: number): number {
    const log = this.logs[level] as ChunkedLog;
    return log.first === 0 ? 0 : log.get(log.first, BUCKET) + 1;
  }

  snapshot(): SparseSnapshot {
    return {
      live: this.live.slice(),
      lastAt: this.lastAt,
      firstBucket: this.firstBucket,
      logs: this.logs.map((log) => log.snapshot()),
    };
  }

  restore(snapshot: SparseSnapshot): void {
    this.live.set(snapshot.live);
    this.lastAt = snapshot.lastAt;
    this.firstBucket = snapshot.firstBucket;
    this.bucketEnd = (this.bucket + 1) * BUCKET_MICROS;
    for (const [level, log] of this.logs.entries())
      log.restore(snapshot.logs[level] as LogSnapshot);
  }

  /** Everything kept, as plain data. */
  dump(): unknown {
    return { ...this.snapshot(), logs: this.logs.map((log) => log.dump()) };
  }
}

/** Lets the areas of a row grow for so long. */
function extend(row: Float64Array, areas: number, micros: Micros): void {
  for (let area = 1; area <= areas; area++) {
    row[area] = (row[area] as number) + (row[area + areas] as number) * micros;
  }
}
