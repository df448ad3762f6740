/**
 * What was done to nodes and edges on purpose, and by which command: where a chain of causes that
 * leads to a fault ends. A mark stays after its fault has ended, so that what failed meanwhile can
 * still be explained; the next fault of the same sort replaces it.
 */

import type { LineFact, Micros } from './types.ts';

/**
 * Which command of the document began a fault, and how long it holds; `until` is Infinity while it
 * does.
 */
export interface FaultMark {
  readonly command: number;
  readonly at: Micros;
  readonly until: Micros;
}

/** By the name of the deed that began the fault. */
export type NodeFaults = { [fault: string]: FaultMark };

export type LineMarks = { [fact in LineFact]?: FaultMark };

/** What an edge suffers from, and so every lane of it. */
export interface EdgeFaults {
  /** Which ways are shut, as bits of CUT. */
  shut: number;
  /** The share (0..1) of everything that is lost, on top of the edge's own loss. */
  lossy: number;
  /** How much longer everything travels. */
  late: Micros;
  marks: LineMarks;
}

export function noEdgeFaults(): EdgeFaults {
  return { shut: 0, lossy: 0, late: 0, marks: {} };
}

export function isInForce(mark: FaultMark | undefined, now: Micros): mark is FaultMark {
  return mark !== undefined && mark.until > now;
}

/** Notes that a fault holds from now on, or (`mark` null) that it does no more. */
export function setFault<F extends string>(
  faults: { [fault in F]?: FaultMark },
  fault: F,
  mark: FaultMark | null,
  now: Micros,
): void {
  const before = faults[fault];
  if (mark !== null) faults[fault] = mark;
  else if (isInForce(before, now)) faults[fault] = { ...before, until: now };
}
