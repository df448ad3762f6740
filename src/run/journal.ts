/** Reading the journal of messages: finding where one began, and what its beginning and its end say in words. */
import type { ChunkedLog } from '../lib/chunked-log.ts';
import { formatDuration } from '../lib/duration.ts';
import type { Kernel } from '../sim/kernel.ts';
import { JOURNAL, STEP } from '../sim/watch.ts';
import type { Outcome } from './report-types.ts';

/** A row of the journal. */
export interface Row {
  readonly at: number;
  readonly step: number;
  readonly message: number;
  readonly place: number;
  readonly a: number;
  readonly b: number;
}

export function rowAt(log: ChunkedLog, row: number): Row {
  return {
    at: log.get(row, JOURNAL.at),
    step: log.get(row, JOURNAL.step),
    message: log.get(row, JOURNAL.message),
    place: log.get(row, JOURNAL.place),
    a: log.get(row, JOURNAL.a),
    b: log.get(row, JOURNAL.b),
  };
}

/** The first row at or after a moment, of any log whose first column is time. */
export function rowFrom(log: ChunkedLog, at: number): number {
  let low = log.first;
  let high = log.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (log.get(middle, JOURNAL.at) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The row in which a message was created; null when that is not held. Numbers are given in order of creation, so the rows of creation
 * are in order, and the one sought is found by halving.
 */
export function createdRow(log: ChunkedLog, message: number): number | null {
  let low = log.first;
  let high = log.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    let row = middle;
    while (row < high && log.get(row, JOURNAL.step) !== STEP.created) row++;
    const found = row < high ? log.get(row, JOURNAL.message) : Number.POSITIVE_INFINITY;
    if (found === message) return row;
    if (found < message) low = row + 1;
    else high = middle;
  }
  return null;
}

/** "GET /images/7 from visitors", of the row in which the first message of a tree was created. */
export function requestWords(kernel: Kernel, created: Row): string {
  return `${kernel.watch?.wordOf(created.b - 1) ?? ''} from ${kernel.node(created.place).name}`;
}

/** How a message ended, by the row of its end. */
export function outcomeOf({ a }: Row): Outcome {
  if (a < 0) return 'dropped';
  return a === 0 ? 'delivered' : a >= 400 ? 'failed' : 'answered';
}

/** Why a message failed, by the row of its end: "queue full at s2", "timed out at web after 1 s"; null when it did not fail. */
export function failureWords(kernel: Kernel, end: Row, took: number | null): string | null {
  const outcome = outcomeOf(end);
  const at = kernel.node(end.place).name;
  if (outcome === 'failed') return `answered ${end.a}`;
  if (outcome !== 'dropped') return null;
  const reason = kernel.watch?.endDetail(end.b)?.reason ?? 'dropped';
  if (reason !== 'timeout') return `${reason.replaceAll('-', ' ')} at ${at}`;
  return `timed out at ${at}${took === null ? '' : ` after ${formatDuration(took / 1000)}`}`;
}
