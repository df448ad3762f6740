/**
 * Whether more than so many things happened within the last so many microseconds, and when that
 * will be over if nothing else happens. Example: more than 20 within 10 s, and 23 did: it is over
 * as the third of them is 10 s old.
 */
import { ChunkedLog, type LogSnapshot } from '../lib/chunked-log.ts';
import type { Micros } from './types.ts';

export interface RateSnapshot {
  readonly times: LogSnapshot;
  readonly head: number;
}

export class RateWindow {
  private readonly span: Micros;
  private readonly most: number;
  /** When each happened. Rows before `head` have left the window. */
  private readonly times: ChunkedLog;
  private head = 0;

  /** @param most more than this are many; so many and one more are remembered */
  constructor(span: Micros, most: number) {
    this.span = span;
    this.most = most;
    this.times = new ChunkedLog(1, 1024, most + 2_048);
  }

  /** @param times it happened just now; of too many no more are told apart */
  add(now: Micros, times = 1): void {
    this.advance(now);
    for (let left = Math.min(times, this.most + 1); left > 0; left--) this.times.append([now]);
    // The oldest of too many are asked for no more.
    this.head = Math.max(this.head, this.times.length - this.most - 1);
  }

  /** What is too old leaves. */
  advance(now: Micros): void {
    const { times } = this;
    while (this.head < times.length && times.get(this.head, 0) + this.span <= now) this.head++;
  }

  /** How many there are; one more than "many" where they are many. */
  get count(): number {
    return this.times.length - this.head;
  }

  get isMany(): boolean {
    return this.count > this.most;
  }

  /** When it stops being many, if nothing else happens; Infinity where it is not. */
  get due(): Micros {
    return this.isMany ? this.times.get(this.head, 0) + this.span : Number.POSITIVE_INFINITY;
  }

  clear(): void {
    this.head = this.times.length;
  }

  snapshot(): RateSnapshot {
    return { times: this.times.snapshot(), head: this.head };
  }

  restore(snapshot: RateSnapshot): void {
    this.times.restore(snapshot.times);
    this.head = snapshot.head;
  }
}

/** The window in which so many per second are just not too many, or just enough. */
export function rateWindow(rate: {
  readonly within: number;
  readonly above: number | undefined;
  readonly below: number | undefined;
}): RateWindow {
  const { within, above, below = 0 } = rate;
  // As many as the rate makes, as a whole number: the product may be a little off.
  const bound = Math.round((above ?? below) * within * 1000) / 1e6;
  const most = above === undefined ? Math.ceil(bound) - 1 : Math.floor(bound);
  return new RateWindow(Math.round(within * 1000), Math.max(0, most));
}
