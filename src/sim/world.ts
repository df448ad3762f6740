/**
 * A run at one moment, as plain data: nodes, lanes, actors, ends of connections, and what is to
 * happen. A checkpoint is a copy of it. An actor is one machine instance of a node: the node
 * itself, or a child addressed by (node, machine, key).
 */

import type { Deque } from '../lib/deque.ts';
import type { CompiledDistribution } from '../lib/distribution.ts';
import type { Distribution } from '../lib/distribution-check.ts';
import { Streams } from '../lib/random.ts';
import { type Agenda, createAgenda } from './agenda.ts';
import type { EdgeFaults, LaneOrigins, NodeFaults } from './faults.ts';
import type { Instance, SimEvent } from './machine.ts';
import type {
  Carried,
  Connection,
  ConnectionFailure,
  LaneIndex,
  Link,
  Member,
  Message,
  Micros,
  NodeIndex,
  Standing,
  StreamId,
  TimerId,
} from './types.ts';

/** A node as the kernel gets it: settings complete, members naming their frame. */
export interface NodeSetup {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly frame: string | null;
  /** The part of which this is a replica: an edge to that part is one to each of its replicas. */
  readonly template?: string;
  /** Of a replica; `spare` when left out. */
  readonly standing?: Standing;
}

/** An edge as the kernel gets it; latency in milliseconds as in the document. */
export interface EdgeSetup {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly latency: Distribution;
  readonly loss: number;
  readonly carried: Carried;
  /** It joins two members of a frame, and nobody has drawn it: links of another list. */
  readonly inner?: true;
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

/**
 * Something that reached a hung node and waits for it to wake; `isCommand` separates what comes
 * from outside from its own timers.
 */
export type Parked =
  | { readonly actor: Actor; readonly event: SimEvent; readonly isCommand: boolean }
  | { readonly sender: End; readonly carries: number; readonly message: Message | null };

/** All that waits at one node. */
export interface Parking {
  /** In the order it came, by `parkedRequest`, `parkedSyn`, or a number of its own. */
  readonly items: Map<number, Parked>;
  last: number;
  /** How many of them are connections that ask to be let in, and how many UDP datagrams. */
  connections: number;
  datagrams: number;
}

/** What one end sent and the other has not got in order. */
export interface Segment {
  readonly seq: number;
  readonly carries: number;
  readonly message: Message | null;
  /** A code of SEGMENT. */
  state: number;
  /** When it was sent last, and how often again. */
  departs: Micros;
  repeats: number;
}

/** Under way, vanished, or arrived and waiting for one before it. */
export const SEGMENT = { flying: 0, lost: 1, held: 2 } as const;

/** How TCP mends one direction of a connection. There is none while nothing is missing. */
export interface Repair {
  /** In their order; the first is the one missing. */
  segments: Segment[];
  timer: TimerId;
  due: Micros;
  /** What is done when the timer rings: a code of REPAIR. */
  mode: number;
  /** Timeouts in a row, and when the first of them was; -1 while there was none. */
  timeouts: number;
  firstTimeoutAt: Micros;
  /** How many have arrived behind the first. */
  behind: number;
}

/**
 * The tail is probed; it timed out; the other end has said what is missing; a handshake is asked
 * for again.
 */
export const REPAIR = { probe: 0, timeout: 1, recover: 2, handshake: 3 } as const;

/** One end of a connection with what only the network needs: models see a `Connection`. */
export interface End extends Connection {
  state: Connection['state'];
  readyAt: Micros;
  continuedBy: End | null;
  requests: number;
  outstanding: Deque<Message>;
  pending: number;
  /** The estimate of the round trip, as `RoundTrip` of tcp-rules.ts. */
  srtt: number;
  rttvar: number;
  usedAt: Micros;
  failure: ConnectionFailure | null;
  greeting: unknown;
  /** Requests the opener gave up that have not been answered; null where there are none. */
  givenUp: Set<number> | null;
  /** The end at the other node; null at an opener's end until its first packet has arrived. */
  other: End | null;
  /** How many segments it has sent. */
  seq: number;
  /** The last arrival of what it sent: bytes of one connection never overtake each other. */
  lastArrival: Micros;
  repair: Repair | null;
  /**
   * The timer that gives it up while what it sent arrives, but no acknowledgement can come back; 0
   * while they can.
   */
  silence: TimerId;
  /**
   * It is over, and the other end does not know: its RST was lost, or what it sent was given up.
   */
  isUnheard: boolean;
}

export interface NodeRecord {
  readonly index: NodeIndex;
  readonly id: string;
  /**
   * For the trace hash, which takes names, so that a new node disturbs nothing that has no part in
   * it.
   */
  readonly idHash: number;
  readonly kind: string;
  name: string;
  config: Readonly<Record<string, unknown>>;
  frame: string | null;
  readonly template: string | null;
  standing: Standing;
  /** Takes part in what its frame offers. */
  enrolled: boolean;
  /** The frame it acts in, found through zones; null outside of any. */
  within: NodeIndex | null;
  /** Of a frame: the nodes in it and in its zones, in the order in which they joined. */
  members: Member[];
  gone: boolean;
  listening: boolean;
  hung: boolean;
  /** 1 + the command that cut it off from everything; 0 while nothing does. */
  isolation: number;
  /** What comes is parked: it hangs, or has not yet handled all that came meanwhile. */
  parks: boolean;
  main: Actor;
  /** By machine, then by key. */
  readonly children: Map<string, Map<string, Actor>>;
  links: Link[];
  /** Along the inner links of its frame. */
  inner: Link[];
  /** From which nodes a lane leads here. */
  sources: NodeIndex[];
  parked: Parking;
  /** Its ends of connections and flows that are not closed, by `endKey`. */
  readonly ends: Map<number, End>;
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
  /** Along an inner link. */
  readonly inner: boolean;
  carried: Carried;
  latency: CompiledDistribution;
  /** The latency in µs where it never varies (nothing is drawn then); -1 where it does. */
  fixedLatency: Micros;
  readonly latencyStream: StreamId;
  loss: number;
  readonly lossStream: StreamId;
  /** Cuts, losses and delays on top of that: shared by all lanes of an edge. */
  imposed: EdgeFaults;
  /** Which command last cut it, made it lossy, slowed it, took it away, and when. */
  faults: LaneOrigins;
  readonly loseStream: StreamId;
  /** 1 + the command that cut one of its ends off from everything; 0 while nothing does. */
  isolation: number;
  gone: boolean;
  /** Messages sent along it so far, their answers not counted, for rates. */
  sent: number;
  /** Segments sent again, both ways. */
  repeats: number;
}

/** Counts of messages over the whole run: `sent` is always the sum of the others. */
export interface Counts {
  sent: number;
  delivered: number;
  answered: number;
  failed: number;
  readonly dropped: Map<string, number>;
  droppedTotal: number;
}

export interface World {
  now: Micros;
  /** Events executed since the start. */
  events: number;
  readonly seed: number;
  readonly nodes: NodeRecord[];
  /** The nodes that stand on the table now, by id. */
  readonly byId: Map<string, NodeIndex>;
  readonly lanes: LaneRecord[];
  edges: EdgeSetup[];
  /** By edge: what it suffers from. */
  readonly edgeFaults: Map<string, EdgeFaults>;
  readonly agenda: Agenda;
  readonly streams: Streams;
  readonly counts: Counts;
  lastMessage: number;
  lastConnection: number;
  /** A sentence when the run had to slow itself down. */
  trouble: string | null;
  /** True within an instant in which too much happened. */
  stormy: boolean;
  instantEvents: number;
  /** What began the step being executed: a code of TRIGGER and its number. */
  trigger: number;
  triggerRef: number;
}

export function createWorld(seed: number): World {
  return {
    now: 0,
    events: 0,
    seed,
    nodes: [],
    byId: new Map(),
    lanes: [],
    edges: [],
    edgeFaults: new Map(),
    agenda: createAgenda(),
    streams: new Streams(),
    counts: {
      sent: 0,
      delivered: 0,
      answered: 0,
      failed: 0,
      dropped: new Map(),
      droppedTotal: 0,
    },
    lastMessage: 0,
    lastConnection: 0,
    trouble: null,
    stormy: false,
    instantEvents: 0,
    trigger: TRIGGER.none,
    triggerRef: 0,
  };
}

/** Says what begins the steps that follow. */
export function because(world: World, trigger: number, ref: number): void {
  world.trigger = trigger;
  world.triggerRef = ref;
}

/** The live node with this id. */
export function findNode(world: World, id: string): NodeRecord | undefined {
  const index = world.byId.get(id);
  return index === undefined ? undefined : world.nodes[index];
}

/** Where a node keeps its end of a connection: a node may be connected with itself. */
export function endKey(id: number, isOpener: boolean): number {
  return 2 * id + (isOpener ? 0 : 1);
}

export function inFlight(counts: Counts): number {
  return counts.sent - counts.delivered - counts.answered - counts.failed - counts.droppedTotal;
}

/** Where a request waits at a hung node, and where a connection that asks to be let in does. */
export const parkedRequest = (message: number): number => 4 * message;
export const parkedSyn = (connection: number): number => 4 * connection + 1;

/** An event waits for its node to wake. */
export function parkEvent(
  node: NodeRecord,
  actor: Actor,
  event: SimEvent,
  isCommand: boolean,
): void {
  const { parked } = node;
  parked.items.set(4 * ++parked.last + 2, { actor, event, isCommand });
}

/** Addresses of the private 10.0.0.0/8 network, in order of appearance: node 0 is 10.0.0.1. */
export function addressOf(index: NodeIndex): string {
  const n = index + 1;
  return `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
}

/** First and last ephemeral port (IANA, RFC 6335). */
export const EPHEMERAL = { first: 49152, last: 65535 } as const;
