/**
 * A server at a glance: one cell for each slot, full where one is taken, and the line of those
 * waiting stacked beside it.
 */
import type { DisplayList, Shape } from '../../../lib/display-list.ts';
import type { Picture } from '../../../lib/picture.ts';
import type { ServerObservation } from './spec.ts';

/** Slots drawn one by one; with more, a cell stands for several. */
const MOST_CELLS = 12;
/** Heights of the stack: every full bar is a tenth of the places to wait. */
const BARS = 10;

export const picture: Picture<ServerObservation> = {
  words,
  suffers: (seen) => ({ slow: seen.slowdown, errors: seen.errorRate }),
  utilization: (seen) => (seen.slots === 0 ? null : seen.busy / seen.slots),
  draw,
};

function words(seen: ServerObservation): string {
  const state = stateOf(seen.state);
  if (seen.hung) return 'not responding';
  if (isOff(seen)) return seen.state;
  const what = state === 'draining' ? `draining · ${seen.busy + seen.waiting} left` : state;
  const parts = [what];
  if (seen.waiting > 0 && state !== 'draining') {
    parts.push(
      seen.discipline === 'processor-sharing'
        ? `${seen.busy + seen.waiting} sharing`
        : `${seen.waiting} waiting`,
    );
  }
  if (seen.slowdown !== 1) parts.push(`slow ×${seen.slowdown}`);
  return parts.join(' · ');
}

/** Nothing goes on in it. */
function isOff({ hung, state }: ServerObservation): boolean {
  return hung || state === 'down' || state === 'starting';
}

function draw(
  seen: ServerObservation,
  box: { readonly width: number; readonly height: number },
): DisplayList {
  const off = isOff(seen);
  const stackWidth = 12;
  const shapes: Shape[] = cells(seen, box.width - stackWidth - 6, box.height, off);
  const step = box.height / BARS;
  const filled = Math.ceil(BARS * share(seen.waiting, seen.queueLimit));
  for (let bar = 0; bar < BARS; bar++) {
    const isTaken = bar < filled && !off;
    shapes.push({
      s: 'rect',
      x: box.width - stackWidth,
      y: box.height - (bar + 1) * step + 1,
      w: stackWidth,
      h: step - 1.5,
      r: 1,
      fill: isTaken ? (2 * bar >= BARS ? 'warn' : 'compute') : 'line',
    });
  }
  return shapes;
}

/** The slots as a grid, filled from the top left. */
function cells(seen: ServerObservation, width: number, height: number, off: boolean): Shape[] {
  const count = Math.max(1, Math.min(seen.slots, MOST_CELLS));
  const taken = Math.ceil(count * share(seen.busy, seen.slots));
  const columns = count <= 3 ? 1 : count <= 8 ? 2 : 3;
  const rows = Math.ceil(count / columns);
  const gap = 2;
  // Half of an outline lies outside its cell.
  const w = (width - 1 - gap * (columns - 1)) / columns;
  const h = Math.min(16, (height - 1 - gap * (rows - 1)) / rows);
  const top = (height - rows * h - gap * (rows - 1)) / 2;
  const shapes: Shape[] = [];
  for (let cell = 0; cell < count; cell++) {
    shapes.push({
      s: 'rect',
      x: 0.5 + (cell % columns) * (w + gap),
      y: top + Math.floor(cell / columns) * (h + gap),
      w,
      h,
      r: 2,
      ...(cell < taken && !off
        ? { fill: 'compute' as const }
        : { stroke: 'edge' as const, width: 1 }),
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
