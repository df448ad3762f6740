import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashString, mixBits, TraceHash } from './hash.ts';

function digestOf(values: readonly number[]): string {
  const hash = new TraceHash();
  for (const value of values) hash.add(value);
  return hash.digest();
}

describe('TraceHash', () => {
  it('is pinned: a stored hash stays comparable', () => {
    expect(new TraceHash().digest()).toBe('29df66635f5d7d19');
    expect(digestOf([1, 2, 3])).toBe('7655df16f07cfac0');
    const hash = new TraceHash();
    hash.addFloat(0.1);
    hash.addFloat(-12.5e9);
    expect(hash.digest()).toBe('d85ec88883eec03f');
  });

  it('tells apart what differs in one bit, in order, or in length', () => {
    expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
    expect(digestOf([0])).not.toBe(digestOf([0, 0]));
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1, maxLength: 20 }),
        fc.nat(),
        fc.integer({ min: 0, max: 31 }),
        (values, at, bit) => {
          const changed = values.slice();
          const index = at % values.length;
          changed[index] = (values[index]! ^ (1 << bit)) | 0;
          expect(digestOf(changed)).not.toBe(digestOf(values));
        },
      ),
    );
  });

  it('does not collide on a hundred thousand short traces', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 100_000; i++) seen.add(digestOf([i % 317, Math.floor(i / 317)]));
    expect(seen.size).toBe(100_000);
  });

  it('distinguishes 0 from −0 and treats all NaN alike', () => {
    const of = (x: number) => {
      const hash = new TraceHash();
      hash.addFloat(x);
      return hash.digest();
    };
    expect(of(0)).not.toBe(of(-0));
    expect(of(Number.NaN)).toBe(of(Number.POSITIVE_INFINITY - Number.POSITIVE_INFINITY));
  });

  it('goes on from a snapshot as if never interrupted', () => {
    const hash = new TraceHash();
    hash.add(5);
    const snapshot = hash.snapshot();
    hash.add(6);
    const straight = hash.digest();
    hash.add(7);
    hash.restore(snapshot);
    hash.add(6);
    expect(hash.digest()).toBe(straight);
  });
});

describe('hashString', () => {
  it('is an unsigned 32-bit integer that depends on text and salt', () => {
    expect(hashString('')).not.toBe(hashString('a'));
    expect(hashString('s1')).not.toBe(hashString('s2'));
    expect(hashString('s1', 1)).not.toBe(hashString('s1', 2));
    fc.assert(
      fc.property(fc.string(), (text) => {
        const hash = hashString(text);
        expect(Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32).toBe(true);
      }),
    );
  });

  it('spreads similar names evenly over 64 buckets', () => {
    const buckets = new Array<number>(64).fill(0);
    for (let i = 0; i < 64_000; i++) {
      const bucket = hashString(`server-${i}`) % 64;
      buckets[bucket] = buckets[bucket]! + 1;
    }
    // Each expects 1000 with a standard deviation of 31.
    for (const count of buckets) expect(Math.abs(count - 1000)).toBeLessThan(160);
  });
});

it('mixBits is a bijection with no fixed pattern on small numbers', () => {
  const seen = new Set<number>();
  for (let i = 0; i < 10_000; i++) seen.add(mixBits(i));
  expect(seen.size).toBe(10_000);
});
