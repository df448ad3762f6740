/** What a model's actions are given: the handle by which they touch the world, and its events. */
import type { CompiledDistribution } from '../lib/distribution.ts';
import type { Log } from '../lib/log.ts';
import type { SeriesNumber } from '../lib/series.ts';
import type { MachineHost, SimEvent } from './machine.ts';
import type {
  Carried,
  Cause,
  Connection,
  Content,
  DropReason,
  LaneIndex,
  Link,
  Member,
  Message,
  Micros,
  NodeIndex,
  SeriesKey,
  StreamId,
  TimerId,
} from './types.ts';

export interface ConnectOptions {
  readonly transport?: 'tcp' | 'udp';
  readonly tls?: boolean;
  /** Address to appear as; the node's own when left out. */
  readonly sourceIp?: string;
  /**
   * Port to appear from; the node's next ephemeral port (49152–65535, going round) when left out.
   */
  readonly sourcePort?: number;
  /**
   * The leg whose conversation this one carries on (packet forwarders): control packets pass
   * through.
   */
  readonly continues?: Connection;
}

/** The narrow handle with which an action touches the world. Valid only during the action. */
export interface Sim extends MachineHost {
  readonly now: Micros;
  /** The node whose machine is being stepped. */
  readonly self: NodeIndex;

  /**
   * Opens (or finds) this node's stream for a purpose; `ofNode` shares another node's stream values
   * from its start.
   */
  stream(purpose: string, ofNode?: string): StreamId;
  /** Uniform in [0, 1). */
  random(stream: StreamId): number;
  draw(distribution: CompiledDistribution, stream: StreamId): number;

  /**
   * A new request, or a one-way message. It counts as sent from here on. `deadline` is an absolute
   * time.
   */
  create(
    content: Content,
    options?: { parent?: Message; deadline?: Micros; oneWay?: boolean },
  ): Message;
  /**
   * Sends a request along its connection, from opener to target. The far node gets `request
   * {message, connection}`.
   */
  send(message: Message, connection: Connection): void;
  /**
   * Answers a request on the connection it came by (the target's end): status < 400 ends it
   * `answered`, otherwise `failed`, when its source gets `response {message, connection}`. An error
   * has a cause; `answer` is what it carries. On a connection that is closed, or to a request that
   * was cancelled, the answer
   * goes nowhere and the message ends here.
   */
  reply(
    message: Message,
    connection: Connection,
    status: number,
    cause?: Cause,
    answer?: unknown,
  ): void;
  /**
   * Packet forwarding: passes the same message on along another leg, in whichever direction it is
   * going. Backwards it is the answer, or word that there will be none.
   */
  forward(message: Message, connection: Connection): void;
  /**
   * Ends a message here. Given the connection it came by (the target's end), the previous hop gets
   * `dropped {message, connection}`. Nobody hears of it where that is closed, where none is given
   * (at its source), or where the reason is `cancelled` (the previous hop asked for it).
   */
  drop(message: Message, reason: DropReason, cause: Cause, connection?: Connection | null): void;
  /**
   * The opener no longer waits for the answer on this connection, which goes on (HTTP/2's
   * RST_STREAM): the target gets `cancelled {message, connection}`. With UDP nobody hears of it.
   * Ends nothing: drop the message as well where it is over.
   */
  giveUp(message: Message, connection: Connection): void;
  /** Ends a one-way message: it arrived. */
  deliver(message: Message): void;

