/**
 * A database at a glance: a drum filled as far as its slots are taken, the line of waiting queries,
 * and the true lag of a replica.
 */
import type { DisplayList, Shape } from '../../../lib/display-list.ts';
import { formatDuration } from '../../../lib/duration.ts';
import type { Picture } from '../../../lib/picture.ts';
import type { DatabaseObservation } from './spec.ts';

/** Bands of the drum, bottom to top. */
const BANDS = 4;
/** Heights of the line beside it: each bar is a tenth of the places to wait. */
const BARS = 10;
/** A lag worth a word, in milliseconds. */
const LAG_WORTH_SAYING = 1;

export const picture: Picture<DatabaseObservation> = {
  words,
  suffers: (seen) => ({ slow: seen.slowdown, errors: seen.errorRate }),
  utilization: (seen) => (seen.slots === 0 ? null : seen.busy / seen.slots),
  draw,
};

function words(seen: DatabaseObservation): string {
  if (seen.hung) return 'not responding';
  const state = stateOf(seen.state);
  if (isOff(seen)) return seen.state;
  if (state === 'draining') return `draining · ${seen.busy + seen.waiting} left`;
  const parts = [state];
  if (seen.waiting > 0) parts.push(`${seen.waiting} waiting`);
  if (seen.lagMs >= LAG_WORTH_SAYING) parts.push(`lag ${formatDuration(seen.lagMs)}`);
  if (seen.slowdown !== 1) parts.push(`slow ×${seen.slowdown}`);
  return parts.join(' · ');
}

/** Nothing goes on in it. */
function isOff({ hung, state }: DatabaseObservation): boolean {
  return hung || state === 'down' || state === 'starting';
}

function draw(
  seen: DatabaseObservation,
  box: { readonly width: number; readonly height: number },
): DisplayList {
  const off = isOff(seen);
  const lineWidth = 10;
  const shapes: Shape[] = drum(seen, box.width - lineWidth - 6, box.height, off);
  const step = box.height / BARS;
  const taken = off ? 0 : Math.ceil(BARS * share(seen.waiting, seen.queueLimit));
  for (let bar = 0; bar < BARS; bar++) {
    shapes.push({
      s: 'rect',
      x: box.width - lineWidth,
      y: box.height - (bar + 1) * step + 1,
      w: lineWidth,
      h: step - 1.5,
      r: 1,
      fill: bar < taken ? (2 * bar >= BARS ? 'warn' : 'compute') : 'line',
    });
  }
  return shapes;
}

/**
 * Rounded bands one above the other; a replica is outlined by dashes, and its top band shows
 * whether it is behind.
 */
function drum(seen: DatabaseObservation, width: number, height: number, off: boolean): Shape[] {
  const gap = 2;
  // Half of an outline lies outside its band.
  const h = (height - 1 - gap * (BANDS - 1)) / BANDS;
  const filled = off ? 0 : Math.ceil(BANDS * share(seen.busy, seen.slots));
  const isReplica = seen.role === 'replica';
  const shapes: Shape[] = [];
  for (let band = 0; band < BANDS; band++) {
    shapes.push({
      s: 'rect',
      x: 1,
      y: height - 0.5 - (band + 1) * h - band * gap,
      w: width - 2,
      h,
      r: 4,
      stroke: 'edge',
      width: 1,
      ...(isReplica ? { dash: 'dashed' as const } : {}),
      ...(band < filled ? { fill: 'compute' as const } : {}),
    });
  }
  if (isReplica && seen.behind > 0 && !off) {
    shapes.push({
      s: 'circle',
      x: width - 6,
      y: 6,
      r: 4,
      fill: 'warn',
      stroke: 'island',
      width: 1,
    });
  }
  return shapes;
}

function share(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(1, part / whole);
}

/** 'up.busy' is 'busy'. */
function stateOf(path: string): string {
  return path.startsWith('up.') ? path.slice(3) : path;
}
