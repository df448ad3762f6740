import { expect, test } from 'vitest';
import { placeBar } from './edge-bar.tsx';

const card = (x: number, y: number) => ({ x, y, width: 184, height: 76 });

test('the bar hangs under the line where there is room', () => {
  expect(placeBar([500, 100], [card(0, 60), card(900, 60)], 1)).toEqual([500, 114]);
});

test('between cards side by side it goes below both, and covers neither', () => {
  const cards = [card(0, 0), card(280, 0)];
  expect(placeBar([232, 38], cards, 1)).toEqual([232, 76 + 14]);
});

test('a card below sends it above the line; the frame around it all is no hindrance', () => {
  const frame = { x: -500, y: -500, width: 2_000, height: 2_000 };
  expect(placeBar([500, 100], [card(450, 120), frame], 1)[1]).toBeLessThan(100);
});

test('zoomed out it takes more of the table', () => {
  expect(placeBar([500, 100], [card(100, 90)], 1)).toEqual([500, 114]);
  expect(placeBar([500, 100], [card(100, 90)], 0.5)[1]).not.toBe(128);
});
