/**
 * Undo as data: each step holds the document as it was before, so that going back and forth is
 * handing over a reference.
 */
import type { SceneDocument } from './types.ts';

/** Steps that can be undone; older ones are forgotten. */
export const HISTORY_LIMIT = 500;

/** A document on one side of a change, and what the change did: "Add Server 4". */
export interface HistoryStep {
  readonly label: string;
  readonly document: SceneDocument;
  /**
   * For a change that led to another moment: where the clock was before and after it, in
   * microseconds.
   */
  readonly clock?: { readonly before: number; readonly after: number };
}

export interface History {
  readonly document: SceneDocument;
  /** Before each change, oldest first; the last one is undone next. */
  readonly past: readonly HistoryStep[];
  /** After each undone change; the last one is redone next. */
  readonly future: readonly HistoryStep[];
}

export function startHistory(document: SceneDocument): History {
  return { document, past: [], future: [] };
}

/**
 * A new change; what had been undone is forgotten. A document that did not change makes no step.
 */
export function push(history: History, step: HistoryStep): History {
  if (step.document === history.document) return history;
  const before = { ...step, document: history.document };
  const past = [...history.past, before].slice(-HISTORY_LIMIT);
  return { document: step.document, past, future: [] };
}

/** One step back; the history itself at its end. */
export function undo(history: History): History {
  const step = history.past.at(-1);
  if (step === undefined) return history;
  const after = { ...step, document: history.document };
  return {
    document: step.document,
    past: history.past.slice(0, -1),
    future: [...history.future, after],
  };
}

/** One undone step forward again; the history itself when there is none. */
export function redo(history: History): History {
  const step = history.future.at(-1);
  if (step === undefined) return history;
  const before = { ...step, document: history.document };
  return {
    document: step.document,
    past: [...history.past, before],
    future: history.future.slice(0, -1),
  };
}
