import { describe, expect, it } from 'vitest';
import { firstDifference } from './machine-difference.ts';

describe('the first difference', () => {
  it('is none between equal values, circles included', () => {
    const circle = () => {
      const made: { self?: unknown; map: unknown; set: unknown } = {
        map: new Map([['a', [1, Number.NaN]]]),
        set: new Set([1]),
      };
      made.self = made;
      return made;
    };
    expect(firstDifference(circle(), circle())).toBeUndefined();
  });

  it.each([
    [{ queue: [{ id: 3 }] }, { queue: [{ id: 4 }] }, 'queue[0].id: 3 here, 4 there'],
    [{ a: 0 }, { a: -0 }, 'a: 0 here, 0 there'],
    [{ a: undefined }, {}, 'a: undefined here, missing there'],
    [{}, { a: 1 }, 'a: missing here, 1 there'],
    [[1], [1, 2], '.length: 1 here, 2 there'],
    [new Map([['a', 1]]), new Map([['a', 2]]), '.entries[1]: 1 here, 2 there'],
    [new Set(['a']), new Set(['b']), '.values[0]: a here, b there'],
    [[], {}, 'the value: [0 entries] here, {} there'],
    [1, { b: 1 }, 'the value: 1 here, {b} there'],
    [new Int32Array([1, 2]), new Int32Array([1, 3]), '1: 2 here, 3 there'],
  ])('names its place: %o %o', (here, there, words) => {
    expect(firstDifference(here, there)).toBe(words);
  });

  it('includes what is shared', () => {
    const one = { id: 1 };
    const words = 'b: is shared with another place on one side only';
    expect(firstDifference({ a: one, b: one }, { a: { id: 1 }, b: { id: 1 } })).toBe(words);
    expect(firstDifference({ a: { id: 1 }, b: { id: 1 } }, { a: one, b: one })).toBe(words);
  });
});
