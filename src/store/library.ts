/**
 * Where diagrams are kept in this browser: each under its own id, saved whole. Every call may
 * fail (private windows, full disks, a storage that never answers); it then says so instead of
 * throwing, and the caller says it in words.
 */
import { createStore, promisifyRequest, type UseStore } from 'idb-keyval';
import { Aside } from './aside.ts';
import { randomId } from './random-id.ts';
import {
  afterwards,
  decide,
  readStored,
  readWish,
  type StoredDocument,
  type Wish,
} from './stored.ts';

/**
 * `gone`: deleted elsewhere. `changed`: another tab stored it meanwhile. `full` and `denied`: the
 * browser does not store it.
 */
export type SaveOutcome = 'saved' | 'gone' | 'changed' | 'full' | 'denied';

export interface LibraryEntry extends StoredDocument {
  id: string;
}

export interface Library {
  /**
   * Stores a diagram unless another tab did meanwhile, and remembers it as the one to come back to.
   */
  save(wish: Wish): Promise<SaveOutcome>;
  /**
   * Lays a wish aside, for a page that may be gone before it hears an answer. Whoever opens a page
   * next carries it out with `carryOutLeft`; a later `save` of the same tab takes it away again.
   */
  leave(wish: Wish): void;
  /**
   * Carries out what tabs that are gone had laid aside. What another tab has changed meanwhile
   * becomes a diagram of its own.
   */
  carryOutLeft(copyTitle: (document: unknown) => unknown): Promise<void>;
  /** As `save`, for a diagram that is not worked on: the one to come back to stays the same. */
  change(wish: Wish): Promise<SaveOutcome>;
  fetch(id: string): Promise<StoredDocument | null>;
  /** The id of the diagram worked on last in this browser; null when there is none. */
  last(): Promise<string | null>;
  /** The last changed first; null when the browser does not let them be read. */
  list(): Promise<LibraryEntry[] | null>;
  /**
   * Takes a diagram out and hands it over, so that it can be put back; null when it was not there.
   */
  remove(id: string): Promise<StoredDocument | null>;
  /** Puts a diagram in, or back; never over another. */
  add(id: string, stored: StoredDocument): Promise<SaveOutcome>;
}

const DIAGRAM = 'document:';
const ASIDE = 'leaving:';
const LAST = 'last';
/**
 * A storage that has not answered by then is one that stores nothing; having failed once, it is not
 * waited for as long again.
 */
const DEADLINE_MS = 3_000;
const SHORT_DEADLINE_MS = 200;

const startingWith = (prefix: string) => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

export function openLibrary(name = 'sandtable'): Library {
  return new BrowserLibrary(createStore(name, 'documents'), new Aside(`${name} ${ASIDE}`));
}

class BrowserLibrary implements Library {
  private readonly table: UseStore;
  private readonly aside: Aside;
  private patienceMs = DEADLINE_MS;

  constructor(table: UseStore, aside: Aside) {
    this.table = table;
    this.aside = aside;
  }

  async save(wish: Wish): Promise<SaveOutcome> {
    let outcome = 'saved' as SaveOutcome;
    const error = await this.write((diagrams) => {
      carryOut(diagrams, wish, (decided) => {
        outcome = decided;
        if (decided === 'saved') diagrams.put(wish.id, LAST);
        // What could not be written over another's work stays aside until it is stored as a copy.
        if (decided !== 'changed') diagrams.delete(ASIDE + wish.tab);
      });
    });
    if (error === null && outcome !== 'changed') this.aside.forget(wish);
    return error ?? outcome;
  }

  async change(wish: Wish): Promise<SaveOutcome> {
    let outcome: SaveOutcome = 'saved';
    const error = await this.write((diagrams) => {
      carryOut(diagrams, wish, (decided) => {
        outcome = decided;
      });
    });
    return error ?? outcome;
  }

  leave(wish: Wish): void {
    const isLaid = this.aside.lay(wish);
    // Closed at once: an open transaction would be lost with the page.
    void this.write((diagrams) => {
      if (!isLaid) diagrams.put(wish, ASIDE + wish.tab);
      diagrams.put(wish.id, LAST);
      diagrams.transaction.commit();
    });
  }

  async carryOutLeft(copyTitle: (document: unknown) => unknown): Promise<void> {
    const laid = this.aside.all();
    const error = await this.write((diagrams) => {
      for (const wish of laid) diagrams.put(wish, ASIDE + wish.tab);
      carryOutAll(diagrams, copyTitle);
    });
    if (error === null) for (const wish of laid) this.aside.forget(wish);
  }

  async fetch(id: string): Promise<StoredDocument | null> {
    return readStored(await this.read((diagrams) => diagrams.get(DIAGRAM + id)));
  }

  async last(): Promise<string | null> {
    const id = await this.read((diagrams) => diagrams.get(LAST));
    if (typeof id === 'string' && (await this.fetch(id)) !== null) return id;
    return (await this.list())?.[0]?.id ?? null;
  }

