/**
 * All diagrams of this browser: what there is, and what is done to one that need not be the one
 * shown.
 */
import { create } from 'zustand';
import type { SceneDocument } from '../document/types.ts';
import { edit, letGo, saveNow, takeUp, titledCopy, useDocument } from './document.ts';
import { library } from './library.ts';
import { openStored } from './own-diagrams.ts';
import { randomId } from './random-id.ts';
import { useSaving } from './saving.ts';
import { specs } from './specs.ts';
import type { StoredDocument } from './stored.ts';
import { words } from './words.ts';

export interface Diagram {
  id: string;
  /** As it is stored. */
  data: unknown;
  /** Null when this page cannot read it: a newer one wrote it, or it is damaged. */
  document: SceneDocument | null;
  title: string;
  /** Milliseconds since 1970; 0 when that is not known. */
  savedAt: number;
  /** Characters of its file. */
  size: number;
}

interface Removed {
  id: string;
  title: string;
  stored: StoredDocument;
  /** It was the one shown, and looked like this. */
  shown: SceneDocument | null;
}

interface Diagrams {
  /**
   * The last changed first; null before they were read, or when the browser does not let them be.
   */
  all: readonly Diagram[] | null;
  /** Deleted since the page was opened, the last first: each can be brought back. */
  removed: readonly Removed[];
}

export const useDiagrams = create<Diagrams>()(() => ({ all: null, removed: [] }));

/** Reads them all. */
export async function readDiagrams(): Promise<void> {
  const { validate } = await import('../document/schema.ts');
  const describe = (id: string, data: unknown, savedAt: number): Diagram => {
    // Without the specs of kinds that are not here, whose settings nobody looks at.
    const result = validate(data, specs());
    const document = result.ok ? result.document : null;
    const title = document?.title ?? titleOf(data);
    return { id, data, document, title, savedAt, size: JSON.stringify(data)?.length ?? 0 };
  };
  const entries = await library.list();
  useDiagrams.setState({
    all: entries?.map(({ id, document, savedAt }) => describe(id, document, savedAt)) ?? null,
  });
}

function titleOf(data: unknown): string {
  const { title } = (typeof data === 'object' && data !== null ? data : {}) as { title?: unknown };
  return typeof title === 'string' ? title : words.untitled;
}

/** @returns what went wrong, in words; null when it is done */
export async function renameDiagram(id: string, title: string): Promise<string | null> {
  if (id === useDocument.getState().id) {
    edit({ edit: 'title', title });
    saveNow();
  } else {
    const stored = await library.fetch(id);
    if (stored === null) return words.notFound;
    // A tab of its own to the library: one that shows it meanwhile learns of it like of any other.
    const tab = randomId();
    const document = { ...(stored.document as SceneDocument), title };
    const record = { ...stored, document, savedAt: Date.now(), stamp: `${tab}.1` };
    const wish = { id, tab, base: stored.stamp, isDirty: true, record };
    if ((await library.change(wish)) !== 'saved') return words.notStored;
  }
  await readDiagrams();
  return null;
}

/** @returns what went wrong, in words; null when it is done */
export async function duplicateDiagram(id: string): Promise<string | null> {
  const stored = await library.fetch(id);
  if (stored === null) return words.notFound;
  const document = titledCopy(stored.document as SceneDocument);
  const record = { ...stored, document, savedAt: Date.now(), stamp: '' };
  if ((await library.add(randomId(), record)) !== 'saved') return words.notStored;
  await readDiagrams();
  return null;
}

/**
 * Deletes a diagram; until the page is left it can be brought back. The one shown stays on the
 * table, no longer kept.
 */
export async function removeDiagram(id: string): Promise<string | null> {
  const now = useDocument.getState();
  const shown = now.id === id ? now.document : null;
  if (shown !== null) letGo();
  const stored = await library.remove(id);
  if (stored === null) return words.notFound;
  const newest = shown === null ? stored : { ...stored, document: shown };
  const removed = { id, title: titleOf(newest.document), stored: newest, shown };
  useDiagrams.setState((state) => ({ removed: [removed, ...state.removed] }));
  if (useDocument.getState().mine === id) useDocument.setState({ mine: null });
  await readDiagrams();
  return null;
}

/** Brings back what was deleted. */
export async function restoreDiagram(id: string): Promise<string | null> {
  const removed = useDiagrams.getState().removed.find((one) => one.id === id);
  if (removed === undefined) return words.notFound;
  if ((await library.add(id, removed.stored)) !== 'saved') return words.notStored;
  useDiagrams.setState((state) => ({ removed: state.removed.filter((one) => one.id !== id) }));
  const { guest, document } = useDocument.getState();
  if (guest && document === removed.shown) takeUp(id, removed.stored.stamp);
  await readDiagrams();
  return null;
}

/**
 * Goes on with the version of another tab where there are two. A copy of what was made here is put
 * away, to be brought back.
 */
export async function takeTheirs(): Promise<void> {
  const { theirs, other } = useSaving.getState();
  if (theirs === null) return;
  const { id } = useDocument.getState();
  if (!(await openStored(theirs))) return;
  if (other === 'copied' && id !== null && id !== theirs) await removeDiagram(id);
}
