import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChunkedLog } from './chunked-log.ts';

function rowsOf(log: ChunkedLog): number[][] {
  const rows: number[][] = [];
  for (let row = log.first; row < log.length; row++) {
    rows.push(Array.from({ length: log.columns }, (_, column) => log.get(row, column)));
  }
  return rows;
}

describe('ChunkedLog', () => {
  it('gives back what was added, through any number of chunks', () => {
    const log = new ChunkedLog(2, 4);
    for (let i = 0; i < 11; i++) log.append2(i, i * i);
    expect(log.length).toBe(11);
    expect(rowsOf(log)).toEqual(Array.from({ length: 11 }, (_, i) => [i, i * i]));
  });

  it('takes rows of two, three, six or any number of columns, and no others', () => {
    const three = new ChunkedLog(3);
    three.append3(1, 2, 3);
    three.append([4, 5, 6]);
    expect(rowsOf(three)).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    const six = new ChunkedLog(6);
    six.append6(1, 2, 3, 4, 5, 6);
    expect(rowsOf(six)).toEqual([[1, 2, 3, 4, 5, 6]]);
    const five = new ChunkedLog(5);
    five.append(Float64Array.of(1, 2, 3, 4, 5));
    expect(rowsOf(five)).toEqual([[1, 2, 3, 4, 5]]);
    expect(() => three.append2(1, 2)).toThrow('A row of this log has 3 columns, not 2.');
    expect(() => three.append6(1, 2, 3, 4, 5, 6)).toThrow('not 6');
    expect(() => six.append3(1, 2, 3)).toThrow('not 3');
    expect(() => three.append([1])).toThrow('not 1');
  });

  it('names the row that is not there', () => {
    const log = new ChunkedLog(2);
    log.append2(1, 2);
    expect(() => log.get(1, 0)).toThrow('Row 1, column 0 is not in the log: it holds rows 0 to 0');
    expect(() => log.get(0, 2)).toThrow(RangeError);
    expect(() => log.get(-1, 0)).toThrow(RangeError);
  });

  it('keeps at least the limit, dropping whole chunks', () => {
    const log = new ChunkedLog(2, 4, 10);
    for (let i = 0; i < 1000; i++) {
      log.append2(i, -i);
      expect(log.length - log.first).toBeGreaterThanOrEqual(Math.min(i + 1, 10));
      expect(log.length - log.first).toBeLessThanOrEqual(10 + 2 * 4);
    }
    expect(log.first % 4).toBe(0);
    expect(rowsOf(log)[0]).toEqual([log.first, -log.first]);
    expect(() => log.get(0, 0)).toThrow(RangeError);
  });

  it('keeps what is needed beyond the limit, until it is no longer', () => {
    const log = new ChunkedLog(2, 4, 10);
    log.keepFrom = 5;
    for (let i = 0; i < 100; i++) log.append2(i, -i);
    expect(log.first).toBe(4);
    log.keepFrom = 100;
    for (let i = 100; i < 108; i++) log.append2(i, -i);
    expect(log.first).toBe(92);
  });

  it('finds the first row that is not below a value', () => {
    const log = new ChunkedLog(2, 4, 10);
    for (let i = 0; i < 100; i++) log.append2(2 * Math.floor(i / 3), i);
    expect(log.lowerBound(0, 90)).toBe(90);
    expect(log.lowerBound(64, 97)).toBe(97);
    expect(log.lowerBound(64)).toBe(96);
    expect(log.lowerBound(63)).toBe(96);
    expect(log.lowerBound(67)).toBe(100);
    expect(log.lowerBound(0)).toBe(log.first);
  });

  it('copies a row out, and all that are held', () => {
    const log = new ChunkedLog(3, 4, 2);
    for (let i = 0; i < 8; i++) log.append3(i, -i, 7);
    const row = new Float64Array(3);
    log.copy(6, row);
    expect([...row]).toEqual([6, -6, 7]);
    expect(log.dump()).toEqual(rowsOf(log));
    expect(() => log.copy(8, row)).toThrow(RangeError);
  });

  it('gives the same snapshot as long as no row is added, another where it went another way', () => {
    const log = new ChunkedLog(2, 4);
    for (let i = 0; i < 3; i++) log.append2(i, i);
    const three = log.snapshot();
    expect(log.snapshot()).toBe(three);
    log.append2(3, 3);
    const four = log.snapshot();
    log.restore(three);
    expect(log.snapshot()).toBe(three);
    log.append2(3, -3);
    const other = log.snapshot();
    expect(other.length).toBe(four.length);
    log.restore(four);
    expect(rowsOf(log)[3]).toEqual([3, 3]);
    log.restore(other);
    expect(rowsOf(log)[3]).toEqual([3, -3]);
  });

  it('shares full chunks between snapshots', () => {
    const log = new ChunkedLog(2, 4);
    for (let i = 0; i < 9; i++) log.append2(i, i);
    const one = log.snapshot();
    log.append2(9, 9);
    const two = log.snapshot();
    expect(two.chunks[0]).toBe(one.chunks[0]);
    expect(two.chunks[1]).toBe(one.chunks[1]);
  });
});

/**
 * What visitors do to time: go on, remember, go back to anything remembered, in any of several
 * logs.
 */
const steps = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('append' as const), count: fc.nat(9) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('snapshot' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restore' as const), which: fc.nat(50) }) },
  ),
  { maxLength: 60 },
);

it('never changes what a snapshot has seen, whoever goes on from it', () => {
  fc.assert(
    fc.property(steps, fc.constantFrom(Number.POSITIVE_INFINITY, 6), (sequence, limit) => {
      const logs = [new ChunkedLog(2, 4, limit), new ChunkedLog(2, 4, limit)];
      const snapshots = logs
        .slice(0, 1)
        .map((log) => ({ snapshot: log.snapshot(), rows: rowsOf(log) }));
      let value = 0;
      sequence.forEach((step, i) => {
        const log = logs[i % 2]!;
        if (step.do === 'append') {
          for (let n = 0; n < step.count; n++) log.append2(value++, i);
        } else if (step.do === 'snapshot') {
          snapshots.push({ snapshot: log.snapshot(), rows: rowsOf(log) });
        } else {
          const { snapshot, rows } = snapshots[step.which % snapshots.length]!;
          log.restore(snapshot);
          expect(rowsOf(log)).toEqual(rows);
        }
      });
      const reader = new ChunkedLog(2, 4, limit);
      for (const { snapshot, rows } of snapshots) {
        reader.restore(snapshot);
        expect(rowsOf(reader)).toEqual(rows);
      }
    }),
    { numRuns: 500 },
  );
});

it('drops the same rows after a restore as in a straight run', () => {
  const straight = new ChunkedLog(2, 4, 6);
  for (let i = 0; i < 50; i++) straight.append2(i, i);
  const log = new ChunkedLog(2, 4, 6);
  for (let i = 0; i < 20; i++) log.append2(i, i);
  const snapshot = log.snapshot();
  for (let i = 20; i < 90; i++) log.append2(i, i);
  log.restore(snapshot);
  for (let i = 20; i < 50; i++) log.append2(i, i);
  expect(log.first).toBe(straight.first);
  expect(rowsOf(log)).toEqual(rowsOf(straight));
});
