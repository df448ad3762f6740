/**
 * How often each of some numbered things happened in each bucket of time: response times by bin,
 * errors by reason. One addition costs two array accesses; only what happened is
 * kept, as rows (bucket, key, count), written when something happens in a later bucket. The same
 * counts are also kept merged in wider buckets, so that days are read as quickly as seconds, and
 * are still held when the finer rows are dropped. Counts are whole numbers, so merging is exact
 * whatever is asked for.
 */
import { ChunkedLog, type LogSnapshot } from '../lib/chunked-log.ts';
import { COARSEST, LEVELS, levelsEnded, startOf, widthOf } from './levels.ts';

/**
 * Rows kept of each level: at most 2.4 MB before packing, 3.1 MB for 5 min. A bucket takes a row
 * for each key that came, so these may reach back less far than sums do: with 50 keys in each, a
 * week of 5 min. All of 6 h is kept.
 */
const ROWS = [98_304, 98_304, 131_072, Number.POSITIVE_INFINITY] as const;
const CHUNK_ROWS = 256;
const LEAST_KEYS = 32;

/**
 * Closed buckets: from this one to before that one, both boundaries of the level; but `to` may lie
 * anywhere after all that happened.
 */
export interface Span {
  readonly from: number;
  readonly to: number;
  /** The level to read. */
  readonly level: number;
}

/**
 * What several tallies of one kind of key counted in a span, by key, up to the highest that came.
 * @param into is overwritten; as long as there may be keys
 */
export function countsOf(
  tallies: readonly BucketTally[],
  span: Span,
  into: Float64Array,
): Float64Array {
  into.fill(0);
  let highest = -1;
  for (const tally of tallies) {
    tally.each(span, (key, count) => {
      into[key] = (into[key] as number) + count;
      if (key > highest) highest = key;
    });
  }
  return into.subarray(0, highest + 1);
}

export interface TallySnapshot {
  readonly bucket: number;
  readonly keys: readonly number[];
  readonly counts: readonly number[];
  readonly merged: readonly number[];
  readonly logs: readonly LogSnapshot[];
}

export class BucketTally {
  /** The bucket in which something happened last, and what did. */
  private bucket = 0;
  private readonly open = new Counts();
  private readonly logs = LEVELS.map((_, level) => new ChunkedLog(3, CHUNK_ROWS, ROWS[level]));
  /** By level: rows below this one are in the next coarser log, too. */
  private readonly merged = LEVELS.map(() => 0);
  /**
   * The latest snapshot, as long as nothing happened since: what stays quiet is remembered once.
   */
  private latest: TallySnapshot | null = null;

  constructor() {
    this.holdUnmerged();
  }

  /** Something happens in a bucket: the last one given, or a later one. */
  add(bucket: number, key: number): void {
    if (bucket !== this.bucket) this.close(bucket);
    this.open.add(key, 1);
    this.latest = null;
  }

  /** The bucket of what happened last is over. */
  private close(next: number): void {
    this.open.write(this.log(0), this.bucket);
    const ended = levelsEnded(this.bucket, next);
    for (let level = 1; level < ended; level++) this.merge(level);
    this.bucket = next;
  }

  /** Writes what a wider bucket counted, from the finer rows. */
  private merge(level: number): void {
    const finer = this.log(level - 1);
    for (let row = this.merged[level - 1] as number; row < finer.length; row++) {
      MERGING.add(finer.get(row, 1), finer.get(row, 2));
    }
    MERGING.write(this.log(level), startOf(this.bucket, level));
    this.merged[level - 1] = finer.length;
    finer.keepFrom = finer.length;
  }

  /** Calls with key and count for what happened in a span; a key may come more than once. */
  each({ from, to, level }: Span, visit: (key: number, count: number) => void): void {
    visitRows(this.log(level), { start: 0, from, to }, visit);
    for (let finer = level - 1; finer >= 0; finer--) {
      visitRows(this.log(finer), { start: this.merged[finer] as number, from, to }, visit);
    }
    if (this.bucket < from || this.bucket >= to) return;
    for (const key of this.open.keys) visit(key, this.open.of(key));
  }

  /** Everything from this bucket on is held; what came before was dropped, at least in part. */
  heldFrom(level: number): number {
    const log = this.log(level);
    return log.first === 0 ? 0 : log.get(log.first, 0) + widthOf(level);
  }

  snapshot(): TallySnapshot {
    this.latest ??= {
      bucket: this.bucket,
      keys: this.open.keys.slice(),
      counts: this.open.keys.map((key) => this.open.of(key)),
      merged: this.merged.slice(),
      logs: this.logs.map((log) => log.snapshot()),
    };
    return this.latest;
  }

  restore(snapshot: TallySnapshot): void {
    this.bucket = snapshot.bucket;
    this.open.clear();
    for (const [at, key] of snapshot.keys.entries())
      this.open.add(key, snapshot.counts[at] as number);
    for (const [level, log] of this.logs.entries()) {
      log.restore(snapshot.logs[level] as LogSnapshot);
      this.merged[level] = snapshot.merged[level] as number;
    }
    this.holdUnmerged();
    this.latest = snapshot;
  }

  dump(): unknown {
    return { ...this.snapshot(), logs: this.logs.map((log) => log.dump()) };
  }

  private log(level: number): ChunkedLog {
    return this.logs[level] as ChunkedLog;
  }

  private holdUnmerged(): void {
    for (let level = 0; level < COARSEST; level++) {
      this.log(level).keepFrom = this.merged[level] as number;
    }
  }
}

/** A count per key, and which keys have one, in the order in which they came. */
class Counts {
  readonly keys: number[] = [];
  private counts = new Float64Array(LEAST_KEYS);

  add(key: number, times: number): void {
    if (key >= this.counts.length) this.widen(key);
    const before = this.counts[key] as number;
    this.counts[key] = before + times;
    if (before === 0) this.keys.push(key);
  }

  of(key: number): number {
    return this.counts[key] as number;
  }

  /** Leaves one row per key, and nothing here. */
  write(log: ChunkedLog, bucket: number): void {
    for (const key of this.keys) log.append3(bucket, key, this.counts[key] as number);
    this.clear();
  }

  clear(): void {
    for (const key of this.keys) this.counts[key] = 0;
    this.keys.length = 0;
  }

  private widen(key: number): void {
    const wider = new Float64Array(2 * key);
    wider.set(this.counts);
    this.counts = wider;
  }
}

/** Empty but while a tally merges. */
const MERGING = new Counts();

/** Rows are in order of their bucket. */
function visitRows(
  log: ChunkedLog,
  { start, from, to }: { start: number; from: number; to: number },
  visit: (key: number, count: number) => void,
): void {
  for (let row = log.lowerBound(from, start); row < log.length && log.get(row, 0) < to; row++) {
    visit(log.get(row, 1), log.get(row, 2));
  }
}
