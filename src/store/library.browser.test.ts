import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SceneDocument } from '../document/types.ts';
import { Keeper, type Shown } from './keeper.ts';
import { type Library, openLibrary } from './library.ts';
import { QUIET, type Saving } from './saving.ts';

let name = '';
let count = 0;
let channels: BroadcastChannel[] = [];

beforeEach(() => {
  count += 1;
  name = `library-test-${count}-${performance.now()}`;
});

afterEach(() => {
  vi.restoreAllMocks();
  for (const channel of channels) channel.close();
  channels = [];
});

const titled = (title: string): SceneDocument => ({
  version: 2,
  title,
  seed: 1,
  nodes: [],
  edges: [],
  commands: [],
});

/** A tab of the browser, as far as keeping diagrams goes. */
class Tab {
  shown: Shown | null = null;
  saving: Saving = QUIET;
  readonly library: Library = openLibrary(name);
  readonly keeper = new Keeper({
    library: this.library,
    shown: () => this.shown,
    publish: (saving) => {
      this.saving = saving;
    },
    becomeCopy: (id) => {
      if (this.shown !== null) this.shown = { ...this.shown, id };
      this.edit(`${this.shown?.document.title} (copy)`);
    },
    titled: (document) => ({ ...document, title: `${document.title} (copy)` }),
    clock: () => count++,
  });

  listen(): this {
    const channel = new BroadcastChannel(name);
    channels.push(channel);
    this.keeper.join(channel);
    return this;
  }

  async open(id: string): Promise<void> {
    const stored = await this.library.fetch(id);
    const document = stored?.document as SceneDocument;
    this.shown = { id, document, at: stored?.at ?? 0, playing: false };
    this.keeper.take({ id, base: stored?.stamp ?? null, stored: document });
  }

  make(id: string, title: string): void {
    this.shown = { id, document: titled(title), at: 0, playing: false };
    this.keeper.take({ id, base: null, stored: null });
  }

  edit(title: string): void {
    if (this.shown !== null) this.shown = { ...this.shown, document: titled(title) };
  }
}

async function titles(library: Library): Promise<string[]> {
  const entries = (await library.list()) ?? [];
  return entries.map((entry) => (entry.document as SceneDocument).title).sort();
}

