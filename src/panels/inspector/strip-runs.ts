/**
 * A line of states as it is drawn: what lies closer together than a pixel is shown by the worst of
 * it, and never left out.
 */
import { isSameLook, type Look, TONES } from '../../lib/tone.ts';
import type { StateStrip } from '../../worker/protocol.ts';

export type StripSegment = StateStrip['lines'][number]['segments'][number];

/** Pixels of one look. */
export interface StripRun extends Look {
  x: number;
  width: number;
  /** Where it begins in time, µs. */
  from: number;
  /** Null where several states share the pixels. */
  state: string | null;
}

/** @param segments in order of time, without overlaps */
export function stripRuns(
  segments: readonly StripSegment[],
  from: number,
  to: number,
  width: number,
): StripRun[] {
  const runs: StripRun[] = [];
  const pixel = (to - from) / width;
  let first = 0;
  for (let x = 0; x < width; x++) {
    const start = from + x * pixel;
    const end = start + pixel;
    while (first < segments.length && (segments[first]?.to ?? 0) <= start) first++;
    const column = columnOf(segments, first, end);
    if (column === null) continue;
    const last = runs.at(-1);
    const isSame = last?.state === column.state && isSameLook(last, column);
    if (last !== undefined && isSame && last.x + last.width === x) last.width += 1;
    else {
      const { tone, ink, state } = column;
      // Where states share a pixel, that is all there is to point at.
      const begins = state === null ? start : Math.max(from, column.from);
      runs.push({ x, width: 1, from: begins, state, tone, ...(ink && { ink }) });
    }
  }
  return runs;
}

/** The states within one pixel. */
type Column = Omit<StripRun, 'x' | 'width'>;

function columnOf(segments: readonly StripSegment[], first: number, end: number): Column | null {
  let found: Column | null = null;
  for (let index = first; index < segments.length; index++) {
    const segment = segments[index];
    if (segment === undefined || segment.from >= end) break;
    if (found === null) found = segment;
    else {
      const { state, from }: Column = found;
      const isWorse: boolean = TONES.indexOf(segment.tone) < TONES.indexOf(found.tone);
      const look: Look = isWorse ? segment : found;
      found = { ...look, state: state === segment.state ? state : null, from };
    }
  }
  return found;
}
