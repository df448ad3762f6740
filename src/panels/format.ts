/** Times and speeds as the panels say them. */
import { formatDuration } from '../lib/duration.ts';

/** "0:12.480", "1:02:05.000": simulated microseconds with milliseconds shown. */
export function clockText(micros: number): string {
  const millis = Math.floor(micros / 1000);
  const seconds = Math.floor(millis / 1000);
  const rest = `${two(seconds % 60)}.${String(millis % 1000).padStart(3, '0')}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}

function two(count: number): string {
  return String(count).padStart(2, '0');
}

/** The clock without digits that say nothing: "0:12", "0:12.5", "1:30". */
export function shortClock(micros: number): string {
  return clockText(micros).replace(/\.?0*$/, '');
}

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
