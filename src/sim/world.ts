/**
 * The run's tables as plain data: nodes, lanes, actors. An actor is one machine instance of a node: the node itself, or a child
 * addressed by (node, machine, key).
 */
import type { CompiledDistribution, Distribution } from '../lib/distribution.ts';
import type { EdgeFaultMarks, EdgeFaults, NodeFaults } from './faults.ts';
import type { Instance, SimEvent } from './machine.ts';
import type { Connection, LaneIndex, Link, Message, Micros, NodeIndex, StreamId } from './types.ts';

/** A node as the kernel is told of it: settings complete, members naming their frame. */
export interface NodeSetup {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly frame: string | null;
}

/** An edge as the kernel is told of it; latency in milliseconds as in the document. */
export interface EdgeSetup {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly latency: Distribution;
  readonly loss: number;
}

/** What began the step being executed: the first link of a chain of causes. */
export const TRIGGER = { none: 0, command: 1, message: 2, timer: 3, connection: 4 } as const;

export interface Actor {
  readonly node: NodeIndex;
  /** Which compiled machine, as an index into the kernel's table. */
  readonly code: number;
  readonly machine: string;
  readonly key: string;
  instance: Instance<object>;
  gone: boolean;
  /** When its state last changed, and what began that (TRIGGER and its number). */
  changedAt: Micros;
  changedBy: number;
  changedRef: number;
}

/** Something that reached a hung node and waits for it to wake. */
export type Parked =
  | { readonly actor: Actor; readonly event: SimEvent }
  | {
      readonly carries: number;
      readonly lane: LaneIndex;
      readonly back: boolean;
      readonly ref: Message | Connection;
    };

export interface NodeRecord {
  readonly index: NodeIndex;
  readonly id: string;
  /** For the trace hash, which takes names, so that a new node disturbs nothing that has no part in it. */
  readonly idHash: number;
  readonly kind: string;
  name: string;
  config: Readonly<Record<string, unknown>>;
  frame: string | null;
  gone: boolean;
  listening: boolean;
  hung: boolean;
  main: Actor;
  children: Actor[];
  links: Link[];
  parked: Parked[];
  readonly ip: string;
  nextPort: number;
  /** Which command last crashed it, hung it, slowed it …, and when. */
  faults: NodeFaults;
}

/** Bits of `cut`. */
export const CUT = { none: 0, forward: 1, back: 2, both: 3 } as const;

export interface LaneRecord {
  readonly index: LaneIndex;
  /** The edge's id, or `edge/member` for a lane into or out of a frame. */
  readonly id: string;
  /** For the trace hash, as a node's. */
  readonly idHash: number;
  readonly edge: string;
  readonly source: NodeIndex;
  readonly target: NodeIndex;
  readonly frame: string | null;
  latency: CompiledDistribution;
  /** The latency in µs where it never varies (nothing is drawn then); -1 where it does. */
  fixedLatency: Micros;
  readonly latencyStream: StreamId;
  loss: number;
  readonly lossStream: StreamId;
  /** Cuts, losses and delays on top of that: shared by all lanes of an edge. */
  readonly imposed: EdgeFaults;
  /** Which command last cut it, made it lossy, slowed it, took it away, and when. */
  readonly faults: EdgeFaultMarks;
  readonly loseStream: StreamId;
  gone: boolean;
  /** Messages sent along it so far, their answers not counted, for rates. */
  sent: number;
}

/** Counts of messages over the whole run: `sent` is always the sum of the others. */
export interface Counts {
  sent: number;
  delivered: number;
  answered: number;
  failed: number;
  dropped: Record<string, number>;
  droppedTotal: number;
}

export function inFlight(counts: Counts): number {
  return counts.sent - counts.delivered - counts.answered - counts.failed - counts.droppedTotal;
}

/** Addresses of the private 10.0.0.0/8 network, in order of appearance: node 0 is 10.0.0.1. */
export function addressOf(index: NodeIndex): string {
  const n = index + 1;
  return `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
}

/** First and last ephemeral port (IANA, RFC 6335). */
export const EPHEMERAL = { first: 49152, last: 65535 } as const;
