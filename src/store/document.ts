/**
 * The document on the table: edited, undone, saved as it changes. A document that came by link, file or gallery is a
 * guest: it is not kept until the first edit gives it an id of its own, and nothing the person made is ever overwritten.
 */
import { create } from 'zustand';
import { applyEdit, type Edit } from '../document/edit.ts';
import {
  type History,
  type HistoryStep,
  push,
  redo as redoStep,
  undo as undoStep,
} from '../document/history.ts';
import { validate } from '../document/schema.ts';
import type { SceneDocument } from '../document/types.ts';
import { fetchDocument, lastDocumentId, storeDocument } from './library.ts';
import { say } from './notices.ts';
import {
  loadDocument,
  type Micros,
  pause,
  play,
  type Speed,
  setSpeed,
  usePlayback,
} from './playback.ts';
import { specs } from './specs.ts';
import { words } from './words.ts';

/** An edit is saved when nothing was edited for this long. */
const SAVE_MS = 300;
const EMPTY: SceneDocument = {
  version: 1,
  title: words.untitled,
  seed: 1,
  nodes: [],
  edges: [],
  commands: [],
};

/** Why something could not be opened, and what to do. */
export interface Problem {
  code: string;
  sentence: string;
  next: string;
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
  problem: Problem | null;
  /** Counts openings: the camera fits once for each. */
  opened: number;
  /** Where the link it came by looks: x and y of the view's middle, and zoom; null to show everything. */
  camera: readonly [x: number, y: number, zoom: number] | null;
  /** The scene of the first minute is shown, with its hint. */
  hint: boolean;
}

export const useDocument = create<DocumentState>()(() => ({
  id: null,
  document: EMPTY,
  guest: true,
  mine: null,
  past: [],
  future: [],
  problem: null,
  opened: 0,
  camera: null,
  hint: false,
}));

/** Does `change` at the moment shown. False when refused; the person is told why. */
export function edit(change: Edit): boolean {
  const now = useDocument.getState();
  const nowMs = usePlayback.getState().at / 1000;
  const result = applyEdit(now.document, change, nowMs, specs());
  if (!result.ok) {
    say(result.message, { tone: 'warn' });
    return false;
  }
  put(push(now, { label: result.label, document: result.document }));
  return true;
}

/** Takes back the last edit. The clock stays where it is. */
export function undo(): void {
  put(undoStep(useDocument.getState()));
}

export function redo(): void {
  put(redoStep(useDocument.getState()));
}

function put(history: History): void {
  const now = useDocument.getState();
  if (history.document === now.document) return;
  const document = withSpeed(history.document, usePlayback.getState().asked);
  const { past, future } = history;
  // The first edit of a guest makes it the person's own, under an id that nothing else has.
  const id = now.id ?? crypto.randomUUID();
  useDocument.setState({ document, past, future, guest: false, id });
  loadDocument(document, 'keep');
  saveSoon();
}

function withSpeed(document: SceneDocument, asked: Speed): SceneDocument {
  if (asked === 'max' || asked === (document.speed ?? 'fit')) return document;
  if (asked !== 'fit') return { ...document, speed: asked };
  const { speed: _left, ...rest } = document;
  return rest;
}

// How fast the person watches is saved with the document, and is nothing to undo.
usePlayback.subscribe((state, before) => {
  if (state.asked === before.asked) return;
  const { document, guest } = useDocument.getState();
  const paced = withSpeed(document, state.asked);
  if (paced === document) return;
  useDocument.setState({ document: paced });
  if (!guest) saveSoon();
});

/** Puts a document on the table. `at` in simulated microseconds; plays unless `paused`. */
export function openDocument(
  document: SceneDocument,
  how: {
    id?: string;
    guest: boolean;
    at?: Micros;
    paused?: boolean;
    camera?: DocumentState['camera'];
    hint?: boolean;
  },
): void {
  saveNow();
  const { id: before, guest: wasGuest, mine, opened } = useDocument.getState();
  const own = wasGuest ? mine : before;
  const id = how.id ?? null;
  useDocument.setState({
    document,
    id,
    guest: how.guest,
    mine: own === id ? null : own,
    past: [],
    future: [],
    problem: null,
    opened: opened + 1,
    camera: how.camera ?? null,
    hint: how.hint ?? false,
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

/** Opens the diagram this person worked on last, as it was left. False on a first visit, or when it cannot be read. */
export async function openLast(): Promise<boolean> {
  const id = await lastDocumentId();
  return id !== null && openStored(id);
}

/** Returns from a guest to the person's own last diagram. */
export async function backToMine(): Promise<void> {
  const { mine } = useDocument.getState();
  if (mine === null || (await openStored(mine))) return;
  say(words.notFound, { tone: 'warn' });
}

/** Remembers which diagram to go back to while a guest is shown first. */
export async function rememberMine(): Promise<void> {
  useDocument.setState({ mine: await lastDocumentId() });
}

async function openStored(id: string): Promise<boolean> {
  const stored = await fetchDocument(id);
  if (stored === null) return false;
  const result = validate(stored.document, specs());
  if (!result.ok) {
    const { code, message, next } = result.error;
    useDocument.setState({ problem: { code, sentence: message, next } });
    return false;
  }
  openDocument(result.document, { id, guest: false, at: stored.at, paused: !stored.playing });
  return true;
}

export function showProblem(problem: Problem): void {
  useDocument.setState({ problem });
}

export function dismissProblem(): void {
  useDocument.setState({ problem: null });
}

/** Hands the document to the person as a file. */
export function exportFile(): void {
  const { document } = useDocument.getState();
  const text = `${JSON.stringify(document, null, 2)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = globalThis.document.createElement('a');
  link.href = url;
  link.download = `${fileName(document.title)}.json`;
  link.click();
  URL.revokeObjectURL(url);
}

function fileName(title: string): string {
  const plain = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return plain.replaceAll(/^-+|-+$/g, '') || 'diagram';
}

/** Larger files are refused unread: the document's own limits are far below. */
const FILE_BYTES = 4 * 1024 * 1024;

/** Opens a document file as a guest; a bad one is explained and changes nothing. */
export async function importFile(file: File): Promise<void> {
  if (file.size > FILE_BYTES) {
    showProblem({ code: 'too-big', sentence: words.tooBig(file.name), next: words.tooBigNext });
    return;
  }
  let data: unknown;
  try {
    data = JSON.parse(await file.text());
  } catch {
    showProblem({ code: 'not-json', sentence: words.notJson(file.name), next: words.notJsonNext });
    return;
  }
  const result = validate(data, specs());
  if (result.ok) openDocument(result.document, { guest: true });
  else {
    const { code, path, message, next } = result.error;
    const where = path === '' ? message : `${path}: ${message}`;
    showProblem({ code, sentence: where, next });
  }
}

let timer: ReturnType<typeof setTimeout> | null = null;
let isRefused = false;

function saveSoon(): void {
  if (timer !== null) clearTimeout(timer);
  timer = setTimeout(saveNow, SAVE_MS);
}

/** Saves what waits to be saved, and the moment shown with it. */
export function saveNow(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  const { id, document, guest } = useDocument.getState();
  if (guest || id === null) return;
  const { at, playing } = usePlayback.getState();
  void storeDocument(id, { document, at, playing }).then((isStored) => {
    if (!isStored && !isRefused) {
      say(words.notSaved, { tone: 'warn', action: { label: words.saveFile, run: exportFile } });
    }
    isRefused = !isStored;
  });
}
