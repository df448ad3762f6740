import { expect, test } from 'vitest';
import type { Tone } from '../lib/tone.ts';
import { dotsOf } from './member-dots.tsx';

const ids = (count: number) => Array.from({ length: count }, (_, i) => `n${i}`);

test('a dot for each part, in their order, well where nothing is known', () => {
  const tones: Record<string, Tone> = { n1: 'down' };
  expect(dotsOf(ids(3), (id) => tones[id])).toEqual({
    tones: ['normal', 'down', 'normal'],
    left: 0,
  });
});

test('of very many some are left out, but never the worst', () => {
  const { tones, left } = dotsOf(ids(40), (id) => (id === 'n39' ? 'down' : undefined));
  expect(tones.length + left).toBe(40);
  expect(tones.length).toBeLessThanOrEqual(18);
  expect(tones[0]).toBe('down');
});
