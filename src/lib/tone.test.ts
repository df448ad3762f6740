import { expect, test } from 'vitest';
import { hasTag, lookOf, toneOf } from './tone.ts';

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

test('a tag of a kind’s own gives its ink beside the tone, and no name of an object does', () => {
  const ink = ['#4f6f00', '#c0eb75'] as const;
  expect(lookOf(['standby', 'rebalancing'], { rebalancing: ink })).toEqual({
    tone: 'standby',
    ink,
  });
  expect(lookOf(['rebalancing'], { rebalancing: ink })).toEqual({ tone: 'normal', ink });
  expect(lookOf(['standby', 'toString'], { rebalancing: ink })).toEqual({ tone: 'standby' });
  expect(lookOf(['rebalancing'])).toEqual({ tone: 'normal' });
});
