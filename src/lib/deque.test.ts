import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  createDeque,
  itemAt,
  keepOnly,
  listOf,
  popBack,
  popFront,
  pushBack,
  removeItem,
} from './deque.ts';

it('behaves as an array does, through any sequence of additions and removals', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.constant('push') },
    fc.constant('front'),
    fc.constant('back'),
    fc.constant('remove'),
    fc.constant('odd'),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.nat(), (steps, pick) => {
      const deque = createDeque<number>();
      let array: number[] = [];
      steps.forEach((what, n) => {
        if (what === 'push') {
          pushBack(deque, n);
          array.push(n);
        } else if (what === 'front') expect(popFront(deque)).toBe(array.shift() ?? null);
        else if (what === 'back') expect(popBack(deque)).toBe(array.pop() ?? null);
        else if (what === 'remove' && array.length > 0) {
          const item = array[pick % array.length]!;
          array = array.filter((other) => other !== item);
          expect(removeItem(deque, item)).toBe(true);
          expect(removeItem(deque, item)).toBe(false);
        } else if (what === 'odd' && n % 20 === 0) {
          array = array.filter((item) => item % 2 === 1);
          keepOnly(deque, (item) => item % 2 === 1);
        }
        expect(listOf(deque)).toEqual(array);
        expect(itemAt(deque, 2)).toBe(array[2] ?? null);
        expect(deque.ring.filter((place) => place !== null)).toHaveLength(array.length);
      });
    }),
  );
});
