import { describe, expect, test } from 'vitest';
import { clockText, shortClock, sliderOfSpeed, speedOfSlider, speedText } from './format.ts';

describe('the clock', () => {
  test.each([
    [0, '0:00.000', '0:00'],
    [200_000, '0:00.200', '0:00.2'],
    [12_480_999, '0:12.480', '0:12.48'],
    [70_000_000, '1:10.000', '1:10'],
    [600_000_000, '10:00.000', '10:00'],
    [3_725_000_000, '1:02:05.000', '1:02:05'],
  ])('shows %i µs as %s, shortly %s', (micros, long, short) => {
    expect(clockText(micros)).toBe(long);
    expect(shortClock(micros)).toBe(short);
  });
});

describe('speed', () => {
  test('the slider goes from 1 ms to 100 s a second, by tenths of a power of ten', () => {
    expect(speedOfSlider(-30)).toBe(0.001);
    expect(speedOfSlider(-17)).toBe(0.02);
    expect(speedOfSlider(0)).toBe(1);
    expect(speedOfSlider(20)).toBe(100);
  });

  test('every position says what it means, and is found again from its speed', () => {
    for (let position = -30; position <= 20; position++) {
      expect(sliderOfSpeed(speedOfSlider(position))).toBe(position);
    }
    expect(speedText(speedOfSlider(-17))).toBe('20 ms');
  });

  test('speeds beyond the slider stay at its ends', () => {
    expect(sliderOfSpeed(1e9)).toBe(20);
    expect(sliderOfSpeed(0)).toBe(-30);
  });
});
