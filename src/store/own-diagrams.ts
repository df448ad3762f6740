/** Opening a diagram that is kept in this browser, as it was left. */
import { arrive, comingFrom } from './arriving.ts';
import { storedDiagram, useDocument } from './document.ts';
import { library } from './library.ts';
import { say } from './notices.ts';
import { words } from './words.ts';

/**
 * Opens the diagram this person worked on last, as it was left. False on a first visit, when it
 * cannot be read, or when it is no longer `wanted`: something else was opened while the store was
 * read.
 */
export async function openLast(wanted?: () => boolean): Promise<boolean> {
  const id = await library.last();
  return id !== null && openStored(id, wanted);
}

/** Returns from a guest to the person's own last diagram. */
export async function backToMine(): Promise<void> {
  const { mine } = useDocument.getState();
  if (mine === null || (await openStored(mine))) return;
  const { problem, outline } = useDocument.getState();
  if (problem === null && !outline) say(words.notFound, { tone: 'warn' });
}

/**
 * Opens a diagram of this browser as it was left. False when it is not there or cannot be read; the
 * latter is explained.
 */
export async function openStored(id: string, wanted?: () => boolean): Promise<boolean> {
  const stored = await storedDiagram(id);
  if (stored === null || wanted?.() === false) return false;
  const { document, stamp: base, at, playing } = stored;
  const how = { id, base, guest: false, at, paused: !playing };
  return arrive(() => comingFrom(document), how, wanted);
}
