import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FEWEST, SlidingWindow } from './sliding-window.ts';

test('says of any values at any times what sorting those of the last span says', () => {
  const values = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 8 }), fc.integer({ min: 0, max: 9 })),
    {
      maxLength: 200,
    },
  );
  fc.assert(
    fc.property(values, fc.constantFrom(50, 95, 99), (list, percentile) => {
      const window = new SlidingWindow(100, 5);
      const held: [number, number][] = [];
      let now = 0;
      for (const [wait, value] of list) {
        now += wait;
        window.add(now, value);
        held.push([now, value]);
        const last = held.filter(([at]) => at > now - 100).map(([, one]) => one);
        const rank = Math.ceil((percentile * last.length) / 100);
        const found = last.sort((a, b) => a - b)[rank - 1] as number;
        expect(window.count).toBe(last.length);
        expect(window.percentile(percentile)).toBe(found);
        expect(window.isAbove(percentile)).toBe(last.length >= FEWEST && found > 5);
      }
    }),
  );
});

test('goes back to a snapshot, however it went on', () => {
  const window = new SlidingWindow(1_000, 5);
  for (let i = 0; i < 40; i++) window.add(i, i);
  const snapshot = window.snapshot();
  for (let i = 40; i < 3_000; i++) window.add(i, 0);
  expect(window.isAbove(50)).toBe(false);
  window.restore(snapshot);
  expect([window.count, window.percentile(50), window.isAbove(50)]).toEqual([40, 19, true]);
  window.clear();
  window.add(41, 9);
  expect([window.count, window.isAbove(50)]).toEqual([1, false]);
});
