/**
 * A list that only grows, or is cut at either end: records, instances that ended. It lives in a
 * context and is still cheap to keep in checkpoints: items lie in chunks that are never written
 * again once full, so a fork shares them and copies only the chunk being filled. Items are shared,
 * not copied: they must never change (freeze them).
 */

const CHUNK = 256;
/** What a checkpoint pays for one entry of a list. */
const BYTES_PER_ENTRY = 8;

export class Log<T> {
  private chunks: T[][] = [];
  /** Index of the first item of `chunks[0]`, a multiple of CHUNK. */
  private base = 0;
  private from = 0;
  private end = 0;

  /** How many items were ever added, less those cut off: the index of the next one. */
  get length(): number {
    return this.end;
  }

  /** The index of the oldest item still held. */
  get first(): number {
    return this.from;
  }

  /** Adds an item and returns its index. */
  append(item: T): number {
    const at = this.end - this.base;
    if (at % CHUNK === 0) this.chunks.push([]);
    (this.chunks[this.chunks.length - 1] as T[]).push(item);
    return this.end++;
  }

  /**
   * The item at an index between `first` and `length`.
   * @throws RangeError for one that is not held
   */
  at(index: number): T {
    if (!(index >= this.from && index < this.end)) {
      throw new RangeError(
        `Item ${index} is not in the log: it holds items ${this.from} to ${this.end - 1}.`,
      );
    }
    const at = index - this.base;
    return (this.chunks[Math.floor(at / CHUNK)] as T[])[at % CHUNK] as T;
  }

  /** Cuts off every item from this index on; the next one added gets this index. */
  truncate(length: number): void {
    if (length >= this.end) return;
    const end = length > this.from ? length : this.from;
    const kept = end - this.base;
    this.chunks.length = Math.ceil(kept / CHUNK);
    if (kept % CHUNK !== 0) {
      const last = this.chunks.length - 1;
      // A copy: a fork may still hold the longer one.
      this.chunks[last] = (this.chunks[last] as T[]).slice(0, kept % CHUNK);
    }
    this.end = end;
  }

  /** Forgets every item before this index. */
  dropBefore(index: number): void {
    if (index <= this.from) return;
    this.from = index < this.end ? index : this.end;
    const whole = Math.floor((this.from - this.base) / CHUNK);
    if (whole === 0) return;
    this.chunks.splice(0, whole);
    this.base += whole * CHUNK;
  }

  /** A log with the same items that goes its own way from here. */
  fork(): Log<T> {
    const fork = new Log<T>();
    fork.chunks = this.chunks.slice();
    const last = fork.chunks.length - 1;
    if (last >= 0) fork.chunks[last] = (fork.chunks[last] as T[]).slice();
    fork.base = this.base;
    fork.from = this.from;
    fork.end = this.end;
    return fork;
  }

  /** What a fork takes beyond what it shares, in bytes. */
  get forkBytes(): number {
    const last = this.chunks[this.chunks.length - 1];
    return BYTES_PER_ENTRY * (this.chunks.length + (last?.length ?? 0)) + 64;
  }
}
