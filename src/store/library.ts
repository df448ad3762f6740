/**
 * Where diagrams are kept in this browser: each under its own id, saved whole. Every call may be refused (private windows,
 * full disks); it then answers false or null, and the caller says so in words.
 */
import { createStore, get, promisifyRequest, type UseStore } from 'idb-keyval';

/** A stored diagram with the moment it was left at. The document is unknown until validated: an older page wrote it. */
export interface StoredDocument {
  document: unknown;
  /** Simulated microseconds. */
  at: number;
  playing: boolean;
}

const LAST = 'last';
let opened: UseStore | null = null;

function table(): UseStore {
  opened ??= createStore('sandtable', 'documents');
  return opened;
}

/**
 * Stores a diagram and remembers it as the one to come back to. False when the browser refused. Both are written in one transaction
 * that is closed at once: a page that is left meanwhile can answer nothing more, and an open transaction would be lost with it.
 */
export async function storeDocument(id: string, stored: StoredDocument): Promise<boolean> {
  try {
    await table()('readwrite', (documents) => {
      documents.put(stored, `document:${id}`);
      documents.put(id, LAST);
      documents.transaction.commit();
      return promisifyRequest(documents.transaction);
    });
    return true;
  } catch {
    return false;
  }
}

export async function fetchDocument(id: string): Promise<StoredDocument | null> {
  try {
    const stored: unknown = await get(`document:${id}`, table());
    return isStored(stored) ? stored : null;
  } catch {
    return null;
  }
}

/** The id of the diagram worked on last in this browser; null on a first visit. */
export async function lastDocumentId(): Promise<string | null> {
  try {
    const id: unknown = await get(LAST, table());
    return typeof id === 'string' ? id : null;
  } catch {
    return null;
  }
}

function isStored(value: unknown): value is StoredDocument {
  if (typeof value !== 'object' || value === null || !('document' in value)) return false;
  const { at, playing } = value as Partial<StoredDocument>;
  return typeof at === 'number' && Number.isFinite(at) && at >= 0 && typeof playing === 'boolean';
}
