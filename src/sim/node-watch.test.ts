import { expect, test } from 'vitest';
import { BUCKET_MICROS } from './levels.ts';
import { NodeWatch, SERIES, SERIES_COLUMNS } from './node-watch.ts';

const SECOND = 1_000_000;
const HOUR = 3_600 * SECOND;
const YEAR = 365 * 24 * HOUR;

/** Over the buckets of a span, all columns at once. */
function over(watch: NodeWatch, from: number, to: number): (column: number) => number {
  const [start, end] = [from, to].map((at) => {
    const row = new Float64Array(SERIES_COLUMNS);
    watch.sums.read(at / BUCKET_MICROS, row);
    return row;
  });
  return (column) => (end?.[column] as number) - (start?.[column] as number);
}

/**
 * Placed at one second, idle for a year; then three enter, one of two units is taken, and one
 * leaves after half a second.
 */
function visited(): NodeWatch {
  const watch = new NodeWatch(SECOND);
  watch.setCapacity(SECOND, 2);
  for (let i = 0; i < 3; i++) watch.enter(YEAR);
  watch.begin(YEAR, 0);
  watch.setBusy(YEAR, 1);
  watch.leave(YEAR + SECOND / 2, SECOND / 2);
  return watch;
}

test('a node idle for a year and then busy has figures of both', () => {
  const watch = visited();
  const idle = over(watch, 0, YEAR);
  expect(idle(SERIES.inSystemArea)).toBe(0);
  expect(idle(SERIES.busyArea)).toBe(0);
  expect(idle(SERIES.capacityArea)).toBe(2 * (YEAR - SECOND));
  const busy = over(watch, YEAR, YEAR + SECOND);
  expect(busy(SERIES.inSystemArea)).toBe(2.5 * SECOND);
  expect(busy(SERIES.busyArea)).toBe(SECOND);
  expect(busy(SERIES.capacityArea)).toBe(2 * SECOND);
  expect(busy(SERIES.completions)).toBe(1);
  expect(busy(SERIES.response)).toBe(SECOND / 2);
  // Two stay inside for as long as nothing happens.
  expect(over(watch, YEAR + HOUR, YEAR + 7 * HOUR)(SERIES.inSystemArea)).toBe(12 * HOUR);
});

test('figures start anew where they are reset, sums over time go on', () => {
  const watch = visited();
  watch.reset(YEAR + HOUR);
  expect([watch.arrivals, watch.completions, watch.inSystemArea, watch.busyArea]).toEqual([
    0, 0, 0, 0,
  ]);
  expect([watch.since, watch.inSystem, watch.busyLevel]).toEqual([YEAR + HOUR, 2, 1]);
  watch.leave(YEAR + 2 * HOUR, 2 * HOUR);
  expect([watch.completions, watch.inSystemArea]).toEqual([1, 2 * HOUR]);
  expect(over(watch, 0, YEAR + 3 * HOUR)(SERIES.completions)).toBe(2);
});

test('what is restored is what was kept, and goes on as it would have', () => {
  const [straight, other] = [visited(), visited()];
  for (const watch of [straight, other]) watch.reset(YEAR + HOUR);
  const snapshot = other.snapshot();
  other.fail(YEAR + 2 * HOUR, 3);
  over(other, 0, 2 * YEAR);
  const restored = NodeWatch.restored(snapshot);
  expect(restored.dump()).toEqual(straight.dump());
  for (const watch of [straight, restored]) watch.leave(2 * YEAR, 5);
  expect(restored.dump()).toEqual(straight.dump());
});
