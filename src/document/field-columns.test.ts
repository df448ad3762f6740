import { expect, test } from 'vitest';
import { list, number } from './field.ts';
import { checkField } from './field-check.ts';
import { columnsOf, newEntry } from './field-columns.ts';

const about = { key: 'k', label: 'Label', help: 'Help.' };
const field = list({
  ...about,
  default: [],
  item: {
    type: 'record',
    parts: {
      on: { type: 'choice', options: ['header', 'cookie'] },
      name: { type: 'text', maxLength: 10 },
      weight: { type: 'number', min: 0, max: 10, optional: true },
      headers: { type: 'names', maxName: 10, maxText: 10, optional: true },
      write: { type: 'boolean', optional: true },
    },
  },
});

test("a list's columns are read from the shape of its entries", () => {
  expect(columnsOf(field)).toEqual([
    { name: 'on', type: 'choice', optional: false, options: ['header', 'cookie'] },
    { name: 'name', type: 'text', optional: false, options: [] },
    { name: 'weight', type: 'number', optional: true, options: [] },
    { name: 'headers', type: 'names', optional: true, options: [] },
    { name: 'write', type: 'toggle', optional: true, options: [] },
  ]);
});

test('a new entry is one the field accepts', () => {
  const entry = newEntry(columnsOf(field)!);
  expect(entry).toEqual({ on: 'header', name: '' });
  expect(checkField(field, [entry])).toBeNull();
});

test('what is no list of known parts has no columns', () => {
  expect(columnsOf(number({ ...about, default: 1, min: 0, max: 2 }))).toBeNull();
  const whole = { type: 'number', min: 0, max: 9, integer: true } as const;
  expect(columnsOf(list({ ...about, default: [], item: whole }))).toBeNull();
  const dates = { type: 'list', item: whole, maxLength: 3 } as const;
  const item = { type: 'record', parts: { on: dates } } as const;
  expect(columnsOf(list({ ...about, default: [], item }))).toBeNull();
});
