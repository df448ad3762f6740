/**
 * What is stored of a diagram, and the one decision on which nothing-is-overwritten rests: whether
 * a tab that wants to store a diagram is the last that wrote it, or has read what the last one
 * wrote.
 */

/**
 * A stored diagram with the moment it was left at. The document is unknown until validated: an
 * older page wrote it.
 */
export interface StoredDocument {
  document: unknown;
  /** Simulated microseconds. */
  at: number;
  playing: boolean;
  /** When it was last changed, in milliseconds since 1970; 0 when an older page wrote it. */
  savedAt: number;
  /**
   * Which tab wrote it, and a number that grows with each of its changes: `tab.7`. Empty when an
   * older page wrote it.
   */
  stamp: string;
}

/** A tab's wish to store a diagram. */
export interface Wish {
  id: string;
  /** The id of this opening of the page. */
  tab: string;
  /** The stamp under which this tab read the diagram; null when it is the one that made it. */
  base: string | null;
  /**
   * Whether the document differs from what this tab read or wrote last. If not, there is but the
   * moment to store.
   */
  isDirty: boolean;
  record: StoredDocument;
}

/**
 * What to do about a wish: `gone`, `changed` and `late` store nothing. Late is what the same tab
 * has stored something newer than.
 */
export type Decision = 'write' | 'write moment' | 'gone' | 'changed' | 'late';

export function decide(stored: StoredDocument | null, wish: Wish): Decision {
  // Deleted in another tab meanwhile: what was changed here since is worth keeping all the same.
  if (stored === null) return wish.isDirty ? 'write' : 'gone';
  const isMine = stored.stamp.startsWith(`${wish.tab}.`);
  if (!isMine && stored.stamp !== wish.base) return 'changed';
  if (isMine && changeOf(stored) > changeOf(wish.record)) return 'late';
  return wish.isDirty ? 'write' : 'write moment';
}

/** The number of the change that made it, within its tab. */
function changeOf({ stamp }: StoredDocument): number {
  return Number(stamp.slice(stamp.lastIndexOf('.') + 1));
}

/** The record to write; null when nothing is to be written. */
export function afterwards(stored: StoredDocument | null, wish: Wish): StoredDocument | null {
  const decision = decide(stored, wish);
  if (decision === 'write') return wish.record;
  if (decision !== 'write moment' || stored === null) return null;
  return { ...stored, at: wish.record.at, playing: wish.record.playing };
}

/** Null for anything that no page of ours has written. */
export function readStored(value: unknown): StoredDocument | null {
  if (typeof value !== 'object' || value === null || !('document' in value)) return null;
  const { document, at, playing, savedAt, stamp } = value as Partial<StoredDocument>;
  if (typeof at !== 'number' || !Number.isFinite(at) || at < 0) return null;
  if (typeof playing !== 'boolean') return null;
  return {
    document,
    at,
    playing,
    savedAt: typeof savedAt === 'number' && Number.isFinite(savedAt) ? savedAt : 0,
    stamp: typeof stamp === 'string' ? stamp : '',
  };
}

/** Null for anything that no page of ours has laid aside. */
export function readWish(value: unknown): Wish | null {
  if (typeof value !== 'object' || value === null) return null;
  const { id, tab, base, isDirty, record } = value as Partial<Wish>;
  const stored = readStored(record);
  if (typeof id !== 'string' || typeof tab !== 'string' || stored === null) return null;
  return {
    id,
    tab,
    base: typeof base === 'string' ? base : null,
    isDirty: isDirty === true,
    record: stored,
  };
}
