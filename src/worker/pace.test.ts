import { expect, test } from 'vitest';
import { MAX_SPEED, Pace } from './pace.ts';

/** Plays frames of 16 ms; `reach` says how much of each target the run manages. */
function play(pace: Pace, frames: number, reach: (now: number, target: number) => number): number {
  let now = 0;
  for (let frame = 0; frame <= frames; frame++) {
    now = reach(now, pace.target(frame * 16, now, 0.02));
  }
  return now;
}

test('simulated time passes at the speed asked for', () => {
  const pace = new Pace();
  pace.asked = 0.1;
  expect(play(pace, 100, (_, target) => target)).toBeCloseTo(100 * 16 * 1000 * 0.1, -1);
  expect(pace.lagging).toBeNull();
});

test('fit is the speed at which a hop can be followed', () => {
  const pace = new Pace();
  expect(pace.speed(0.02)).toBe(0.02);
  expect(play(pace, 10, (_, target) => target)).toBeCloseTo(10 * 16 * 1000 * 0.02, -1);
  expect(pace.speed(null)).toBeGreaterThan(0);
});

test('what a frame could not do is not owed to the next', () => {
  const pace = new Pace();
  pace.asked = 1;
  pace.target(0, 0, null);
  expect(pace.target(16, 0, null)).toBe(16_000);
  expect(pace.target(32, 4_000, null)).toBe(20_000);
});

test('a run that cannot keep up says how fast it really is, and stops saying so when it can', () => {
  const pace = new Pace();
  pace.asked = 2;
  const now = play(pace, 200, (from, target) => from + (target - from) / 4);
  expect(pace.lagging).toBeCloseTo(0.5, 1);
  for (let frame = 201, at = now; frame < 400; frame++) at = pace.target(frame * 16, at, null);
  expect(pace.lagging).toBeNull();
});

test('after the browser slept, the time it slept is not made up for', () => {
  const pace = new Pace();
  pace.asked = 1;
  pace.target(0, 0, null);
  expect(pace.target(60_000, 0, null)).toBeLessThanOrEqual(250_000);
});

test('after a rest the first frame moves nothing', () => {
  const pace = new Pace();
  pace.asked = 1;
  pace.target(0, 0, null);
  pace.rest();
  expect(pace.target(5_000, 700, null)).toBe(700);
});

test('as fast as possible tells the speed it reached and never lags', () => {
  const pace = new Pace();
  pace.asked = 'max';
  expect(pace.speed(0.02)).toBe(MAX_SPEED);
  play(pace, 200, (now) => now + 160_000);
  expect(pace.speed(0.02)).toBeCloseTo(10, 0);
  expect(pace.lagging).toBeNull();
});

test('in deep slow motion a frame is less than a microsecond, and the clock moves all the same', () => {
  const pace = new Pace();
  pace.asked = 0.00001;
  expect(play(pace, 100, (_, target) => target)).toBeGreaterThanOrEqual(15);
});

test('a hop is seen for 50 ms at the speed that is reached, not the one that was asked for', () => {
  const pace = new Pace();
  expect(pace.leastHop(0.02)).toBe(1_000);
  pace.asked = 2;
  expect(pace.leastHop(0.02)).toBe(100_000);
  play(pace, 200, (from, target) => from + (target - from) / 4);
  expect(pace.leastHop(0.02) / 50_000).toBeCloseTo(0.5, 1);
});

test('as fast as possible, a hop is seen for 50 ms at the speed reached lately; before that is known, at the one that fits', () => {
  const pace = new Pace();
  pace.asked = 'max';
  expect(pace.leastHop(0.02)).toBe(1_000);
  play(pace, 100, (from) => from + 32_000);
  expect(pace.leastHop(0.02)).toBeCloseTo(100_000, -3);
  const before = pace.leastHop(0.02);
  pace.rest();
  expect(pace.leastHop(0.02)).toBe(before);
});
