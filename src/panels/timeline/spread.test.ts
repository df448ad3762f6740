import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ROOM, spread } from './spread.ts';

test('marks far enough apart stand where they belong', () => {
  expect(spread([10, 34, 200], 400, 4)).toEqual([
    { x: 10, items: [0] },
    { x: 34, items: [1] },
    { x: 200, items: [2] },
  ]);
});

test('three at the same moment fan out around it, in their order', () => {
  expect(spread([100, 100, 100], 400, 4)).toEqual([
    { x: 76, items: [0] },
    { x: 100, items: [1] },
    { x: 124, items: [2] },
  ]);
});

test('at the end of the line they fan out inwards', () => {
  expect(spread([0, 0], 400, 4).map(({ x }) => x)).toEqual([0, 24]);
  expect(spread([400, 400], 400, 4).map(({ x }) => x)).toEqual([376, 400]);
});

test('too many for that become one mark that stands for all', () => {
  expect(spread([100, 101, 102, 103, 104], 400, 4)).toEqual([{ x: 102, items: [0, 1, 2, 3, 4] }]);
});

test('fanned marks push their neighbours along', () => {
  const spots = spread([100, 100, 120], 400, 4);
  expect(spots.map(({ items }) => items)).toEqual([[0], [1], [2]]);
  expect(spots[2]!.x - spots[1]!.x).toBeCloseTo(ROOM);
});

test('whatever the marks, none lies on another, none is lost, and order is kept', () => {
  const places = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 40 });
  fc.assert(
    fc.property(places, fc.integer({ min: 1, max: 5 }), (xs, most) => {
      const spots = spread(xs, 300, most);
      expect(spots.flatMap(({ items }) => items).toSorted((a, b) => a - b)).toEqual(
        xs.map((_, index) => index),
      );
      for (const [index, spot] of spots.entries()) {
        const before = spots[index - 1];
        if (before !== undefined) expect(spot.x - before.x).toBeGreaterThanOrEqual(ROOM - 1e-6);
      }
      const order = spots.flatMap(({ items }) => items).map((item) => xs[item]!);
      expect(order).toEqual(xs.toSorted((a, b) => a - b));
    }),
  );
});
