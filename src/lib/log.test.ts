import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Log } from './log.ts';

function items(log: Log<number>): number[] {
  return Array.from({ length: log.length - log.first }, (_, i) => log.at(log.first + i));
}

test('items are found by their index, and one that is not held is rejected', () => {
  const log = new Log<string>();
  expect([log.append('a'), log.append('b'), log.append('c')]).toEqual([0, 1, 2]);
  log.dropBefore(1);
  log.truncate(2);
  expect([log.first, log.length, log.at(1)]).toEqual([1, 2, 'b']);
  expect(() => log.at(0)).toThrow('holds items 1 to 1');
  expect(() => log.at(2)).toThrow('Item 2');
});

test('a fork keeps its items whatever is added or cut in the original, across chunks', () => {
  const log = new Log<number>();
  for (let i = 0; i < 600; i++) log.append(i);
  const fork = log.fork();
  log.truncate(300);
  for (let i = 0; i < 400; i++) log.append(-i);
  log.dropBefore(290);
  expect(items(fork)).toEqual(Array.from({ length: 600 }, (_, i) => i));
  expect(log.at(300)).toBe(-0);
  expect(log.length).toBe(700);
});

test('a fork of a long log costs its last chunk and a reference for each other', () => {
  const log = new Log<number>();
  for (let i = 0; i < 100_000; i++) log.append(i);
  expect(log.forkBytes).toBeLessThan(8 * (400 + 256) + 100);
});

test('does what a plain array does, in the original and in every fork', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('append' as const), n: fc.integer({ min: 1, max: 300 }) }),
    fc.record({ do: fc.constant('truncate' as const), n: fc.integer({ min: 0, max: 800 }) }),
    fc.record({ do: fc.constant('drop' as const), n: fc.integer({ min: 0, max: 800 }) }),
    fc.record({ do: fc.constant('fork' as const), n: fc.constant(0) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let log = new Log<number>();
      let plain: number[] = [];
      let first = 0;
      let next = 0;
      const kept: [Log<number>, number[]][] = [];
      for (const { do: what, n } of steps) {
        if (what === 'append') {
          for (let i = 0; i < n; i++) {
            log.append(next);
            plain.push(next++);
          }
        } else if (what === 'truncate') {
          log.truncate(n);
          plain = plain.slice(0, Math.max(0, n - first));
        } else if (what === 'drop') {
          log.dropBefore(n);
          const to = Math.min(Math.max(n, first), first + plain.length);
          plain = plain.slice(to - first);
          first = to;
        } else {
          kept.push([log, plain.slice()]);
          log = log.fork();
        }
        expect(items(log)).toEqual(plain);
        expect(log.first).toBe(first);
      }
      for (const [old, was] of kept) expect(items(old)).toEqual(was);
    }),
    { numRuns: 60 },
  );
});
