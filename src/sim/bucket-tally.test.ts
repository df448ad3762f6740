import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BucketTally } from './bucket-tally.ts';
import { LEVELS, levelOf } from './levels.ts';

/** In buckets. */
const FIVE_MINUTES = 3_000;
const SIX_HOURS = 216_000;
const YEAR = 365 * 4 * SIX_HOURS;

function countsIn(tally: BucketTally, from: number, to: number, level: number) {
  const counts = new Map<number, number>();
  tally.each({ from, to, level }, (key, count) => {
    counts.set(key, (counts.get(key) ?? 0) + count);
  });
  return counts;
}

const rowsOf = (tally: BucketTally) =>
  tally.snapshot().logs.map(({ length, first }) => length - first);

test('counts of a bucket are told at once, and as many at every level', () => {
  const tally = new BucketTally();
  for (const [bucket, key] of [
    [3, 7],
    [3, 7],
    [49, 8],
    [50, 7],
    [3_001, 9],
    [216_000, 7],
  ] as const) {
    tally.add(bucket, key);
  }
  for (let level = 0; level < LEVELS.length; level++) {
    expect(countsIn(tally, 0, SIX_HOURS, level)).toEqual(
      new Map([
        [7, 3],
        [8, 1],
        [9, 1],
      ]),
    );
    expect(countsIn(tally, SIX_HOURS, 2 * SIX_HOURS, level)).toEqual(new Map([[7, 1]]));
    // As far as it has come: no boundary of the wider ones.
    expect(countsIn(tally, 0, SIX_HOURS + 1, level).get(7)).toBe(4);
  }
  expect(countsIn(tally, 50, 100, 1)).toEqual(new Map([[7, 1]]));
  expect(countsIn(tally, 3, 4, 0)).toEqual(new Map([[7, 2]]));
  expect(countsIn(tally, 4, 49, 0)).toEqual(new Map());
});

test('a quiet year takes no rows', () => {
  const tally = new BucketTally();
  tally.add(1, 5);
  const quiet = tally.snapshot();
  tally.add(YEAR, 5);
  tally.add(YEAR, 6);
  expect(rowsOf(tally)).toEqual([1, 1, 1, 1]);
  tally.add(2 * YEAR, 5);
  expect(rowsOf(tally)).toEqual([3, 3, 3, 3]);
  expect(countsIn(tally, 0, 2 * YEAR, 3)).toEqual(
    new Map([
      [5, 2],
      [6, 1],
    ]),
  );
  tally.restore(quiet);
  expect(countsIn(tally, 0, YEAR, 2)).toEqual(new Map([[5, 1]]));
});

describe('what is dropped', () => {
  test('is the finest first: wider buckets still tell all of it', () => {
    const tally = new BucketTally();
    for (let bucket = 0; bucket < 100_000; bucket++) tally.add(bucket, bucket % 2);
    const held = tally.heldFrom(0);
    expect(held).toBeGreaterThan(0);
    expect(rowsOf(tally)[0]).toBeGreaterThanOrEqual(98_304);
    const finest = countsIn(tally, held, 100_000, 0);
    expect((finest.get(0) ?? 0) + (finest.get(1) ?? 0)).toBe(100_000 - held);
    expect(tally.heldFrom(1)).toBe(0);
    for (const level of [1, 2, 3]) expect(countsIn(tally, 0, 100_000, level).get(1)).toBe(50_000);
  });

  test('has been merged: no key is lost where more come in five seconds than rows are kept', () => {
    const tally = new BucketTally();
    const busy = (bucket: number) => {
      for (let key = 0; key < 3_000; key++) tally.add(bucket, key);
    };
    for (let bucket = 0; bucket < 40; bucket++) busy(bucket);
    const snapshot = tally.snapshot();
    tally.add(1_000_000, 0);
    tally.restore(snapshot);
    for (let bucket = 40; bucket < 100; bucket++) busy(bucket);
    tally.add(FIVE_MINUTES, 1);
    for (const level of [1, 2]) {
      const counts = countsIn(tally, 0, FIVE_MINUTES, level);
      expect(counts.size).toBe(3_000);
      expect(new Set(counts.values())).toEqual(new Set([100]));
    }
    // Now that they are in the wider buckets, the finest go.
    for (let bucket = FIVE_MINUTES; bucket < FIVE_MINUTES + 10; bucket++) busy(bucket);
    expect(rowsOf(tally)[0]).toBeLessThan(98_304 + 2_048);
    expect(countsIn(tally, 0, FIVE_MINUTES, 1).get(2_999)).toBe(100);
  });
});

test('counts in any span are those of counting one by one, at any level, whatever is gone back to', () => {
  const gap = fc.oneof(
    fc.constant(0),
    fc.integer({ min: 0, max: 60 }),
    fc.integer({ min: 0, max: 4 * FIVE_MINUTES }),
    fc.integer({ min: 0, max: 4 * SIX_HOURS }),
  );
  const events = fc.array(fc.tuple(gap, fc.nat(40)), { minLength: 1, maxLength: 80 });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(events, fc.nat(80), fc.array(fc.tuple(share, share)), (list, back, spans) => {
      const tally = new BucketTally();
      const straight = new BucketTally();
      const done: [bucket: number, key: number][] = [];
      let snapshot = tally.snapshot();
      let taken = 0;
      let bucket = 0;
      for (const [i, [more, key]] of list.entries()) {
        bucket += more;
        done.push([bucket, key]);
        tally.add(bucket, key);
        straight.add(bucket, key);
        countsIn(tally, 0, bucket + 1, levelOf(bucket + 1));
        if (i === back) {
          snapshot = tally.snapshot();
          taken = done.length;
        }
      }
      expect(tally.dump()).toEqual(straight.dump());
      tally.restore(snapshot);
      for (const [at, key] of done.slice(taken)) tally.add(at, key);
      expect(tally.dump()).toEqual(straight.dump());
      for (const [level, { width }] of LEVELS.entries()) {
        const boundary = (at: number) => Math.floor((at * (bucket + 1)) / width) * width;
        for (const [one, other] of [...spans, [0, 1] as const]) {
          const [from, to] = [boundary(Math.min(one, other)), boundary(Math.max(one, other))];
          expect(countsIn(tally, from, to, level)).toEqual(naively(done, from, to));
          expect(countsIn(tally, from, bucket + 1, level)).toEqual(naively(done, from, bucket + 1));
        }
      }
    }),
  );
});

function naively(events: readonly (readonly [number, number])[], from: number, to: number) {
  const counts = new Map<number, number>();
  for (const [bucket, key] of events) {
    if (bucket >= from && bucket < to) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
