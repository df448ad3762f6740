/**
 * The whole table's figures over time, for charts. What counts is what a visitor of the modelled service would see: requests that
 * nobody sent on behalf of another, from their source and back to it; a request that passes a balancer counts once.
 */
import { ChunkedLog, type LogMark } from '../lib/chunked-log.ts';
import { bucketOf } from '../lib/histogram.ts';
import { BucketTally, type TallyMark } from './bucket-tally.ts';
import { BUCKET_MICROS, BUCKETS } from './node-watch.ts';
import type { Message, Micros } from './types.ts';

export interface TableWatchMark {
  readonly inFlight: number;
  readonly area: number;
  readonly lastAt: Micros;
  readonly bucket: number;
  readonly reasons: string[];
  readonly areas: LogMark;
  readonly responses: TallyMark;
  readonly errors: TallyMark;
  readonly lanes: TallyMark;
}

export class TableWatch {
  /** Response times of answered requests, by the histogram's buckets. */
  readonly responses = new BucketTally();
  /** Requests that failed or were dropped, by the number of their reason. */
  readonly errors = new BucketTally();
  /** Messages that left along each lane, towards its target. */
  readonly lanes = new BucketTally();
  /** The bucket that lasts: as many are closed. */
  bucket = 0;
  private reasons: string[] = [];
  private reasonIds = new Map<string, number>();
  private inFlight = 0;
  /** Of all messages under way or held, since the start, in message·µs; exact up to 2^53. */
  private area = 0;
  private lastAt: Micros = 0;
  /** The area at each bucket's end. */
  private readonly areas = new ChunkedLog(1, 1024, BUCKETS);
  private readonly row = new Float64Array(1);

  created(now: Micros): void {
    this.accrue(now);
    this.inFlight++;
  }

  ended(message: Message, now: Micros): void {
    this.accrue(now);
    this.inFlight--;
    if (message.parent !== null) return;
    if (message.end === 'answered') this.responses.add(bucketOf(now - message.createdAt));
    else if (message.end !== 'delivered') this.errors.add(this.reason(failureOf(message)));
  }

  /** The number under which a reason is counted. */
  reason(text: string): number {
    const known = this.reasonIds.get(text);
    if (known !== undefined) return known;
    const id = this.reasons.length;
    this.reasons.push(text);
    this.reasonIds.set(text, id);
    return id;
  }

  reasonOf(id: number): string {
    return this.reasons[id] as string;
  }

  /** Closes every bucket that ended by `now`. */
  closeBuckets(now: Micros): void {
    while (now >= (this.bucket + 1) * BUCKET_MICROS) {
      this.accrue((this.bucket + 1) * BUCKET_MICROS);
      this.row[0] = this.area;
      this.areas.append(this.row);
      this.responses.close(this.bucket);
      this.errors.close(this.bucket);
      this.lanes.close(this.bucket);
      this.bucket++;
    }
  }

  /** The area under the number in flight before this bucket, which is not after the one that lasts; NaN when no longer held. */
  areaBefore(bucket: number): number {
    if (bucket === 0) return 0;
    return bucket - 1 < this.areas.first ? Number.NaN : this.areas.get(bucket - 1, 0);
  }

  mark(): TableWatchMark {
    return {
      inFlight: this.inFlight,
      area: this.area,
      lastAt: this.lastAt,
      bucket: this.bucket,
      reasons: this.reasons.slice(),
      areas: this.areas.mark(),
      responses: this.responses.mark(),
      errors: this.errors.mark(),
      lanes: this.lanes.mark(),
    };
  }

  restore(mark: TableWatchMark): void {
    this.inFlight = mark.inFlight;
    this.area = mark.area;
    this.lastAt = mark.lastAt;
    this.bucket = mark.bucket;
    this.reasons = mark.reasons.slice();
    this.reasonIds = new Map(this.reasons.map((text, id) => [text, id]));
    this.areas.restore(mark.areas);
    this.responses.restore(mark.responses);
    this.errors.restore(mark.errors);
    this.lanes.restore(mark.lanes);
  }

  dump(): unknown {
    const { inFlight, area, bucket, reasons } = this;
    const tallies = [this.responses.dump(), this.errors.dump(), this.lanes.dump()];
    return { inFlight, area, bucket, reasons, tallies, areas: this.areas.length };
  }

  private accrue(now: Micros): void {
    this.area += (now - this.lastAt) * this.inFlight;
    this.lastAt = now;
  }
}

/** Why a message failed, as charts group it: the reason of its drop, or the status of its answer. */
export function failureOf(message: Message): string {
  return message.reason ?? statusReason(message.status);
}

/** How charts group answers that say "failed": 503 is 'status-503'. */
export function statusReason(status: number): string {
  return `status-${status}`;
}
