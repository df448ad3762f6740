/**
 * Things that are fetched by name when they are first needed: each once, however many ask for it,
 * and once more after it could not be had.
 */
import { emptyTable, own } from './table.ts';

/** How to fetch what has that name; undefined where there is no such thing. */
type Source<T> = (name: string) => (() => Promise<T>) | undefined;

/** Some of what was asked for could not be had. */
export class NotFetched extends Error {
  readonly names: readonly string[];

  constructor(names: readonly string[]) {
    super(`Not fetched: ${names.join(', ')}.`);
    this.names = names;
  }
}

export class Fetched<T> {
  /** What is here, by name. */
  readonly here: { [name: string]: T };
  private readonly coming = new Map<string, Promise<void>>();
  private readonly source: Source<T>;

  /** @param here what need not be fetched */
  constructor(source: Source<T>, here: Readonly<Record<string, T>> = {}) {
    this.source = source;
    this.here = Object.assign(emptyTable<T>(), here);
  }

  /** Which of these there are, but not here yet. */
  missing(names: Iterable<string>): string[] {
    return [...new Set(names)].filter(
      (name) => own(this.here, name) === undefined && this.source(name) !== undefined,
    );
  }

  /** Done when all of these are here that there are. Throws `NotFetched`. */
  async load(names: Iterable<string>): Promise<void> {
    const wanted = this.missing(names);
    const outcomes = await Promise.allSettled(wanted.map((name) => this.fetch(name)));
    const lost = wanted.filter((_, index) => outcomes[index]?.status === 'rejected');
    if (lost.length > 0) throw new NotFetched(lost);
  }

  private fetch(name: string): Promise<void> {
    const under = this.coming.get(name);
    if (under !== undefined) return under;
    const coming = this.take(name).finally(() => this.coming.delete(name));
    this.coming.set(name, coming);
    return coming;
  }

  private async take(name: string): Promise<void> {
    const thing = await this.source(name)?.();
    if (thing !== undefined) this.here[name] = thing;
  }
}
