/**
 * Rows of numbers that never change any more, kept small and exact: column by column, each as a
 * base and what is added to it, in as few bytes as its range needs. Moments, numbers of messages
 * and codes take 1 to 4 bytes instead of 8; a column that holds anything but whole numbers stays as
 * it is.
 */

type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** Plain data. */
export interface PackedRows {
  readonly bases: readonly number[];
  readonly columns: readonly Column[];
  readonly byteLength: number;
}

/** A chunk of a log: rows one after the other, or packed. */
export type Chunk = Float64Array | PackedRows;

/** @param width numbers in a row */
export function packRows(rows: Float64Array, width: number): PackedRows {
  const bases: number[] = [];
  const columns: Column[] = [];
  for (let column = 0; column < width; column++) {
    const { base, range } = extentOf(rows, width, column);
    const packed = columnFor(range, rows.length / width);
    for (let row = 0, at = column; at < rows.length; row++, at += width) {
      packed[row] = (rows[at] as number) - base;
    }
    bases.push(base);
    columns.push(packed);
  }
  const byteLength = columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return { bases, columns, byteLength };
}

/** The number in one row and column. */
export function cellOf(chunk: Chunk, width: number, row: number, column: number): number {
  if (chunk instanceof Float64Array) return chunk[row * width + column] as number;
  const base = chunk.bases[column] as number;
  const above = (chunk.columns[column] as Column)[row] as number;
  return base === 0 ? above : base + above;
}

/** Range Infinity: as it is. */
function extentOf(
  rows: Float64Array,
  width: number,
  column: number,
): { readonly base: number; readonly range: number } {
  const asItIs = { base: 0, range: Number.POSITIVE_INFINITY };
  let least = rows[column] as number;
  let most = least;
  for (let at = column; at < rows.length; at += width) {
    const value = rows[at] as number;
    // Most are small: the first question is the cheaper one.
    const isSmall = (value | 0) === value;
    if (!isSmall && !Number.isSafeInteger(value)) return asItIs;
    if (value === 0 && Object.is(value, -0)) return asItIs;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return most - least < 4_294_967_296 ? { base: least, range: most - least } : asItIs;
}

function columnFor(range: number, rows: number): Column {
  if (range < 256) return new Uint8Array(rows);
  if (range < 65_536) return new Uint16Array(rows);
  return range < 4_294_967_296 ? new Uint32Array(rows) : new Float64Array(rows);
}
