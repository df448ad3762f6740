import { expect, test } from 'vitest';
import { hasTag, toneOf } from './tone.ts';

test('of several tags the worst gives the tone, whatever their order', () => {
  expect(toneOf(['draining', 'saturated'])).toBe('saturated');
  expect(toneOf(['saturated', 'down'])).toBe('down');
  expect(toneOf(['routine', 'starting'])).toBe('starting');
});

test('a tag that the house does not know says nothing, whatever it is called', () => {
  expect(toneOf([])).toBe('normal');
  expect(toneOf(['rebalancing', 'toString', 'constructor'])).toBe('normal');
  expect(toneOf(['rebalancing', 'suspect'])).toBe('saturated');
});

test('one of several tags is enough', () => {
  expect(hasTag(['routine'], 'down', 'routine')).toBe(true);
  expect(hasTag(['draining'], 'down', 'routine')).toBe(false);
});
