/**
 * One node's figures: counters, time-weighted levels (number in the system, busy units), histograms of response and waiting time, and
 * a series of buckets for charts. Levels are integrated exactly: their mean is area over time.
 */
import { ChunkedLog, type LogMark } from '../lib/chunked-log.ts';
import { bucketOf, Histogram, type HistogramSnapshot } from '../lib/histogram.ts';
import { BucketTally, type TallyMark } from './bucket-tally.ts';
import type { Micros } from './types.ts';

/** Width of a bucket of the series. */
export const BUCKET_MICROS = 100_000;
/** Buckets kept: two hours. */
export const BUCKETS = 72_000;

/** Columns of the series: sums since the node was placed, whatever was reset meanwhile. */
export const SERIES = {
  completions: 0,
  /** Area of the number in the system, in node·µs. */
  inSystemArea: 1,
  busyArea: 2,
  /** Sum of response times of what finished, in µs. */
  response: 3,
  capacityArea: 4,
  /** Sum of waiting times of what began to be served, in µs. */
  waiting: 5,
} as const;

const COLUMNS = 6;

interface Numbers {
  arrivals: number;
  completions: number;
  inSystem: number;
  busyLevel: number;
  capacityLevel: number;
  inSystemArea: number;
  busyArea: number;
  capacityArea: number;
  since: Micros;
  lastAt: Micros;
  bucketEnd: Micros;
  bucketCompletions: number;
  bucketInSystem: number;
  bucketBusy: number;
  bucketResponse: number;
  bucketCapacity: number;
  bucketWaiting: number;
  /** The first bucket of its series. */
  firstBucket: number;
}

export interface NodeWatchMark {
  readonly numbers: Numbers;
  readonly dropped: Readonly<Record<string, number>>;
  readonly refused: Readonly<Record<string, number>>;
  readonly response: HistogramSnapshot;
  readonly waiting: HistogramSnapshot;
  readonly series: LogMark;
  readonly responses: TallyMark;
  readonly waitings: TallyMark;
  readonly errors: TallyMark;
}

export class NodeWatch implements Numbers {
  arrivals = 0;
  completions = 0;
  inSystem = 0;
  busyLevel = 0;
  capacityLevel = 0;
  inSystemArea = 0;
  busyArea = 0;
  capacityArea = 0;
  since: Micros = 0;
  lastAt: Micros = 0;
  bucketEnd: Micros = BUCKET_MICROS;
  bucketCompletions = 0;
  bucketInSystem = 0;
  bucketBusy = 0;
  bucketResponse = 0;
  bucketCapacity = 0;
  bucketWaiting = 0;
  firstBucket = 0;
  dropped: Record<string, number> = {};
  /** Answered from here with an error that began here, by the reason that charts group it by. */
  refused: Record<string, number> = {};
  response = new Histogram();
  waiting = new Histogram();
  /** Response times of what finished here, by the histogram's buckets. */
  readonly responses = new BucketTally();
  /** Waiting times of what began to be served here, by the histogram's buckets. */
  readonly waitings = new BucketTally();
  /** What was dropped here, answered from here with an error, or came back so to its source, by the number of the reason. */
  readonly errors = new BucketTally();
  private readonly series = new ChunkedLog(COLUMNS, 128, BUCKETS);
  /** The last row of the series. */
  private readonly row = new Float64Array(COLUMNS);

  enter(now: Micros): void {
    this.settle(now);
    this.arrivals++;
    this.inSystem++;
  }

  leave(now: Micros, response: Micros): void {
    this.settle(now);
    this.completions++;
    this.bucketCompletions++;
    this.bucketResponse += response;
    this.inSystem--;
    this.response.add(response);
    this.responses.add(bucketOf(response));
  }

  begin(waited: Micros): void {
    this.bucketWaiting += waited;
    this.waiting.add(waited);
    this.waitings.add(bucketOf(waited));
  }

  abandon(now: Micros): void {
    this.settle(now);
    this.inSystem--;
  }

  setBusy(now: Micros, level: number): void {
    this.settle(now);
    this.busyLevel = level;
  }

  setCapacity(now: Micros, level: number): void {
    this.settle(now);
    this.capacityLevel = level;
  }

  /** The watch of a node placed at `now`, within a bucket that ends at `bucketEnd` for all nodes. */
  static from(now: Micros, bucketEnd: Micros): NodeWatch {
    const watch = new NodeWatch();
    watch.since = now;
    watch.lastAt = now;
    watch.bucketEnd = bucketEnd;
    watch.firstBucket = bucketEnd / BUCKET_MICROS - 1;
    return watch;
  }

  /** Closes every bucket that ended by `now`. */
  closeBuckets(now: Micros): void {
    while (now >= this.bucketEnd) {
      this.accrue(this.bucketEnd);
      this.closeBucket();
    }
  }

  private settle(now: Micros): void {
    if (now > this.lastAt) this.accrue(now);
  }

