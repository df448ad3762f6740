/**
 * A bad link says what is wrong with it and what to do, over a page that works. One link for every
 * error there is.
 */

import { expect, type Page, test } from '@playwright/test';
import { deflateSync, strToU8 } from 'fflate';
import { DICTIONARY_1 } from '../src/document/dictionary.ts';
import { errorCodes } from '../src/document/error.ts';
import { checkOf, toBase64Url } from '../src/document/link-text.ts';
import { card, cards, clockReaches, title } from './table.ts';

/** A link around any text, packed and checked as a real one. */
function around(text: string): string {
  const bytes = deflateSync(strToU8(text), { level: 9, dictionary: strToU8(DICTIONARY_1) });
  const payload = toBase64Url(bytes);
  return `#d1=${payload}.${checkOf(payload, 1)}`;
}

const EMPTY = { version: 1, title: 'Hostile', seed: 1, nodes: [], edges: [], commands: [] };
const scene = (parts: object): string => around(JSON.stringify({ ...EMPTY, ...parts }));
const server = (id: string, more: object = {}) => ({ id, kind: 'server', at: [0, 0], ...more });
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

const LINKS: Readonly<Record<string, readonly [link: string, sentence: RegExp]>> = {
  'not-json': [around('nonsense'), /JSON/],
  invalid: [scene({ nodes: [server('a', { config: { slots: 'many' } })] }), /"many"/],
  'newer-version': ['#d3=abc.abcdef', /made by a newer version/],
  'too-big': [`#d1=${'A'.repeat(70_000)}.AAAAAA`, /65536/],
  'too-deep': [around('['.repeat(900_000)), /deep|32/],
  'too-many-nodes': [scene({ nodes: many(2_001, (i) => server(`s${i}`)) }), /2001 nodes/],
  'too-many-edges': [
    scene({
      nodes: [server('a'), server('b')],
      edges: many(5_001, (i) => ({ id: `e${i}`, from: 'a', to: 'b' })),
    }),
    /5001 edges/,
  ],
  'too-many-commands': [
    scene({
      nodes: [server('a')],
      commands: many(10_001, (i) => ({ at: i, do: 'crash', node: 'a' })),
    }),
    /10001 commands/,
  ],
  'too-many-notes': [
    scene({ notes: many(501, (i) => ({ id: `n${i}`, text: '', at: [0, 0] })) }),
    /501 notes/,
  ],
  'too-many-steps': [scene({ steps: many(101, (at) => ({ at, text: '' })) }), /101 steps/],
  'too-many-conditions': [scene({ conditions: many(51, () => ({ error: true })) }), /51 stops/],
  'too-many-ranks': [
    scene({
      nodes: many(21, (i) =>
        server(`s${i}`, { config: { service: { dist: 'zipf', n: 100_000, s: 1 + i / 100 } } }),
      ),
    }),
    /2100000 integers/,
  ],
  'string-too-long': [scene({ title: 'x'.repeat(65_537) }), /65537/],
  'not-finite': [around('{"t":"x","s":1e999}'), /1e\+?999|Infinity|finite/],
  'forbidden-key': [around('{"t":"x","__proto__":{"polluted":1}}'), /__proto__/],
  'duplicate-id': [scene({ nodes: [server('twin'), server('twin')] }), /"twin"/],
  'unknown-edge': [scene({ conditions: [{ verb: 'cut', edge: 'gone' }] }), /no such edge/],
  'unknown-node': [
    scene({ nodes: [server('a')], edges: [{ id: 'e', from: 'a', to: 'ghost' }] }),
    /"ghost"/,
  ],
  'bad-frame': [scene({ nodes: [server('a'), server('b', { in: 'a' })] }), /not a frame/],
  'bad-edge': [
    scene({
      nodes: [server('a'), { id: 'web', kind: 'client', at: [0, 0] }],
      edges: [{ id: 'e', from: 'web', to: 'web' }],
    }),
    /itself/,
  ],
  'cut-off': ['#d1=', /cut off/],
  damaged: ['#d0=abc.abcdef', /no version has made/],
};

const problem = (page: Page) => page.getByRole('alert', { name: 'This could not be opened' });

test('every error of a link has its link here', () => {
  expect(new Set(Object.keys(LINKS))).toEqual(new Set(errorCodes));
});

test('each error is explained by a sentence and a next step, and the page works below it', async ({
  page,
}) => {
  test.slow();
  const sentences = new Set<string>();
  for (const [code, [link, sentence]] of Object.entries(LINKS)) {
    await test.step(code, async () => {
      await page.goto('about:blank');
      await page.goto(`/${link}`);
      await expect(problem(page).getByText(code, { exact: true })).toBeVisible();
      await expect(problem(page)).toContainText(sentence);
      const [said = '', next = ''] = await problem(page).getByRole('paragraph').allInnerTexts();
      expect(said).toMatch(/^.+\.$/s);
      expect(next).toMatch(/^[A-Z].+\.$/);
      sentences.add(said);
      // Never a blank canvas: the first scene is there, and it runs.
      await expect(cards(page)).toHaveCount(5);
      await clockReaches(page, 1);
    });
  }
  expect(sentences.size).toBe(Object.keys(LINKS).length);
  await problem(page).getByRole('button', { name: 'Close' }).click();
  await expect(problem(page)).toBeHidden();
});

test('a bad link does not disturb what I am working on', async ({ page }) => {
  await page.goto('/#x=read-replicas');
  await expect(card(page, 'primary')).toBeVisible();
  await title(page).fill('My replicas');
  await title(page).press('Enter');
  await page.goto('/#d0=abc.abcdef');
  await expect(problem(page)).toBeVisible();
  await expect(title(page)).toHaveValue('My replicas');
  await page.goto('/#x=no-such-scene');
  await expect(problem(page)).toContainText('There is no scene called “no-such-scene”.');
  await expect(title(page)).toHaveValue('My replicas');
});
