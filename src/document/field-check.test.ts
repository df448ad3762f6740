import { describe, expect, test } from 'vitest';
import { choice, distribution, duration, type Field, integer, text, toggle } from './field.ts';
import { checkField, type Issue } from './field-check.ts';
import type { ValueType } from './field-type.ts';
import { findingOf } from './issue.ts';

const about = { key: 'k', label: 'Label', help: 'Help.' };
const record = {
  type: 'record',
  parts: {
    on: { type: 'choice', options: ['header', 'cookie'] },
    weight: { type: 'number', min: 0, max: 10, optional: true },
    headers: { type: 'names', maxName: 8, maxText: 5, optional: true },
  },
} as const satisfies ValueType;
const fields = {
  slots: integer({ ...about, default: 4, min: 1, max: 64 }),
  wait: duration({ ...about, default: 0, max: 60_000 }),
  mode: choice({ ...about, options: { l4: 'Layer 4', l7: 'Layer 7' }, default: 'l4' }),
  tls: toggle({ ...about, default: false }),
  host: text({ ...about, default: '', maxLength: 4 }),
  time: distribution({ ...about, default: { dist: 'constant', value: 1 } }),
  rules: { accepts: { type: 'list', item: record, maxLength: 2 } },
} satisfies Readonly<Record<string, Pick<Field, 'accepts'>>>;

/** What was wrong with which field's value, and the sentence that is shown. */
const cases: [keyof typeof fields, unknown, Issue, string][] = [
  ['slots', '5', { code: 'invalid_type', expected: 'number', path: [] }, '"5": give a number.'],
  ['slots', 1.5, { code: 'invalid_type', expected: 'int', path: [] }, '1.5: give a whole number.'],
  [
    'slots',
    0,
    { code: 'too_small', origin: 'number', minimum: 1, inclusive: true, path: [] },
    '0: give a number of at least 1.',
  ],
  [
    'slots',
    1e300,
    { code: 'too_big', origin: 'number', maximum: 64, path: [] },
    '1e+300: give a number of at most 64.',
  ],
  [
    'wait',
    Number.NaN,
    { code: 'invalid_type', expected: 'number', path: [] },
    'NaN: give a number.',
  ],
  [
    'mode',
    'l8',
    { code: 'invalid_value', values: ['l4', 'l7'], path: [] },
    '"l8": give one of "l4", "l7". Did you mean "l4"?',
  ],
  [
    'mode',
    undefined,
    { code: 'invalid_value', values: ['l4', 'l7'], path: [] },
    'missing: give one of "l4", "l7".',
  ],
  ['tls', 0, { code: 'invalid_type', expected: 'boolean', path: [] }, '0: give true or false.'],
  ['host', null, { code: 'invalid_type', expected: 'string', path: [] }, 'null: give text.'],
  [
    'host',
    'abcde',
    { code: 'too_big', origin: 'string', maximum: 4, path: [] },
    '"abcde": give text of at most 4 characters.',
  ],
  ['rules', {}, { code: 'invalid_type', expected: 'array', path: [] }, 'an object: give a list.'],
  [
    'rules',
    [1, 2, 3],
    { code: 'too_big', origin: 'array', maximum: 2, path: [] },
    '3 entries: give at most 2.',
  ],
  [
    'rules',
    [{ on: 'cookie' }, []],
    { code: 'invalid_type', expected: 'object', path: [1] },
    'an empty list: give an object.',
  ],
  [
    'rules',
    [{ weight: 20, extra: 1 }],
    { code: 'invalid_value', values: ['header', 'cookie'], path: [0, 'on'] },
    'missing: give one of "header", "cookie".',
  ],
  [
    'rules',
    [{ on: 'header', toString: 1 }],
    { code: 'unrecognized_keys', keys: ['toString'], path: [0] },
    'x[0] has an unknown key "toString": remove it.',
  ],
  [
    'rules',
    [{ on: 'header', headers: { toString: 'abcdef' } }],
    {
      code: 'too_big',
      origin: 'string',
      maximum: 5,

      path: [0, 'headers', 'toString'],
    },
    'x[0].headers.toString is "abcdef": give text of at most 5 characters.',
  ],
  [
    'rules',
    [{ on: 'header', headers: { 'too-long-a-name': 'a' } }],
    { code: 'invalid_key', path: [0, 'headers', 'too-long-a-name'] },
    '"a": give a value that the schema allows.',
  ],
  [
    'rules',
    [{ on: 'header', headers: [] }],
    { code: 'invalid_type', expected: 'record', path: [0, 'headers'] },
    'an empty list: give an object.',
  ],
  ['time', 5, { code: 'invalid_type', expected: 'object', path: [] }, '5: give an object.'],
  [
    'time',
    { dist: 'toString' },
    {
      code: 'invalid_union',
      options: ['constant', 'uniform', 'exponential', 'lognormal', 'pareto', 'zipf', 'empirical'],
      path: ['dist'],
    },
    'x.dist is "toString": give one of "constant", "uniform"',
  ],
  [
    'time',
    { dist: 'lognormal', mean: 0, p99: 1 },
    { code: 'too_small', origin: 'number', minimum: 0, inclusive: false, path: ['mean'] },
    'x.mean is 0: give a number above 0.',
  ],
  [
    'time',
    { dist: 'constant', value: 1, mean: 2 },
    { code: 'unrecognized_keys', keys: ['mean'], path: [] },
    'x has an unknown key "mean": remove it.',
  ],
  [
    'time',
    { dist: 'empirical', values: [] },
    { code: 'too_small', origin: 'array', minimum: 1, path: ['values'] },
    'x.values has 0 entries: give at least 1.',
  ],
];

describe('the first thing wrong is told with its place', () => {
  test.each(cases)('%s %j', (name, value, issue, words) => {
    const found = checkField(fields[name], value);
    expect(found).toEqual(issue);
    expect(
      findingOf({ ...issue, path: ['x', ...issue.path] }, { x: value }, '').sentence,
    ).toContain(words);
  });
});

test('an emoji is one character', () => {
  expect(checkField(fields.host, '👍🏽👍🏽')).toBeNull();
  expect(checkField(fields.host, '👍🏽👍🏽!')).not.toBeNull();
});

test('what may be left out may be left out, and is checked where it is given', () => {
  expect(checkField(fields.rules, [{ on: 'cookie', headers: {} }])).toBeNull();
  expect(checkField(fields.rules, [{ on: 'cookie', weight: undefined }])).toMatchObject({
    path: [0, 'weight'],
  });
});
