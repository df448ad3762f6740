import { expect, test } from 'vitest';
import { emptyTable, own, tableOf } from './table.ts';

const NAMES = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'];

test('a table knows only what it was given', () => {
  const table = tableOf([['server', 1]]);
  expect(table.server).toBe(1);
  for (const name of NAMES) expect(table[name]).toBeUndefined();
});

test('names that every object has are names like others', () => {
  const table = tableOf(NAMES.map((name, at) => [name, at] as const));
  expect(NAMES.map((name) => table[name])).toEqual([0, 1, 2, 3, 4]);
  expect(Object.keys(table)).toEqual(NAMES);
});

test('an empty table counts from nothing', () => {
  const counts = emptyTable<number>();
  for (const name of [...NAMES, ...NAMES]) counts[name] = (counts[name] ?? 0) + 1;
  expect(Object.values(counts)).toEqual([2, 2, 2, 2, 2]);
});

test('a record that came from elsewhere is asked for what is its own', () => {
  const record = { toString: 7, plain: 1 };
  expect(own(record as Record<string, unknown>, 'toString')).toBe(7);
  expect(own(record as Record<string, unknown>, 'constructor')).toBeUndefined();
  expect(own(undefined, 'plain')).toBeUndefined();
});
