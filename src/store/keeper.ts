/**
 * Keeps the diagram on the table stored as it changes, and watches for other tabs that do the same.
 * Two tabs on one diagram never write over each other: the one that comes second goes on with a
 * copy under an id of its own, so that nothing is lost, in any order of events.
 */
import type { SceneDocument } from '../document/types.ts';
import type { Library, SaveOutcome } from './library.ts';
import { randomId } from './random-id.ts';
import { QUIET, type Saving } from './saving.ts';
import type { StoredDocument, Wish } from './stored.ts';

/** What is on the table, as it would be stored. */
export interface Shown {
  id: string;
  document: SceneDocument;
  /** Simulated microseconds. */
  at: number;
  playing: boolean;
}

/** The diagram a tab keeps. */
interface Held {
  readonly id: string;
  /** The stamp it was read under; null when it was made here. */
  readonly base: string | null;
  /** As it was last read or stored; null when it never was. */
  stored: SceneDocument | null;
}

/** What tabs call to each other. */
interface Call {
  call: 'open' | 'here' | 'left' | 'saved';
  id: string;
  tab: string;
}

/** The part of a BroadcastChannel that is needed. */
export interface Channel {
  postMessage(call: unknown): void;
  onmessage: ((event: MessageEvent) => void) | null;
}

interface Surroundings {
  library: Library;
  /** Null while a guest is shown. */
  shown: () => Shown | null;
  /** Says how the saving goes, whenever that changes. */
  publish: (saving: Saving) => void;
  /** The diagram shown goes on under this id, as a copy. */
  becomeCopy: (id: string) => void;
  /** The title that sets a copy apart. */
  titled: (document: SceneDocument) => SceneDocument;
  /** Milliseconds since 1970. */
  clock: () => number;
}

export class Keeper {
  private readonly tab = randomId();
  private held: Held | null = null;
  private changes = 0;
  private channel: Channel | null = null;
  private saving = QUIET;
  /**
   * Diagrams put aside while the browser would not store them, by id: they live here until it
   * does.
   */
  private readonly stranded = new Map<string, Wish>();

  private readonly around: Surroundings;

  constructor(around: Surroundings) {
    this.around = around;
  }

  /** Listens to the other tabs from now on. */
  join(channel: Channel): void {
    this.channel = channel;
    channel.onmessage = ({ data }) => this.hear(data as Call);
    this.say('open');
  }

  /**
   * What is shown from now on: read from the store, made by a first edit (`base` null), or a guest
   * (null).
   */
  take(held: Held | null): void {
    if (this.held?.id !== held?.id) this.say('left');
    this.held = held;
    this.publish({ other: null, theirs: null });
    if (held !== null && held.base !== null) this.say('open');
  }

  /** Stores what is shown, unless another tab stored the same diagram since it was read here. */
  async save(): Promise<void> {
    const { held } = this;
    const wish = this.wish();
    if (held === null || wish === null) return;
    const outcome = await this.around.library.save(wish);
    if (this.held === held) this.saved(held, wish, outcome);
    else if (wish.isDirty) await this.savedBehind(wish, outcome);
  }

  /** The page may be gone the next moment. */
  leave(): void {
    const wish = this.wish();
    if (wish === null) return;
    this.around.library.leave(wish);
    void this.save();
  }

  /** To the other tabs: this one shows the diagram again, or no longer. */
  say(call: 'open' | 'left'): void {
    if (this.held !== null) this.call(call, this.held.id);
  }

  /** Whether closing the page would lose something. */
  isAtRisk(): boolean {
    return this.saving.failed !== null && (this.isDirty() || this.stranded.size > 0);
  }

  /** A diagram of this tab that the browser has not stored yet. */
  unstored(id: string): StoredDocument | null {
    return this.stranded.get(id)?.record ?? null;
  }

  /** What is shown goes on as a copy, beside what another tab has made of it. */
  keepAsCopy(): void {
    const id = randomId();
    this.say('left');
    this.held = { id, base: null, stored: null };
    this.around.becomeCopy(id);
    this.publish({ other: null, theirs: null });
    void this.save();
  }

  /** The other tab's doing is known and needs no more words. */
  dismiss(): void {
    this.publish({ other: null });
  }

  private isDirty(): boolean {
    const shown = this.around.shown();
    return shown !== null && this.held !== null && this.held.stored !== shown.document;
  }

  private wish(): Wish | null {
    const shown = this.around.shown();
    const { held, tab } = this;
    if (shown === null || held === null || held.id !== shown.id) return null;
    const { id, document, at, playing } = shown;
    const isDirty = this.isDirty();
    if (isDirty) this.changes += 1;
    const stamp = `${tab}.${this.changes}`;
    const record = { document, at, playing, savedAt: this.around.clock(), stamp };
    return { id, tab, base: held.base, isDirty, record };
  }

  private saved(held: Held, wish: Wish, outcome: SaveOutcome): void {
    if (outcome === 'full' || outcome === 'denied') {
      this.publish({ failed: outcome });
      return;
    }
    this.publish({ failed: null });
    void this.bringIn();
    if (outcome === 'saved') {
      held.stored = wish.record.document as SceneDocument;
      if (wish.isDirty) this.call('saved', held.id);
    } else if (outcome === 'changed') {
      if (wish.isDirty) this.keepAsCopy();
      this.publish({ theirs: held.id, other: wish.isDirty ? 'copied' : 'changed' });
    }
  }

  /** Something else is shown by now, and yet nothing may be lost. */
  private async savedBehind(wish: Wish, outcome: SaveOutcome): Promise<void> {
    const isFailed = outcome === 'full' || outcome === 'denied';
    if (isFailed) {
      this.stranded.set(wish.id, wish);
      this.publish({ failed: outcome });
    } else if (outcome === 'changed') {
      const document = this.around.titled(wish.record.document as SceneDocument);
      await this.around.library.add(randomId(), { ...wish.record, document });
    }
  }

  /** The browser stores again: what had to wait is stored, too. */
  private async bringIn(): Promise<void> {
    for (const wish of [...this.stranded.values()]) {
      this.stranded.delete(wish.id);
      await this.savedBehind(wish, await this.around.library.save(wish));
    }
  }

  private publish(saving: Partial<Saving>): void {
    this.saving = { ...this.saving, ...saving };
    this.around.publish(this.saving);
  }

  private call(call: Call['call'], id: string): void {
    this.channel?.postMessage({ call, id, tab: this.tab } satisfies Call);
  }

  private hear({ call, id, tab }: Call): void {
    if (tab === this.tab || this.held?.id !== id) return;
    const { other } = this.saving;
    if (call === 'open') this.call('here', id);
    else if (call === 'here' && other === null) this.publish({ other: 'open', theirs: id });
    else if (call === 'left' && other === 'open') this.publish({ other: null, theirs: null });
    // Where something was changed here too, the next save finds out and makes a copy.
    else if (call === 'saved' && !this.isDirty()) this.publish({ other: 'changed', theirs: id });
  }
}
