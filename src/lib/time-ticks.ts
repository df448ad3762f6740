/**
 * Moments to label along a line of time: round ones, as many as there is room for, so that no label
 * touches the next.
 */
import { DAY_MICROS, HOUR_MICROS, MINUTE_MICROS, SECOND_MICROS } from './calendar.ts';
import { shortClock } from './clock.ts';
import { textWidth } from './text-width.ts';

export interface TimeTick {
  /** Microseconds since the start. */
  readonly at: number;
  readonly text: string;
}

interface TimeLine {
  /** Ends of the line in microseconds. */
  readonly from: number;
  readonly to: number;
  /** Its length in pixels. */
  readonly width: number;
  /** Height of the labels' letters in pixels. */
  readonly size: number;
  readonly most: number;
}

/** Distances from which one is chosen, from a millisecond to ten years. */
const STEPS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((count) => count * 1000),
  ...[1, 2, 5, 10, 30].map((count) => count * SECOND_MICROS),
  ...[1, 2, 5, 10, 30].map((count) => count * MINUTE_MICROS),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR_MICROS),
  ...[1, 2, 3, 7, 14, 30, 60, 90, 120, 180, 365, 730, 1460, 3650].map(
    (count) => count * DAY_MICROS,
  ),
];
/** Room between two labels, in pixels. */
const GAP = 12;

/**
 * Evenly spaced, both ends included where they are round; the first alone when there is no room for
 * two.
 */
export function timeTicks({ from, to, width, size, most }: TimeLine): TimeTick[] {
  for (const step of STEPS) {
    const first = Math.ceil(from / step);
    const count = Math.floor(to / step) - first + 1;
    if (count > most) continue;
    const ticks = Array.from({ length: Math.max(0, count) }, (_, index) =>
      tickAt((first + index) * step, step),
    );
    const widest = Math.max(0, ...ticks.map(({ text }) => textWidth(text, size)));
    if (count < 2 || widest + GAP <= (width * step) / (to - from)) return ticks;
  }
  return [tickAt(from, DAY_MICROS)];
}

/** Where only days are told apart, the start is the first of them. */
function tickAt(at: number, step: number): TimeTick {
  return { at, text: at === 0 && step >= DAY_MICROS ? 'day 1' : shortClock(at) };
}
