import { expect, test } from 'vitest';
import { clockWords } from './words.ts';

test('a moment is written as short as it is exact', () => {
  expect(clockWords(0)).toBe('0:00');
  expect(clockWords(500)).toBe('0:00.5');
  expect(clockWords(12_480)).toBe('0:12.48');
  expect(clockWords(12_007)).toBe('0:12.007');
  expect(clockWords(3_725_000)).toBe('1:02:05');
  expect(clockWords(187_500_000)).toBe('day 3, 04:05');
});
