import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatDuration,
  formatNumber,
  formatRate,
  formatShare,
  parseDuration,
} from './duration.ts';

describe('parseDuration', () => {
  it.each([
    ['250ms', 250],
    ['2s', 2000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['1.5 s', 1500],
    ['.5s', 500],
    [' 40 ', 40],
    ['0', 0],
    ['2 m 5 s', 125_000],
    ['1h30m', 5_400_000],
    ['500 µs', 0.5],
    ['500us', 0.5],
    ['3 MIN', 180_000],
    ['1d', 86_400_000],
    ['3 d 4 h', 273_600_000],
    ['5min', 300_000],
    ['365d', 31_536_000_000],
  ])('reads “%s” as %d ms', (text, millis) => {
    expect(parseDuration(text)).toBeCloseTo(millis, 9);
  });

  it.each([
    ['', 'A duration is missing. Write a number with a unit'],
    ['  ', 'missing'],
    ['-2s', '“-2s” is negative: a duration is 0 or more.'],
    ['1,5s', '“1,5s” has a comma: write 1.5s, or 1500ms.'],
    ['5 weeks', '“5 weeks” has the unknown unit “weeks”. Write a number'],
    ['1 2', '“1 2” is not a duration.'],
    ['2m 5', '“2m 5” is not a duration.'],
    [
      'soon',
      '“soon” is not a duration. Write a number with a unit, such as 250ms, 2s, 5min, 1h or 3d.',
    ],
    ['2s!', 'not a duration'],
    ['5 constructor', 'unknown unit “constructor”'],
    ['1e999s', 'unknown unit “e”'],
    [`${'9'.repeat(400)}h`, 'too long to be counted'],
  ])('rejects “%s” in words', (text, sentence) => {
    expect(() => parseDuration(text)).toThrow(sentence);
  });

  it('returns a finite duration or an error for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d. mshud]{0,12}$/)), (text) => {
        let millis = 0;
        try {
          millis = parseDuration(text);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
        expect(Number.isFinite(millis) && millis >= 0).toBe(true);
      }),
    );
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [0.5, '0.5 ms'],
    [0.12345, '0.123 ms'],
    [250, '250 ms'],
    [999.7, '1 s'],
    [12_440, '12.4 s'],
    [59_949, '59.9 s'],
    [59_980, '1 min'],
    [125_000, '2 min 5 s'],
    [3_599_600, '1 h'],
    [3_900_000, '1 h 5 min'],
    [86_399_600, '1 d'],
    [86_369_000, '23 h 59 min'],
    [273_600_000, '3 d 4 h'],
    [31_536_000_000, '365 d'],
    [-1500, '−1.5 s'],
    [1e-9, '0.000000001 ms'],
    [Number.NaN, '–'],
    [Number.POSITIVE_INFINITY, '∞'],
  ])('writes %d ms as “%s”', (millis, text) => {
    expect(formatDuration(millis)).toBe(text);
  });

  it('is read back to within what was rounded away', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 3.2e10, noNaN: true }), (millis) => {
        const back = parseDuration(formatDuration(millis));
        // From a day on half an hour may be rounded away.
        const share = millis < 86_000_000 ? 0.0085 : 0.021;
        expect(Math.abs(back - millis)).toBeLessThanOrEqual(millis * share + 1e-9);
      }),
    );
  });
});

describe('formatNumber', () => {
  it.each([
    [0, '0'],
    [0.012345, '0.0123'],
    [45.649, '45.6'],
    [999.4, '999'],
    [999.6, '1k'],
    [1234, '1.23k'],
    [999_950, '1M'],
    [45_600_000, '45.6M'],
    [2e15, '2000T'],
    [-1234, '−1.23k'],
    [Number.NaN, '–'],
  ])('writes %d as “%s”', (x, text) => {
    expect(formatNumber(x)).toBe(text);
  });

  it('names rates and shares', () => {
    expect(formatRate(1234)).toBe('1.23k/s');
    expect(formatRate(0.0002, ' requests')).toBe('0.72 requests/h');
    expect([formatRate(0), formatRate(0.01)]).toEqual(['0/s', '0.01/s']);
    expect(formatShare(0.1234)).toBe('12.3 %');
    expect(formatShare(1)).toBe('100 %');
  });
});
