import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Backend } from './backend.ts';
import {
  carryDynamic,
  createDynamicRoundRobin,
  type DynamicRoundRobin,
  pickDynamic,
} from './dynamic-round-robin.ts';
import { backendsOf, countOf, setHealth } from './test-support.ts';

function pickMany(state: DynamicRoundRobin, members: readonly Backend[], count: number): number[] {
  return Array.from({ length: count }, () => pickDynamic(state, members));
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

/** Weights, then changes to them: who, to what, and how many picks later. */
const history = fc.record({
  weights: fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 2, maxLength: 5 }),
  changes: fc.array(
    fc.record({
      who: fc.nat({ max: 4 }),
      weight: fc.integer({ min: 0, max: 10 }),
      picks: fc.integer({ min: 0, max: 30 }),
    }),
    { maxLength: 12 },
  ),
});

describe('the rotation of HAProxy', () => {
  test('goes on in its order when a backend leaves after the first pick and returns', () => {
    const members = backendsOf([1, 1, 1]);
    const state = createDynamicRoundRobin(members);
    expect(pickMany(state, members, 1)).toEqual([0]);
    (members[1] as Backend).weight = 0;
    expect(pickMany(state, members, 5)).toEqual([2, 0, 2, 0, 2]);
    (members[1] as Backend).weight = 1;
    expect(pickMany(state, members, 6)).toEqual([0, 2, 1, 0, 2, 1]);
  });

  test('takes a backend that is out for one that left', () => {
    fc.assert(
      fc.property(history, ({ weights, changes }) => {
        const [drained, failing] = [backendsOf(weights), backendsOf(weights)];
        const [one, other] = [createDynamicRoundRobin(drained), createDynamicRoundRobin(failing)];
        for (const { who, weight, picks } of changes) {
          const at = who % weights.length;
          const isOut = weight % 2 === 0;
          (drained[at] as Backend).weight = isOut ? 0 : (weights[at] as number);
          setHealth(failing[at] as Backend, isOut ? 'unhealthy' : 'healthy');
          expect(pickMany(one, drained, picks)).toEqual(pickMany(other, failing, picks));
        }
      }),
    );
  });

  test('gives each its weight again once a period has passed after any changes', () => {
    fc.assert(
      fc.property(history, ({ weights, changes }) => {
        const members = backendsOf(weights);
        const state = createDynamicRoundRobin(members);
        for (const { who, weight, picks } of changes) {
          (members[who % weights.length] as Backend).weight = weight;
          pickMany(state, members, picks);
        }
        const now = members.map((member) => member.weight);
        if (sum(now) === 0) return;
        // A period counts sixteen notches for each unit of weight, and the one under way may be of
        // ten per backend.
        pickMany(state, members, 16 * 10 * weights.length + 16 * sum(now));
        const counts = countOf(pickMany(state, members, 16 * sum(now)), weights.length);
        counts.forEach((count, at) => {
          expect(Math.abs(count - 16 * (now[at] as number)), `${counts}`).toBeLessThanOrEqual(1);
        });
      }),
    );
  });

  test('is the same for those that stay when a backend is removed as when it leaves', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 2, maxLength: 5 }),
        fc.nat({ max: 4 }),
        fc.integer({ min: 0, max: 40 }),
        (weights, who, picks) => {
          const gone = who % weights.length;
          const [all, others] = [backendsOf(weights), backendsOf(weights)];
          const one = createDynamicRoundRobin(all);
          const other = createDynamicRoundRobin(others);
          pickMany(one, all, picks);
          pickMany(other, others, picks);
          (all[gone] as Backend).weight = 0;
          const left = others.filter((_, at) => at !== gone);
          const carried = carryDynamic(
            other,
            left.map((member) => others.indexOf(member)),
            left,
          );
          const names = pickMany(carried, left, 40).map((at) => left[at]?.id);
          expect(names).toEqual(pickMany(one, all, 40).map((at) => all[at]?.id));
        },
      ),
    );
  });
});
