import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileDistribution, draw, meanOf } from './distribution.ts';
import { assertDistribution, type Distribution } from './distribution-check.ts';
import { Streams } from './random.ts';

function sample(distribution: Distribution, n: number): number[] {
  const streams = new Streams();
  const id = streams.open(1, 'n', 'p');
  const compiled = compileDistribution(distribution);
  return Array.from({ length: n }, () => draw(compiled, streams, id));
}

const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const quantile = (values: readonly number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.ceil(q * values.length) - 1]!;

const EXAMPLES: Distribution[] = [
  { dist: 'constant', value: 3 },
  { dist: 'uniform', min: 2, max: 6 },
  { dist: 'exponential', mean: 5 },
  { dist: 'lognormal', mean: 2, p99: 9 },
  { dist: 'pareto', shape: 3.5, min: 2 },
  { dist: 'zipf', n: 50, s: 1.1 },
  { dist: 'empirical', values: [9, 1, 4], weights: [1, 2, 5] },
  { dist: 'empirical', values: [10, 20] },
];

/** A stream that gives what it is told. */
class Fixed extends Streams {
  u = 0;
  override next(): number {
    return this.u;
  }
}

describe('draw', () => {
  it.each(EXAMPLES)('averages to the mean: $dist', (distribution) => {
    const mean = average(sample(distribution, 200_000));
    expect(Math.abs(mean / meanOf(distribution) - 1)).toBeLessThan(0.01);
  });

  it('is pinned: old documents keep their runs', () => {
    expect(EXAMPLES.map((d) => sample(d, 2))).toEqual([
      [3, 3],
      [2.7124189239705423, 4.225685444418557],
      [0.9807115100500319, 4.064400893216809],
      [0.7233953088906588, 1.6523660189370295],
      [2.1152813682364644, 2.522873829220237],
      [1, 5],
      [1, 4],
      [10, 20],
    ]);
  });

  it.each(EXAMPLES)('takes exactly one number from the stream: $dist', (distribution) => {
    const streams = new Streams();
    const id = streams.open(1, 'n', 'p');
    draw(compileDistribution(distribution), streams, id);
    const other = new Streams();
    other.next(other.open(1, 'n', 'p'));
    expect(streams.next(id)).toEqual(other.next(other.open(1, 'n', 'p')));
  });

  it('has the p99 that a lognormal was asked for', () => {
    expect(quantile(sample({ dist: 'lognormal', mean: 2, p99: 9 }, 400_000), 0.99)).toBeCloseTo(
      9,
      0,
    );
  });

  it('has the tail of a Pareto: P(X > 4) = (2/4)^1.5', () => {
    const values = sample({ dist: 'pareto', shape: 1.5, min: 2 }, 200_000);
    expect(Math.min(...values.slice(0, 50_000))).toBeGreaterThanOrEqual(2);
    const share = values.filter((x) => x > 4).length / values.length;
    expect(share).toBeCloseTo(0.5 ** 1.5, 2);
  });

  it('has the exponential median mean · ln 2', () => {
    expect(quantile(sample({ dist: 'exponential', mean: 10 }, 200_000), 0.5)).toBeCloseTo(6.93, 0);
  });

  it('gives zipf ranks in proportion to 1 / k^s', () => {
    const values = sample({ dist: 'zipf', n: 10, s: 1 }, 200_000);
    const count = (k: number) => values.filter((x) => x === k).length;
    expect(count(1) / count(2)).toBeCloseTo(2, 1);
    expect(count(1) / count(10)).toBeGreaterThan(9);
    expect(new Set(values)).toEqual(new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]));
  });

  it('never gives an empirical value of weight 0', () => {
    const values = sample(
      { dist: 'empirical', values: [1, 2, 3, 4], weights: [0, 1, 0.5, 0] },
      5000,
    );
    expect(new Set(values)).toEqual(new Set([2, 3]));
  });

  it('goes to the next value exactly where the chance of the earlier ones ends', () => {
    const streams = new Fixed();
    const halves = compileDistribution({ dist: 'empirical', values: [10, 20] });
    const second = compileDistribution({ dist: 'empirical', values: [1, 2], weights: [0, 1] });
    expect(draw(halves, streams, 0)).toBe(10);
    expect(draw(second, streams, 0)).toBe(2);
    streams.u = 0.5;
    expect(draw(halves, streams, 0)).toBe(20);
    streams.u = 0.5 - 2 ** -53;
    expect(draw(halves, streams, 0)).toBe(10);
  });

  it('survives weights at both ends of the number range', () => {
    const values = sample(
      { dist: 'empirical', values: [1, 2, 3], weights: [1e308, 1e308, 5e-324] },
      1000,
    );
    expect(new Set(values)).toEqual(new Set([1, 2]));
  });

  it('rises with the uniform number it is given', () => {
    const uniform = fc.oneof(
      fc.double({ min: 0, max: 1 - 2 ** -53, noNaN: true }),
      fc.integer({ min: 0, max: 9999 }).map((x) => x / 10_000),
    );
    fc.assert(
      fc.property(fc.constantFrom(...EXAMPLES), uniform, uniform, (distribution, u, v) => {
        const streams = new Fixed();
        const compiled = compileDistribution(distribution);
        streams.u = Math.min(u, v);
        const low = draw(compiled, streams, 0);
        streams.u = Math.max(u, v);
        const high = draw(compiled, streams, 0);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(Number.isFinite(high)).toBe(true);
        expect(high).toBeGreaterThanOrEqual(low * (1 - 1e-15));
      }),
    );
  });

  it('needs no case of its own for a lognormal without spread', () => {
    for (const value of sample({ dist: 'lognormal', mean: 4, p99: 4 }, 10)) {
      expect(value).toBeCloseTo(4, 12);
    }
  });
});

