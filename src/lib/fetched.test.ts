import { expect, test } from 'vitest';
import { Fetched, NotFetched } from './fetched.ts';

/** Letters can be fetched, as far as the line is up. */
function letters() {
  const asked: string[] = [];
  const line = { isUp: true };
  const fetched = new Fetched((name) =>
    /^[a-z]$/.test(name)
      ? async () => {
          asked.push(name);
          if (!line.isUp) throw new Error('no line');
          return name.toUpperCase();
        }
      : undefined,
  );
  return { asked, line, fetched };
}

test('each thing is fetched once, however many ask for it at the same time', async () => {
  const { asked, fetched } = letters();
  await Promise.all([fetched.load(['a', 'b']), fetched.load(['b', 'a', 'a'])]);
  await fetched.load(['a']);
  expect(asked).toEqual(['a', 'b']);
  expect({ ...fetched.here }).toEqual({ a: 'A', b: 'B' });
});

test('what could not be had is named, and fetched again by whoever asks next', async () => {
  const { asked, line, fetched } = letters();
  await fetched.load(['a']);
  line.isUp = false;
  const failed = await fetched.load(['a', 'b', 'c']).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(NotFetched);
  expect(failed).toMatchObject({ names: ['b', 'c'] });
  expect(fetched.missing(['a', 'b', 'c'])).toEqual(['b', 'c']);
  line.isUp = true;
  await fetched.load(['b']);
  expect(fetched.here.b).toBe('B');
  expect(asked).toEqual(['a', 'b', 'c', 'b']);
});

test('what there is not is never missing, whatever it is called', async () => {
  const { asked, fetched } = letters();
  const names = ['constructor', 'toString', '__proto__', 'twelve'];
  expect(fetched.missing(names)).toEqual([]);
  await fetched.load(names);
  expect(asked).toEqual([]);
  expect(fetched.here.constructor).toBeUndefined();
});

test('what is here from the start need not be fetched', async () => {
  const fetched = new Fetched((name) => () => Promise.reject(new Error(`${name} was fetched`)), {
    a: 'A',
  });
  await fetched.load(['a']);
  expect(fetched.missing(['a', 'b'])).toEqual(['b']);
});
