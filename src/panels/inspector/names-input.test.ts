import { expect, test } from 'vitest';
import { readNames } from './names-input.tsx';

test('names and texts are read as they are typed', () => {
  expect(readNames('user: anna; theme:dark;')).toEqual({ user: 'anna', theme: 'dark' });
  expect(readNames('host: a.example:8080')).toEqual({ host: 'a.example:8080' });
  expect(readNames('  ')).toEqual({});
});

test('a part without a colon is named, with the cure', () => {
  expect(() => readNames('user: anna; dark')).toThrow('“dark” has no colon: write name: value.');
  expect(() => readNames(': anna')).toThrow('no colon');
});

test('a name that every object has is one like others, and the one that cannot be kept is rejected', () => {
  expect(Object.entries(readNames('constructor: a; toString: b'))).toEqual([
    ['constructor', 'a'],
    ['toString', 'b'],
  ]);
  expect(() => readNames('__proto__: a')).toThrow('cannot be a name');
});
