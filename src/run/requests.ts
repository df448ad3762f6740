/**
 * The recent requests worth a look: the slowest and the failed of the last simulated minute, or of
 * further back where little happened. Those sent on behalf of another are part of it.
 */
import type { Kernel } from '../sim/kernel.ts';
import { JOURNAL, STEP } from '../sim/watch.ts';
import { STRETCH_ROWS, type Working } from './answer.ts';
import { createdRow, type Row, rowAt, rowFrom } from './journal.ts';
import { failureWords, outcomeOf, requestWords } from './journal-words.ts';
import type { RequestLists, RequestRow } from './report-types.ts';
import type { Run } from './run.ts';

const WINDOW_MICROS = 60_000_000;
/** How many rows of the journal are looked at in any case: some hundred requests. */
const LATEST_ROWS = 1_000;
const MOST = 20;

/** By its row of creation and of its end; null while it is under way. */
interface Found {
  readonly created: number;
  readonly end: number | null;
  readonly took: number;
}

export function* requests(run: Run): Working<RequestLists> {
  const { kernel, now } = run;
  const journal = kernel.watch?.journal.view();
  const slowest: Found[] = [];
  const failed: Found[] = [];
  if (journal === undefined) return { slowest: [], failed: [] };
  const open = new Map<number, number>();
  const keep = (found: Found): void => {
    const last = slowest.at(-1);
    if (slowest.length >= MOST && last !== undefined && found.took <= last.took) return;
    const at = slowest.findIndex(({ took }) => took < found.took);
    slowest.splice(at < 0 ? slowest.length : at, 0, found);
    if (slowest.length > MOST) slowest.pop();
  };
  const latest = Math.max(journal.first, journal.length - LATEST_ROWS);
  const first = Math.min(rowFrom(journal, now - WINDOW_MICROS), latest);
  for (let row = first; row < journal.length; row++) {
    if (row % STRETCH_ROWS === 0) yield;
    const step = journal.get(row, JOURNAL.step);
    if (step === STEP.created) {
      if (journal.get(row, JOURNAL.a) === 0) open.set(journal.get(row, JOURNAL.message), row);
    } else if (step === STEP.ended) {
      const message = journal.get(row, JOURNAL.message);
      const created = open.get(message) ?? createdRow(journal, message);
      open.delete(message);
      if (created === null) continue;
      const took = journal.get(row, JOURNAL.at) - journal.get(created, JOURNAL.at);
      const found = { created, end: row, took };
      const status = journal.get(row, JOURNAL.a);
      // A one-way message is delivered, which nobody waits for.
      if (status !== 0) keep(found);
      if (status < 0 || status >= 400) failed.push(found);
      if (failed.length > 2 * MOST) failed.splice(0, MOST);
    }
  }
  for (const created of open.values()) {
    keep({ created, end: null, took: now - journal.get(created, JOURNAL.at) });
  }
  const rowOf = ({ created, end, took }: Found): RequestRow =>
    requestRow(kernel, rowAt(journal, created), end === null ? null : rowAt(journal, end), took);
  return { slowest: slowest.map(rowOf), failed: failed.slice(-MOST).reverse().map(rowOf) };
}

function requestRow(kernel: Kernel, created: Row, end: Row | null, took: number): RequestRow {
  return {
    message: created.message,
    at: created.at,
    words: requestWords(kernel, created),
    took,
    outcome: end === null ? 'in-flight' : outcomeOf(end),
    failure: end === null ? null : failureWords(kernel, end, took),
  };
}