  async list(): Promise<LibraryEntry[] | null> {
    const [keys, values] = await Promise.all([
      this.read((diagrams) => diagrams.getAllKeys(startingWith(DIAGRAM))),
      this.read((diagrams) => diagrams.getAll(startingWith(DIAGRAM))),
    ]);
    if (keys === null || values === null) return null;
    const entries = keys.flatMap((key, index) => {
      const stored = readStored(values[index]);
      return stored === null ? [] : [{ id: String(key).slice(DIAGRAM.length), ...stored }];
    });
    return entries.sort((a, b) => b.savedAt - a.savedAt);
  }

  async remove(id: string): Promise<StoredDocument | null> {
    let removed: StoredDocument | null = null;
    const error = await this.write((diagrams) => {
      const request = diagrams.get(DIAGRAM + id);
      request.onsuccess = () => {
        removed = readStored(request.result);
        diagrams.delete(DIAGRAM + id);
      };
    });
    return error === null ? removed : null;
  }

  async add(id: string, stored: StoredDocument): Promise<SaveOutcome> {
    return (await this.write((diagrams) => void diagrams.add(stored, DIAGRAM + id))) ?? 'saved';
  }

  private inTime<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.patienceMs = SHORT_DEADLINE_MS;
        reject(new Error('The storage of this browser does not answer.'));
      }, this.patienceMs);
      const hear = () => {
        this.patienceMs = DEADLINE_MS;
        clearTimeout(timer);
      };
      promise.finally(hear).then(resolve, reject);
    });
  }

  /** Runs one transaction to its end. Null when it went through, or why it did not. */
  private async write(act: (diagrams: IDBObjectStore) => void): Promise<'full' | 'denied' | null> {
    let transaction: IDBTransaction | null = null;
    try {
      await this.inTime(
        this.table('readwrite', (diagrams) => {
          transaction = diagrams.transaction;
          act(diagrams);
          return promisifyRequest(transaction);
        }),
      );
      return null;
    } catch (error) {
      const why = transaction === null ? error : (errors.get(transaction) ?? error);
      return isFull(why) ? 'full' : 'denied';
    }
  }

  private async read<T>(ask: (diagrams: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
    try {
      return await this.inTime(
        this.table('readonly', (diagrams) => promisifyRequest<T>(ask(diagrams))),
      );
    } catch {
      return null;
    }
  }
}

/** Why a transaction was given up here; the transaction itself says only that it was. */
const errors = new WeakMap<IDBTransaction, unknown>();

function carryOut(
  diagrams: IDBObjectStore,
  wish: Wish,
  done: (decided: 'saved' | 'gone' | 'changed') => void,
): void {
  const request = diagrams.get(DIAGRAM + wish.id);
  request.onsuccess = () => {
    const stored = readStored(request.result);
    const decision = decide(stored, wish);
    const record = afterwards(stored, wish);
    try {
      if (record !== null) diagrams.put(record, DIAGRAM + wish.id);
      done(decision === 'gone' || decision === 'changed' ? decision : 'saved');
    } catch (error) {
      // Nothing of it is stored, and whoever waits for the transaction learns why.
      errors.set(diagrams.transaction, error);
      diagrams.transaction.abort();
    }
  };
}

/**
 * Carries out all that was laid aside. The diagram to come back to is the one that was left last.
 */
function carryOutAll(diagrams: IDBObjectStore, copyTitle: (document: unknown) => unknown): void {
  let newest = { id: '', savedAt: -1 };
  const carriedOut = (id: string, { savedAt }: StoredDocument) => {
    if (savedAt > newest.savedAt) newest = { id, savedAt };
  };
  // One after the other: two of them may be about the same diagram.
  const cursor = diagrams.openCursor(startingWith(ASIDE));
  cursor.onsuccess = () => {
    const found = cursor.result;
    if (found === null) {
      if (newest.id !== '') comeBackTo(diagrams, newest);
      return;
    }
    const wish = readWish(found.value);
    found.delete();
    if (wish === null) {
      found.continue();
      return;
    }
    carryOut(diagrams, wish, (decided) => {
      if (decided === 'saved') carriedOut(wish.id, wish.record);
      if (decided === 'changed' && wish.isDirty) {
        const id = randomId();
        const document = copyTitle(wish.record.document);
        diagrams.put({ ...wish.record, document }, DIAGRAM + id);
        carriedOut(id, wish.record);
      }
      found.continue();
    });
  };
}

/** Unless the one remembered was changed later. */
function comeBackTo(diagrams: IDBObjectStore, newest: { id: string; savedAt: number }): void {
  const last = diagrams.get(LAST);
  last.onsuccess = () => {
    const request = diagrams.get(`${DIAGRAM}${last.result}`);
    request.onsuccess = () => {
      const savedAt = readStored(request.result)?.savedAt ?? -1;
      if (newest.savedAt >= savedAt) diagrams.put(newest.id, LAST);
    };
  };
}

function isFull(error: unknown): boolean {
  return error instanceof Error && error.name === 'QuotaExceededError';
}

/** The one of this page. Nothing is opened before it is asked. */
export const library = openLibrary();
