import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { list, number } from './field.ts';
import { columnsOf, newEntry } from './field-columns.ts';

const about = { key: 'k', label: 'Label', help: 'Help.' };
const field = list({
  ...about,
  default: [],
  item: z.strictObject({
    on: z.enum(['header', 'cookie']),
    name: z.string().check(z.maxLength(10)),
    weight: z.exactOptional(z.number()),
    headers: z.exactOptional(z.record(z.string(), z.string())),
    write: z.exactOptional(z.boolean()),
  }),
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
  expect(z.safeParse(field.schema, [entry]).success).toBe(true);
});

test('what is no list of known parts has no columns', () => {
  expect(columnsOf(number({ ...about, default: 1, min: 0, max: 2 }))).toBeNull();
  const dates = list({ ...about, default: [], item: z.strictObject({ at: z.tuple([z.int()]) }) });
  expect(columnsOf(dates)).toBeNull();
});
