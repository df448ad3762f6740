/** The event log as comma-separated values (RFC 4180), for a spreadsheet. */
import type { LogRow } from '../../worker/protocol.ts';
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
  return [head, ...lines].map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Hands a text to the person as a file. */
export function saveText(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
