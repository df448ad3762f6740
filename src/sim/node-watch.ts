/**
 * One node's figures: counters, time-weighted levels (number in the system, busy units), histograms of response and waiting time, and
 * a series of buckets for charts. Levels are integrated exactly: their mean is area over time.
 */
import { ChunkedLog, type LogMark } from '../lib/chunked-log.ts';
import { Histogram, type HistogramSnapshot } from '../lib/histogram.ts';
import type { Micros } from './types.ts';

/** Width of a bucket of the series. */
export const BUCKET_MICROS = 100_000;
/** Buckets kept: two hours. */
const BUCKETS = 72_000;
/** How many of the latest response and waiting times are kept for the live percentiles. */
export const RECENT = 256;

/** Columns of the series. */
export const SERIES = {
  completions: 0,
  /** Area of the number in the system, in node·µs. */
  inSystemArea: 1,
  busyArea: 2,
  /** Sum of response times of what finished, in µs. */
  response: 3,
  capacityArea: 4,
} as const;

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
  recentCount: number;
}

export interface NodeWatchMark {
  readonly numbers: Numbers;
  readonly dropped: Readonly<Record<string, number>>;
  readonly response: HistogramSnapshot;
  readonly waiting: HistogramSnapshot;
  readonly recent: Float64Array;
  readonly series: LogMark;
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
  recentCount = 0;
  dropped: Record<string, number> = {};
  response = new Histogram();
  waiting = new Histogram();
  /** The latest response times, going round. */
  recent = new Float64Array(RECENT);
  readonly series = new ChunkedLog(5, 128, BUCKETS);
  private readonly row = new Float64Array(5);

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
    this.recent[this.recentCount++ % RECENT] = response;
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
    const row = this.row;
    row[SERIES.completions] = this.bucketCompletions;
    row[SERIES.inSystemArea] = this.bucketInSystem;
    row[SERIES.busyArea] = this.bucketBusy;
    row[SERIES.response] = this.bucketResponse;
    row[SERIES.capacityArea] = this.bucketCapacity;
    this.series.append(row);
    this.bucketCompletions = 0;
    this.bucketInSystem = 0;
    this.bucketBusy = 0;
    this.bucketResponse = 0;
    this.bucketCapacity = 0;
    this.bucketEnd += BUCKET_MICROS;
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
    this.recentCount = 0;
    this.dropped = {};
    this.response.clear();
    this.waiting.clear();
  }

  mark(): NodeWatchMark {
    return {
      numbers: numbersOf(this),
      dropped: { ...this.dropped },
      response: this.response.snapshot(),
      waiting: this.waiting.snapshot(),
      recent: this.recent.slice(),
      series: this.series.mark(),
    };
  }

  static restored(mark: NodeWatchMark): NodeWatch {
    const watch = new NodeWatch();
    Object.assign(watch, mark.numbers);
    watch.dropped = { ...mark.dropped };
    watch.response = Histogram.restore(mark.response);
    watch.waiting = Histogram.restore(mark.waiting);
    watch.recent = mark.recent.slice();
    watch.series.restore(mark.series);
    return watch;
  }

  dump(): unknown {
    const rows: number[][] = [];
    for (let i = this.series.first; i < this.series.length; i++) {
      rows.push([0, 1, 2, 3, 4].map((column) => this.series.get(i, column)));
    }
    return {
      numbers: numbersOf(this),
      dropped: this.dropped,
      response: this.response.snapshot(),
      waiting: this.waiting.snapshot(),
      recent: Array.from(this.recent),
      rows,
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
    recentCount: watch.recentCount,
  };
}
