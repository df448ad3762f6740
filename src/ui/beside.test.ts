import { expect, test } from 'vitest';
import { beside } from './beside.ts';

const window = { width: 400, height: 300 };
const tip = { width: 100, height: 24 };

test('it stands on the wanted side, in the middle of the control', () => {
  const control = { left: 180, top: 140, width: 40, height: 20 };
  expect(beside(control, tip, window, 'bottom')).toEqual([150, 166]);
  expect(beside(control, tip, window, 'top')).toEqual([150, 110]);
  expect(beside(control, tip, window, 'left')).toEqual([74, 138]);
  expect(beside(control, tip, window, 'right')).toEqual([226, 138]);
});

test('it stands across where there is no room, and stays in the window', () => {
  const corner = { left: 0, top: 270, width: 30, height: 30 };
  expect(beside(corner, tip, window, 'bottom')).toEqual([8, 240]);
  expect(beside(corner, tip, window, 'left')).toEqual([36, 268]);
});

test('where there is room on neither side it keeps to the wanted one, as far as the window goes', () => {
  const wide = { left: 0, top: 140, width: 400, height: 20 };
  expect(beside(wide, tip, window, 'right')).toEqual([292, 138]);
});
