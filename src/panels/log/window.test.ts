import { expect, test } from 'vitest';
import { windowOf } from './window.ts';

test('what is in view is drawn, with a margin on both sides', () => {
  expect(windowOf({ top: 2400, height: 240, row: 24 }, 1000)).toEqual({ from: 88, count: 34 });
});

test('nothing is asked for before the first or after the last row', () => {
  expect(windowOf({ top: 0, height: 240, row: 24 }, 1000).from).toBe(0);
  expect(windowOf({ top: 24_000 - 240, height: 240, row: 24 }, 1000)).toEqual({
    from: 978,
    count: 22,
  });
  expect(windowOf({ top: 500, height: 240, row: 24 }, 0)).toEqual({ from: 0, count: 0 });
});

test('a list that became shorter is drawn from its last row on', () => {
  expect(windowOf({ top: 24_000, height: 240, row: 24 }, 3)).toEqual({ from: 2, count: 1 });
});
