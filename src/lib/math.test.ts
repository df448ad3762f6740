import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, ln, pow } from './math.ts';

const relative = (actual: number, expected: number) =>
  expected === 0 ? Math.abs(actual) : Math.abs(actual - expected) / Math.abs(expected);

describe('ln', () => {
  it('knows its landmarks', () => {
    expect(ln(1)).toBe(0);
    expect(ln(2)).toBe(Math.LN2);
    expect(ln(10)).toBe(Math.LN10);
    expect(ln(Math.E)).toBe(1);
    expect(ln(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(ln(-1)).toBeNaN();
    expect(ln(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(ln(Number.MIN_VALUE)).toBeCloseTo(-744.4400719213812, 10);
  });

  it('stays within two units in the last place of the engine', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(relative(ln(x), Math.log(x))).toBeLessThan(5e-16);
      }),
    );
  });
});

describe('exp', () => {
  it('knows its landmarks', () => {
    expect(exp(0)).toBe(1);
    expect(relative(exp(1), Math.E)).toBeLessThan(2.3e-16);
    expect(exp(710)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(-746)).toBe(0);
    expect(exp(Number.NaN)).toBeNaN();
    expect(relative(exp(709.7), Math.exp(709.7))).toBeLessThan(5e-16);
    expect(exp(-745)).toBe(Number.MIN_VALUE);
  });

  it('stays within two units in the last place of the engine', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(relative(exp(x), Math.exp(x))).toBeLessThan(5e-16);
      }),
    );
  });
});

describe('pow', () => {
  it('agrees with the engine to thirteen digits', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        fc.double({ min: -5, max: 5, noNaN: true }),
        (x, y) => {
          expect(relative(pow(x, y), x ** y)).toBeLessThan(1e-13);
        },
      ),
    );
  });

  it('handles zero as base and as exponent', () => {
    expect(pow(0, 0)).toBe(1);
    expect(pow(0, 2)).toBe(0);
    expect(pow(0, -1)).toBe(Number.POSITIVE_INFINITY);
    expect(pow(7, 0)).toBe(1);
  });
});

it('gives bits that are the same on every engine', () => {
  // Math.log(0.1) and friends may differ in the last bit elsewhere; these may not.
  expect([ln(0.2), ln(3), ln(1234.5678), exp(0.1), exp(-3), exp(12.3456), pow(3, 0.5)]).toEqual([
    -1.6094379124341003, 1.0986122886681096, 7.118476228297786, 1.1051709180756477,
    0.049787068367863944, 229946.05110989933, 1.7320508075688772,
  ]);
});
