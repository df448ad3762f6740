/** The event log as comma-separated values (RFC 4180), for a spreadsheet. */
import type { LogRow } from '../../worker/protocol.ts';
import { csvOf } from '../csv.ts';
import { words } from './words.ts';

/** Times in seconds of simulated time. */
export function logCsv(rows: readonly LogRow[]): string {
  const { at, kind, node, message } = words.columns;
  const head = [`${at} (s)`, kind, node, words.columns.words, message];
  const lines = rows.map((row) => [
    (row.at / 1e6).toFixed(6),
    words.kinds[row.kind],
    row.node ?? '',
    row.words,
    row.message === null ? '' : String(row.message),
  ]);
  return csvOf([head, ...lines]);
}
