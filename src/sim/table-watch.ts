/**
 * The whole table's figures over time, for charts. What counts is what a visitor of the modelled
 * service would see: requests that nobody sent on behalf of another, from their source and back to
 * it; a request that passes a balancer counts once.
 */
import { bucketOf } from '../lib/histogram.ts';
import { BucketTally, type TallySnapshot } from './bucket-tally.ts';
import { type SparseSnapshot, SparseSums } from './sparse-sums.ts';
import type { Message, Micros } from './types.ts';

/** Columns of the sums: of all messages under way or held, since the start, in message·µs. */
const AREA = 1;
const IN_FLIGHT = 2;

export interface TableWatchSnapshot {
  readonly reasons: string[];
  readonly sums: SparseSnapshot;
  readonly responses: TallySnapshot;
  readonly errors: TallySnapshot;
}

export class TableWatch {
  /** Response times of answered requests, by the histogram's buckets. */
  readonly responses = new BucketTally();
  /** Requests that failed or were dropped, by the number of their reason. */
  readonly errors = new BucketTally();
  readonly sums = new SparseSums({ areas: 1, counts: 0 });
  private reasons: string[] = [];
  private reasonIds = new Map<string, number>();

  created(now: Micros): void {
    this.inFlight(now, 1);
  }

  ended(message: Message, now: Micros): void {
    this.inFlight(now, -1);
    if (message.parent !== null) return;
    const { bucket } = this.sums;
    if (message.end === 'answered') this.responses.add(bucket, bucketOf(now - message.createdAt));
    else if (message.end !== 'delivered') {
      this.errors.add(bucket, this.reason(failureOf(message)));
    }
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

  /**
   * The area under the number in flight before this bucket, which must have ended; NaN when no
   * longer held.
   */
  areaBefore(bucket: number): number {
    return this.sums.before(bucket, AREA);
  }

  snapshot(): TableWatchSnapshot {
    return {
      reasons: this.reasons.slice(),
      sums: this.sums.snapshot(),
      responses: this.responses.snapshot(),
      errors: this.errors.snapshot(),
    };
  }

  restore(snapshot: TableWatchSnapshot): void {
    this.reasons = snapshot.reasons.slice();
    this.reasonIds = new Map(this.reasons.map((text, id) => [text, id]));
    this.sums.restore(snapshot.sums);
    this.responses.restore(snapshot.responses);
    this.errors.restore(snapshot.errors);
  }

  dump(): unknown {
    return [this.reasons, this.sums.dump(), this.responses.dump(), this.errors.dump()];
  }

  /** The number in flight grows by this. */
  private inFlight(now: Micros, more: number): void {
    const { sums } = this;
    sums.advance(now);
    sums.live[IN_FLIGHT] = (sums.live[IN_FLIGHT] as number) + more;
  }
}

/**
 * Why a message failed, as charts group it: the reason of its drop, or the status of its answer.
 */
export function failureOf(message: Message): string {
  return message.reason ?? statusReason(message.status);
}

/** How charts group answers that say "failed": 503 is 'status-503'. */
export function statusReason(status: number): string {
  return `status-${status}`;
}
