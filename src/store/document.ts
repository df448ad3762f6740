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
import { type Channel, Keeper } from './keeper.ts';
import { library } from './library.ts';
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
import { randomId } from './random-id.ts';
import { useSaving } from './saving.ts';
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

const keeper = new Keeper({
  library,
  shown: () => {
    const { id, document, guest } = useDocument.getState();
    const { at, playing } = usePlayback.getState();
    return guest || id === null ? null : { id, document, at, playing };
  },
  tell: (saving) => useSaving.setState(saving),
  becomeCopy: (id) =>
    useDocument.setState(({ document }) => ({ id, document: titledCopy(document) })),
  titled: titledCopy,
  clock: () => Date.now(),
});

/** The same diagram with a title of its own: two of one name are hard to tell apart. */
export function titledCopy(document: SceneDocument): SceneDocument {
  return { ...document, title: words.copyOf(document.title) };
}

/** Does `change` at the moment shown. False when refused; the person is told why. */
export function edit(change: Edit): boolean {
  const now = useDocument.getState();
  const { at } = usePlayback.getState();
  const result = applyEdit(now.document, change, at / 1000, specs());
  if (!result.ok) {
    say(result.message, { tone: 'warn' });
    return false;
  }
  const { label, document } = result;
  // What is shown then is the beginning of the document made of it.
  const clock = change.edit === 'make-start' ? { before: at, after: 0 } : undefined;
  put(push(now, { label, document, ...(clock && { clock }) }), clock?.after);
  return true;
}

/** Takes back the last edit. The clock stays where it is, unless that edit moved it. */
export function undo(): void {
  const now = useDocument.getState();
  put(undoStep(now), now.past.at(-1)?.clock?.before);
}

export function redo(): void {
  const now = useDocument.getState();
  put(redoStep(now), now.future.at(-1)?.clock?.after);
}

/** @param at the moment to show with it; the one shown when left out */
function put(history: History, at: Micros | 'keep' = 'keep'): void {
  const now = useDocument.getState();
  if (history.document === now.document) return;
  const document = withSpeed(history.document, usePlayback.getState().asked);
  const { past, future } = history;
  // The first edit of a guest makes it the person's own, under an id that nothing else has.
  const id = now.id ?? randomId();
  if (id !== now.id) keeper.take({ id, base: null, stored: null });
  useDocument.setState({ document, past, future, guest: false, id });
  loadDocument(document, at);
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
    /** The stamp under which it was read from the store. */
    base?: string;
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
  keeper.take(id === null ? null : { id, base: how.base ?? null, stored: document });
  // In this order: between two of these requests the simulation may already run.
  setSpeed(document.speed ?? 'fit');
  if (how.paused === true) pause();
  loadDocument(document, how.at ?? 0);
  if (how.paused !== true) play();
}

/** An empty table, kept from its first edit on. Its time stands still, so that what is put on it is there from the beginning. */
export function newDocument(): void {
  openDocument(EMPTY, { guest: true, paused: true });
}

/**
 * Opens the diagram this person worked on last, as it was left. False on a first visit, when it cannot be read, or when it is no longer
 * `wanted`: something else was opened while the store was read.
 */
export async function openLast(wanted: () => boolean = () => true): Promise<boolean> {
  const id = await library.last();
  return id !== null && openStored(id, wanted);
}

/** Returns from a guest to the person's own last diagram. */
export async function backToMine(): Promise<void> {
  const { mine } = useDocument.getState();
  if (mine === null || (await openStored(mine))) return;
  if (useDocument.getState().problem === null) say(words.notFound, { tone: 'warn' });
}

/** Remembers which diagram to go back to while a guest is shown first. */
export async function rememberMine(): Promise<void> {
  await settleLeft();
  useDocument.setState({ mine: await library.last() });
}

/** Opens a diagram of this browser as it was left. False when it is not there or cannot be read; the latter is explained. */
export async function openStored(id: string, wanted: () => boolean = () => true): Promise<boolean> {
  const stored = keeper.unstored(id) ?? (await library.fetch(id));
  if (stored === null || !wanted()) return false;
  const result = validate(stored.document, specs());
  if (!result.ok) {
    const { code, message, next } = result.error;
    useDocument.setState({ problem: { code, sentence: message, next } });
    return false;
  }
  const { stamp: base, at, playing } = stored;
  openDocument(result.document, { id, base, guest: false, at, paused: !playing });
  return true;
}

/** The diagram shown is no longer kept: until the next edit it is a guest on its own table. */
export function letGo(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  keeper.take(null);
  useDocument.setState({ id: null, guest: true });
}

/** The diagram shown is kept under that id again. */
export function takeUp(id: string, base: string): void {
  const { document } = useDocument.getState();
  useDocument.setState({ id, guest: false });
  keeper.take({ id, base, stored: document });
}

export function showProblem(problem: Problem): void {
  useDocument.setState({ problem });
}

export function dismissProblem(): void {
  useDocument.setState({ problem: null });
}

let timer: ReturnType<typeof setTimeout> | null = null;

function saveSoon(): void {
  if (timer !== null) clearTimeout(timer);
  timer = setTimeout(saveNow, SAVE_MS);
}

/** Saves what waits to be saved, and the moment shown with it. */
export function saveNow(): void {
  if (timer !== null) clearTimeout(timer);
  timer = null;
  void keeper.save();
}

/** The page may be gone the next moment: what is shown is saved in a way that needs no answer. */
export function saveLeaving(): void {
  keeper.leave();
}

/** Carries out what pages that are gone could not finish. */
export function settleLeft(): Promise<void> {
  return library.settle((document) => {
    const result = validate(document, specs());
    return result.ok ? titledCopy(result.document) : document;
  });
}

/** Speaks with the other tabs of this browser from now on. */
export function joinTabs(channel: Channel): void {
  keeper.join(channel);
}

/** Tells them that this page shows its diagram again, or no longer. */
export function tellTabs(call: 'open' | 'left'): void {
  keeper.say(call);
}

/** Whether closing the page would lose something, because the browser stores nothing. */
export function isAtRisk(): boolean {
  return keeper.isAtRisk();
}

/** Of two versions from two tabs: goes on with the one made here, as a diagram of its own. */
export function keepMine(): void {
  if (useSaving.getState().other === 'changed') keeper.keepAsCopy();
  else keeper.dismiss();
}
