/**
 * Layer 4's table: the flows it carries, and the ports from which they appear to backends. A flow
 * is one client's connection (or UDP flow), the leg that carries it on, and all that the balancer
 * knows of what passed between the two.
 */
import type { Connection, LaneIndex, Micros } from '../../../sim/types.ts';
import type { Backend } from '../shared/backend.ts';

/** NAT ports begin behind the well-known ones (RFC 6335). */
const FIRST_NAT_PORT = 1024;

export interface Flow {
  /** The balancer's end of the client's connection. */
  readonly front: Connection;
  /**
   * What was chosen for it: the other leg, its backend and its port. Null (and 0) while nothing is.
   */
  leg: Connection | null;
  backend: Backend | null;
  port: number;
  /** Lanes tried in vain; null for none. */
  tried: LaneIndex[] | null;
  /** Requests that went on and did not come back, by the message's id: when. Oldest first. */
  readonly relayed: Map<number, Micros>;
}

/** Which ports are taken, how many of these, and where to look for the next. */
export interface NatPorts {
  taken: Uint8Array;
  count: number;
  next: number;
}

export function createNatPorts(size: number): NatPorts {
  return { taken: new Uint8Array(size), count: 0, next: 0 };
}

export function createFlow(front: Connection): Flow {
  return { front, leg: null, backend: null, port: 0, tried: null, relayed: new Map() };
}

/**
 * The flow that one of its two ends belongs to; undefined when it is forgotten, or goes on by
 * another leg.
 */
export function flowOf(flows: Map<number, Flow>, end: Connection): Flow | undefined {
  if (!end.isOpener) return flows.get(end.id);
  if (end.continues === null) return undefined;
  const flow = flows.get(end.continues.id);
  return flow !== undefined && flow.leg === end ? flow : undefined;
}

/**
 * The next free port, going round so that a port just freed rests for a while; -1 when all are
 * taken.
 */
export function takePort(ports: NatPorts): number {
  const { taken } = ports;
  if (ports.count >= taken.length) return -1;
  let at = ports.next % taken.length;
  while (taken[at] === 1) at = (at + 1) % taken.length;
  taken[at] = 1;
  ports.next = at + 1;
  ports.count++;
  return FIRST_NAT_PORT + at;
}

export function freePort(ports: NatPorts, port: number): void {
  const at = port - FIRST_NAT_PORT;
  if (ports.taken[at] !== 1) return;
  ports.taken[at] = 0;
  ports.count--;
}

/** A changed number of ports: flows beyond the new end go on until they are over. */
export function fitPorts(ports: NatPorts, size: number, flows: Iterable<Flow>): void {
  if (ports.taken.length === size) return;
  ports.taken = new Uint8Array(size);
  ports.count = 0;
  for (const { leg, port } of flows) {
    const at = port - FIRST_NAT_PORT;
    if (leg === null || at >= size) continue;
    ports.taken[at] = 1;
    ports.count++;
  }
}
