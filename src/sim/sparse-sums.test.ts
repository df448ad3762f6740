import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { ChunkedLog } from '../lib/chunked-log.ts';
import { BUCKET_MICROS, LEVELS } from './levels.ts';
import { SparseSums } from './sparse-sums.ts';

const SECOND = 1_000_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const AREA = 1;
const LEVEL = 2;
const COUNT = 3;

const fresh = () => new SparseSums({ areas: 1, counts: 1 });

/** At `now` one thing happens, and the level is another from then on. */
function happen(sums: SparseSums, now: number, level: number): void {
  sums.advance(now);
  sums.live[LEVEL] = level;
  sums.live[COUNT] = (sums.live[COUNT] as number) + 1;
}

/** The sums before a moment, which is a boundary. */
function until(sums: SparseSums, moment: number): [area: number, count: number] {
  const bucket = moment / BUCKET_MICROS;
  return [sums.before(bucket, AREA), sums.before(bucket, COUNT)];
}

/** How many rows are held, by level. */
const rowsOf = (sums: SparseSums) =>
  sums.snapshot().logs.map(({ length, first }) => length - first);

describe('a level that holds', () => {
  test.each([
    ['seconds', 7 * SECOND],
    ['hours', 5 * HOUR],
    ['days', 3 * DAY],
    ['years', 2 * YEAR],
  ])('for %s has an area of three times as long, wherever asked', (_, long) => {
    const sums = fresh();
    happen(sums, SECOND + 40_000, 3);
    const area = (moment: number) => 3 * (moment - SECOND - 40_000);
    const moments = [1, 3, 7, 50].map((share) => Math.floor((long * share) / 50 / 1e5) * 1e5);
    const look = () => {
      for (const moment of moments) {
        if (moment > SECOND) expect(until(sums, moment)).toEqual([area(moment), 1]);
      }
      expect(until(sums, SECOND)).toEqual([0, 0]);
      expect(until(sums, SECOND + 100_000)).toEqual([180_000, 1]);
    };
    look();
    // The same when it is over, and read from rows.
    happen(sums, long + 30_000, 0);
    look();
    expect(until(sums, long + 100_000)).toEqual([area(long + 30_000), 2]);
    happen(sums, long + DAY, 0);
    look();
    expect(until(sums, long + HOUR)).toEqual([area(long + 30_000), 2]);
  });
});

describe('quiet time', () => {
  test('a year of it, then a busy second, takes a row for each bucket in which something happened', () => {
    const sums = fresh();
    happen(sums, 20_000, 1);
    for (let i = 0; i < 20; i++) happen(sums, YEAR + i * 50_000, i % 2);
    // The first row at all levels; of the last second all but the bucket that lasts.
    expect(rowsOf(sums)).toEqual([10, 1, 1, 1]);
    expect(until(sums, YEAR)).toEqual([YEAR - 20_000, 1]);
    expect(until(sums, YEAR + 900_000)).toEqual([YEAR - 20_000 + 9 * 50_000, 19]);
  });

  test('costs nothing: a thing that happens writes at most one row to each level, however long after', () => {
    const append = vi.spyOn(ChunkedLog.prototype, 'append');
    const sums = fresh();
    for (const [at, rows] of [
      [99_999, 0],
      [100_000, 1],
      [4_999_999, 1],
      [5_000_000, 2],
      [5 * 60 * SECOND, 3],
      [6 * HOUR, 4],
      [YEAR, 4],
      [90 * YEAR, 4],
    ] as const) {
      append.mockClear();
      happen(sums, at, 1);
      expect(append).toHaveBeenCalledTimes(rows);
    }
    append.mockRestore();
  });

  test('makes a snapshot no larger', () => {
    const sums = fresh();
    happen(sums, 20_000, 1);
    happen(sums, DAY, 2);
    const before = sums.snapshot();
    expect(until(sums, 50 * YEAR)[1]).toBe(2);
    expect(sums.snapshot()).toEqual(before);
  });
});

