/**
 * A growing log of rows of numbers, made so that remembering a moment of it costs almost nothing.
 * Rows are only ever added, so a *snapshot* is the length and the list of chunks: rows below that
 * length never change. Only after going back to a snapshot could new rows overwrite rows that a
 * later snapshot still counts; so the chunk then being filled is copied before the first row is
 * added. With a limit the oldest whole chunks are dropped; which ones depends on the rows added
 * alone, so every run drops the same. Full chunks are packed when a moment is remembered, which is
 * when they would be held for long.
 */
import { type Chunk, cellOf, packRows } from './packed-rows.ts';

const SMALLEST_CHUNK_ROWS = 16;

/** A moment of a log. Plain data; shares its chunks with the log. */
export interface LogSnapshot {
  readonly length: number;
  readonly first: number;
  readonly chunks: readonly Chunk[];
}

export class ChunkedLog {
  readonly columns: number;
  private readonly chunkRows: number;
  private readonly limit: number;
  /**
   * Rows from this one on are not dropped even beyond the limit; whoever goes back to a snapshot
   * sets it again.
   */
  keepFrom = Number.POSITIVE_INFINITY;
  private chunks: Chunk[] = [];
  private rows = 0;
  private dropped = 0;
  /**
   * Rows that still fit into the last chunk before it must be replaced by a larger, a new or an own
   * one.
   */
  private room = 0;
  /** The latest snapshot, of this log or restored. */
  private latest: LogSnapshot | null = null;

  /**
   * @param columns how many numbers a row has
   * @param chunkRows rows per full chunk
   * @param limit at least this many of the latest rows are kept; all when left out
   */
  constructor(columns: number, chunkRows = 1024, limit = Number.POSITIVE_INFINITY) {
    this.columns = columns;
    this.chunkRows = chunkRows;
    this.limit = limit;
  }

  /** How many rows were ever added: the index of the next one. */
  get length(): number {
    return this.rows;
  }

  /** The index of the oldest row still held. */
  get first(): number {
    return this.dropped;
  }

  /** Adds a row of `columns` numbers. */
  append(row: ArrayLike<number>): void {
    if (row.length !== this.columns) this.reject(row.length);
    const chunk = this.open();
    const at = (this.rows % this.chunkRows) * this.columns;
    for (let column = 0; column < this.columns; column++)
      chunk[at + column] = row[column] as number;
    this.rows++;
  }

  /** Adds a row of two numbers, allocating nothing. */
  append2(a: number, b: number): void {
    if (this.columns !== 2) this.reject(2);
    const chunk = this.open();
    const at = (this.rows % this.chunkRows) * 2;
    chunk[at] = a;
    chunk[at + 1] = b;
    this.rows++;
  }

  /** Adds a row of three numbers, allocating nothing. */
  append3(a: number, b: number, c: number): void {
    if (this.columns !== 3) this.reject(3);
    const chunk = this.open();
    const at = (this.rows % this.chunkRows) * 3;
    chunk[at] = a;
    chunk[at + 1] = b;
    chunk[at + 2] = c;
    this.rows++;
  }

  /** Adds a row of six numbers, allocating nothing. */
  append6(a: number, b: number, c: number, d: number, e: number, f: number): void {
    if (this.columns !== 6) this.reject(6);
    const chunk = this.open();
    const at = (this.rows % this.chunkRows) * 6;
    chunk[at] = a;
    chunk[at + 1] = b;
    chunk[at + 2] = c;
    chunk[at + 3] = d;
    chunk[at + 4] = e;
    chunk[at + 5] = f;
    this.rows++;
  }

  /**
   * One number of a row between `first` and `length`.
   * @throws RangeError for a row that was dropped or not added yet
   */
  get(row: number, column: number): number {
    if (!(row >= this.dropped && row < this.rows && column >= 0 && column < this.columns)) {
      throw new RangeError(
        `Row ${row}, column ${column} is not in the log: it holds rows ${this.dropped} to ${this.rows - 1} of ${this.columns} columns.`,
      );
    }
    const offset = row - this.dropped;
    const within = offset % this.chunkRows;
    const chunk = this.chunks[(offset - within) / this.chunkRows] as Chunk;
    return cellOf(chunk, this.columns, within, column);
  }

