/**
 * The words the kernel and the kinds share: messages, connections, links, the handle an action
 * gets, and what a model is. Everything here that lives during a run is plain data, so that a
 * checkpoint is a copy.
 */

import type { Deque } from '../lib/deque.ts';
import type { MessageClass } from '../lib/message-class.ts';

/** Simulated time: an integer number of microseconds since the start of the run. */
export type Micros = number;
/** Position of a node in the run's node table; given once, never reused. */
export type NodeIndex = number;
/** Position of a lane in the run's lane table (an edge to a frame has one lane for each member). */
export type LaneIndex = number;
/** What lanes suffer from: ways that are shut, a share lost, everything late, or being gone. */
export type LaneFact = 'shut' | 'lossy' | 'late' | 'removed';
/** A random stream of one node, opened by purpose. */
export type StreamId = number;
/** What a series is told apart by: a name, or a node, which is known by its id. */
export type SeriesKey = string | NodeIndex;
/** What `schedule` returns; 0 is never a timer. */
export type TimerId = number;

/**
 * What a message carries: plain data, whose further form is its protocol's. Shared between
 * messages: never changed after creation.
 */
export interface Content {
  readonly class: MessageClass;
  /** In few words, for traces and the log: 'GET /images'. */
  readonly words: string;
  /** How many it stands for, where one message carries several (records); 1 when left out. */
  readonly count?: number;
}

/** Why a message may end without an answer; a family adds its own reasons in its models. */
export const DROP_REASONS = [
  'connection-refused',
  'connection-reset',
  'connection-timed-out',
  'timeout',
  'queue-full',
  'rate-limited',
  'breaker-open',
  'no-healthy-backend',
  'no-route',
  'no-port',
  'lost',
  'cancelled',
  'shed',
] as const;
export type DropReason = (typeof DROP_REASONS)[number] | (string & {});

/** How a message ended; `open` while it is in flight or held. */
export type MessageEnd = 'open' | 'delivered' | 'answered' | 'failed' | 'dropped';

/**
 * One request (its response is a leg of it) or one one-way message. A proxy that terminates a
 * connection sends a message of its own whose `parent` is the one it serves; a packet forwarder
 * passes the same message on. A message says what it is and how it ended; what a hop knows of it
 * (by which connection it came, when its service began) is kept by the node of that hop.
 */
export interface Message {
  /** 1, 2, 3 … in order of creation. */
  readonly id: number;
  readonly parent: Message | null;
  /** The id of the first message of the tree. */
  readonly root: number;
  readonly content: Content;
  /** Who created it and hears how it ends. */
  readonly source: NodeIndex;
  readonly createdAt: Micros;
  /**
   * After this moment nobody waits for the answer, as was known when it was sent; Infinity for
   * none. Travels with it.
   */
  readonly deadline: Micros;
  /** True for messages that expect no answer. */
  readonly oneWay: boolean;
  /** 0 until answered, then an HTTP status code. */
  status: number;
  /** What the answer carries beside its status; null for nothing. Plain frozen data. */
  answer: unknown;
  end: MessageEnd;
  /** Set when dropped. */
  reason: DropReason | null;
}

/** Why a connection ended otherwise than by closing in good order. */
export interface ConnectionFailure {
  readonly reason: 'connection-refused' | 'connection-reset' | 'connection-timed-out';
  readonly cause: Cause;
}

/**
 * One end of a connection, as the node there knows it: nobody knows faster than light, so each end
 * has a record of its own. TCP with or without TLS, or a UDP flow (which is its 5-tuple until idle:
 * no handshake, open from the start).
 */
