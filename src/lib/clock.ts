/** Simulated time as a clock shows it. */

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
