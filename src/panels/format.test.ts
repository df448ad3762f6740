import { describe, expect, test } from 'vitest';
import {
  clockText,
  SPEED_SLIDER,
  shortClock,
  sliderOfSpeed,
  speedOfSlider,
  speedText,
} from './format.ts';

describe('the clock', () => {
  test.each([
    [0, '0:00.000', '0:00'],
    [200_000, '0:00.200', '0:00.2'],
    [12_480_999, '0:12.480', '0:12.48'],
    [70_000_000, '1:10.000', '1:10'],
    [600_000_000, '10:00.000', '10:00'],
    [3_725_000_000, '1:02:05.000', '1:02:05'],
    [86_399_999_999, '23:59:59.999', '23:59:59.999'],
    [86_400_000_000, 'day 2, 00:00:00.000', 'day 2'],
    [187_506_000_000, 'day 3, 04:05:06.000', 'day 3, 04:05:06'],
    [187_500_000_000, 'day 3, 04:05:00.000', 'day 3, 04:05'],
    [180_000_000_000, 'day 3, 02:00:00.000', 'day 3, 02:00'],
    [31_536_000_000_000, 'day 366, 00:00:00.000', 'day 366'],
  ])('shows %i µs as %s, shortly %s', (micros, long, short) => {
    expect(clockText(micros)).toBe(long);
    expect(shortClock(micros)).toBe(short);
  });
});

describe('speed', () => {
  test('the slider goes from 1 ms to ten days a second, about by tenths of a power of ten', () => {
    expect(speedOfSlider(-30)).toBe(0.001);
    expect(speedOfSlider(-17)).toBe(0.02);
    expect(speedOfSlider(0)).toBe(1);
    expect(speedOfSlider(18)).toBe(60);
    expect(speedOfSlider(49)).toBe(86_400);
    expect(speedOfSlider(SPEED_SLIDER.most)).toBe(864_000);
    for (let position = SPEED_SLIDER.least; position <= SPEED_SLIDER.most; position++) {
      expect(Math.abs(Math.log10(speedOfSlider(position)) * 10 - position)).toBeLessThan(0.5);
    }
  });

  test('every position says what it means, and is found again from its speed', () => {
    for (let position = SPEED_SLIDER.least; position <= SPEED_SLIDER.most; position++) {
      expect(sliderOfSpeed(speedOfSlider(position))).toBe(position);
    }
    const said = [-17, 20, 29, 38, 49, 51, 59].map((position) =>
      speedText(speedOfSlider(position)),
    );
    expect(said).toEqual([
      '20 ms',
      '1 min 30 s',
      '12 min',
      '1 h 40 min',
      '1 day',
      '1 day 12 h',
      '10 days',
    ]);
  });

  test('speeds beyond the slider stay at its ends', () => {
    expect(sliderOfSpeed(1e9)).toBe(59);
    expect(sliderOfSpeed(0)).toBe(-30);
  });
});
