/**
 * Which stretch of time figures are about, and in which points: as wide as asked for, or wider
 * where so fine ones are no longer held.
 */
import { BUCKET_MICROS, COARSEST, levelOf, widthOf } from '../sim/levels.ts';

const MOST_POINTS = 1_000;
/** Points are so wide, in buckets: 0.1 s to half a minute, */
const SECONDS = [1, 2, 5, 10, 20, 50, 100, 200, 300] as const;
/**
 * 1 min to half a day, each filled by buckets of 5 s, from 5 min on by those of 5 min, from 6 h on
 * by those of 6 h;
 */
const MINUTES = [1, 2, 5, 10, 30, 60, 120, 360, 720].map((minutes) => minutes * 600);
/** then 1, 2 or 5 days, or ten times as many. */
const DAY = 864_000;

/**
 * The window in buckets: `count` points of `width` buckets each; the newest of all may have fewer.
 */
export interface Window {
  readonly first: number;
  readonly end: number;
  readonly width: number;
  readonly count: number;
  /** The coarsest level whose buckets fill a point: it is read quickest. */
  readonly level: number;
}

/** What keeps figures, and from which bucket on at each level. */
interface Held {
  heldFrom(level: number): number;
}

/** One value per point: of the buckets from `from` to before `to`. */
type Of<T> = (from: number, to: number) => T;

/**
 * Points lie at multiples of their width, so that they stay where they are while the window moves
 * on. They are as wide as that many must be, or wider where the beginning of the window is held in
 * wider buckets only.
 */
export function windowOf(
  { from, to, points }: { readonly from: number; readonly to: number; readonly points: number },
  closed: number,
  held: readonly Held[],
): Window {
  const most = Math.min(MOST_POINTS, Math.max(1, Math.floor(points)));
  for (let finest = 0; ; finest++) {
    const width = niceWidth(Math.max(widthOf(finest), (to - from) / BUCKET_MICROS / most));
    const level = levelOf(width);
    const pointMicros = width * BUCKET_MICROS;
    const first = Math.max(0, Math.floor(from / pointMicros)) * width;
    if (finest < COARSEST && held.some((each) => each.heldFrom(level) > first)) continue;
    const end = Math.min(closed, Math.ceil(to / pointMicros) * width);
    return { first, end, width, count: Math.max(0, Math.ceil((end - first) / width)), level };
  }
}

function niceWidth(least: number): number {
  for (const width of [...SECONDS, ...MINUTES]) if (width >= least) return width;
  for (let unit = DAY; ; unit *= 10) {
    for (const step of [1, 2, 5]) if (step * unit >= least) return step * unit;
  }
}

export function points<T>({ first, end, width, count }: Window, of: Of<T>): T[] {
  return Array.from({ length: count }, (_, point) => {
    const from = first + point * width;
    return of(from, Math.min(end, from + width));
  });
}

export function mean(area: number, from: number, to: number): number {
  return area / ((to - from) * BUCKET_MICROS);
}

export function perSecond(count: number, from: number, to: number): number {
  return count / (((to - from) * BUCKET_MICROS) / 1e6);
}
