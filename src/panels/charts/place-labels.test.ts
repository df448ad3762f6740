import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeLabels } from './place-labels.ts';

test('a label that has room stands where it wishes', () => {
  expect(placeLabels([50, 20], 10, 0, 100)).toEqual([45, 15]);
});

test('labels that wish for one place are pushed apart, in the order of their wishes', () => {
  expect(placeLabels([50, 50, 50], 10, 0, 100)).toEqual([45, 55, 65]);
  expect(placeLabels([99, 98], 10, 0, 100)).toEqual([90, 80]);
  expect(placeLabels([0, 1], 10, 0, 100)).toEqual([0, 10]);
});

test('none covers another, and all stay within as long as they fit', () => {
  const wishes = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(wishes, (list) => {
      const tops = placeLabels(list, 12, 0, 100);
      const sorted = [...tops].sort((a, b) => a - b);
      for (const [at, top] of sorted.entries()) {
        if (at > 0) expect(top - (sorted[at - 1] ?? 0)).toBeGreaterThanOrEqual(12);
      }
      expect(sorted[0]).toBeGreaterThanOrEqual(0);
      expect((sorted.at(-1) ?? 0) + 12).toBeLessThanOrEqual(100);
    }),
  );
});
