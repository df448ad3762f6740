/**
 * The kinds this page knows: the catalogue names all there are, and each one's spec is fetched when
 * something that names it is about to be opened, placed or pasted. All that the open document needs
 * is here before it can be edited.
 */
import type { Entries, Entry } from '../document/entry.ts';
import type { Spec, Specs } from '../document/spec.ts';
import { Fetched } from '../lib/fetched.ts';
import { tableOf } from '../lib/table.ts';

/** How to fetch a kind's spec; undefined for an unknown kind. */
type Source = (kind: string) => (() => Promise<Spec>) | undefined;

let offered: Entries = tableOf([]);
let fetched = new Fetched<Spec>(() => undefined);

/**
 * Called once at start-up.
 * @param here those that need not be fetched
 */
export function provideKinds(
  catalogue: readonly Entry[],
  source: Source,
  here: readonly Spec[],
): void {
  offered = tableOf(catalogue.map((entry) => [entry.kind, entry] as const));
  fetched = new Fetched(source, tableOf(here.map((spec) => [spec.kind, spec] as const)));
}

/** These kinds are all there are, and all are here. */
export function provideSpecs(specs: Specs): void {
  const all = Object.values(specs);
  provideKinds(all, () => undefined, all);
}

/** Every kind there is, in the palette's order. */
export function entries(): Entries {
  return offered;
}

/** Undefined for an unknown part, which is kept and drawn grey. */
export function entryOf(kind: string): Entry | undefined {
  return offered[kind];
}

/** The specs of the kinds that are here. */
export function specs(): Specs {
  return fetched.here;
}

/** Undefined for a part that is unknown or not here yet. */
export function specOf(kind: string): Spec | undefined {
  return fetched.here[kind];
}

/** Whether everything is here that these can bring. */
export function areHere(kinds: readonly string[]): boolean {
  return fetched.missing(kinds).length === 0;
}

/** Throws `NotFetched`. */
export function fetchSpecs(kinds: readonly string[]): Promise<void> {
  return fetched.load(kinds);
}
