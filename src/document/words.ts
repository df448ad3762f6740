/**
 * How this folder speaks: values quoted shortly, parts by their name, wrong words with the nearest
 * right one.
 */
import type { DocumentNode } from './types.ts';

/** By kind id. */
type Titles = Readonly<Record<string, { readonly title: string }>>;

/** Quotes a value of any size in at most about 40 characters. */
export function show(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return JSON.stringify(shorten(value));
  if (typeof value === 'number') return Object.is(value, -0) ? '0' : String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

function shorten(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 37)}…`;
}

/** How a node is called on the table: by its own name, else by its kind's title. */
export function nameOf(node: DocumentNode, specs: Titles): string {
  return node.name ?? titleOf(node.kind, specs);
}

/** A kind's title; the kind's id where it is unknown. */
function titleOf(kind: string, specs: Titles): string {
  return specOf(kind, specs)?.title ?? kind;
}

/**
 * The kind's spec. Kinds come from documents, so that a kind named "constructor" must be unknown
 * like any other.
 */
export function specOf<T>(kind: string, specs: Readonly<Record<string, T>>): T | undefined {
  return Object.hasOwn(specs, kind) ? specs[kind] : undefined;
}

/** ` Did you mean "rate"?` for "rte"; empty when nothing is near, else with a leading space. */
export function didYouMean(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === null ? '' : ` Did you mean ${JSON.stringify(near)}?`;
}

/** The known word with the fewest letters changed, when that is at most two in five of them. */
function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let fewest = Math.max(1, Math.floor(word.length * 0.4)) + 1;
  if (word.length > 60) return null;
  for (const candidate of known) {
    const distance = changes(word.toLowerCase(), candidate.toLowerCase());
    if (distance < fewest) {
      fewest = distance;
      best = candidate;
    }
  }
  return best;
}

/** How many letters must be added, left out or replaced to get from one word to the other. */
function changes(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = (row[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}

/** "1 node", "3 nodes". */
export function count(n: number, one: string): string {
  return n === 1 ? `1 ${one}` : `${n} ${one}s`;
}
