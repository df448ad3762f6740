/** Times and speeds as the panels say them. */
import * as clock from '../lib/clock.ts';
import { formatDuration } from '../lib/duration.ts';

export const { clockText, shortClock } = clock;

/** How much simulated time a second shows: 0.02 is "20 ms", 864,000 is "10 days". */
export function speedText(speed: number): string {
  return formatDuration(speed * 1000).replace(/^(\d+) d\b/, (_, days: string) =>
    days === '1' ? '1 day' : `${days} days`,
  );
}

/**
 * Slider positions are tenths of powers of ten: −30 is 1 ms a second, 59 is ten days a second. From
 * a minute on they are round times close to those, listed here in seconds from position 18 on,
 * because “1 min 19 s” is nothing to aim at.
 */
const LONG: readonly number[] = [
  60, 75, 90, 120, 150, 180, 240, 300, 360, 480, 600, 720, 900, 1200, 1500, 1800, 2400, 3000, 3600,
  4500, 6000, 7200, 9000, 12_600, 14_400, 18_000, 25_200, 28_800, 36_000, 50_400, 64_800, 86_400,
  108_000, 129_600, 172_800, 216_000, 259_200, 345_600, 432_000, 518_400, 691_200, 864_000,
];
const LONG_FROM = 18;

export const SPEED_SLIDER = { least: -30, most: LONG_FROM + LONG.length - 1 } as const;

/** The position nearest to a speed, within the slider. */
export function sliderOfSpeed(speed: number): number {
  const position = Math.round(Math.log10(Math.max(speed, 1e-9)) * 10);
  return Math.min(SPEED_SLIDER.most, Math.max(SPEED_SLIDER.least, position));
}

/**
 * In simulated seconds a second; two significant digits below a minute, so that the words stay
 * short: position −17 is 0.02.
 */
export function speedOfSlider(position: number): number {
  return LONG[position - LONG_FROM] ?? Number((10 ** (position / 10)).toPrecision(2));
}
