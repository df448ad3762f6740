/** A library in memory, for tests that are not about the browser's storage. */
import type { Library, SaveOutcome } from './library.ts';
import { afterwards, decide, readStored, type StoredDocument, type Wish } from './stored.ts';

export class MemoryLibrary implements Library {
  readonly diagrams = new Map<string, unknown>();
  lastId: string | null = null;
  fails: 'full' | 'denied' | null = null;

  async save(wish: Wish): Promise<SaveOutcome> {
    const outcome = await this.change(wish);
    if (outcome === 'saved') this.lastId = wish.id;
    return outcome;
  }
  change(wish: Wish): Promise<SaveOutcome> {
    return Promise.resolve(this.fails ?? this.carryOut(wish));
  }
  leave(wish: Wish): void {
    void this.save(wish);
  }
  carryOutLeft(): Promise<void> {
    return Promise.resolve();
  }
  fetch(id: string): Promise<StoredDocument | null> {
    return Promise.resolve(readStored(structuredClone(this.diagrams.get(id))));
  }
  last(): Promise<string | null> {
    return Promise.resolve(this.lastId);
  }
  list() {
    const entries = [...this.diagrams].flatMap(([id, value]) => {
      const stored = readStored(structuredClone(value));
      return stored === null ? [] : [{ id, ...stored }];
    });
    return Promise.resolve(entries.sort((a, b) => b.savedAt - a.savedAt));
  }
  remove(id: string): Promise<StoredDocument | null> {
    const stored = readStored(this.diagrams.get(id));
    this.diagrams.delete(id);
    return Promise.resolve(stored);
  }
  add(id: string, stored: StoredDocument): Promise<SaveOutcome> {
    if (this.fails !== null || this.diagrams.has(id)) return Promise.resolve('denied');
    this.diagrams.set(id, structuredClone(stored));
    return Promise.resolve('saved');
  }

  private carryOut(wish: Wish): SaveOutcome {
    const stored = readStored(this.diagrams.get(wish.id));
    const record = afterwards(stored, wish);
    if (record !== null) this.diagrams.set(wish.id, structuredClone(record));
    const decision = decide(stored, wish);
    return decision === 'gone' || decision === 'changed' ? decision : 'saved';
  }
}
