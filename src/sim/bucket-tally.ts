/**
 * How often each of some numbered things happened in each bucket of time: response times by bin, errors by reason, messages by lane.
 * One addition costs two array accesses; only what happened is kept, as rows (bucket, key, count), written when a bucket ends. Every 50
 * buckets the same counts are also kept merged, so that hours are read as quickly as seconds, and are still held when the finer rows are
 * dropped. Counts are whole numbers, so merging is exact whatever is asked for.
 */
import { ChunkedLog, type LogMark } from '../lib/chunked-log.ts';

/** Buckets merged into one of the coarse rows: five seconds. */
export const COARSE_BUCKETS = 50;
/** Rows kept of each: about 2 MB at most. */
const ROWS = 98_304;
const CHUNK_ROWS = 1_024;
const LEAST_KEYS = 32;

/**
 * What several tallies of one kind of key counted in the closed buckets from `from` to before `to`, by key, up to the highest that came.
 * @param into is overwritten; as long as there may be keys
 */
export function countsOf(
  tallies: readonly BucketTally[],
  { from, to, merged }: { from: number; to: number; merged: boolean },
  into: Float64Array,
): Float64Array {
  into.fill(0);
  let highest = -1;
  for (const tally of tallies) {
    tally.each(from, to, merged, (key, count) => {
      into[key] = (into[key] as number) + count;
      if (key > highest) highest = key;
    });
  }
  return into.subarray(0, highest + 1);
}

export interface TallyMark {
  readonly keys: number[];
  readonly counts: number[];
  readonly merged: number;
  readonly fine: LogMark;
  readonly coarse: LogMark;
}

export class BucketTally {
  /** The bucket that lasts, and all closed ones since the last coarse row. */
  private readonly open = new Counts();
  private readonly gathered = new Counts();
  /** Fine rows below this one are in the coarse log too. */
  private merged = 0;
  private readonly fine = new ChunkedLog(3, CHUNK_ROWS, ROWS);
  private readonly coarse = new ChunkedLog(3, CHUNK_ROWS, ROWS);

  add(key: number): void {
    this.open.add(key, 1);
  }

  /** The bucket with this number ends; whatever comes belongs to a later one. */
  close(bucket: number): void {
    const { open, gathered } = this;
    for (const key of open.keys) gathered.add(key, open.of(key));
    open.write(this.fine, bucket);
    if ((bucket + 1) % COARSE_BUCKETS !== 0) return;
    this.merged = this.fine.length;
    gathered.write(this.coarse, bucket + 1 - COARSE_BUCKETS);
  }

  /**
   * Calls with key and count for what happened in the closed buckets from `from` to before `to`; a key may come more than once.
   * @param merged reads the coarse rows where there are some: `from` must be a multiple of COARSE_BUCKETS then, and so must `to` unless
   * nothing was closed after it
   */
  each(
    from: number,
    to: number,
    merged: boolean,
    visit: (key: number, count: number) => void,
  ): void {
    if (merged) visitRows(this.coarse, this.coarse.first, from, to, visit);
    visitRows(this.fine, merged ? this.merged : this.fine.first, from, to, visit);
  }

  /** Everything from this bucket on is held; what came before was dropped, at least in part. */
  heldFrom(merged: boolean): number {
    const log = merged ? this.coarse : this.fine;
    if (log.first === 0) return 0;
    return log.get(log.first, 0) + (merged ? COARSE_BUCKETS : 1);
  }

  mark(): TallyMark {
    return {
      keys: this.open.keys.slice(),
      counts: this.open.keys.map((key) => this.open.of(key)),
      merged: this.merged,
      fine: this.fine.mark(),
      coarse: this.coarse.mark(),
    };
  }

  /** What was gathered is read from the fine rows again. */
  restore(mark: TallyMark): void {
    this.open.clear();
    this.gathered.clear();
    mark.keys.forEach((key, at) => {
      this.open.add(key, mark.counts[at] as number);
    });
    this.merged = mark.merged;
    this.fine.restore(mark.fine);
    this.coarse.restore(mark.coarse);
    for (let row = this.merged; row < this.fine.length; row++) {
      this.gathered.add(this.fine.get(row, 1), this.fine.get(row, 2));
    }
  }

  dump(): unknown {
    return {
      open: this.open.keys.map((key) => [key, this.open.of(key)]),
      fine: rowsOf(this.fine),
      coarse: rowsOf(this.coarse),
    };
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

/** Rows are in order of their bucket: the first of the range is found by halving. */
function visitRows(
  log: ChunkedLog,
  start: number,
  from: number,
  to: number,
  visit: (key: number, count: number) => void,
): void {
  let low = Math.max(start, log.first);
  let high = log.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (log.get(middle, 0) < from) low = middle + 1;
    else high = middle;
  }
  for (let row = low; row < log.length && log.get(row, 0) < to; row++) {
    visit(log.get(row, 1), log.get(row, 2));
  }
}

function rowsOf(log: ChunkedLog): number[][] {
  const rows: number[][] = [];
  for (let i = log.first; i < log.length; i++) {
    rows.push([log.get(i, 0), log.get(i, 1), log.get(i, 2)]);
  }
  return rows;
}
