/** The rows of a table as a form changes them. */
import { type Fields, isSameJson } from './field.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A row to begin with: what may be left out is left out. */
export function newRow(columns: Fields): Row {
  const needed = Object.entries(columns).filter(([, column]) => column.optional !== true);
  return Object.fromEntries(needed.map(([name, column]) => [name, column.default]));
}

/** The row with another value in a column; what may be left out is, where it is as its default. */
export function withCell(columns: Fields, row: Row, name: string, value: unknown): Row {
  const cells = Object.entries(columns).flatMap(([each, column]): [string, unknown][] => {
    if (each !== name) return Object.hasOwn(row, each) ? [[each, row[each]]] : [];
    const isLeftOut = column.optional === true && isSameJson(value, column.default);
    return isLeftOut ? [] : [[each, value]];
  });
  return Object.fromEntries(cells);
}

/** The rows with one of them elsewhere, counted after it was taken out. */
export function moved<T>(rows: readonly T[], from: number, to: number): T[] {
  const [row] = rows.slice(from, from + 1);
  return row === undefined ? [...rows] : rows.toSpliced(from, 1).toSpliced(to, 0, row);
}
