/**
 * The document on the table: edited, undone, saved as it changes. A document that came by link, file or gallery is a
 * guest: it is not kept until the first edit gives it an id of its own, and nothing the person made is ever overwritten.
 */
import { create } from 'zustand';
import { applyEdit, type Edit } from '../document/edit.ts';
import type { SceneDocument } from '../document/types.ts';
import { say } from './notices.ts';
import { loadDocument, pause, play, setSpeed, usePlayback } from './playback.ts';
import { specs } from './specs.ts';

/** How many steps can be undone. */
const UNDO_LIMIT = 500;
const EMPTY: SceneDocument = {
  version: 1,
  title: 'Untitled',
  seed: 1,
  nodes: [],
  edges: [],
  commands: [],
};

/** A document as it was, and what was done to it next (past) or before (future): "Add server". */
export interface HistoryStep {
  label: string;
  document: SceneDocument;
}

interface DocumentState {
  /** Under which it is stored; null for a guest. */
  id: string | null;
  document: SceneDocument;
  guest: boolean;
  /** The person's own diagram that *Back to my diagram* returns to; null when there is none. */
  mine: string | null;
  past: readonly HistoryStep[];
  future: readonly HistoryStep[];
  /** Why a link or file could not be opened, or why nothing can be saved; null when all is well. */
  message: string | null;
}

export const useDocument = create<DocumentState>()(() => ({
  id: null,
  document: EMPTY,
  guest: true,
  mine: null,
  past: [],
  future: [],
  message: null,
}));

/** Does `edit` at the moment shown. False when refused; the person is told why. */
export function edit(change: Edit): boolean {
  const { document, past } = useDocument.getState();
  const nowMs = usePlayback.getState().at / 1000;
  const result = applyEdit(document, change, nowMs, specs());
  if (!result.ok) {
    say(result.message, { tone: 'warn' });
    return false;
  }
  if (result.document === document) return true;
  const steps = [...past, { label: result.label, document }].slice(-UNDO_LIMIT);
  put(result.document, { past: steps, future: [] });
  return true;
}

export function undo(): void {
  const { document, past, future } = useDocument.getState();
  const step = past.at(-1);
  if (step === undefined) return;
  put(step.document, {
    past: past.slice(0, -1),
    future: [...future, { label: step.label, document }],
  });
}

export function redo(): void {
  const { document, past, future } = useDocument.getState();
  const step = future.at(-1);
  if (step === undefined) return;
  put(step.document, {
    past: [...past, { label: step.label, document }],
    future: future.slice(0, -1),
  });
}

function put(document: SceneDocument, steps: Pick<DocumentState, 'past' | 'future'>): void {
  useDocument.setState({ document, ...steps });
  loadDocument(document, 'keep');
}

/** Puts a document on the table. `at` in simulated microseconds; plays unless `paused`. */
export function openDocument(
  document: SceneDocument,
  how: { id?: string; guest: boolean; at?: number; paused?: boolean },
): void {
  useDocument.setState({
    document,
    id: how.id ?? null,
    guest: how.guest,
    past: [],
    future: [],
    message: null,
  });
  loadDocument(document, how.at ?? 0);
  setSpeed(document.speed ?? 'fit');
  if (how.paused === true) pause();
  else play();
}

/** An empty table, kept from its first edit on. */
export function newDocument(): void {
  openDocument(EMPTY, { guest: true });
}

/** Returns from a guest to the person's own last diagram. */
export async function backToMine(): Promise<void> {}

/** Hands the document to the person as a file. */
export function exportFile(): void {}

/** Opens a document file as a guest; a bad one is explained and changes nothing. */
export async function importFile(_file: File): Promise<void> {}
