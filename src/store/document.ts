/**
 * The document on the table: edited, undone, saved as it changes. A document that came by link,
 * file or gallery is a guest: it is not kept until the first edit gives it an id of its own, and
 * nothing the person made is ever overwritten.
 */
import { create } from 'zustand';
import type { Edit } from '../document/edit.ts';
import {
  type History,
  type HistoryStep,
  push,
  redo as redoStep,
  undo as undoStep,
} from '../document/history.ts';
import type { SceneDocument } from '../document/types.ts';
import { editor, onceEditable } from './editing.ts';
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
import type { StoredDocument } from './stored.ts';
import { words } from './words.ts';

/** An edit is saved when nothing was edited for this long. */
const SAVE_MS = 300;
const EMPTY: SceneDocument = {
  version: 2,
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
  /** Tries once more, where that may help. */
  retry?: () => void;
}

interface DocumentState {
  /** Under which it is stored; null for a guest. */
  id: string | null;
  document: SceneDocument;
  guest: boolean;
  /** Only its parts are known yet: it can be looked at, and nothing else. */
  outline: boolean;
  /** The page's address says what is shown. */
  addressed: boolean;
  /** The person's own diagram that *Back to my diagram* returns to; null when there is none. */
  mine: string | null;
  past: readonly HistoryStep[];
  future: readonly HistoryStep[];
  problem: Problem | null;
  /** Counts openings: the camera fits once for each. */
  opened: number;
  /**
   * Where the link it came by looks: x and y of the view's middle, and zoom; null to show
   * everything.
   */
  camera: readonly [x: number, y: number, zoom: number] | null;
  /** The scene of the first minute is shown, with its hint. */
  hint: boolean;
}

export const useDocument = create<DocumentState>()(() => ({
  id: null,
  document: EMPTY,
  guest: true,
  outline: false,
  addressed: false,
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
  publish: (saving) => useSaving.setState(saving),
  becomeCopy: (id) =>
    useDocument.setState(({ document }) => ({ id, document: titledCopy(document) })),
  titled: titledCopy,
  clock: () => Date.now(),
});

/** The same diagram with a title of its own: two of one name are hard to tell apart. */
export function titledCopy<T extends { readonly title: string }>(document: T): T {
  return { ...document, title: words.copyOf(document.title) };
}

/**
 * Does what ends in an edit, with all that follows from it, once there is an editor and unless
 * something else is open by then. False while there is none, otherwise what `act` says.
 */
export function whenEditable(act: () => boolean): boolean {
  if (editor() !== null) return act();
  const { opened } = useDocument.getState();
  onceEditable(() => {
    if (useDocument.getState().opened === opened) act();
  });
  return false;
}

/**
 * Does `change` at the moment shown. False when rejected; the person sees why. False, too, while
 * there is no editor yet: it is done when there is.
 */
export function edit(change: Edit): boolean {
  const now = useDocument.getState();
  if (now.outline) {
    say(words.outlined, { tone: 'warn' });
    return false;
  }
  const applyEdit = editor();
  if (applyEdit === null) return whenEditable(() => edit(change));
  const { at } = usePlayback.getState();
  const result = applyEdit(now.document, change, at / 1000, specs());
  if (!result.ok) {
    say(result.message, { tone: 'warn' });
    return false;
  }
  const { label, document, also } = result;
  // What is shown then is the beginning of the document made of it.
  const clock = change.edit === 'make-start' ? { before: at, after: 0 } : undefined;
  put(push(now, { label, document, ...(clock && { clock }) }), clock?.after);
  if (also !== undefined) say(also, { action: { label: words.undo, run: undo } });
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

export interface Opening {
  readonly id?: string;
  /** The stamp under which it was read from the store. */
  readonly base?: string;
  readonly guest: boolean;
  /** The moment to show, in simulated microseconds. */
  readonly at?: Micros;
  /** It plays unless this is true. */
  readonly paused?: boolean;
  readonly camera?: DocumentState['camera'];
  readonly hint?: boolean;
  readonly addressed?: boolean;
  /** Its outline was shown as this opening, which it completes. */
  readonly outlined?: number;
}

/** Puts a document on the table. */
export function openDocument(document: SceneDocument, how: Opening): void {
  saveNow();
  const id = how.id ?? null;
  lay(document, id, { ...how, outline: false });
  keeper.take(id === null ? null : { id, base: how.base ?? null, stored: document });
  // In this order: between two of these requests the simulation may already run.
  setSpeed(document.speed ?? 'fit');
  if (how.paused === true) pause();
  loadDocument(document, how.at ?? 0);
  if (how.paused !== true) play();
}

/** Puts what is known of a document on an idle table. Returns the number of this opening. */
export function showOutline(document: SceneDocument, how: Opening): number {
  saveNow();
  const opened = lay(document, null, { ...how, guest: true, outline: true });
  keeper.take(null);
  pause();
  loadDocument({ ...EMPTY, title: document.title }, 0);
  return opened;
}

function lay(
  document: SceneDocument,
  id: string | null,
  how: Opening & { readonly outline: boolean },
): number {
  const { id: before, guest: wasGuest, mine, opened } = useDocument.getState();
  const own = wasGuest ? mine : before;
  const number = how.outlined === opened ? opened : opened + 1;
  useDocument.setState({
    document,
    id,
    guest: how.guest,
    outline: how.outline,
    addressed: how.addressed ?? false,
    mine: own === id ? null : own,
    past: [],
    future: [],
    problem: null,
    opened: number,
    camera: how.camera ?? null,
    hint: how.hint ?? false,
  });
  return number;
}

/**
 * An empty table, kept from its first edit on. Its time stands still, so that what is put on it is
 * there from the beginning.
 */
export function newDocument(): void {
  openDocument(EMPTY, { guest: true, paused: true });
}

/** Remembers which diagram to go back to while a guest is shown first. */
export async function rememberMine(): Promise<void> {
  await carryOutLeft();
  useDocument.setState({ mine: await library.last() });
}

/** As the browser stores it, or as it waits to be stored; null when it is not there. */
export async function storedDiagram(id: string): Promise<StoredDocument | null> {
  return keeper.unstored(id) ?? (await library.fetch(id));
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
export function carryOutLeft(): Promise<void> {
  return library.carryOutLeft((document) => (isTitled(document) ? titledCopy(document) : document));
}

function isTitled(data: unknown): data is { readonly title: string } {
  return (
    typeof data === 'object' && data !== null && 'title' in data && typeof data.title === 'string'
  );
}

/** Speaks with the other tabs of this browser from now on. */
export function joinTabs(channel: Channel): void {
  keeper.join(channel);
}

/** Lets them know that this page shows its diagram again, or no longer. */
export function callTabs(call: 'open' | 'left'): void {
  keeper.say(call);
}

/** Whether closing the page would lose something, because the browser stores nothing. */
export function isAtRisk(): boolean {
  return keeper.isAtRisk();
}

/** Goes on with the version of this tab, as a diagram of its own, where another tab has one. */
export function keepMine(): void {
  if (useSaving.getState().other === 'changed') keeper.keepAsCopy();
  else keeper.dismiss();
}
