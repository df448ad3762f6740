import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Streams } from './random.ts';

const take = (streams: Streams, id: number, n: number) =>
  Array.from({ length: n }, () => streams.next(id));

describe('Streams', () => {
  it('is pinned: old documents keep their runs', () => {
    const streams = new Streams();
    expect(take(streams, streams.open(1, 'web', 'arrivals'), 4)).toEqual([
      0.23460701338820045, 0.5323609516284756, 0.4640849041518922, 0.8278886279839406,
    ]);
  });

  it('gives each seed, node and purpose its own row, whatever else is open', () => {
    const alone = new Streams();
    const expected = take(alone, alone.open(1, 'web', 'arrivals'), 50);
    const crowded = new Streams();
    for (let i = 0; i < 40; i++) crowded.next(crowded.open(1, `s${i}`, 'service'));
    expect(take(crowded, crowded.open(1, 'web', 'arrivals'), 50)).toEqual(expected);
    for (const [seed, node, purpose] of [
      [2, 'web', 'arrivals'],
      [1, 'web2', 'arrivals'],
      [1, 'web', 'service'],
      [1, 'web/arrivals', ''],
    ] as const) {
      expect(take(crowded, crowded.open(seed, node, purpose), 1)).not.toEqual(expected.slice(0, 1));
    }
  });

  it('opens the same triple once, without rewinding', () => {
    const streams = new Streams();
    const id = streams.open(7, 'a', 'x');
    const first = streams.next(id);
    expect(streams.open(7, 'a', 'x')).toBe(id);
    expect(streams.next(id)).not.toBe(first);
    expect(streams.open(7, 'a', 'y')).not.toBe(id);
  });

  it('is uniform in tenths, in pairs and in the lowest bit', () => {
    const streams = new Streams();
    const id = streams.open(3, 'n', 'p');
    const tenths = new Array<number>(10).fill(0);
    const pairs = new Array<number>(100).fill(0);
    let odd = 0;
    let outside = 0;
    let previous = 0;
    const n = 200_000;
    for (let i = 0; i < n; i++) {
      const u = streams.next(id);
      if (!(u >= 0 && u < 1)) outside++;
      const tenth = Math.floor(u * 10);
      tenths[tenth]! += 1;
      pairs[previous * 10 + tenth]! += 1;
      previous = tenth;
      if ((u * 2 ** 53) % 2 === 1) odd++;
    }
    expect(outside).toBe(0);
    // Chi-square with 9 and 99 degrees of freedom: 33.7 and 161 are their 0.9999 quantiles.
    const chi = (counts: number[]) =>
      counts.reduce((sum, c) => sum + (c - n / counts.length) ** 2 / (n / counts.length), 0);
    expect(chi(tenths)).toBeLessThan(33.7);
    expect(chi(pairs)).toBeLessThan(161);
    expect(Math.abs(odd - n / 2)).toBeLessThan(4 * Math.sqrt(n / 4));
  });

  it('starts streams of neighbouring names unrelated', () => {
    const streams = new Streams();
    let sum = 0;
    const n = 20_000;
    for (let i = 0; i < n; i++) sum += streams.next(streams.open(1, `node-${i}`, 'arrivals'));
    expect(Math.abs(sum / n - 0.5)).toBeLessThan((4 * Math.sqrt(1 / 12)) / Math.sqrt(n));
  });

  it('draws integers below n only, each about equally often', () => {
    const streams = new Streams();
    const id = streams.open(1, 'n', 'dice');
    const counts = [0, 0, 0, 0, 0, 0];
    for (let i = 0; i < 60_000; i++) counts[streams.nextInt(id, 6)]! += 1;
    expect(counts.reduce((a, b) => a + b)).toBe(60_000);
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });
});

describe('a fork', () => {
  it('repeats what followed, forgetting streams opened since', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5), { maxLength: 20 }),
        fc.array(fc.nat(30), { minLength: 1, maxLength: 60 }),
        fc.array(fc.nat(30), { maxLength: 60 }),
        (before, after, otherwise) => {
          const streams = new Streams();
          const play = (from: Streams, nodes: number[]) =>
            nodes.map((node) => {
              const id = from.open(9, `n${node}`, 'p');
              return [id, from.next(id)];
            });
          play(streams, before);
          const kept = streams.fork();
          const straight = play(streams, after);
          play(kept.fork(), otherwise);
          expect(play(kept, after)).toEqual(straight);
        },
      ),
    );
  });

  it('goes on by itself', () => {
    const one = new Streams();
    for (let i = 0; i < 30; i++) one.next(one.open(1, `n${i}`, 'p'));
    const other = one.fork();
    const id = one.open(1, 'n17', 'p');
    expect(other.open(1, 'n17', 'p')).toBe(id);
    expect(other.next(id)).toBe(one.next(id));
  });
});
