/**
 * The values of the last so many microseconds, and whether a percentile of them is above a
 * threshold – exactly, and in constant time for each value: the percentile is above the threshold
 * when too few values are not. Example: of 40 values the 95th percentile is the 38th smallest, so
 * it is above 500 ms as soon as more than two of them are.
 */
import { ChunkedLog, type LogSnapshot } from '../lib/chunked-log.ts';
import type { Micros } from './types.ts';

/** Fewer values than this say nothing about a percentile: it is not above anything. */
export const FEWEST = 20;
/** More are not held: of a fuller window the oldest values are forgotten early. */
const MOST = 262_144;

export interface WindowSnapshot {
  readonly values: LogSnapshot;
  readonly head: number;
  readonly over: number;
}

export class SlidingWindow {
  private readonly span: Micros;
  private readonly above: Micros;
  /** Columns: when, and the value. Rows before `head` have left the window. */
  private readonly values = new ChunkedLog(2, 1024, MOST);
  private head = 0;
  /** How many in the window are above the threshold. */
  private over = 0;

  constructor(span: Micros, above: Micros) {
    this.span = span;
    this.above = above;
  }

  add(now: Micros, value: Micros): void {
    const { values } = this;
    while (this.head < values.length && this.isOver(this.head, now)) {
      if (values.get(this.head, 1) > this.above) this.over--;
      this.head++;
    }
    values.append2(now, value);
    if (value > this.above) this.over++;
  }

  get count(): number {
    return this.values.length - this.head;
  }

  isAbove(percentile: number): boolean {
    return this.count >= FEWEST && !this.isWithin(percentile);
  }

  /** As `isAbove`: too few values are neither. */
  isAtMost(percentile: number): boolean {
    return this.count >= FEWEST && this.isWithin(percentile);
  }

  private isWithin(percentile: number): boolean {
    const { count } = this;
    return count - this.over >= rankOf(percentile, count);
  }

  /**
   * The smallest value that at least that share of the window does not exceed; the window is not
   * empty.
   */
  percentile(percentile: number): Micros {
    const { count } = this;
    const sorted = Float64Array.from({ length: count }, (_, i) =>
      this.values.get(this.head + i, 1),
    );
    return sorted.sort()[rankOf(percentile, count) - 1] as Micros;
  }

  /** Forgets all values. */
  clear(): void {
    this.head = this.values.length;
    this.over = 0;
  }

  snapshot(): WindowSnapshot {
    return { values: this.values.snapshot(), head: this.head, over: this.over };
  }

  restore(snapshot: WindowSnapshot): void {
    this.values.restore(snapshot.values);
    this.head = snapshot.head;
    this.over = snapshot.over;
  }

  /** Whether a row leaves the window now, by age or to make room for one more. */
  private isOver(row: number, now: Micros): boolean {
    return this.values.get(row, 0) <= now - this.span || this.count >= MOST;
  }
}

function rankOf(percentile: number, count: number): number {
  return Math.max(1, Math.ceil((percentile * count) / 100));
}
