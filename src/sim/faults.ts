/**
 * What was done to nodes and edges on purpose, and by which command: where a chain of causes that
 * leads to a fault ends. A mark stays after its fault has ended, so that what failed meanwhile can
 * still be explained; the next fault of the same sort replaces it.
 */
import type { Micros } from './types.ts';

/**
 * Which command of the document began a fault, and how long it holds; `until` is Infinity while it
 * does.
 */
export interface FaultMark {
  readonly command: number;
  readonly at: Micros;
  readonly until: Micros;
}

export type NodeFault = 'crash' | 'hang' | 'slow' | 'errors' | 'burst' | 'drain' | 'remove';
export type NodeFaults = { [fault in NodeFault]?: FaultMark };

export type EdgeFault = 'cut' | 'lose' | 'delay' | 'remove';
export type EdgeFaultMarks = { [fault in EdgeFault]?: FaultMark };

/** What an edge suffers from, and so every lane of it. */
export interface EdgeFaults {
  /** Which ways it is cut, as bits of CUT. */
  cut: number;
  /** The share (0..1) of everything that is lost, on top of the edge's own loss. */
  lose: number;
  /** How much longer everything travels. */
  delay: Micros;
  marks: EdgeFaultMarks;
}

export function noEdgeFaults(): EdgeFaults {
  return { cut: 0, lose: 0, delay: 0, marks: {} };
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
