/**
 * What was done to nodes and edges on purpose, and by which command: where a chain of causes that
 * leads to a fault ends. An origin stays after its fault has ended, so that what failed meanwhile
 * can still be explained; the next fault of the same sort replaces it.
 */

import type { LaneFact, Micros } from './types.ts';

/**
 * Which command of the document began a fault, and how long it holds; `until` is Infinity while it
 * does.
 */
export interface FaultOrigin {
  readonly command: number;
  readonly at: Micros;
  readonly until: Micros;
}

/** By the name of the deed that began the fault. */
export type NodeFaults = { [fault: string]: FaultOrigin };

export type LaneOrigins = { [fact in LaneFact]?: FaultOrigin };

/** What an edge suffers from, and so every lane of it. */
export interface EdgeFaults {
  /** Which ways are shut, as bits of CUT. */
  shut: number;
  /** The share (0..1) of everything that is lost, on top of the edge's own loss. */
  lossy: number;
  /** How much longer everything travels. */
  late: Micros;
  origins: LaneOrigins;
}

export function noEdgeFaults(): EdgeFaults {
  return { shut: 0, lossy: 0, late: 0, origins: {} };
}

export function isInForce(origin: FaultOrigin | undefined, now: Micros): origin is FaultOrigin {
  return origin !== undefined && origin.until > now;
}

/** Keeps that a fault holds from now on, or (`origin` null) that it does no more. */
export function setFault<F extends string>(
  faults: { [fault in F]?: FaultOrigin },
  fault: F,
  origin: FaultOrigin | null,
  now: Micros,
): void {
  const before = faults[fault];
  if (origin !== null) faults[fault] = origin;
  else if (isInForce(before, now)) faults[fault] = { ...before, until: now };
}
