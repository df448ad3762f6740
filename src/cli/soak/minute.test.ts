/**
 * A minute of the soak in every run of the tests: the same diagrams each time; `SEED=7 npm run
 * unit` tries others, and `npm run soak` goes on for as long as it is told.
 */
import { describe, expect, test } from 'vitest';
import { kinds } from '../../kinds/kinds.ts';
import type { Trial } from './check.ts';
import { CHECKS, put, trialOf } from './checks.ts';
import { shrink } from './shrink.ts';

/** So many take about a minute, all checks together. */
const DIAGRAMS = 300;
const ATTEMPTS = 200;
/** Some machines are slow, and a failure is made smaller. */
const TIMEOUT_MS = 240_000;

const first = Number(process.env.SEED ?? 1) * 10_000;
const seeds = Array.from({ length: DIAGRAMS }, (_, i) => first + i);
const trials = new Map<number, Trial>();

function trialFor(seed: number): Trial {
  const trial = trials.get(seed) ?? trialOf(seed, kinds);
  trials.set(seed, trial);
  return trial;
}

describe(`of ${DIAGRAMS} random diagrams`, () => {
  test.each(CHECKS.map((check) => [check.name, check.about, check] as const))(
    '%s: %s',
    (_name, _about, check) => {
      for (const seed of seeds) {
        const trial = trialFor(seed);
        const finding = put(check, trial, seed);
        if (finding === null) continue;
        const judge = (smaller: Trial) => put(check, smaller, seed);
        const small = shrink({ trial, finding }, judge, ATTEMPTS);
        const { sentence, document } = small.finding;
        const again = `npm run -s soak -- --seed ${seed} --only ${check.name}`;
        expect.fail(`${sentence}\n${again}\n${JSON.stringify(document)}`);
      }
    },
    TIMEOUT_MS,
  );
});
