import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RateWindow } from './rate-window.ts';

test('three within a second are too many until the first of them is a second old', () => {
  const window = new RateWindow(1_000_000, 2);
  for (const at of [100, 200, 300]) window.add(at);
  expect([window.isMany, window.due]).toEqual([true, 1_000_100]);
  window.advance(1_000_099);
  expect(window.isMany).toBe(true);
  window.advance(1_000_100);
  expect([window.isMany, window.due]).toEqual([false, Number.POSITIVE_INFINITY]);
});

test('it says at any moment what counting anew says, also back at a snapshot', () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 60 });
  fc.assert(
    fc.property(gaps, fc.nat(6), fc.nat(60), (list, most, cut) => {
      const window = new RateWindow(1_000, most);
      const times: number[] = [];
      let now = 0;
      const isMany = () => times.filter((time) => time > now - 1_000).length > most;
      const play = (from: number, to: number) => {
        for (const gap of list.slice(from, to)) {
          now += gap;
          times.push(now);
          window.add(now);
          expect(window.isMany).toBe(isMany());
          if (window.isMany) expect(window.due).toBe((times.at(-1 - most) as number) + 1_000);
        }
      };
      play(0, cut);
      const [snapshot, then, length] = [window.snapshot(), now, times.length];
      play(cut, list.length);
      window.restore(snapshot);
      now = then;
      times.length = length;
      play(cut, list.length);
      now += 1_000;
      window.advance(now);
      expect(window.isMany).toBe(false);
    }),
  );
});
