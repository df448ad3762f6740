import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SeriesTable } from '../lib/series.ts';
import { numberSeries } from '../lib/series.ts';
import { sizeOfSnapshot } from '../lib/snapshot-size.ts';
import { LEVEL, MOST_KEYS, OwnSeries, SUM } from './own-series.ts';
import { dumpSeries, levelNow, rateOver } from './series-now.ts';
import { createWorld, type NodeRecord } from './world.ts';

const SECOND = 1_000_000;
const table = {
  depth: { is: 'gauge', label: 'Depth', unit: 'crates' },
  stacked: { is: 'gauge', label: 'Stacked', unit: 'crates', keyed: { by: 'shelf' } },
  moved: { is: 'counter', label: 'Moved', unit: 'crates' },
  shipped: { is: 'counter', label: 'Shipped', unit: 'crates', keyed: { by: 'port' } },
} as const satisfies SeriesTable;
const { depth, stacked, moved, shipped } = numberSeries(table);
const models = { depot: { series: table }, yard: {} };

/** One depot, number 0, and what can be asked of it at a moment. */
function depot() {
  const world = createWorld(1);
  world.byId.set('d', 0);
  world.nodes.push({ index: 0, id: 'd', kind: 'depot' } as NodeRecord);
  const series = new OwnSeries({ world, models });
  series.placed({ index: 0 });
  const at = (now: number) => ({ world: { ...world, now }, series });
  return {
    world,
    series,
    write: (number: number, value: number, now: number, key?: string) =>
      series.write(0, number, value, key, now),
    level: (name: string, now: number, key?: string) =>
      levelNow(at(now), { node: 'd', series: name, ...(key !== undefined && { key }) }),
    rate: (name: string, micros: number, now: number, key?: string) =>
      rateOver(at(now), { node: 'd', series: name, ...(key !== undefined && { key }) }, micros),
  };
}

describe('a gauge', () => {
  test('is the mean of its levels, each as long as it held', () => {
    const { write, level, rate } = depot();
    write(depth, 4, 0);
    write(depth, 10, 1.5 * SECOND);
    write(depth, 0, 2 * SECOND);
    expect(level('depth', 2 * SECOND)).toBe(0);
    // 1.5 s of 4, half a second of 10, two of none.
    expect(rate('depth', 2 * SECOND, 2 * SECOND)).toBe(5.5);
    expect(rate('depth', 4 * SECOND, 4 * SECOND)).toBe(2.75);
    expect(rate('depth', SECOND, 2 * SECOND)).toBe(7);
    // The bucket that lasts counts as far as it has come.
    write(depth, 8, 4 * SECOND);
    expect(rate('depth', SECOND, 4.05 * SECOND)).toBeCloseTo((8 * 0.05) / 1.05, 12);
  });

  test('was 0 before it was first written, and then is not said to have been anything', () => {
    const { write, level, rate } = depot();
    expect([level('depth', SECOND), rate('depth', SECOND, SECOND)]).toEqual([null, null]);
    write(depth, 6, SECOND);
    expect(rate('depth', 2 * SECOND, 2 * SECOND)).toBe(3);
  });

  test('of a key is its own, and without a key all of them together', () => {
    const { write, level, rate } = depot();
    write(stacked, 2, 0, 'constructor');
    write(stacked, 5, 0, '__proto__');
    write(stacked, 1, SECOND, 'constructor');
    expect(level('stacked', SECOND, 'constructor')).toBe(1);
    expect(level('stacked', SECOND)).toBe(6);
    expect(rate('stacked', 2 * SECOND, 2 * SECOND, 'constructor')).toBe(1.5);
    expect(rate('stacked', 2 * SECOND, 2 * SECOND)).toBe(6.5);
    expect(level('stacked', SECOND, 'toString')).toBeNull();
    expect(level('toString', SECOND)).toBeNull();
  });
});

describe('a counter', () => {
  test('is a rate per second', () => {
    const { write, rate, level } = depot();
    for (let at = 0; at < 30; at++) write(moved, 2, at * 0.1 * SECOND);
    expect(rate('moved', SECOND, 3 * SECOND)).toBe(20);
    expect(rate('moved', 2 * SECOND, 4 * SECOND)).toBe(10);
    expect(rate('moved', 60 * SECOND, 4 * SECOND)).toBe(15);
    expect(level('moved', SECOND)).toBeNull();
    expect(rate('moved', SECOND, 0)).toBe(0);
  });

  test('tells long windows to within a twentieth, however much has been forgotten', () => {
    const { series, write, rate } = depot();
    // Twice an hour of 0.1 s: of a key only the last quarter of an hour is kept so finely.
    for (let at = 0; at < 72_000; at++) write(shipped, at < 36_000 ? 1 : 3, at * 100_000, 'a');
    const now = 7_200 * SECOND;
    const kept = 72_000 - (series.of(0)[shipped]?.lines.get('a')?.heldFrom(0) ?? 0);
    expect(Math.abs(kept - 9_000)).toBeLessThan(200);
    for (const seconds of [1, 10, 600, 1200, 3600]) {
      expect(rate('shipped', seconds * SECOND, now, 'a')).toBeCloseTo(30, 9);
    }
    expect(rate('shipped', now, now, 'a')).toBeCloseTo(20, 9);
    // Half an hour of it was slower; the window may be longer by a twentieth of it.
    expect(Math.abs((rate('shipped', 5400 * SECOND, now, 'a') ?? 0) - 23.333)).toBeLessThan(0.6);
  });

  test('of a key is known from the first time, were it 0', () => {
    const { write, rate } = depot();
    write(shipped, 0, 0, 'valueOf');
    expect(rate('shipped', SECOND, SECOND, 'valueOf')).toBe(0);
  });
});

