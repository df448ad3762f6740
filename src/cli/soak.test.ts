import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { validate } from '../document/schema.ts';
import { kinds as product } from '../kinds/kinds.ts';
import type { Kinds } from '../run/kinds.ts';
import type { Model } from '../sim/model.ts';
import { printed } from './printed.test-support.ts';
import { CHECKS } from './soak/checks.ts';
import { soak } from './soak.ts';

const run = (args: string[], kinds?: Kinds) =>
  printed(() => (kinds === undefined ? soak(args) : soak(args, kinds)));

/** Servers that hide what they hold. */
const broken: Kinds = {
  ...product,
  models: { ...product.models, server: { ...(product.models.server as Model), held: () => [] } },
};

test('says in one line how much it tried when all holds', async () => {
  const { code, out, err } = await run(['--seconds', '1', '--only', 'valid,travel']);
  expect(err).toBe('');
  expect(out).toMatch(
    /^\d+ diagrams from seed 1, \d+ events, .* s simulated \(.* a second\), 2 checks each: all hold\n$/,
  );
  expect(code).toBe(0);
});

test('prints what fails as a small valid document, with seed and sentence, and the seed fails again', async () => {
  const { code, out, err } = await run(
    ['--seconds', '60', '--seed', '3', '--only', 'conservation'],
    broken,
  );
  expect(code).toBe(1);
  const [, seed = ''] = /^seed (\d+), conservation: At .* count as in flight/.exec(err) ?? [];
  const document = JSON.parse(out);
  expect(document.title).toContain(`conservation, seed ${seed}`);
  expect(validate(document, product.specs).ok).toBe(true);
  expect(document.nodes.length).toBeLessThanOrEqual(4);
  const again = await run(['--seconds', '1', '--seed', seed, '--only', 'conservation'], broken);
  expect(again.out).toBe(out);

  const file = join(mkdtempSync(join(tmpdir(), 'sandtable-')), 'found.json');
  writeFileSync(file, out);
  const until = /run to ([\d.]+) ms/.exec(err)?.[1] ?? '';
  expect((await run([file, '--until', `${until}ms`, '--only', 'valid'])).code).toBe(0);
}, 60_000);

test('--list says what each check holds to be true', async () => {
  const { code, out } = await run(['--list']);
  expect(code).toBe(0);
  expect(out.trimEnd().split('\n')).toHaveLength(CHECKS.length);
  expect(out).toMatch(/^conservation: Whatever was sent/m);
});

test.each([
  [['--seconds', 'long'], /--seconds long/],
  [['--seed', '1.5'], /--seed 1.5/],
  [['--only', 'everything'], /no check "everything".*conservation/],
  [['--frobnicate'], /frobnicate/],
  [['no-such-file.json'], /no-such-file/],
])('%j exits 2 and says what is wrong', async (args, words) => {
  const { code, err } = await run(args);
  expect(code).toBe(2);
  expect(err).toMatch(words);
});
