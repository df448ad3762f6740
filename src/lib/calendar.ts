/**
 * Simulated time in the units of a calendar, in whole microseconds and without the engine's own
 * dates. A run begins with day 1, so 26 hours after the start it is day 2, 02:00. It knows no zones
 * yet.
 */

export const SECOND_MICROS = 1_000_000;
export const MINUTE_MICROS = 60 * SECOND_MICROS;
export const HOUR_MICROS = 60 * MINUTE_MICROS;
export const DAY_MICROS = 24 * HOUR_MICROS;

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Days of a month (1 to 12) by the Gregorian calendar. */
export function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
}

/** A moment as a calendar and a clock say it; `day` counts from 1. */
export interface CivilMoment {
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Within the second. */
  readonly micros: number;
}

/** Splits whole microseconds since the start; exact for every safe integer. */
export function civilMoment(micros: number): CivilMoment {
  const inDay = micros % DAY_MICROS;
  const inHour = inDay % HOUR_MICROS;
  const inMinute = inHour % MINUTE_MICROS;
  const inSecond = inMinute % SECOND_MICROS;
  return {
    day: 1 + (micros - inDay) / DAY_MICROS,
    hour: (inDay - inHour) / HOUR_MICROS,
    minute: (inHour - inMinute) / MINUTE_MICROS,
    second: (inMinute - inSecond) / SECOND_MICROS,
    micros: inSecond,
  };
}

/** The other way round: microseconds since the start. */
export function microsOf({ day, hour, minute, second, micros }: CivilMoment): number {
  return (
    (day - 1) * DAY_MICROS +
    hour * HOUR_MICROS +
    minute * MINUTE_MICROS +
    second * SECOND_MICROS +
    micros
  );
}