describe('of more keys than are told apart', () => {
  const key = (at: number) => `key ${at}`;

  test('a counter counts the others together', () => {
    const { series, write } = depot();
    for (let at = 0; at < MOST_KEYS + 3; at++) write(shipped, at, 0, key(at));
    write(shipped, 1, 0, key(0));
    const lines = [...(series.of(0)[shipped]?.lines ?? [])];
    expect(lines).toHaveLength(MOST_KEYS + 1);
    expect(lines[0]?.[1].live[SUM]).toBe(1);
    expect(lines.at(-1)?.[0]).toBeNull();
    expect(lines.at(-1)?.[1].live[SUM]).toBe(256 + 257 + 258);
  });

  test('a gauge of the others is the sum of what they hold', () => {
    const { series, write } = depot();
    for (let at = 0; at < MOST_KEYS; at++) write(stacked, 1, 0, key(at));
    const other = () => [...(series.of(0)[stacked]?.lines ?? [])].at(-1)?.[1].live[LEVEL];
    write(stacked, 3, 0, 'x');
    write(stacked, 4, 0, 'toString');
    expect(other()).toBe(7);
    write(stacked, 1, 0, 'x');
    expect(other()).toBe(5);
    write(stacked, 0, 0, 'toString');
    expect(other()).toBe(1);
    write(stacked, 0, 0, 'x');
    expect(other()).toBe(0);
    // What is not remembered is not added, and not taken off.
    for (let at = 0; at < 5_000; at++) write(stacked, 1, 0, `far ${at}`);
    expect(other()).toBe(4_096);
    for (let at = 4_999; at >= 0; at--) write(stacked, 0, 0, `far ${at}`);
    expect(other()).toBe(0);
  });
});

test('what the spec does not declare is rejected in words', () => {
  const { world, series, write } = depot();
  expect(() => write(9, 1, 0)).toThrow('Node 0 has no series 9.');
  world.nodes.push({ index: 1, id: 'y', kind: 'yard' } as NodeRecord);
  series.placed({ index: 1 });
  expect(() => series.write(1, 0, 1, undefined, 0)).toThrow('Node 1 has no series 0.');
});

test('after going back to a snapshot it goes on as if nothing had come between', () => {
  const write = fc.record({
    after: fc.constantFrom(0, 1, 30_000, 100_000, 7 * SECOND, 400 * SECOND, 30_000 * SECOND),
    what: fc.constantFrom('depth', 'stacked', 'moved', 'shipped'),
    value: fc.integer({ min: 0, max: 9 }),
    key: fc.integer({ min: 0, max: 12 }),
  });
  type Write = typeof write extends fc.Arbitrary<infer T> ? T : never;
  const play = (series: OwnSeries, writes: readonly Write[], from: number): number => {
    let now = from;
    for (const { after, what, value, key } of writes) {
      now += after;
      const name = what === 'stacked' || what === 'shipped' ? String(key) : undefined;
      series.write(0, { depth, stacked, moved, shipped }[what], value, name, now);
    }
    return now;
  };
  const lists = fc.array(write, { maxLength: 60 });
  fc.assert(
    fc.property(lists, lists, lists, (before, astray, after) => {
      const { world, series: straight } = depot();
      const sought = depot().series;
      // So many that further keys are among the others.
      for (const series of [straight, sought]) {
        for (let key = 0; key < MOST_KEYS - 2; key++)
          series.write(0, stacked, 1, `first ${key}`, 0);
      }
      const at = play(sought, before, 0);
      const snapshot = sought.snapshot();
      play(sought, astray, at);
      sought.restore(snapshot);
      play(sought, after, at);
      play(straight, before, 0);
      play(straight, after, at);
      const [left, right] = [sought, straight].map((series) => dumpSeries({ world, series }));
      expect(left).toEqual(right);
      const [one, other] = [sought, straight].map(
        (series) => sizeOfSnapshot(series.snapshot()).bytes,
      );
      expect(one).toBe(other);
    }),
    { numRuns: 60 },
  );
});
