/** Times and speeds as the panels say them. */
import * as clock from '../lib/clock.ts';
import { formatDuration } from '../lib/duration.ts';

export const { clockText, shortClock } = clock;

/** How much simulated time a second shows: 0.02 is "20 ms". */
export function speedText(speed: number): string {
  return formatDuration(speed * 1000);
}

/** Slider positions are tenths of powers of ten: −30 is 1 ms a second, 20 is 100 s a second. */
export const SPEED_SLIDER = { least: -30, most: 20 } as const;

/** The position nearest to a speed, within the slider. */
export function sliderOfSpeed(speed: number): number {
  const position = Math.round(Math.log10(Math.max(speed, 1e-9)) * 10);
  return Math.min(SPEED_SLIDER.most, Math.max(SPEED_SLIDER.least, position));
}

/** Two significant digits, so that the words stay short: position −17 is 0.02. */
export function speedOfSlider(position: number): number {
  return Number((10 ** (position / 10)).toPrecision(2));
}
