/** Where moments lie on the timeline, in microseconds. */
import { DAY_MICROS, HOUR_MICROS, MINUTE_MICROS, SECOND_MICROS } from '../../lib/calendar.ts';
import { textWidth } from '../../lib/text-width.ts';
import { type TimeTick, timeTicks } from '../../lib/time-ticks.ts';

/** Ends of the timeline; beyond the last they double. */
const ENDS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 30].map((count) => count * SECOND_MICROS),
  ...[1, 2, 5, 10, 20, 30].map((count) => count * MINUTE_MICROS),
  ...[1, 2, 4, 8, 12].map((count) => count * HOUR_MICROS),
  ...[1, 2, 4, 7, 14, 30, 60, 120, 180, 366].map((count) => count * DAY_MICROS),
];
/** Labels at most, and the height of their letters in pixels. */
const MOST_TICKS = 6;
const TICK_SIZE = 11;

/**
 * Where the timeline ends: the first round time that has room for everything up to `furthest`. It
 * changes rarely, so that the handle moves and not what it moves along.
 */
export function timelineEnd(furthest: number): number {
  const found = ENDS.find((end) => end > furthest);
  if (found !== undefined) return found;
  let end = ENDS.at(-1) ?? SECOND_MICROS;
  while (end <= furthest) end *= 2;
  return end;
}

/**
 * Moments to label, at round times, without the end itself and what would stand out beyond it.
 * @param width of the line in pixels
 */
export function timelineTicks(end: number, width: number): TimeTick[] {
  const ticks = timeTicks({ from: 0, to: end - 1, width, size: TICK_SIZE, most: MOST_TICKS });
  return ticks.filter(
    ({ at, text }) => ((end - at) * width) / end >= textWidth(text, TICK_SIZE) / 2,
  );
}

/**
 * What moments are rounded to where a pixel is at least so long; below the last by powers of ten.
 */
const ROUND: readonly number[] = [
  DAY_MICROS,
  6 * HOUR_MICROS,
  HOUR_MICROS,
  10 * MINUTE_MICROS,
  MINUTE_MICROS,
  10 * SECOND_MICROS,
];

/**
 * The roundest moment within a pixel: at 150 ms a pixel a whole tenth of a second, at an hour and a
 * half a whole hour.
 */
export function roundAlong(micros: number, microsPerPixel: number): number {
  const unit =
    ROUND.find((each) => each <= microsPerPixel) ??
    10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, microsPerPixel))));
  return Math.round(micros / unit) * unit;
}

/** What an arrow key moves by: a hundredth of the line. */
export function timelineStep(end: number): number {
  return end / 100;
}
