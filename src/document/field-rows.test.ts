import { expect, test } from 'vitest';
import { choice, names, number, optional, table, text } from './field.ts';
import { checkField } from './field-check.ts';
import { moved, newRow, withCell } from './field-rows.ts';

const about = { label: 'Label', help: 'Help.' };
const columns = {
  on: choice({ ...about, key: 'o', options: { header: 'Header', body: 'Body' }, default: 'body' }),
  name: text({ ...about, key: 'n', default: '' }),
  weight: optional(number({ ...about, key: 'w', default: 1, min: 0, max: 10 })),
  headers: optional(names({ ...about, key: 'h', default: {}, maxName: 10, maxText: 10 })),
};
const rules = table({ ...about, key: 'r', columns, each: 'rule', most: 3 });

test('a new row is one the field accepts', () => {
  const row = newRow(columns);
  expect(row).toEqual({ on: 'body', name: '' });
  expect(checkField(rules, [row])).toBeNull();
});

test('a cell is changed in its place, and left out where that says the same', () => {
  const row = { on: 'body', weight: 2 };
  const named = withCell(columns, row, 'name', 'a');
  expect(JSON.stringify(named)).toBe('{"on":"body","name":"a","weight":2}');
  expect(withCell(columns, named, 'weight', 1)).toEqual({ on: 'body', name: 'a' });
  expect(withCell(columns, row, 'headers', {})).toEqual(row);
  // What must be there stays, whatever it says.
  expect(withCell(columns, named, 'name', '')).toEqual({ on: 'body', name: '', weight: 2 });
});

test('rows change places', () => {
  expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']);
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a'], 5, 0)).toEqual(['a']);
});
