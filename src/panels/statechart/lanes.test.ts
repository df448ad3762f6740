import { expect, test } from 'vitest';
import { assignLanes } from './lanes.ts';

test('lanes that overlap lie beside one another, the short one inside', () => {
  const lanes = assignLanes([
    { to: 'long', top: 0, bottom: 200 },
    { to: 'short', top: 50, bottom: 80 },
  ]);
  expect(Object.fromEntries(lanes.map(({ to, place }) => [to, place]))).toEqual({
    short: 0,
    long: 1,
  });
});

test('lanes at different heights share a place', () => {
  const lanes = assignLanes([
    { to: 'a', top: 0, bottom: 40 },
    { to: 'b', top: 60, bottom: 100 },
  ]);
  expect(lanes.map(({ place }) => place)).toEqual([0, 0]);
});

test('lanes that nearly touch do not share a place', () => {
  const lanes = assignLanes([
    { to: 'a', top: 0, bottom: 40 },
    { to: 'b', top: 44, bottom: 90 },
  ]);
  expect(lanes.map(({ place }) => place)).toEqual([0, 1]);
});
