import { describe, expect, test } from 'vitest';
import { type Dropped, POP_MS, type Pop, pileUp, popsAfter, popWords } from './pops.ts';

const dropped = (node: string, reasons: Record<string, number>): Dropped =>
  new Map([[node, reasons]]);

test('what was dropped since the last observation pops, what was dropped before does not', () => {
  const pops = popsAfter(
    [],
    dropped('s1', { 'queue-full': 40 }),
    dropped('s1', { 'queue-full': 52 }),
    0,
  );
  expect(pops).toEqual([{ node: 's1', reason: 'queue-full', count: 12, grewAt: 0 }]);
  expect(pops.map(popWords)).toEqual(['queue full ×12']);
});

test('a reason called like what every object has counts from nothing', () => {
  const [pop] = popsAfter([], dropped('s1', {}), dropped('s1', { constructor: 3 } as never), 0);
  expect(pop).toMatchObject({ reason: 'constructor', count: 3 });
});

test('an error pops by its status', () => {
  expect(popWords({ reason: 'status-500', count: 3 })).toBe('answered 500 ×3');
});

test('a reason that goes on is merged, and stays two seconds after its last drop', () => {
  const first = popsAfter([], dropped('s1', {}), dropped('s1', { timeout: 1 }), 0);
  const second = popsAfter(
    first,
    dropped('s1', { timeout: 1 }),
    dropped('s1', { timeout: 3 }),
    1_500,
  );
  expect(second.map((pop) => pop.count)).toEqual([3]);
  const same = dropped('s1', { timeout: 3 });
  expect(popsAfter(second, same, same, 1_500 + POP_MS - 1)).toBe(second);
  expect(popsAfter(second, same, same, 1_500 + POP_MS)).toEqual([]);
});

test('a reason that comes again after it faded counts from one', () => {
  const first = popsAfter([], dropped('s1', {}), dropped('s1', { timeout: 5 }), 0);
  const later = popsAfter(
    first,
    dropped('s1', { timeout: 5 }),
    dropped('s1', { timeout: 6 }),
    9_000,
  );
  expect(later.map(popWords)).toEqual(['timeout']);
});

test('a jump of the clock makes nothing pop', () => {
  expect(popsAfter([], null, dropped('s1', { timeout: 500 }), 0)).toEqual([]);
});

test('going back shows nothing that was undone', () => {
  expect(popsAfter([], dropped('s1', { timeout: 9 }), dropped('s1', { timeout: 2 }), 0)).toEqual(
    [],
  );
});

describe('where they stand', () => {
  const pop = (node: string, reason = 'connection-refused-again'): Pop => ({
    node,
    reason,
    count: 12_000,
    grewAt: 0,
  });
  const box = (x: number) => ({ x, y: 0, width: 100, height: 76 });

  test('those of one node stand one above the other, and those of near neighbours clear of each other', () => {
    const boxes = new Map([
      ['a', box(0)],
      ['b', box(110)],
      ['c', box(600)],
    ]);
    expect(pileUp([pop('a'), pop('a', 'timeout'), pop('b'), pop('c')], boxes, 1)).toEqual([
      0, 1, 2, 0,
    ]);
  });

  test('short ones of neighbours stay beside each other, until they are drawn larger', () => {
    const boxes = new Map([
      ['a', box(0)],
      ['b', box(110)],
    ]);
    expect(pileUp([pop('a', 'full'), pop('b', 'full')], boxes, 1)).toEqual([0, 0]);
    expect(pileUp([pop('a', 'full'), pop('b', 'full')], boxes, 2)).toEqual([0, 1]);
  });
});
