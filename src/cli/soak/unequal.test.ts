import { expect, test } from 'vitest';
import { firstUnequal } from './unequal.ts';

test('says nothing of equal values, whatever holds them', () => {
  const value = () => ({
    a: [1, { b: new Float64Array([1, Number.NaN]) }],
    m: new Map([['x', 1]]),
  });
  expect(firstUnequal(value(), value())).toBeNull();
  expect(firstUnequal({ a: 1, b: 2 }, { b: 2, a: 1 })).toBeNull();
  expect(firstUnequal(0, -0)).toBeNull();
});

test.each([
  [{ a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, 'a[1].b is 2 and 3'],
  [{ a: 1 }, {}, 'a is 1 and undefined'],
  [{}, { toString: 1 }, 'toString is undefined and 1'],
  [new Float64Array([1, 2]), new Float64Array([1, 5]), '[1] is 2 and 5'],
  [[1], [1, 2], '[1] is undefined and 2'],
  [[], {}, 'it is [] and {}'],
  [1, '1', 'it is 1 and "1"'],
  [Number.NaN, 1, 'it is null and 1'],
])('%j and %j', (a, b, words) => {
  expect(firstUnequal(a, b)).toBe(words);
});