export interface Connection {
  /** The same at both ends. */
  readonly id: number;
  readonly transport: 'tcp' | 'udp';
  readonly tls: boolean;
  readonly lane: LaneIndex;
  /** Whose end this is, and who is at the other one. */
  readonly node: NodeIndex;
  readonly peer: NodeIndex;
  /** Whether this end opened it: requests leave here, and answers come back. */
  readonly isOpener: boolean;
  /** The opener's address, and the target's. */
  readonly sourceIp: string;
  readonly sourcePort: number;
  readonly destinationIp: string;
  readonly destinationPort: number;
  /** As this end sees it. */
  readonly state: 'opening' | 'open' | 'closed';
  /** When this end came into being. */
  readonly openedAt: Micros;
  /**
   * When this end could first send on it; -1 before. The opener's handshake cost is the difference
   * to `openedAt`.
   */
  readonly readyAt: Micros;
  /**
   * Another end at the same node: the leg that this one carries on, when its opener forwards
   * packets.
   */
  readonly continues: Connection | null;
  /**
   * Another end at the same node: the leg that carries this one on, when its target forwards
   * packets.
   */
  readonly continuedBy: Connection | null;
  /** How many requests were sent on it (by its opener), or came by it (to its target) so far. */
  readonly requests: number;
  /**
   * At the opener's end: sent and not yet answered, oldest first. When this end learns that the
   * connection is gone, they come back to it as dropped. Empty at the other end.
   */
  readonly outstanding: Readonly<Deque<Message>>;
  /**
   * At the target's end: how many requests came by it and were neither answered nor dropped from
   * here. 0 at the other end.
   */
  readonly pending: number;
  /**
   * The round trip as this end has measured it, in µs, smoothed (RFC 6298); -1 before the first
   * measurement.
   */
  readonly srtt: number;
  /** When anything was last sent or came on it, as seen from this end. */
  readonly usedAt: Micros;
  /**
   * Why it ended, as far as this end knows; null while it lasts, or when it was closed in good
   * order.
   */
  readonly failure: ConnectionFailure | null;
  /**
   * What the target said as it accepted: plain frozen data; null for nothing. Known to the opener
   * once it is connected.
   */
  readonly greeting: unknown;
}

/** What an edge carries, and how. */
export interface Carried {
  /** Null where it is not known. */
  readonly protocol: string | null;
  /** What its messages are where nothing else is said of one; null where it is not known. */
  readonly class: MessageClass | null;
  /** Which of several that its end offers; null where that has but one. */
  readonly port: string | null;
  /** The complete settings that the protocol gives its edges. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** One reachable neighbour over one lane, as a node sees it. */
export interface Link extends Carried {
  readonly lane: LaneIndex;
  /** The document edge this lane belongs to. */
  readonly edge: string;
  readonly node: NodeIndex;
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** The neighbour's complete settings. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The frame through which it was reached, when the edge attaches to one. */
  readonly frame: string | null;
  /** That frame's complete settings. */
  readonly frameConfig?: Readonly<Record<string, unknown>>;
  /**
   * False where it was reached through its frame, while it takes no part in what that offers:
   * nothing new is sent to it, what it has it finishes.
   */
  readonly enrolled: boolean;
}

/** One of the nodes in a frame, as the frame sees it. */
export interface Member {
  readonly node: NodeIndex;
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** Its complete settings. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly enrolled: boolean;
  readonly standing: Standing;
}

/**
 * What its template says of a replica: it has to be, it may be, or it is one more than there may be
 * by now and leaves once it has finished what it holds. Whoever is no replica may be.
 */
export type Standing = 'needed' | 'spare' | 'surplus';

/** The first fact behind an end or a state change, for the chain of causes. */
export type Cause =
  | {
      /** The state a machine is in: the node's own, or the child's with this key. */
      readonly why: 'state';
      readonly node: NodeIndex;
      readonly key: string;
      /** Which of the children with this key, where there are several. */
      readonly machine?: string;
      /** When it was in that state; the moment of the end when left out. */
      readonly at?: Micros;
      /** The node that it is about, where that is another: a balancer's opinion of a backend. */
      readonly about?: NodeIndex;
    }
  | {
      readonly why: 'config';
      readonly node: NodeIndex;
      readonly field: string;
      /** Where it is a setting of the edge along this lane, and none of the node. */
      readonly lane?: LaneIndex;
    }
  | {
      readonly why: 'lane';
      readonly lane: LaneIndex;
      /**
       * `loss`: by chance, the edge's own. `lossy`, `late`, `shut`, `removed`: by a command.
       * `opening`: no connection came about over it in time.
       */
      readonly fact: LaneFact | 'loss' | 'closed' | 'opening';
      /** The command that did it; left out where none did. */
      readonly command?: number;
      /** The share that was lost on it then. */
      readonly rate?: number;
      /** The setting of the node that gave up which says how long to wait. */
      readonly field?: string;
    }
  /** `rate`: how likely it was. */
  | {
      readonly why: 'chance';
      readonly node: NodeIndex;
      readonly purpose: string;
      readonly rate?: number;
    }
  | { readonly why: 'command'; readonly command: number }
  | { readonly why: 'message'; readonly message: number };
