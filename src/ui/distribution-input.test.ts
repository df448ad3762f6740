import { expect, test } from 'vitest';
import { meanOf } from '../lib/distribution.ts';
import type { Distribution } from '../lib/distribution-check.ts';
import { assertDistribution } from '../lib/distribution-check.ts';
import { reshape } from './distribution-input.tsx';

const shapes: readonly Distribution['dist'][] = [
  'constant',
  'uniform',
  'exponential',
  'lognormal',
  'pareto',
  'zipf',
  'empirical',
];

test('every shape can be taken from every other, whatever the mean', () => {
  for (const mean of [0, 0.004, 1, 50, 1e6]) {
    for (const from of shapes) {
      for (const to of shapes) {
        const shape = reshape(reshape({ dist: 'constant', value: mean }, from), to);
        expect(shape.dist).toBe(to);
        expect(() => assertDistribution(shape)).not.toThrow();
      }
    }
  }
});

test('the mean stays where the shape allows it', () => {
  for (const to of ['constant', 'uniform', 'lognormal', 'pareto', 'empirical'] as const) {
    expect(meanOf(reshape({ dist: 'exponential', mean: 50 }, to))).toBeCloseTo(50, 0);
  }
});
