import fc from 'fast-check';
import { expect, test } from 'vitest';
import { civilMoment, DAY_MICROS, daysIn, HOUR_MICROS, microsOf } from './calendar.ts';
import './seed.test-support.ts';

test.each([
  [0, [1, 0, 0, 0, 0]],
  [999_999, [1, 0, 0, 0, 999_999]],
  [DAY_MICROS - 1, [1, 23, 59, 59, 999_999]],
  [DAY_MICROS, [2, 0, 0, 0, 0]],
  [2 * DAY_MICROS + 4 * HOUR_MICROS + 306_000_007, [3, 4, 5, 6, 7]],
  [365 * DAY_MICROS, [366, 0, 0, 0, 0]],
])('%d µs after the start', (micros, [day, hour, minute, second, rest]) => {
  expect(civilMoment(micros)).toEqual({ day, hour, minute, second, micros: rest });
});

test('every whole microsecond up to 285 years is split and put together again', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (micros) => {
      const moment = civilMoment(micros);
      expect(microsOf(moment)).toBe(micros);
      expect(moment.hour).toBeLessThan(24);
      expect(moment.minute).toBeLessThan(60);
      expect(moment.second).toBeLessThan(60);
    }),
  );
});

test.each([
  [2000, 2, 29],
  [2100, 2, 28],
  [2027, 2, 28],
  [2028, 2, 29],
  [2026, 11, 30],
  [2026, 12, 31],
  [2026, 13, 0],
])('of %d month %d has %d days', (year, month, days) => {
  expect(daysIn(year, month)).toBe(days);
});
