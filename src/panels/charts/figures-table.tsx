/** The charts' figures to be read one by one; the page of the drawer scrolls it, both ways. */
import { formatNumber } from '../../lib/duration.ts';
import css from './charts.module.css';
import type { Figures } from './figures.ts';
import { words } from './words.ts';

/** Seconds with what tells rows apart, figures with three digits. */
function cellText(value: number | null, column: number): string {
  if (value === null) return words.noValueShort;
  return column === 0 ? value.toFixed(1) : formatNumber(value);
}

export function FiguresTable({ figures, caption }: { figures: Figures; caption: string }) {
  const { columns, rows } = figures;
  return (
    <table className={css.table}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row[0]}>
            {row.map((value, at) =>
              at === 0 ? (
                <th key={columns[at]} scope="row">
                  {cellText(value, at)}
                </th>
              ) : (
                <td key={columns[at]}>{cellText(value, at)}</td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
