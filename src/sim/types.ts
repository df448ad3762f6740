/**
 * The words the kernel and the kinds share: messages, connections, links, the handle an action gets, and what a model is.
 * Everything here that lives during a run is plain data, so that a checkpoint is a copy.
 */
import type { CompiledDistribution } from '../lib/distribution.ts';
import type { MachineHost, MachineModel, SimEvent } from './machine.ts';

/** Simulated time: an integer number of microseconds since the start of the run. */
export type Micros = number;
/** Position of a node in the run's node table; given once, never reused. */
export type NodeIndex = number;
/** Position of a lane in the run's lane table (an edge to a frame has one lane for each member). */
export type LaneIndex = number;
/** A random stream of one node, opened by purpose. */
export type StreamId = number;
/** What `schedule` returns; 0 is never a timer. */
export type TimerId = number;

/** What a request asks for. Shared between messages: never changed after creation. */
export interface RequestContent {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, string>>;
  /** Changes data: a database replica refuses it. */
  readonly write: boolean;
}

/** Why a message may end without an answer; a family adds its own reasons in its models. */
export const DROP_REASONS = [
  'connection-refused',
  'connection-reset',
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
 * One request (its response is a leg of it) or one one-way message. A proxy that terminates a connection sends a message of its
 * own whose `parent` is the one it serves; a packet forwarder passes the same message on.
 */
export interface Message {
  /** 1, 2, 3 … in order of creation. */
  readonly id: number;
  readonly parent: Message | null;
  /** The id of the first message of the tree. */
  readonly root: number;
  readonly content: RequestContent;
  /** Who created it and hears how it ends. */
  readonly source: NodeIndex;
  readonly createdAt: Micros;
  /** After this moment nobody waits for the answer; Infinity for none. */
  deadline: Micros;
  /** True for messages that expect no answer (replication). */
  readonly oneWay: boolean;
  /** The connection of the leg it travelled last. */
  connection: Connection | null;
  /** 0 until answered, then an HTTP status code. */
  status: number;
  end: MessageEnd;
  /** Set when dropped. */
  reason: DropReason | null;
  /** When it entered the node that serves it, and when its service began. */
  enteredAt: Micros;
  begunAt: Micros;
  /** When a packet forwarder took it. */
  relayedAt: Micros;
  /** The timer that will give up on it, for its source. */
  timer: TimerId;
}

/** TCP with or without TLS, or a UDP flow (which is its 5-tuple until idle: no handshake, open from the start). */
export interface Connection {
  readonly id: number;
  readonly transport: 'tcp' | 'udp';
  readonly tls: boolean;
  readonly lane: LaneIndex;
  /** Who opened it, and who is at the other end. */
  readonly opener: NodeIndex;
  readonly target: NodeIndex;
  readonly sourceIp: string;
  readonly sourcePort: number;
  readonly destinationIp: string;
  readonly destinationPort: number;
  state: 'opening' | 'open' | 'closed';
  readonly openedAt: Micros;
  /** Whether the first packet has reached the target: before, a crash there means nothing to it. */
  reached: boolean;
  /** When the opener could first send on it; -1 before. The handshake's cost is the difference to `openedAt`. */
  readyAt: Micros;
  /** The leg that this one carries on, when its opener forwards packets. */
  readonly continues: Connection | null;
  /** The leg that carries this one on, when its target forwards packets. */
  continuedBy: Connection | null;
  /** How many requests were sent on it so far. */
  requests: number;
  /** Sent by the opener and not yet answered, oldest first. When the connection dies they come back to it as dropped. */
  outstanding: Message[];
  /** The last arrival each way: bytes of one connection never overtake each other. */
  lastForward: Micros;
  lastBack: Micros;
  /** When anything last travelled on it. */
  usedAt: Micros;
  /** Why it was refused or reset; null while it was not. */
  why: Cause | null;
}

/** One reachable neighbour over one lane, as a node sees it. */
export interface Link {
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
}

/** The first fact behind an end or a state change, for the chain of causes. */
export type Cause =
  | {
      /** The state a machine is in; 'main' and key '' are the node's own. */
      readonly why: 'state';
      readonly node: NodeIndex;
      readonly machine: string;
      readonly key: string;
      /** When it was in that state; the moment of the end when left out. */
      readonly at?: Micros;
      /** The node that it is about, where that is another: a balancer's opinion of a backend. */
      readonly about?: NodeIndex;
    }
  | { readonly why: 'config'; readonly node: NodeIndex; readonly field: string }
  | {
      readonly why: 'lane';
      readonly lane: LaneIndex;
      /**
       * `loss`: by chance, the edge's own. `lose`, `delay`, `cut`, `removed`: by a command. `opening`: no connection came about over it
       * in time.
       */
      readonly fact: 'cut' | 'lose' | 'loss' | 'delay' | 'closed' | 'removed' | 'opening';
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

export interface ConnectOptions {
  readonly transport?: 'tcp' | 'udp';
  readonly tls?: boolean;
  /** Address to appear as; the node's own when left out. */
  readonly sourceIp?: string;
  /** Port to appear from; the node's next ephemeral port (49152–65535, going round) when left out. */
  readonly sourcePort?: number;
  /** The leg whose conversation this one carries on (packet forwarders): control packets pass through. */
  readonly continues?: Connection;
}

/** The narrow handle with which an action touches the world. Valid only during the action. */
export interface Sim extends MachineHost {
  readonly now: Micros;
  /** The node whose machine is being stepped. */
  readonly self: NodeIndex;

  /** Opens (or finds) this node's stream for a purpose; `ofNode` shares another node's stream values from its start. */
  stream(purpose: string, ofNode?: string): StreamId;
  /** Uniform in [0, 1). */
  random(stream: StreamId): number;
  draw(distribution: CompiledDistribution, stream: StreamId): number;

  /** A new request, or a one-way message. It counts as sent from here on. `deadline` is an absolute time. */
  create(
    content: RequestContent,
    options?: { parent?: Message; deadline?: Micros; oneWay?: boolean },
  ): Message;
  /** Sends a request along its connection, from opener to target. The far node gets `request {message}`. */
  send(message: Message, connection: Connection): void;
  /**
   * Answers a request on the connection it came by: status < 400 ends it `answered`, otherwise `failed`, when its source gets
   * `response {message}`. An error has a cause.
   */
  reply(message: Message, status: number, cause?: Cause): void;
  /** Packet forwarding: passes the same message on along another leg, in whichever direction it is going. */
  forward(message: Message, connection: Connection): void;
  /** Ends a message here. Unless this node is its source, the previous hop gets `dropped {message}` (a silent loss tells nobody). */
  drop(message: Message, reason: DropReason, cause: Cause): void;
  /** Ends a one-way message: it arrived. */
  deliver(message: Message): void;

  /** This node's outgoing lanes, in document order. */
  links(): readonly Link[];
  /** Opens a connection. Later this node gets `connected {connection}` or `refused {connection}` (or nothing, on a cut lane). UDP is open at once. */
  connect(lane: LaneIndex, options?: ConnectOptions): Connection;
  /** Answers a `connect {connection}` event: let it in, or refuse it. Where no cause is given, this node's state is. */
  accept(connection: Connection): void;
  refuse(connection: Connection, cause?: Cause): void;
  /** Closes in good order: the other end gets `closed {connection}`. */
  close(connection: Connection): void;
  /** Aborts: the other end gets `reset {connection}`. */
  reset(connection: Connection, cause?: Cause): void;
  /** Whether this node's port is open. While closed, connection attempts are refused and messages reset by the network itself. Closing resets all its connections. */
  listen(open: boolean): void;

  /** An event for the instance being stepped, `delay` microseconds from now (0 and more). */
  schedule(delay: Micros, event: SimEvent): TimerId;
  cancel(timer: TimerId): void;

  /** Children: further machines of this node, one per key. */
  startChild(machine: string, key: string, context: object): void;
  stopChild(machine: string, key: string): void;
  /** Steps a child (or, with machine 'main' and key '', the node itself) at once. */
  tell(machine: string, key: string, event: SimEvent): void;
  /** A child's state path and context; undefined when there is none. */
  child(
    machine: string,
    key: string,
  ): { readonly state: string; readonly context: object } | undefined;

  /** Figures; each returns at once when nobody observes. */
  enter(): void;
  /** Waits for a connection over this lane. */
  awaits(message: Message, lane: LaneIndex): void;
  /** Stands in line here behind so many others; there has been a line since then. */
  lined(message: Message, ahead: number, since: Micros): void;
  /** Service began after this wait. */
  begin(message: Message, waitedMicros: Micros): void;
  /** Finished here after this response time; counts towards throughput. */
  leave(responseMicros: Micros): void;
  /** Left without being finished (dropped, given up). */
  abandon(): void;
  /** How many of `capacity` are in use from now on; utilization is their ratio over time. */
  busy(level: number): void;
  capacity(level: number): void;
  /** A line for the event log. */
  note(text: string): void;
}

/** The events the kernel sends to a node's main machine. Timers and commands between a model's own machines add theirs. */
export type KernelEvent =
  | { readonly type: 'request'; readonly message: Message }
  | { readonly type: 'response'; readonly message: Message }
  | { readonly type: 'dropped'; readonly message: Message }
  | { readonly type: 'connect'; readonly connection: Connection }
  | { readonly type: 'connected'; readonly connection: Connection }
  | { readonly type: 'refused'; readonly connection: Connection }
  | { readonly type: 'reset'; readonly connection: Connection }
  | { readonly type: 'closed'; readonly connection: Connection }
  | { readonly type: 'configured' }
  | { readonly type: 'topology' }
  | { readonly type: 'crash' }
  | { readonly type: 'restart' }
  | { readonly type: 'drain' }
  | { readonly type: 'slow'; readonly factor: number }
  | { readonly type: 'errors'; readonly rate: number }
  | { readonly type: 'burst'; readonly factor: number; readonly forMicros: Micros };

/** What a model may look at when it describes its node. */
export interface NodeView {
  readonly id: string;
  readonly name: string;
  readonly now: Micros;
  /** The main machine's state path, 'up.busy'. */
  readonly state: string;
  readonly hung: boolean;
  /** Children by machine and key, in order of start. */
  readonly children: readonly { machine: string; key: string; state: string; context: object }[];
  readonly links: readonly Link[];
  /** Events seen by this node since the start, per reason and in total; zero when nobody observes. */
  readonly figures: NodeFigures;
  /** The name of a node for display. */
  nameOf(node: NodeIndex): string;
}

export interface NodeFigures {
  readonly arrivals: number;
  readonly completions: number;
  readonly inSystem: number;
  readonly dropped: Readonly<Record<string, number>>;
}

/** How a kind behaves. `Context` belongs to the main machine; `Observation` is what its picture is drawn from. */
// biome-ignore lint/suspicious/noExplicitAny: the table of all kinds holds models of any context, settings and observation.
export interface Model<Context = any, Config = any, Observation = any> {
  readonly kind: string;
  /** Every machine this kind runs, by name. */
  // biome-ignore lint/suspicious/noExplicitAny: each machine has its own context and events.
  readonly machines: Readonly<Record<string, MachineModel<any, any, any>>>;
  /** Which of them is the node itself, for these settings. A change of settings that changes the answer restarts the node. */
  main(config: Config): string;
  /** True for frames: an edge to one means an edge to each of its members. */
  readonly frame?: true;
  /** The main machine's first context. Streams may be opened here; nothing may be sent yet. */
  context(config: Config, sim: Sim): Context;
  /** After a change of settings, before the machine gets `configured`. */
  configure(context: Context, config: Config, sim: Sim): void;
  /** After links changed (and once at the start), before the machine gets `topology`. */
  connectTo?(context: Context, links: readonly Link[], sim: Sim): void;
  observe(context: Context, view: NodeView): Observation;
  /** More than the picture needs, for the inspector's panel: tables and lists, bounded in size. */
  inspect?(context: Context, view: NodeView): unknown;
  /** Messages held here right now (each message once). */
  held(context: Context): readonly Message[];
  /** Reasons of its own for dropped messages. */
  readonly reasons?: readonly string[];
}
