import { expect, test } from 'vitest';
import { type StripSegment, stripRuns } from './strip-runs.ts';

const segment = (
  from: number,
  to: number,
  state: string,
  tone: StripSegment['tone'] = 'normal',
): StripSegment => ({ from, to, state, tone });

test('each state takes the pixels of its time, and keeps its beginning', () => {
  const segments = [
    segment(0, 40, 'idle'),
    segment(40, 70, 'down', 'down'),
    segment(70, 100, 'idle'),
  ];
  expect(stripRuns(segments, 0, 100, 10)).toEqual([
    { x: 0, width: 4, from: 0, state: 'idle', tone: 'normal' },
    { x: 4, width: 3, from: 40, state: 'down', tone: 'down' },
    { x: 7, width: 3, from: 70, state: 'idle', tone: 'normal' },
  ]);
});

test('what is shorter than a pixel is seen all the same', () => {
  const segments = [
    segment(0, 51, 'idle'),
    segment(51, 52, 'down', 'down'),
    segment(52, 100, 'idle'),
  ];
  expect(stripRuns(segments, 0, 100, 10).filter(({ tone }) => tone === 'down')).toEqual([
    { x: 5, width: 1, from: 50, state: null, tone: 'down' },
  ]);
});

test('of the time of which nothing is known nothing is drawn', () => {
  expect(stripRuns([segment(50, 100, 'idle')], 0, 100, 10)).toEqual([
    { x: 5, width: 5, from: 50, state: 'idle', tone: 'normal' },
  ]);
  expect(stripRuns([], 0, 100, 10)).toEqual([]);
});

test('many quick changes are one look', () => {
  const flaps = Array.from({ length: 1000 }, (_, index) =>
    segment(index, index + 1, index % 2 === 0 ? 'idle' : 'busy'),
  );
  expect(stripRuns(flaps, 0, 1000, 100)).toEqual([
    { x: 0, width: 100, from: 0, state: null, tone: 'normal' },
  ]);
});
