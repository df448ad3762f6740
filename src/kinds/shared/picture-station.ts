/**
 * What the cards of parts with slots and a queue have in common: their words, the slots as cells,
 * and the line of those who wait as a stack beside them.
 */
import type { DisplayList, Shape } from '../../lib/display-list.ts';
import type { Ink } from '../../lib/ink.ts';
import type { Picture } from '../../lib/picture.ts';
import type { StationObservation } from './observation.ts';
import { isOff, processWords } from './picture-process.ts';

/** Slots drawn one by one; with more, a cell stands for several. */
const MOST_CELLS = 12;
/** Heights of the stack: every full bar is a tenth of the places to wait. */
const BARS = 10;
/** Between the stack and what is beside it. */
const STACK_GAP = 6;

interface Box {
  readonly width: number;
  readonly height: number;
}

/** The parts of a station's picture that are no drawing. */
export const stationPicture = {
  suffers: (seen) => ({ slow: seen.slowdown, errors: seen.errorRate }),
  utilization: (seen) => (seen.slots === 0 ? null : seen.busy / seen.slots),
} as const satisfies Partial<Picture<StationObservation>>;

/** "busy · 14 waiting · slow ×4". */
export function stationWords(
  seen: StationObservation,
  facts: readonly (string | null)[] = [waitingWords(seen)],
): string {
  const unusual = processWords(seen, seen.busy + seen.waiting);
  const parts = unusual === null ? [stateOf(seen.state), ...facts] : [unusual];
  if (seen.slowdown !== 1 && !isOff(seen)) parts.push(`slow ×${seen.slowdown}`);
  return parts.filter((part) => part !== null).join(' · ');
}

export function waitingWords({ waiting }: StationObservation): string | null {
  return waiting > 0 ? `${waiting} waiting` : null;
}

/** The slots as cells, and the queue as a stack beside them. */
export function drawStation(seen: StationObservation, box: Box, ink: Ink): DisplayList {
  const stack = 12;
  return [
    ...slotCells(seen, { width: besideStack(box, stack), height: box.height }, ink),
    ...queueStack(seen, box, { width: stack, ink }),
  ];
}

/** The slots as a grid, filled from the top left. */
function slotCells(seen: StationObservation, { width, height }: Box, ink: Ink): Shape[] {
  const count = Math.max(1, Math.min(seen.slots, MOST_CELLS));
  const taken = Math.ceil(count * busyShare(seen));
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
      ...(cell < taken ? { fill: ink } : { stroke: 'edge', width: 1 }),
    });
  }
  return shapes;
}

/** Those who wait, as a stack of bars along the right edge of the box. */
export function queueStack(
  seen: StationObservation,
  box: Box,
  stack: { readonly width: number; readonly ink: Ink },
): Shape[] {
  const step = box.height / BARS;
  const filled = isOff(seen) ? 0 : Math.ceil(BARS * share(seen.waiting, seen.queueLimit));
  const shapes: Shape[] = [];
  for (let bar = 0; bar < BARS; bar++) {
    shapes.push({
      s: 'rect',
      x: box.width - stack.width,
      y: box.height - (bar + 1) * step + 1,
      w: stack.width,
      h: step - 1.5,
      r: 1,
      fill: bar < filled ? (2 * bar >= BARS ? 'warn' : stack.ink) : 'line',
    });
  }
  return shapes;
}

/** The width that a stack of that width leaves of the box. */
export function besideStack(box: Box, stackWidth: number): number {
  return box.width - stackWidth - STACK_GAP;
}

/** Share of the slots that are taken, 0..1; none of a part that is off. */
export function busyShare(seen: StationObservation): number {
  return isOff(seen) ? 0 : share(seen.busy, seen.slots);
}

function share(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(1, part / whole);
}

/** 'up.busy' is 'busy'. */
function stateOf(path: string): string {
  return path.startsWith('up.') ? path.slice(3) : path;
}
