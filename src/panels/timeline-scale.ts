/** Where moments lie on the timeline, in microseconds and shares of its width. */

const SECOND = 1e6;
const STEPS = [1, 2, 3, 5, 10] as const;

/**
 * Where the timeline ends: the least of 1, 2, 3, 5, 10, 20 … seconds that has room for everything up to `furthest`. It changes rarely,
 * so that the handle moves and not what it moves along.
 */
export function timelineEnd(furthest: number): number {
  let unit = SECOND;
  for (;;) {
    for (const step of STEPS) if (step * unit > furthest) return step * unit;
    unit *= 10;
  }
}

/** Moments to label: about five, at round numbers, without the end itself. */
export function timelineTicks(end: number): number[] {
  const units = end / SECOND;
  // 1, 2 and 10 divide well by 5 and 4; 3 by 3.
  const power = 10 ** Math.floor(Math.log10(units));
  const lead = Math.round(units / power);
  const parts = lead === 3 ? 3 : lead === 2 ? 4 : 5;
  return Array.from({ length: parts }, (_, index) => (end * index) / parts);
}

/** What an arrow key moves by: a hundredth of the line. */
export function timelineStep(end: number): number {
  return end / 100;
}