describe('meanOf', () => {
  it('knows the closed forms', () => {
    expect(meanOf({ dist: 'pareto', shape: 2, min: 3 })).toBe(6);
    expect(meanOf({ dist: 'pareto', shape: 1, min: 3 })).toBe(Number.POSITIVE_INFINITY);
    expect(meanOf({ dist: 'zipf', n: 3, s: 1 })).toBeCloseTo(18 / 11, 12);
    expect(meanOf({ dist: 'empirical', values: [1, 5], weights: [3, 1] })).toBe(2);
  });
});

describe('compileDistribution', () => {
  it.each<[Distribution, RegExp]>([
    [{ dist: 'constant', value: -1 }, /constant of -1 is impossible: give a number of 0 or more/],
    [{ dist: 'constant', value: Number.NaN }, /constant of NaN/],
    [{ dist: 'uniform', min: 5, max: 2 }, /maximum of 2 with minimum 5/],
    [{ dist: 'exponential', mean: Number.POSITIVE_INFINITY }, /mean of Infinity/],
    [{ dist: 'lognormal', mean: 10, p99: 5 }, /p99 of 5 with mean 10.*at least the mean, 10/],
    [{ dist: 'lognormal', mean: 1, p99: 15 }, /p99 of 15 with mean 1.*at most 14.96/],
    [{ dist: 'lognormal', mean: 0, p99: 5 }, /lognormal mean of 0/],
    [{ dist: 'pareto', shape: 0, min: 1 }, /shape of 0/],
    [{ dist: 'zipf', n: 1e9, s: 1 }, /from 1 to 100000/],
    [{ dist: 'zipf', n: 2.5, s: 1 }, /over 2.5 integers/],
    [{ dist: 'empirical', values: [] }, /without values/],
    [{ dist: 'empirical', values: [1, -2] }, /value of -2/],
    [{ dist: 'empirical', values: [1], weights: [1, 2] }, /1 values with 2 weights/],
    [{ dist: 'empirical', values: [1, 2], weights: [0, 0] }, /weights are all 0/],
  ])('rejects %o in words', (distribution, sentence) => {
    expect(() => assertDistribution(distribution)).toThrow(sentence);
  });

  it('solves mean and p99 of a lognormal to the very limit of skewness', () => {
    expect(() => assertDistribution({ dist: 'lognormal', mean: 1, p99: 14.96 })).not.toThrow();
  });
});