  private accrue(to: Micros): void {
    const span = to - this.lastAt;
    const inSystem = span * this.inSystem;
    const busy = span * this.busyLevel;
    const capacity = span * this.capacityLevel;
    this.inSystemArea += inSystem;
    this.busyArea += busy;
    this.capacityArea += capacity;
    this.bucketInSystem += inSystem;
    this.bucketBusy += busy;
    this.bucketCapacity += capacity;
    this.lastAt = to;
  }

  private closeBucket(): void {
    this.grow(SERIES.completions, this.bucketCompletions);
    this.grow(SERIES.inSystemArea, this.bucketInSystem);
    this.grow(SERIES.busyArea, this.bucketBusy);
    this.grow(SERIES.response, this.bucketResponse);
    this.grow(SERIES.capacityArea, this.bucketCapacity);
    this.grow(SERIES.waiting, this.bucketWaiting);
    this.series.append(this.row);
    const bucket = this.bucketEnd / BUCKET_MICROS - 1;
    this.responses.close(bucket);
    this.waitings.close(bucket);
    this.errors.close(bucket);
    this.bucketCompletions = 0;
    this.bucketInSystem = 0;
    this.bucketBusy = 0;
    this.bucketResponse = 0;
    this.bucketCapacity = 0;
    this.bucketWaiting = 0;
    this.bucketEnd += BUCKET_MICROS;
  }

  private grow(column: number, by: number): void {
    this.row[column] = (this.row[column] as number) + by;
  }

  /** How many buckets ended so far, whether or not the node stood on the table. */
  get buckets(): number {
    return this.firstBucket + this.series.length;
  }

  /**
   * A column of SERIES over all buckets before this one (at most `buckets`), so that the sum over any buckets is the difference of two;
   * NaN when no longer held.
   */
  before(bucket: number, column: number): number {
    const row = bucket - this.firstBucket - 1;
    if (row < 0) return 0;
    return row < this.series.first ? Number.NaN : this.series.get(row, column);
  }

  /** The oldest bucket whose sums are held. */
  get firstHeld(): number {
    return this.firstBucket + (this.series.first === 0 ? 0 : this.series.first + 1);
  }

  /** Forgets figures so far, keeping levels: what comes is counted from `now`. */
  reset(now: Micros): void {
    this.settle(now);
    this.arrivals = 0;
    this.completions = 0;
    this.inSystemArea = 0;
    this.busyArea = 0;
    this.capacityArea = 0;
    this.since = now;
    this.dropped = {};
    this.refused = {};
    this.response.clear();
    this.waiting.clear();
  }

  mark(): NodeWatchMark {
    return {
      numbers: numbersOf(this),
      dropped: { ...this.dropped },
      refused: { ...this.refused },
      response: this.response.snapshot(),
      waiting: this.waiting.snapshot(),
      series: this.series.mark(),
      responses: this.responses.mark(),
      waitings: this.waitings.mark(),
      errors: this.errors.mark(),
    };
  }

  static restored(mark: NodeWatchMark): NodeWatch {
    const watch = new NodeWatch();
    Object.assign(watch, mark.numbers);
    watch.dropped = { ...mark.dropped };
    watch.refused = { ...mark.refused };
    watch.response = Histogram.restore(mark.response);
    watch.waiting = Histogram.restore(mark.waiting);
    watch.series.restore(mark.series);
    const { length } = watch.series;
    for (let column = 0; length > 0 && column < COLUMNS; column++) {
      watch.row[column] = watch.series.get(length - 1, column);
    }
    watch.responses.restore(mark.responses);
    watch.waitings.restore(mark.waitings);
    watch.errors.restore(mark.errors);
    return watch;
  }

  dump(): unknown {
    const rows: number[][] = [];
    for (let i = this.series.first; i < this.series.length; i++) {
      rows.push([0, 1, 2, 3, 4, 5].map((column) => this.series.get(i, column)));
    }
    return {
      numbers: numbersOf(this),
      dropped: this.dropped,
      refused: this.refused,
      response: this.response.snapshot(),
      waiting: this.waiting.snapshot(),
      rows,
      responses: this.responses.dump(),
      waitings: this.waitings.dump(),
      errors: this.errors.dump(),
    };
  }
}

function numbersOf(watch: Numbers): Numbers {
  return {
    arrivals: watch.arrivals,
    completions: watch.completions,
    inSystem: watch.inSystem,
    busyLevel: watch.busyLevel,
    capacityLevel: watch.capacityLevel,
    inSystemArea: watch.inSystemArea,
    busyArea: watch.busyArea,
    capacityArea: watch.capacityArea,
    since: watch.since,
    lastAt: watch.lastAt,
    bucketEnd: watch.bucketEnd,
    bucketCompletions: watch.bucketCompletions,
    bucketInSystem: watch.bucketInSystem,
    bucketBusy: watch.bucketBusy,
    bucketResponse: watch.bucketResponse,
    bucketCapacity: watch.bucketCapacity,
    bucketWaiting: watch.bucketWaiting,
    firstBucket: watch.firstBucket,
  };
}
