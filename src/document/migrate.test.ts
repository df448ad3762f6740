import { expect, test } from 'vitest';
import { shop } from './document.test-support.ts';
import { migrate, type PlainObject } from './migrate.ts';

const steps = {
  1: ({ title, ...rest }: PlainObject) => ({ ...rest, name: title ?? null }),
  2: ({ name, ...rest }: PlainObject) => ({ ...rest, called: [name ?? null] }),
};

test('an old document goes up step by step', () => {
  expect(migrate({ version: 1, title: 'x' }, 3, steps)).toEqual({ version: 3, called: ['x'] });
  expect(migrate({ version: 2, name: 'x' }, 3, steps)).toEqual({ version: 3, called: ['x'] });
});

test('a document of the newest version stays the same object', () => {
  const document = { ...shop() } as unknown as PlainObject;
  expect(migrate(document)).toBe(document);
});

test('without a way there is no document', () => {
  expect(migrate({ version: 4 }, 3, steps)).toBeNull();
  expect(migrate({ version: 0 }, 3, steps)).toBeNull();
  expect(migrate({ version: 1.5 }, 3, steps)).toBeNull();
  expect(migrate({ version: '1' }, 3, steps)).toBeNull();
  expect(migrate({}, 3, steps)).toBeNull();
});
