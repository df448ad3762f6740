/**
 * A line of states as it is drawn: what lies closer together than a pixel is shown by the worst of
 * it, and never left out.
 */
import { TONES, type Tone } from '../../lib/tone.ts';
import type { StateStrip } from '../../worker/protocol.ts';

export type StripSegment = StateStrip['lines'][number]['segments'][number];

/** Pixels of one look. */
export interface StripRun {
  x: number;
  width: number;
  tone: Tone;
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
    const isSame = last?.state === column.state && last.tone === column.tone;
    if (last !== undefined && isSame && last.x + last.width === x) last.width += 1;
    else {
      const { tone, state } = column;
      // Where states share a pixel, that is all there is to point at.
      const begins = state === null ? start : Math.max(from, column.from);
      runs.push({ x, width: 1, from: begins, tone, state });
    }
  }
  return runs;
}

function columnOf(segments: readonly StripSegment[], first: number, end: number) {
  let found: { tone: Tone; state: string | null; from: number } | null = null;
  for (let index = first; index < segments.length; index++) {
    const segment = segments[index];
    if (segment === undefined || segment.from >= end) break;
    if (found === null) found = { ...segment };
    else {
      if (found.state !== segment.state) found.state = null;
      if (TONES.indexOf(segment.tone) < TONES.indexOf(found.tone)) {
        found.tone = segment.tone;
      }
    }
  }
  return found;
}