describe('what is dropped', () => {
  // Something happens in each of 80,000 buckets: 2.2 hours.
  const sums = fresh();
  for (let bucket = 0; bucket < 80_000; bucket++) happen(sums, bucket * BUCKET_MICROS + 1, 2);

  test('is finer than two hours ago, and nothing of the last two hours', () => {
    expect(rowsOf(sums)[0]).toBeGreaterThanOrEqual(72_000);
    expect(rowsOf(sums)[0]).toBeLessThan(72_000 + 256);
    for (let bucket = 8_000; bucket < 80_000; bucket += 77) {
      expect(sums.before(bucket, COUNT)).toBe(bucket);
    }
    expect(sums.before(sums.heldFrom(0), COUNT)).toBe(sums.heldFrom(0));
    expect(sums.before(sums.heldFrom(0) - 1, COUNT)).toBeNaN();
  });

  test('is still held in wider buckets, exactly', () => {
    for (let bucket = 50; bucket < 80_000; bucket += 50) {
      expect(sums.before(bucket, COUNT)).toBe(bucket);
      expect(sums.before(bucket, AREA)).toBe(2 * (bucket * BUCKET_MICROS - 1));
    }
    expect(sums.heldFrom(1)).toBe(0);
  });

  test('is nothing of before it began: there all sums are 0', () => {
    const late = new SparseSums({ areas: 1, counts: 1 }, DAY);
    for (let bucket = 0; bucket < 80_000; bucket++) happen(late, DAY + bucket * BUCKET_MICROS, 2);
    expect(late.heldFrom(0)).toBeGreaterThan(DAY / BUCKET_MICROS);
    expect(until(late, HOUR + 300_000)).toEqual([0, 0]);
    expect(until(late, DAY)).toEqual([0, 0]);
  });

  test('depends on what happened alone, not on going back', () => {
    const winding = fresh();
    for (let bucket = 0; bucket < 40_000; bucket++) {
      happen(winding, bucket * BUCKET_MICROS + 1, 2);
    }
    const snapshot = winding.snapshot();
    happen(winding, DAY, 7);
    winding.restore(snapshot);
    for (let bucket = 40_000; bucket < 80_000; bucket++) {
      happen(winding, bucket * BUCKET_MICROS + 1, 2);
    }
    expect(winding.dump()).toEqual(sums.dump());
  });
});

/** From microseconds to months apart. */
const gap = fc.oneof(
  fc.integer({ min: 0, max: 200_000 }),
  fc.integer({ min: 0, max: 20 * SECOND }),
  fc.integer({ min: 0, max: HOUR }),
  fc.integer({ min: 0, max: 90 * DAY }),
);

test('sums over any buckets are those of adding up one by one, whatever is asked and gone back to meanwhile', () => {
  const events = fc.array(fc.record({ gap, level: fc.nat(5), asks: fc.boolean() }), {
    minLength: 1,
    maxLength: 60,
  });
  const after = fc.record({ start: gap, wait: gap, back: fc.nat(60) });
  fc.assert(
    fc.property(events, after, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (...given) => {
      const [list, { start, wait, back }, shares] = given;
      const sums = new SparseSums({ areas: 1, counts: 1 }, start);
      const straight = new SparseSums({ areas: 1, counts: 1 }, start);
      const done: [at: number, level: number][] = [];
      const ask = (end: number) => {
        for (const share of [...shares, 0, 1]) {
          for (const { width } of LEVELS) {
            const bucket = Math.floor((end * share) / BUCKET_MICROS / width) * width;
            expect(sums.before(bucket, COUNT)).toBe(naively(done, bucket * BUCKET_MICROS).count);
            expect(sums.before(bucket, AREA)).toBe(naively(done, bucket * BUCKET_MICROS).area);
          }
        }
      };
      let now = start;
      let snapshot = sums.snapshot();
      let taken = 0;
      for (const [i, event] of list.entries()) {
        now += event.gap;
        done.push([now, event.level]);
        happen(sums, now, event.level);
        happen(straight, now, event.level);
        if (event.asks) ask(now);
        if (i === back) {
          snapshot = sums.snapshot();
          taken = done.length;
        }
      }
      ask(now + wait);
      expect(sums.dump()).toEqual(straight.dump());
      sums.restore(snapshot);
      for (const [at, level] of done.slice(taken)) happen(sums, at, level);
      expect(sums.dump()).toEqual(straight.dump());
      ask(now + wait);
    }),
  );
});

function naively(events: readonly (readonly [at: number, level: number])[], moment: number) {
  let [area, count, level, since] = [0, 0, 0, 0];
  for (const [at, next] of events) {
    if (at >= moment) break;
    area += level * (at - since);
    count++;
    level = next;
    since = at;
  }
  return { area: area + level * (moment - since), count };
}
