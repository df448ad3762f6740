import { describe, expect, test } from 'vitest';
import { parseDuration } from '../lib/duration.ts';
import { parseNumber, writeDuration } from './number-input.tsx';

describe('numbers as people type them', () => {
  test.each([
    ['4', 4],
    [' 1 000 ', 1000],
    ['−2.5', -2.5],
    ['1e3', 1000],
  ])('%s', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  test.each([
    ['', 'Enter a number'],
    ['1,5', 'comma'],
    ['abc', '“abc” is not a number'],
    ['0x10', 'not a number'],
    ['1e999', 'not a number'],
  ])('“%s” is rejected in words', (text, said) => {
    expect(() => parseNumber(text)).toThrow(said);
  });
});

describe('durations as they would be typed', () => {
  test.each([
    [0, '0 ms'],
    [0.25, '0.25 ms'],
    [250, '250 ms'],
    [1500, '1.5 s'],
    [2000, '2 s'],
    [90_000, '1.5 min'],
    [100_000, '100 s'],
    [3_600_000, '1 h'],
    [172_800_000, '2 d'],
    [31_536_000_000, '365 d'],
    [1234.5678, '1234.5678 ms'],
  ])('%d ms is %s', (millis, text) => {
    expect(writeDuration(millis)).toBe(text);
  });

  test('nothing is lost by writing and reading', () => {
    for (let millis = 1; millis < 4e10; millis = Math.ceil(millis * 1.37)) {
      expect(parseDuration(writeDuration(millis))).toBeCloseTo(millis, 6);
    }
  });
});
