import { expect, test } from 'vitest';
import { roundAlong, timelineEnd, timelineStep, timelineTicks } from './timeline-scale.ts';

const seconds = (count: number) => count * 1e6;

test.each([
  [0, 1],
  [0.999, 1],
  [1, 2],
  [45, 60],
  [540, 600],
  [3600, 7200],
  [100_000, 172_800],
  [31_000_000, 31_622_400],
  [40_000_000, 63_244_800],
])('up to %d s, the timeline ends at %d s', (furthest, end) => {
  expect(timelineEnd(seconds(furthest))).toBe(seconds(end));
});

test('there are four to six labels at round times, the first at the start', () => {
  for (const furthest of [
    0, 1, 3, 7, 12, 25, 45, 100, 200, 500, 1000, 1500, 3000, 5000, 9000, 2e4, 4e4, 8e4, 1e5, 3e5,
    6e5, 1e6, 2e6, 4e6, 8e6, 1.2e7, 2e7, 4e7,
  ]) {
    const ticks = timelineTicks(timelineEnd(seconds(furthest)), 700);
    expect(ticks[0]?.at).toBe(0);
    expect(ticks.length).toBeGreaterThanOrEqual(4);
    expect(ticks.length).toBeLessThanOrEqual(6);
  }
  expect(timelineTicks(seconds(600), 700).map(({ at }) => at / 60e6)).toEqual([0, 2, 4, 6, 8]);
});

test.each([
  [1_998_431, 26_000, 2_000_000],
  [12_437_000, 150_000, 12_400_000],
  [7, 0.3, 7],
  [187_506_000_000, 5_400_000_000, 187_200_000_000],
  [187_506_000_000, 45_000_000_000, 194_400_000_000],
])('%d µs at %d µs a pixel is %d µs', (micros, pixel, round) => {
  expect(roundAlong(micros, pixel)).toBe(round);
});

test('a hundred key presses cross the line', () => {
  expect(timelineStep(seconds(10)) * 100).toBe(seconds(10));
});