describe('the diagrams of this browser', () => {
  test('are listed, the last changed first; one that is deleted can be put back as it was', async () => {
    const tab = new Tab();
    tab.make('a', 'First');
    await tab.keeper.save();
    tab.make('b', 'Second');
    await tab.keeper.save();
    expect((await tab.library.list())?.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(await tab.library.last()).toBe('b');
    const removed = await tab.library.remove('b');
    expect(await tab.library.last()).toBe('a');
    if (removed === null) throw new Error('It was there.');
    await tab.library.add('b', removed);
    expect(await tab.library.fetch('b')).toEqual(removed);
    expect(await tab.library.add('b', { ...removed, at: 9 })).toBe('denied');
    expect(await tab.library.fetch('b')).toEqual(removed);
  });

  test('a moment is stored without a word about a change', async () => {
    const tab = new Tab();
    tab.make('a', 'First');
    await tab.keeper.save();
    const before = await tab.library.fetch('a');
    tab.shown = { id: 'a', document: tab.shown?.document ?? titled(''), at: 700, playing: true };
    await tab.keeper.save();
    expect(await tab.library.fetch('a')).toEqual({ ...before, at: 700, playing: true });
  });
});

describe('two tabs on one diagram', () => {
  async function two(): Promise<[Tab, Tab]> {
    const first = new Tab();
    first.make('a', 'Shared');
    await first.keeper.save();
    const second = new Tab();
    await second.open('a');
    return [first, second];
  }

  for (const firstWins of [true, false]) {
    test(`keep both versions when the ${firstWins ? 'first' : 'second'} stores before the other`, async () => {
      const [first, second] = await two();
      const [early, late] = firstWins ? [first, second] : [second, first];
      early.edit('Early');
      late.edit('Late');
      await early.keeper.save();
      await late.keeper.save();
      await expect.poll(() => titles(first.library)).toEqual(['Early', 'Late (copy)']);
      expect(late.saving).toMatchObject({ other: 'copied', theirs: 'a' });
      expect(late.shown?.id).not.toBe('a');
      // Both go on, each with its own.
      early.edit('Early again');
      late.edit('Late again');
      await early.keeper.save();
      await late.keeper.save();
      expect(await titles(first.library)).toEqual(['Early again', 'Late again']);
    });
  }

  test('keep both when both store at once', async () => {
    const [first, second] = await two();
    first.edit('One');
    second.edit('Two');
    await Promise.all([first.keeper.save(), second.keeper.save()]);
    const kept = () => titles(first.library);
    await expect.poll(async () => (await kept()).length).toBe(2);
    expect((await kept()).map((title) => title.replace(' (copy)', ''))).toEqual(['One', 'Two']);
  });

  test('keep both when the late one has opened something else meanwhile', async () => {
    const [first, second] = await two();
    first.edit('One');
    await first.keeper.save();
    second.edit('Two');
    const saving = second.keeper.save();
    second.make('b', 'Other');
    await saving;
    expect(await titles(first.library)).toEqual(['One', 'Two (copy)']);
  });

  test('keep both when one is closed before its store answered', async () => {
    const [first, second] = await two();
    first.edit('One');
    await first.keeper.save();
    second.edit('Two');
    // A killed page: it lays its wish aside, and nothing after that happens.
    vi.spyOn(second.keeper, 'save').mockResolvedValue();
    second.keeper.leave();
    const next = new Tab();
    await next.library.carryOutLeft((document) => ({
      ...(document as SceneDocument),
      title: `${(document as SceneDocument).title} (copy)`,
    }));
    expect(await titles(next.library)).toEqual(['One', 'Two (copy)']);
    // What is done is not done again.
    await next.library.carryOutLeft((document) => document);
    expect(await titles(next.library)).toEqual(['One', 'Two (copy)']);
  });

  test('a page closed right after an edit has stored it, whoever opens next', async () => {
    const tab = new Tab();
    tab.make('a', 'Before');
    await tab.keeper.save();
    tab.edit('After');
    vi.spyOn(tab.keeper, 'save').mockResolvedValue();
    tab.keeper.leave();
    const next = new Tab();
    await next.library.carryOutLeft((document) => document);
    expect(await titles(next.library)).toEqual(['After']);
  });

  test('a page closed while its browser still writes something else has stored its edit all the same', async () => {
    const tab = new Tab();
    tab.make('a', 'Before');
    await tab.keeper.save();
    tab.edit('After');
    vi.spyOn(tab.keeper, 'save').mockResolvedValue();
    // What waits behind another transaction is given up with the page.
    vi.spyOn(indexedDB, 'open').mockReturnValue({} as IDBOpenDBRequest);
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
      throw new DOMException('Gone.', 'AbortError');
    });
    tab.keeper.leave();
    vi.restoreAllMocks();
    const next = new Tab();
    await next.library.carryOutLeft((document) => document);
    expect(await titles(next.library)).toEqual(['After']);
    expect(Object.keys(localStorage).filter((key) => key.startsWith(name))).toEqual([]);
  });

  test('the diagram to come back to is the one left last, in whatever order pages ended', async () => {
    for (const order of [
      ['a', 'b'],
      ['b', 'a'],
    ]) {
      for (const id of order) {
        const tab = new Tab();
        tab.make(id, id);
        vi.spyOn(tab.keeper, 'save').mockResolvedValue();
        tab.keeper.leave();
      }
      const next = new Tab();
      await next.library.carryOutLeft((document) => document);
      expect(await next.library.last()).toBe(order[1]);
      for (const id of order) await next.library.remove(id);
    }
  });

  test('what was laid aside never undoes what the same tab has stored since', async () => {
    const tab = new Tab();
    tab.make('a', 'Before');
    const { save } = tab.keeper;
    vi.spyOn(tab.keeper, 'save').mockResolvedValue();
    tab.keeper.leave();
    const [key = ''] = Object.keys(localStorage).filter((one) => one.startsWith(name));
    const laid = localStorage.getItem(key) ?? '';
    tab.edit('After');
    await save.call(tab.keeper);
    expect(localStorage.getItem(key)).toBeNull();
    // Killed between storing and forgetting.
    localStorage.setItem(key, laid);
    const next = new Tab();
    await next.library.carryOutLeft((document) => document);
    expect(await titles(next.library)).toEqual(['After']);
  });

  test('looking on while the other edits neither overwrites nor revives', async () => {
    const [first, second] = await two();
    first.edit('Edited');
    await first.keeper.save();
    await second.keeper.save();
    expect(second.saving.other).toBe('changed');
    expect(await titles(first.library)).toEqual(['Edited']);
    await first.library.remove('a');
    await second.keeper.save();
    expect(await titles(first.library)).toEqual([]);
  });

  test('know of each other at once, and until one leaves', async () => {
    const [first, second] = await two();
    first.listen();
    second.listen();
    await expect.poll(() => second.saving.other).toBe('open');
    expect(first.saving.other).toBeNull();
    first.keeper.say('left');
    await expect.poll(() => second.saving.other).toBeNull();
    first.edit('Edited');
    await first.keeper.save();
    await expect.poll(() => second.saving).toMatchObject({ other: 'changed', theirs: 'a' });
    second.keeper.keepAsCopy();
    await expect.poll(() => titles(first.library)).toEqual(['Edited', 'Shared (copy)']);
  });
});

