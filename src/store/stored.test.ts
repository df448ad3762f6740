import { describe, expect, test } from 'vitest';
import { afterwards, decide, readStored, type StoredDocument, type Wish } from './stored.ts';

const record = (stamp: string, at = 0): StoredDocument => ({
  document: { stamp },
  at,
  playing: false,
  savedAt: 5,
  stamp,
});
const wish = (more: Partial<Wish> = {}): Wish => ({
  id: 'd',
  tab: 'a',
  base: 'x.3',
  isDirty: true,
  record: record('a.1', 900),
  ...more,
});

describe('storing a diagram', () => {
  test('goes through when nobody wrote since it was read, or only this tab did', () => {
    expect(decide(record('x.3'), wish())).toBe('write');
    expect(decide(record('a.7'), wish({ record: record('a.8') }))).toBe('write');
    expect(decide(null, wish({ base: null }))).toBe('write');
  });

  test('is rejected when another tab wrote since', () => {
    expect(decide(record('b.1'), wish())).toBe('changed');
    expect(decide(record('x.4'), wish())).toBe('changed');
    // A tab whose name begins like this one's is another tab.
    expect(decide(record('ab.1'), wish())).toBe('changed');
    expect(afterwards(record('b.1'), wish())).toBeNull();
  });

  test('that comes after something newer of the same tab changes nothing', () => {
    const late = wish({ record: record('a.9') });
    expect(decide(record('a.10'), late)).toBe('late');
    expect(afterwards(record('a.10'), late)).toBeNull();
    expect(decide(record('a.10'), { ...late, isDirty: false })).toBe('late');
    expect(decide(record('a.9'), late)).toBe('write');
  });

  test('of a moment alone neither changes when it was edited nor revives what was deleted', () => {
    const looked = wish({ isDirty: false });
    expect(afterwards(record('x.3'), looked)).toEqual({ ...record('x.3'), at: 900 });
    expect(decide(null, looked)).toBe('gone');
    expect(decide(record('b.1'), looked)).toBe('changed');
  });

  test('keeps what was edited here although it was deleted elsewhere', () => {
    expect(afterwards(null, wish())).toEqual(wish().record);
  });
});

test('records of older pages are read, and those of nobody are not', () => {
  expect(readStored({ document: {}, at: 3, playing: true })).toEqual({
    document: {},
    at: 3,
    playing: true,
    savedAt: 0,
    stamp: '',
  });
  for (const bad of [
    null,
    7,
    {},
    { document: {}, at: -1, playing: true },
    { document: {}, at: 1 },
  ]) {
    expect(readStored(bad)).toBeNull();
  }
});
