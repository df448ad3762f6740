import { expect, test } from 'vitest';
import { DAY_MICROS, HOUR_MICROS } from './calendar.ts';
import { textWidth } from './text-width.ts';
import { timeTicks } from './time-ticks.ts';

const line = (to: number, width = 700, from = 0) => ({ from, to, width, size: 11, most: 8 });
const texts = (...about: Parameters<typeof line>) =>
  timeTicks(line(...about)).map(({ text }) => text);

test('labels are round times, from parts of a second to days', () => {
  expect(texts(1e6)).toEqual(['0:00', '0:00.2', '0:00.4', '0:00.6', '0:00.8', '0:01']);
  expect(texts(6 * HOUR_MICROS)).toEqual([
    '0:00',
    '1:00:00',
    '2:00:00',
    '3:00:00',
    '4:00:00',
    '5:00:00',
    '6:00:00',
  ]);
  expect(texts(2 * DAY_MICROS)).toEqual(['0:00', '12:00:00', 'day 2', 'day 2, 12:00', 'day 3']);
  expect(texts(30 * DAY_MICROS)).toEqual(['day 1', 'day 8', 'day 15', 'day 22', 'day 29']);
});

test('a line that begins later is labelled at round times, too', () => {
  expect(texts(DAY_MICROS + 90 * 60e6, 300, DAY_MICROS + 20 * 60e6)).toEqual([
    'day 2, 00:30',
    'day 2, 01:00',
    'day 2, 01:30',
  ]);
});

test('no two labels touch, however long and however narrow the line is', () => {
  for (const width of [60, 120, 300, 700, 1600]) {
    for (let to = 1e6; to < 4e14; to *= 1.7) {
      const ticks = timeTicks(line(to, width));
      ticks.forEach(({ at, text }, index) => {
        const next = ticks[index + 1];
        if (next === undefined) return;
        const apart = ((next.at - at) * width) / to;
        const needed = (textWidth(text, 11) + textWidth(next.text, 11)) / 2;
        expect(apart).toBeGreaterThan(needed);
      });
      expect(ticks.length).toBeGreaterThan(0);
      expect(ticks.length).toBeLessThanOrEqual(8);
    }
  }
});