describe('a storage that fails', () => {
  test('is told apart when it is full, and nothing throws', async () => {
    const tab = new Tab();
    tab.make('a', 'One');
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    });
    await tab.keeper.save();
    expect(tab.saving.failed).toBe('full');
    expect(tab.keeper.isAtRisk()).toBe(true);
    vi.restoreAllMocks();
    tab.edit('Two');
    await tab.keeper.save();
    expect(tab.saving.failed).toBeNull();
    expect(await titles(tab.library)).toEqual(['Two']);
  });

  test('that never answers is waited for once, and not as long again', async () => {
    vi.useFakeTimers();
    try {
      vi.spyOn(indexedDB, 'open').mockReturnValue({} as IDBOpenDBRequest);
      const tab = new Tab();
      const first = tab.library.fetch('a');
      await vi.advanceTimersByTimeAsync(3_000);
      expect(await first).toBeNull();
      tab.make('a', 'One');
      const saving = tab.keeper.save();
      await vi.advanceTimersByTimeAsync(200);
      await saving;
      expect(tab.saving.failed).toBe('denied');
    } finally {
      vi.useRealTimers();
    }
  });

  test('that is not there at all answers nothing and loses nothing', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('No.', 'SecurityError');
    });
    const tab = new Tab();
    expect(await tab.library.last()).toBeNull();
    expect(await tab.library.list()).toBeNull();
    tab.make('a', 'One');
    await tab.keeper.save();
    expect(tab.saving.failed).toBe('denied');
    // Something else is opened: what is not stored stays in this tab, and is stored as soon as that
    // works.
    tab.edit('One, edited');
    const saving = tab.keeper.save();
    tab.make('b', 'Other');
    await saving;
    expect(tab.keeper.unstored('a')?.document).toEqual(titled('One, edited'));
    vi.restoreAllMocks();
    await tab.keeper.save();
    await expect.poll(() => titles(tab.library)).toEqual(['One, edited', 'Other']);
    expect(tab.keeper.isAtRisk()).toBe(false);
  });
});
