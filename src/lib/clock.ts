/**
 * Simulated time as a clock shows it: minutes, hours, and after the first day the number of the
 * day. From a day on every part has two digits, so that a running clock keeps its width.
 */
import { civilMoment, DAY_MICROS } from './calendar.ts';

/**
 * "0:12.480", "1:02:05.000", "day 3, 04:05:06.000": simulated microseconds with milliseconds shown.
 */
export function clockText(micros: number): string {
  const { day, hour, minute, second, micros: rest } = civilMoment(Math.floor(micros));
  const tail = `${two(second)}.${String(Math.floor(rest / 1000)).padStart(3, '0')}`;
  if (micros >= DAY_MICROS) return `day ${day}, ${two(hour)}:${two(minute)}:${tail}`;
  return hour > 0 ? `${hour}:${two(minute)}:${tail}` : `${minute}:${tail}`;
}

function two(count: number): string {
  return String(count).padStart(2, '0');
}

/** The clock without digits that say nothing: "0:12", "0:12.5", "1:30", "day 3, 04:05", "day 3". */
export function shortClock(micros: number): string {
  const text = clockText(micros).replace(/\.?0*$/, '');
  return micros < DAY_MICROS ? text : text.replace(/:00$/, '').replace(/, 00:00$/, '');
}
