import { expect, test } from 'vitest';
import { fitName, fitState, numberIn, roomBeside, smallName } from './name-fit.ts';

test('usual names are written as large as words on cards are, on two lines if need be', () => {
  expect(fitName('server 3')).toEqual({ size: 13, lines: 2 });
  expect(fitName('orders database')).toEqual({ size: 13, lines: 2 });
});

test('a name that would take three lines is written smaller to take two', () => {
  expect(fitName('Load balancer 1').size).toBeLessThan(13);
  expect(fitName('Load balancer 1').lines).toBe(2);
  expect(fitName('a name of far too many words for a card')).toEqual({ size: 11, lines: 2 });
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

test('a state too long for its line is written smaller, or without its last part, and never cut in a word', () => {
  expect(fitState('saturated · 120 waiting')).toEqual({
    text: 'saturated · 120 waiting',
    size: 12,
  });
  const slow = 'saturated · 12 waiting · slow ×4';
  expect(fitState(slow)).toEqual({ text: slow, size: 11 });
  expect(fitState('saturated · 120 waiting · slow ×4')).toEqual({
    text: 'saturated · 120 waiting',
    size: 12,
  });
  const long = 'a state of one very long part, longer than a card';
  expect(fitState(long)).toEqual({ text: long, size: 12 });
  // Bold letters take more room.
  const down = 'down · checks fail for 13.1 s';
  expect(fitState(down).size).toBe(12);
  expect(fitState(down, 600)).toEqual({ text: down, size: 11 });
});

test('in the title of a frame a state has the room that the name leaves, and the name the most of it', () => {
  const says = 'all are on · 6 of 6 wanted · 5 ready';
  const beside = (name: string, width: number) => fitState(says, 400, roomBeside(name, width)).text;
  expect(beside('pool', 400)).toBe(says);
  expect(beside('pool', 256)).toBe('all are on · 6 of 6 wanted');
  expect(beside('pool', 184)).toBe('all are on');
  const long = 'a name that is longer than any frame is wide';
  expect(roomBeside(long, 240)).toBeCloseTo((240 - 77) * 0.4 - 12);
});

test('a small card says the last number of a state', () => {
  expect(numberIn('busy · 14 waiting')).toBe('14');
  expect(numberIn('busy 2 of 4 · 1,204 waiting')).toBe('1,204');
  expect(numberIn('idle')).toBe('');
  expect(numberIn('L7 · failing')).toBe('');
});

test('of a long name a small card keeps the number', () => {
  expect(smallName('server 12')).toBe('server 12');
  expect(smallName('orders database 12')).toBe('orders… 12');
  expect(smallName('an unnumbered name')).toBe('an unnumb…');
});
