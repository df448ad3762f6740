/** Where moments lie on the timeline, in microseconds. */

const SECOND = 1e6;

/** Ends of the timeline and the distance of its labels, in seconds; beyond the last both double. */
const SCALES: readonly (readonly [end: number, tick: number])[] = [
  [1, 0.2],
  [2, 0.5],
  [5, 1],
  [10, 2],
  [20, 5],
  [30, 5],
  [60, 10],
  [120, 30],
  [300, 60],
  [600, 120],
  [1200, 300],
  [1800, 300],
  [3600, 600],
  [7200, 1800],
  [14_400, 3600],
];

/**
 * Where the timeline ends: the first round time that has room for everything up to `furthest`. It changes rarely, so that the handle
 * moves and not what it moves along.
 */
export function timelineEnd(furthest: number): number {
  const found = SCALES.find(([end]) => end * SECOND > furthest);
  if (found !== undefined) return found[0] * SECOND;
  let end = (SCALES.at(-1)?.[0] ?? 1) * SECOND;
  while (end <= furthest) end *= 2;
  return end;
}

/** Moments to label, at round times, without the end itself. */
export function timelineTicks(end: number): number[] {
  const tick = SCALES.find(([seconds]) => seconds * SECOND === end)?.[1] ?? end / SECOND / 4;
  const count = Math.round(end / SECOND / tick);
  return Array.from({ length: count }, (_, index) => Math.round(index * tick * SECOND));
}

/** The roundest moment within a pixel: at 150 ms a pixel, a whole tenth of a second. */
export function roundAlong(micros: number, microsPerPixel: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, microsPerPixel))));
  return Math.round(micros / unit) * unit;
}

/** What an arrow key moves by: a hundredth of the line. */
export function timelineStep(end: number): number {
  return end / 100;
}
