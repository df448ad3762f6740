/**
 * Whatever is done to whatever stands there, in any order: what the document says of a moment, as
 * the inspector reads it, is what the run's kernel has. All deeds there are take part, those that
 * only a kind outside the product's lists knows, too. `SEED=7` tries others.
 */
import { expect, test } from 'vitest';
import { deedNameOf, deeds } from '../../document/deeds.ts';
import { sceneAt } from '../../document/scene.ts';
import { kinds as product } from '../../kinds/kinds.ts';
import * as canary from '../../kinds/shared/canary.test-support.ts';
import type { Trial } from './check.ts';
import { faults } from './check-faults.ts';
import { put, trialOf } from './checks.ts';

const kinds = {
  ...product,
  specs: { ...product.specs, depot: canary.depotSpec, dock: canary.dockSpec },
  models: { ...product.models, depot: canary.depotModel, dock: canary.dockModel },
  pictures: { ...product.pictures, depot: canary.depotPicture, dock: canary.dockPicture },
};
/** Some machines are slow. */
const TIMEOUT_MS = 120_000;
const first = Number(process.env.SEED ?? 1) * 10_000;
const trials = Array.from(
  { length: 100 },
  (_, i) => [first + i, trialOf(first + i, kinds)] as const,
);

test(
  'documents say of every moment what the run has',
  () => {
    for (const [seed, trial] of trials) {
      const finding = put(faults, trial, seed);
      if (finding === null) continue;
      expect.fail(`seed ${seed}: ${finding.sentence}\n${JSON.stringify(finding.document)}`);
    }
  },
  TIMEOUT_MS,
);

test('among them are all deeds, and some that no longer apply', () => {
  const done = new Set(trials.flatMap(([, { document }]) => document.commands.map(deedNameOf)));
  const own = Object.values(kinds.specs).flatMap(({ actions = {} }) => Object.keys(actions));
  expect(own).toContain('shake');
  const all = [...Object.keys(deeds).filter((name) => name !== 'act'), ...own];
  expect([...done].toSorted()).toEqual([...new Set(all)].toSorted());
  expect(trials.filter(([, trial]) => skippedIn(trial) > 0).length).toBeGreaterThan(15);
});

function skippedIn({ document, until }: Trial): number {
  return sceneAt(document, until / 1000, kinds.specs).skipped.length;
}
