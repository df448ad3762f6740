/**
 * Links that something has happened to: 100,000 of both codecs, changed at random in their
 * characters, or in the rows that they carry. Each opens or says why not; none throws.
 */
import { readFileSync } from 'node:fs';
import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import { expect, test } from 'vitest';
import { specs as real } from '../kinds/specs.ts';
import { DICTIONARY_1, DICTIONARY_2 } from './dictionary.ts';
import { everything, specs as madeUp } from './document.test-support.ts';
import { decodeLink, encodeLink } from './link.ts';
import { checkOf, fromBase64Url, toBase64Url } from './link-text.ts';
import type { Specs } from './spec.ts';

const COUNT = 100_000;
/** One in so many is changed in its rows: packing takes its time. */
const ROWS_EVERY = 20;
const DICTIONARIES = { 1: strToU8(DICTIONARY_1), 2: strToU8(DICTIONARY_2) };

interface Whole {
  readonly link: string;
  readonly codec: 1 | 2;
  readonly specs: Specs;
  /** What it carries, unpacked. */
  readonly text: string;
}

function whole(link: string, codec: 1 | 2, specs: Specs): Whole {
  const payload = link.slice(link.indexOf(`d${codec}=`) + 3, -7);
  const bytes = fromBase64Url(payload);
  if (bytes === null) throw new Error('A link of the corpus is damaged.');
  const text = strFromU8(inflateSync(bytes, { dictionary: DICTIONARIES[codec] }));
  return { link, codec, specs, text };
}

const old = JSON.parse(readFileSync(new URL('./fixtures/links.json', import.meta.url), 'utf8')) as {
  kinds: string;
  link: string;
}[];
const links: Whole[] = [
  ...old.map(({ kinds, link }) =>
    whole(link, link.includes('d2=') ? 2 : 1, kinds === 'real' ? real : madeUp),
  ),
  whole(encodeLink(everything(), madeUp).fragment, 2, madeUp),
];

/** What rows are made of, and what trips programs up. */
const PIECES = [
  ...['[', ']', '{', '}', ',', ':', '"', '0', '-1', '1e99', 'null', 'true', '~', '[[]]', '{}'],
  ...['"toString"', '"__proto__"', '"constructor"', '"s~"', '"http"', '"set-edge"', '""'],
];

test(`${COUNT} changed links open or say why not`, () => {
  let state = 20_261_130;
  const below = (most: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % most;
  };
  const pick = <T>(all: readonly T[]): T => all[below(all.length)] as T;
  const changed = (text: string, piece: () => string): string => {
    const at = below(text.length);
    const cut = below(4);
    return text.slice(0, at) + (cut === 0 || below(3) > 0 ? piece() : '') + text.slice(at + cut);
  };
  const packed = ({ codec, text }: Whole): string => {
    let rows = text;
    for (let times = 1 + below(3); times > 0; times--) rows = changed(rows, () => pick(PIECES));
    const bytes = deflateSync(strToU8(rows), { level: 1, dictionary: DICTIONARIES[codec] });
    const payload = toBase64Url(bytes);
    return `#d${codec}=${payload}.${checkOf(payload, codec)}`;
  };
  const outcomes = new Map<string, number>();
  for (let i = 0; i < COUNT; i++) {
    const from = pick(links);
    const hasOtherRows = i % ROWS_EVERY === 0;
    const text = hasOtherRows
      ? packed(from)
      : changed(from.link, () => String.fromCharCode(33 + below(94)));
    const opened = decodeLink(text, from.specs);
    if (!opened.ok && !(opened.error.message && opened.error.next)) throw new Error(text);
    const outcome = `${hasOtherRows ? 'rows' : 'text'} ${opened.ok ? opened.kind : 'rejected'}`;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }
  // Of changed characters few pass for a whole link (those before the scene say where to look), of
  // changed rows some mean a diagram.
  expect(outcomes.get('text document') ?? 0).toBeLessThan(COUNT / 50);
  expect(outcomes.get('rows document')).toBeGreaterThan(100);
  expect(outcomes.get('rows rejected')).toBeGreaterThan(1000);
});
