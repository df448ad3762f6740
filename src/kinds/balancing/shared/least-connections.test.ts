import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Backend, release, take } from './backend.ts';
import { createLeastConnections, pickLeastConnections } from './least-connections.ts';
import { backendsOf, countOf, setHealth } from './test-support.ts';

/** A balancer's backends, chosen from and given back by position. */
function lineOf(weights: readonly number[]) {
  const members = backendsOf(weights);
  const moves = { moves: 0 };
  const state = createLeastConnections(members, moves);
  return {
    members,
    pick(): number {
      const at = pickLeastConnections(state, members, moves);
      if (at >= 0) take(members[at] as Backend, moves);
      return at;
    },
    release: (at: number): void => release(members[at] as Backend, moves),
  };
}

const weightsOf = fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 6 });

describe('least connections of HAProxy', () => {
  test('idle ones take turns, whatever they weigh', () => {
    fc.assert(
      fc.property(weightsOf, fc.integer({ min: 1, max: 5 }), (weights, rounds) => {
        const line = lineOf(weights);
        const picks = Array.from({ length: rounds * weights.length }, () => {
          const at = line.pick();
          line.release(at);
          return at;
        });
        expect(picks).toEqual(picks.map((_, n) => n % weights.length));
      }),
    );
  });

  test('whoever became idle first is first', () => {
    const line = lineOf([1, 1, 1]);
    expect([line.pick(), line.pick(), line.pick()]).toEqual([0, 1, 2]);
    for (const at of [2, 0, 1]) line.release(at);
    expect([line.pick(), line.pick(), line.pick()]).toEqual([2, 0, 1]);
  });

  test('one that was out stands behind its equals', () => {
    const line = lineOf([1, 1, 1]);
    const [first] = line.members as [Backend, Backend, Backend];
    setHealth(first, 'unhealthy');
    expect(line.pick()).toBe(1);
    line.release(1);
    setHealth(first, 'healthy');
    expect([line.pick(), line.pick(), line.pick()]).toEqual([2, 1, 0]);
  });

  test('what is kept is spread by weight', () => {
    fc.assert(
      fc.property(weightsOf, fc.integer({ min: 2, max: 4 }), (weights, rounds) => {
        const line = lineOf(weights);
        const total = rounds * weights.reduce((all, weight) => all + weight, 0);
        const counts = countOf(Array.from({ length: total }, line.pick), weights.length);
        counts.forEach((count, at) => {
          expect(Math.abs(count - rounds * (weights[at] as number))).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
});
