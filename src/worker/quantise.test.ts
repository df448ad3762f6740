import { expect, test } from 'vitest';
import { coarser, DOTS_MAX, isDrawn, Quantiser, shareFor } from './quantise.ts';

test('shares go up in ones, twos and fives', () => {
  const shares = [1];
  while (shares.length < 8) shares.push(coarser(shares.at(-1)!));
  expect(shares).toEqual([1, 2, 5, 10, 20, 50, 100, 200]);
  expect(shareFor(3.2)).toBe(5);
  expect(shareFor(0)).toBe(1);
});

test('up to the limit a dot is one message', () => {
  const quantiser = new Quantiser();
  expect(quantiser.update(DOTS_MAX, 0)).toBe(1);
  expect(quantiser.update(DOTS_MAX + 1, 0)).toBe(2);
});

test('a wavering load keeps its share; a lasting lull makes it finer', () => {
  const quantiser = new Quantiser();
  quantiser.update(DOTS_MAX * 1.05, 0);
  for (let at = 0; at < 5_000; at += 16) {
    const wave = at % 160 === 0 ? 1.05 : 0.9;
    expect(quantiser.update(DOTS_MAX * wave, at)).toBe(2);
  }
  expect(quantiser.update(100, 6_000)).toBe(2);
  expect(quantiser.update(100, 6_300)).toBe(2);
  expect(quantiser.update(100, 6_800)).toBe(1);
});

test('the share never draws more dots than the limit', () => {
  const quantiser = new Quantiser();
  for (const messages of [10, 2_500, 90_000, 1_000_000, 30_000]) {
    const share = quantiser.update(messages, 0);
    expect(messages / share).toBeLessThanOrEqual(DOTS_MAX);
  }
});

test('one dot stands for as many messages as the legend says', () => {
  for (const share of [2, 5, 10, 50]) {
    let drawn = 0;
    for (let message = 1; message <= 200_000; message++) if (isDrawn(message, share)) drawn++;
    expect(Math.abs(drawn * share - 200_000) / 200_000).toBeLessThan(0.05);
  }
});

test('both legs of a proxied request are drawn equally often, though their numbers alternate', () => {
  let odd = 0;
  let even = 0;
  for (let message = 1; message <= 100_000; message++) {
    if (!isDrawn(message, 10)) continue;
    if (message % 2 === 1) odd++;
    else even++;
  }
  expect(Math.abs(odd - even) / (odd + even)).toBeLessThan(0.05);
});

test('what a coarse share draws, every finer share draws too', () => {
  for (let message = 1; message < 20_000; message++) {
    if (isDrawn(message, 20)) expect(isDrawn(message, 5)).toBe(true);
  }
});

test('a still picture is as fine as it can be', () => {
  const quantiser = new Quantiser();
  quantiser.update(DOTS_MAX * 3, 0);
  expect(quantiser.fit(DOTS_MAX)).toBe(1);
});
