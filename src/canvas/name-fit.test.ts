import { expect, test } from 'vitest';
import { fitName, fitState } from './name-fit.ts';

test('usual names are written as large as words on cards are, on two lines if need be', () => {
  expect(fitName('server 3')).toEqual({ size: 13, lines: 2 });
  expect(fitName('orders database')).toEqual({ size: 13, lines: 2 });
});

test('a somewhat long word is written smaller, and never broken in its middle', () => {
  const { size, lines } = fitName('dispatcher');
  expect(size).toBeLessThan(13);
  expect(lines).toBe(2);
});

test('a word wider than the room is cut at its end, on one line', () => {
  expect(fitName('authentication-service-of-everything').lines).toBe(1);
  expect(fitName('authorizationgateway')).toEqual({ size: 11, lines: 1 });
});

test('a hyphen is a place to break a line', () => {
  expect(fitName('load-balancer').lines).toBe(2);
});

test('of a state that is too long for its line, the latest parts stay', () => {
  expect(fitState('saturated · 120 waiting')).toBe('saturated · 120 waiting');
  expect(fitState('saturated · 12 waiting · slow ×4')).toBe('12 waiting · slow ×4');
  expect(fitState('busy · 3 waiting · 1.24 s behind · slow ×4')).toBe('1.24 s behind · slow ×4');
  expect(fitState('a state of one very long part, longer than a card')).toMatch(
    /^a state .* card$/,
  );
});
