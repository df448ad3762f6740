import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Histogram } from './histogram.ts';

function of(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram;
}

/** Small, large, and everything between, evenly over the powers of two. */
const value = fc
  .tuple(fc.integer({ min: 0, max: 52 }), fc.double({ min: 1, max: 2, noNaN: true }))
  .map(([octave, x]) => Math.min(Number.MAX_SAFE_INTEGER, Math.floor(2 ** octave * x) - 1));
const values = fc.array(value, { maxLength: 100 });

const rankOf = (sorted: readonly number[], q: number) =>
  sorted[Math.min(sorted.length, Math.max(1, Math.ceil(q * sorted.length))) - 1]!;

describe('Histogram', () => {
  it('knows nothing while empty', () => {
    const histogram = new Histogram();
    expect(histogram.mean()).toBeNull();
    expect(histogram.quantile(0.5)).toBeNull();
    expect([histogram.count, histogram.sum]).toEqual([0, 0]);
  });

  it('is exact below 64', () => {
    const histogram = of(Array.from({ length: 64 }, (_, i) => i));
    for (let i = 1; i <= 64; i++) expect(histogram.quantile(i / 64)).toBe(i - 1);
    expect(histogram.mean()).toBe(31.5);
  });

  it('puts a million into the bucket from 999,424 to 1,015,807', () => {
    const histogram = of([0, 1_000_000, 2_000_000]);
    expect(histogram.quantile(0.5)).toBe(1_007_615);
  });

  it('counts many at once', () => {
    const histogram = new Histogram();
    histogram.addMany(10, 99);
    histogram.addMany(5000, 1);
    histogram.addMany(9999, 0);
    expect(histogram.count).toBe(100);
    expect(histogram.mean()).toBe(59.9);
    expect(histogram.quantile(0.99)).toBe(10);
    expect(histogram.quantile(1)).toBe(5000);
  });

  it('rejects what it cannot count', () => {
    for (const bad of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => new Histogram().add(bad)).toThrow(`not ${bad}: round it first`);
    }
  });

  it('reports every quantile within 1/32 of the true one, extremes, mean and sum exactly', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 100 }),
        fc.integer({ min: 0, max: 1000 }).map((permille) => permille / 1000),
        (list, q) => {
          const histogram = of(list);
          const sorted = list.toSorted((a, b) => a - b);
          const exact = rankOf(sorted, q);
          expect(Math.abs(histogram.quantile(q)! - exact)).toBeLessThanOrEqual(exact / 64);
          expect(histogram.quantile(0)).toBe(sorted[0]);
          expect(histogram.quantile(1)).toBe(sorted.at(-1));
          expect([histogram.min, histogram.max]).toEqual([sorted[0], sorted.at(-1)]);
          expect(histogram.sum).toBe(list.reduce((a, b) => a + b, 0));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('merges exactly: as if one had seen everything', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const merged = of(a);
        merged.merge(of(b));
        const straight = of([...a, ...b]);
        for (let q = 0; q <= 1; q += 1 / 16) expect(merged.quantile(q)).toBe(straight.quantile(q));
        expect([merged.count, merged.min, merged.max]).toEqual([
          straight.count,
          straight.min,
          straight.max,
        ]);
        expect(merged.mean() ?? 0).toBeCloseTo(straight.mean() ?? 0, -3);
      }),
    );
  });

  it('gives clones and snapshots that nothing changes afterwards', () => {
    fc.assert(
      fc.property(values, values, (before, after) => {
        const histogram = of(before);
        const clone = histogram.clone();
        const snapshot = histogram.snapshot();
        for (const v of after) histogram.add(v);
        const restored = Histogram.restore(snapshot);
        for (const copy of [clone, restored]) {
          expect(copy.snapshot()).toEqual(of(before).snapshot());
        }
        for (const v of after) restored.add(v);
        expect(restored.snapshot()).toEqual(histogram.snapshot());
      }),
    );
  });

  it('holds only the octaves in use', () => {
    expect(of([1_000, 1_900, 1_023]).snapshot().counts.length).toBe(64);
  });

  it('starts again after clear', () => {
    const histogram = of([5, 500, 50_000]);
    histogram.clear();
    expect([histogram.count, histogram.mean(), histogram.quantile(0.5)]).toEqual([0, null, null]);
    histogram.add(7);
    expect([histogram.min, histogram.max, histogram.quantile(0.5)]).toEqual([7, 7, 7]);
  });
});
