/**
 * A database at a glance: a drum filled as far as its slots are taken, the line of waiting queries,
 * and the true lag of a replica.
 */
import type { Shape } from '../../../lib/display-list.ts';
import { formatDuration } from '../../../lib/duration.ts';
import type { Picture } from '../../../lib/picture.ts';
import { isOff } from '../../shared/picture-process.ts';
import {
  besideStack,
  busyShare,
  queueStack,
  stationPicture,
  stationWords,
  waitingWords,
} from '../../shared/picture-station.ts';
import type { DatabaseObservation } from './spec.ts';

/** Bands of the drum, bottom to top. */
const BANDS = 4;
/** The line beside it. */
const STACK = { width: 10, ink: 'compute' } as const;
/** A lag worth a word, in milliseconds. */
const LAG_WORTH_SAYING = 1;

export const picture: Picture<DatabaseObservation> = {
  ...stationPicture,
  words: (seen) => stationWords(seen, [waitingWords(seen), lagWords(seen)]),
  draw: (seen, box) => [
    ...drum(seen, besideStack(box, STACK.width), box.height),
    ...queueStack(seen, box, STACK),
  ],
};

function lagWords({ lagMs }: DatabaseObservation): string | null {
  return lagMs >= LAG_WORTH_SAYING ? `lag ${formatDuration(lagMs)}` : null;
}

/**
 * Rounded bands one above the other; a replica is outlined by dashes, and its top band shows
 * whether it is behind.
 */
function drum(seen: DatabaseObservation, width: number, height: number): Shape[] {
  const gap = 2;
  // Half of an outline lies outside its band.
  const h = (height - 1 - gap * (BANDS - 1)) / BANDS;
  const filled = Math.ceil(BANDS * busyShare(seen));
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
  if (isReplica && seen.behind > 0 && !isOff(seen)) {
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