  /** This node's outgoing lanes, in document order. */
  links(): readonly Link[];
  /** Its lanes along the inner links of its frame. */
  inner(): readonly Link[];
  /** The frame it acts in, found through zones; null outside of any. */
  frame(): NodeIndex | null;
  /** The nodes in this frame and in its zones; it gets `members` when they change. */
  members(): readonly Member[];
  /**
   * An event for one of this frame's members, at once: only for what is no message in reality
   * (power, who holds an address).
   * @throws Error where it is no member
   */
  tellMember(member: NodeIndex, event: SimEvent): void;
  /** Likewise an event for the frame it acts in; for nobody outside of any. */
  tellFrame(event: SimEvent): void;
  /**
   * Whether this node, or a member of this frame, takes part in what the frame offers. Callers see
   * it as `enrolled` on their links; lanes stay, and what is under way.
   * @throws Error where it is neither
   */
  enrol(node: NodeIndex, isIn: boolean): void;
  /**
   * What a figure of a member's own says, whoever looks on: the mean of a gauge or the rate per
   * second of a counter over the last so many microseconds (`rateOver` in `series-now.ts`), a
   * gauge's level where that is 0. Null where the member has not written it.
   * @throws Error where it is no member
   */
  figureOf(member: NodeIndex, series: string, micros: Micros): number | null;
  /** What is carried along a lane from or to this node. */
  carried(lane: LaneIndex): Carried;
  /**
   * Opens a connection and returns this node's end of it. Later this node gets `connected
   * {connection}`, or `refused {connection}` with its `failure` set (refused, or given up after 131
   * s without an answer). UDP is open at once.
   */
  connect(lane: LaneIndex, options?: ConnectOptions): Connection;
  /**
   * Answers a `connect {connection}` event: let it in (with a first word, if any), or refuse it.
   * Where no cause is given, this node's state is.
   */
  accept(connection: Connection, greeting?: unknown): void;
  refuse(connection: Connection, cause?: Cause): void;
  /**
   * Closes in good order: what was sent before still arrives, then the other end gets `closed
   * {connection}`. Whoever closes its own opened connection has ended, or will end, what is
   * outstanding on it: it hears nothing more from the network.
   */
  close(connection: Connection): void;
  /**
   * Aborts: the other end gets `reset {connection}`, unless that packet is lost: then it learns
   * when it next sends.
   */
  reset(connection: Connection, cause?: Cause): void;
  /**
   * Whether this node's port is open. While closed, connection attempts are refused and messages
   * reset by the network itself. Closing resets all its connections.
   */
  listen(open: boolean): void;

  /** An event for the instance being stepped, `delay` microseconds from now (0 and more). */
  schedule(delay: Micros, event: SimEvent): TimerId;
  cancel(timer: TimerId): void;

  /**
   * The context of another node: for figures that only the simulation knows and the parts do not.
   * Never for behaviour: nobody knows faster than light. Undefined where no such node stands on the
   * table.
   */
  peek(node: NodeIndex): object | undefined;
  /** From which nodes an edge leads here, for the same. */
  sources(): readonly NodeIndex[];

  /**
   * A list that only grows (or is cut at either end), kept in a context: a checkpoint shares it
   * instead of copying it.
   */
  log<T>(): Log<T>;

  /** Children: further machines of this node, one per key, found at once however many there are. */
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
  info(text: string): void;

  /**
   * Series of the node's own kind, by number: the level that a gauge has from now on, and that
   * something a counter counts happened so many times. Kept whether or not anybody observes. `key`
   * where the series is told apart by one, known from the first time it is written, were it with
   * 0.
   */
  gauge(series: SeriesNumber<'gauge'>, level: number, key?: SeriesKey): void;
  count(series: SeriesNumber<'counter'>, times: number, key?: SeriesKey): void;
}

/**
 * The events the kernel sends to a node's main machine. Deeds, timers and commands between a
 * model's own machines add theirs.
 */
export type KernelEvent =
  | { readonly type: 'request'; readonly message: Message; readonly connection: Connection }
  | { readonly type: 'response'; readonly message: Message; readonly connection: Connection }
  | { readonly type: 'dropped'; readonly message: Message; readonly connection: Connection }
  | { readonly type: 'cancelled'; readonly message: Message; readonly connection: Connection }
  | { readonly type: 'connect'; readonly connection: Connection }
  | { readonly type: 'connected'; readonly connection: Connection }
  | { readonly type: 'refused'; readonly connection: Connection }
  | { readonly type: 'reset'; readonly connection: Connection }
  | { readonly type: 'closed'; readonly connection: Connection }
  | { readonly type: 'configured' }
  | { readonly type: 'topology' }
  /** To a frame: its members changed. */
  | { readonly type: 'members' }
  /** The frame it acts in is another, or none. */
  | { readonly type: 'frame' }
  /** It is wanted, or no longer: it finishes what it holds and goes off. */
  | { readonly type: 'powerOn' | 'powerOff' }
  /** The process is killed. */
  | { readonly type: 'crash' };
