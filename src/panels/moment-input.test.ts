import { expect, test } from 'vitest';
import { clockText, shortClock } from '../lib/clock.ts';
import { parseMoment } from './moment-input.tsx';

test.each([
  ['12.4 s', 12_400],
  ['250ms', 250],
  ['0:12.4', 12_400],
  ['1:02:05', 3_725_000],
  [' 2 m 5 s ', 125_000],
  ['2d 4h', 187_200_000],
  ['day 3', 172_800_000],
  ['day 3 04:05', 187_500_000],
  ['Day 3, 04:05:06.5', 187_506_500],
  ['36:00:00', 129_600_000],
  ['0.0014 ms', 0.001],
])('%s is %d ms', (text, millis) => {
  expect(parseMoment(text)).toBe(millis);
});

test.each(['', 'soon', '1:2:3:4', '-3 s', '1:', 'day 0', 'day 3, 4', 'day x'])(
  '“%s” is rejected in words',
  (text) => {
    expect(() => parseMoment(text)).toThrow(/unit|missing|negative|duration|write day 3/);
  },
);

test('what the clock says is read back as that moment', () => {
  for (const micros of [0, 12_400_000, 3_725_000_000, 86_400_000_000, 187_506_500_000]) {
    expect(parseMoment(clockText(micros)) * 1000).toBe(micros);
    expect(parseMoment(shortClock(micros)) * 1000).toBe(micros);
  }
});