  /**
   * Copies a row to the beginning of `into`.
   * @throws RangeError as `get`
   */
  copy(row: number, into: Float64Array): void {
    into[0] = this.get(row, 0);
    const within = (row - this.dropped) % this.chunkRows;
    const chunk = this.chunks[(row - this.dropped - within) / this.chunkRows] as Chunk;
    for (let column = 1; column < this.columns; column++) {
      into[column] = cellOf(chunk, this.columns, within, column);
    }
  }

  /**
   * The first row from `start` on whose first number is not below `value`; `length` when there is
   * none. The first numbers of rows never become smaller.
   */
  lowerBound(value: number, start = 0): number {
    const { chunks, chunkRows, columns, dropped } = this;
    let low = Math.max(start - dropped, 0);
    let high = this.rows - dropped;
    while (low < high) {
      const middle = (low + high) >> 1;
      const within = middle % chunkRows;
      const chunk = chunks[(middle - within) / chunkRows] as Chunk;
      if (cellOf(chunk, columns, within, 0) < value) low = middle + 1;
      else high = middle;
    }
    return low + dropped;
  }

  /** The rows held. */
  dump(): number[][] {
    const rows: number[][] = [];
    for (let row = this.dropped; row < this.rows; row++) {
      rows.push(Array.from({ length: this.columns }, (_, column) => this.get(row, column)));
    }
    return rows;
  }

  /** This moment, to come back to. As long as no row is added it is the same one. */
  snapshot(): LogSnapshot {
    if (this.latest?.length !== this.rows) {
      this.packFull();
      this.latest = { length: this.rows, first: this.dropped, chunks: this.chunks.slice() };
    }
    return this.latest;
  }

  /** Back to a snapshot of this log, or of one made with the same arguments. */
  restore(snapshot: LogSnapshot): void {
    this.rows = snapshot.length;
    this.dropped = snapshot.first;
    this.chunks = snapshot.chunks.slice();
    this.latest = snapshot;
    // Whoever added rows after the snapshot may have used the rest of its last chunk.
    this.room = 0;
  }

  /** The rows held now, to be read while more are added and old ones are dropped here. */
  view(): ChunkedLog {
    const view = new ChunkedLog(this.columns, this.chunkRows, this.limit);
    view.restore(this.snapshot());
    return view;
  }

  /** The chunk that takes the next row. */
  private open(): Float64Array {
    if (this.room === 0) this.makeRoom();
    this.room--;
    return this.chunks[this.chunks.length - 1] as Float64Array;
  }

  private makeRoom(): void {
    const used = this.rows % this.chunkRows;
    if (used === 0) {
      const capacity =
        this.rows === 0 ? Math.min(SMALLEST_CHUNK_ROWS, this.chunkRows) : this.chunkRows;
      let spare: Chunk | undefined;
      while (this.canDrop()) {
        spare = this.chunks.shift();
        this.dropped += this.chunkRows;
      }
      // What no snapshot holds serves again: its rows are all written over.
      if (this.latest !== null || !(spare instanceof Float64Array)) {
        spare = new Float64Array(capacity * this.columns);
      }
      this.chunks.push(spare);
      this.room = capacity;
      return;
    }
    const last = this.chunks.length - 1;
    const old = this.chunks[last] as Float64Array;
    const capacity = Math.min(this.chunkRows, Math.max(SMALLEST_CHUNK_ROWS, used * 2));
    const grown = new Float64Array(capacity * this.columns);
    grown.set(old.subarray(0, used * this.columns));
    this.chunks[last] = grown;
    this.room = capacity - used;
  }

  /** Full chunks never change any more. */
  private packFull(): void {
    const { chunks } = this;
    const open = this.rows % this.chunkRows === 0 ? 0 : 1;
    for (let i = chunks.length - 1 - open; i >= 0; i--) {
      const chunk = chunks[i];
      if (!(chunk instanceof Float64Array)) return;
      chunks[i] = packRows(chunk, this.columns);
    }
  }

  /** Whether enough is kept without the oldest chunk. */
  private canDrop(): boolean {
    const next = this.dropped + this.chunkRows;
    return this.rows - next >= this.limit && next <= this.keepFrom;
  }

  private reject(given: number): never {
    throw new Error(`A row of this log has ${this.columns} columns, not ${given}.`);
  }
}
