/** A table as kinds' panels show it: a name at the head of each row, then what is known of it. */
import type { ReactNode } from 'react';
import styles from './panel.module.css';

export interface PanelColumn {
  readonly title: string;
  /** Numbers stand below one another from the right. */
  readonly isNumber?: boolean;
}

export interface PanelRow {
  readonly key: string;
  readonly name: string;
  /** A softer line below the name. */
  readonly detail?: string;
  /** One for each column after the names. */
  readonly cells: readonly ReactNode[];
}

/** @param names the title over the names of the rows; empty where they speak for themselves */
export function PanelTable({
  caption,
  names,
  columns,
  rows,
}: {
  readonly caption?: string;
  readonly names: string;
  readonly columns: readonly PanelColumn[];
  readonly rows: readonly PanelRow[];
}) {
  return (
    <table className={styles.table}>
      {caption !== undefined && <caption>{caption}</caption>}
      <thead>
        <tr>
          {names === '' ? <td /> : <th scope="col">{names}</th>}
          {columns.map((column) => (
            <th key={column.title} scope="col" className={classOf(column)}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">
              {row.name}
              {row.detail !== undefined && <span className={styles.soft}>{row.detail}</span>}
            </th>
            {columns.map((column, at) => (
              <td key={column.title} className={classOf(column)}>
                {row.cells[at]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function classOf({ isNumber }: PanelColumn): string | undefined {
  return isNumber ? styles.number : undefined;
}
