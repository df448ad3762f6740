import { expect, test } from 'vitest';
import { parseMoment } from './moment-input.tsx';

test.each([
  ['12.4 s', 12_400],
  ['250ms', 250],
  ['0:12.4', 12_400],
  ['1:02:05', 3_725_000],
  [' 2 m 5 s ', 125_000],
  ['0.0014 ms', 0.001],
])('%s is %d ms', (text, millis) => {
  expect(parseMoment(text)).toBe(millis);
});

test.each(['', 'soon', '1:2:3:4', '-3 s', '1:'])('“%s” is refused in words', (text) => {
  expect(() => parseMoment(text)).toThrow(/unit|missing|negative|duration/);
});
