/** Reading the journal of messages: its rows, and where a message began. */
import type { ChunkedLog } from '../lib/chunked-log.ts';
import { JOURNAL, STEP, type Watch } from '../sim/watch.ts';

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

/** What is kept of messages: visitors' own, and what systems send each other. */
export function journalsOf(watch: Watch | null): ChunkedLog[] {
  return watch === null ? [] : [watch.journal, watch.background];
}

/** Where a message was created; null when that is not held. */
export function findCreated(
  watch: Watch | null,
  message: number,
): { readonly journal: ChunkedLog; readonly row: number } | null {
  for (const journal of journalsOf(watch)) {
    const row = createdRow(journal, message);
    if (row !== null) return { journal, row };
  }
  return null;
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
 * The row in which a message was created; null when that is not held. Numbers are given in order of
 * creation, so the rows of creation are in order, and the one sought is found by halving.
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
