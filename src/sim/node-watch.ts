/**
 * One node's figures: counters, time-weighted levels (number in the system, busy units), histograms
 * of response and waiting time, and sums over time for charts. Levels are integrated exactly: their
 * mean is area over time. Whatever happens here costs something; time that passes does not.
 */
import { bucketOf, Histogram, type HistogramSnapshot } from '../lib/histogram.ts';
import { emptyTable } from '../lib/table.ts';
import { BucketTally, type TallySnapshot } from './bucket-tally.ts';
import { type SparseSnapshot, SparseSums } from './sparse-sums.ts';
import type { Micros } from './types.ts';

/** Columns of the sums, which count since the node was placed and are never reset. */
export const SERIES = {
  /** Area of the number in the system, in node·µs. */
  inSystemArea: 1,
  busyArea: 2,
  capacityArea: 3,
  completions: 7,
  /** Sum of response times of what finished, in µs. */
  response: 8,
  /** Sum of waiting times of what began to be served, in µs. */
  waiting: 9,
} as const;

/** How many numbers a row of the sums has. */
export const SERIES_COLUMNS = 10;

/** Columns of the levels that hold now. */
const LEVEL = { inSystem: 4, busy: 5, capacity: 6 } as const;

export interface NodeWatchSnapshot {
  readonly arrivals: number;
  readonly since: Micros;
  readonly before: Float64Array;
  readonly dropped: Readonly<Record<string, number>>;
  readonly erred: Readonly<Record<string, number>>;
  readonly response: HistogramSnapshot;
  readonly waiting: HistogramSnapshot;
  readonly sums: SparseSnapshot;
  readonly responses: TallySnapshot;
  readonly waitings: TallySnapshot;
  readonly errors: TallySnapshot;
}

export class NodeWatch {
  arrivals = 0;
  since: Micros;
  dropped: Record<string, number> = emptyTable();
  /** Answered from here with an error that began here, by the reason that charts group it by. */
  erred: Record<string, number> = emptyTable();
  response = new Histogram();
  waiting = new Histogram();
  readonly sums: SparseSums;
  /** Response times of what finished here, by the histogram's buckets. */
  readonly responses = new BucketTally();
  /** Waiting times of what began to be served here, by the histogram's buckets. */
  readonly waitings = new BucketTally();
  /**
   * What was dropped here, answered from here with an error, or came back so to its source, by the
   * number of the reason.
   */
  readonly errors = new BucketTally();
  private readonly live: Float64Array;
  /** The sums when figures were last reset. */
  private readonly atReset = new Float64Array(SERIES_COLUMNS);

  /** The watch of a node placed at `now`. */
  constructor(now: Micros) {
    this.since = now;
    this.sums = new SparseSums({ areas: 3, counts: 3 }, now);
    this.live = this.sums.live;
  }

  enter(now: Micros): void {
    this.sums.advance(now);
    this.arrivals++;
    this.grow(LEVEL.inSystem, 1);
  }

  leave(now: Micros, response: Micros): void {
    const { sums } = this;
    sums.advance(now);
    this.grow(SERIES.completions, 1);
    this.grow(SERIES.response, response);
    this.grow(LEVEL.inSystem, -1);
    this.response.add(response);
    this.responses.add(sums.bucket, bucketOf(response));
  }

  begin(now: Micros, waited: Micros): void {
    const bucket = this.sums.at(now);
    this.grow(SERIES.waiting, waited);
    this.waiting.add(waited);
    this.waitings.add(bucket, bucketOf(waited));
  }

  abandon(now: Micros): void {
    this.sums.advance(now);
    this.grow(LEVEL.inSystem, -1);
  }

  /** Something failed here, for the reason with this number. */
  fail(now: Micros, reason: number): void {
    this.errors.add(this.sums.at(now), reason);
  }

  setBusy(now: Micros, level: number): void {
    this.sums.advance(now);
    this.live[LEVEL.busy] = level;
  }

  setCapacity(now: Micros, level: number): void {
    this.sums.advance(now);
    this.live[LEVEL.capacity] = level;
  }

  private grow(column: number, by: number): void {
    this.live[column] = (this.live[column] as number) + by;
  }

  /** Since figures were reset, as those below. */
  get completions(): number {
    return this.sinceReset(SERIES.completions);
  }

  /** Areas up to `lastAt`. */
  get inSystemArea(): number {
    return this.sinceReset(SERIES.inSystemArea);
  }

  get busyArea(): number {
    return this.sinceReset(SERIES.busyArea);
  }

  get capacityArea(): number {
    return this.sinceReset(SERIES.capacityArea);
  }

  get inSystem(): number {
    return this.live[LEVEL.inSystem] as number;
  }

  get busyLevel(): number {
    return this.live[LEVEL.busy] as number;
  }

  get capacityLevel(): number {
    return this.live[LEVEL.capacity] as number;
  }

  /** Areas are summed up to here; levels hold since. */
  get lastAt(): Micros {
    return this.sums.lastAt;
  }

  private sinceReset(column: number): number {
    return (this.live[column] as number) - (this.atReset[column] as number);
  }

  /** Forgets figures so far, keeping levels: what comes is counted from `now`. */
  reset(now: Micros): void {
    this.sums.advance(now);
    this.atReset.set(this.live);
    this.arrivals = 0;
    this.since = now;
    this.dropped = emptyTable();
    this.erred = emptyTable();
    this.response.clear();
    this.waiting.clear();
  }

  snapshot(): NodeWatchSnapshot {
    return {
      arrivals: this.arrivals,
      since: this.since,
      before: this.atReset.slice(),
      dropped: { ...this.dropped },
      erred: { ...this.erred },
      response: this.response.snapshot(),
      waiting: this.waiting.snapshot(),
      sums: this.sums.snapshot(),
      responses: this.responses.snapshot(),
      waitings: this.waitings.snapshot(),
      errors: this.errors.snapshot(),
    };
  }

  static restored(snapshot: NodeWatchSnapshot): NodeWatch {
    const watch = new NodeWatch(snapshot.since);
    watch.arrivals = snapshot.arrivals;
    watch.atReset.set(snapshot.before);
    Object.assign(watch.dropped, snapshot.dropped);
    Object.assign(watch.erred, snapshot.erred);
    watch.response = Histogram.restore(snapshot.response);
    watch.waiting = Histogram.restore(snapshot.waiting);
    watch.sums.restore(snapshot.sums);
    watch.responses.restore(snapshot.responses);
    watch.waitings.restore(snapshot.waitings);
    watch.errors.restore(snapshot.errors);
    return watch;
  }

  /**
   * Everything kept, as plain data: two nodes watched alike give equal values, whatever was asked
   * meanwhile.
   */
  dump(): unknown {
    return {
      ...this.snapshot(),
      sums: this.sums.dump(),
      responses: this.responses.dump(),
      waitings: this.waitings.dump(),
      errors: this.errors.dump(),
    };
  }
}
