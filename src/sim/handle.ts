/** The handle an action gets: everything a node may do to the world, in the name of the actor being stepped. */
import { type CompiledDistribution, draw } from '../lib/distribution.ts';
import { CARRIES } from './flights.ts';
import type { Kernel } from './kernel.ts';
import type { SimEvent } from './machine.ts';
import { MESSAGE_LIMIT } from './network.ts';
import type {
  Cause,
  Connection,
  ConnectOptions,
  LaneIndex,
  Link,
  Message,
  Micros,
  NodeIndex,
  RequestContent,
  Sim,
  StreamId,
  TimerId,
} from './types.ts';
import type { Actor, NodeRecord } from './world.ts';

export class Handle implements Sim {
  /** In whose name: set by the kernel around each step. */
  actor: Actor;
  private readonly kernel: Kernel;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.actor = NOBODY;
  }

  get now(): Micros {
    return this.kernel.now;
  }

  get self(): NodeIndex {
    return this.actor.node;
  }

  private get node(): NodeRecord {
    return this.kernel.node(this.actor.node);
  }

  stream(purpose: string, ofNode?: string): StreamId {
    // A borrowed stream starts where the other node's starts and is read on its own: two variants see the same values.
    const { kernel, node } = this;
    return ofNode === undefined
      ? kernel.streams.open(kernel.seed, node.id, purpose)
      : kernel.streams.open(kernel.seed, ofNode, purpose, node.id);
  }

  random(stream: StreamId): number {
    return this.kernel.streams.next(stream);
  }

  draw(distribution: CompiledDistribution, stream: StreamId): number {
    return draw(distribution, this.kernel.streams, stream);
  }

  create(
    content: RequestContent,
    options?: { parent?: Message; deadline?: Micros; oneWay?: boolean },
  ): Message {
    const kernel = this.kernel;
    const parent = options?.parent ?? null;
    const id = ++kernel.lastMessage;
    const message: Message = {
      id,
      parent,
      root: parent === null ? id : parent.root,
      content,
      source: this.actor.node,
      createdAt: kernel.now,
      deadline: options?.deadline ?? Number.POSITIVE_INFINITY,
      oneWay: options?.oneWay === true,
      connection: null,
      status: 0,
      end: 'open',
      reason: null,
      enteredAt: kernel.now,
      begunAt: -1,
      relayedAt: -1,
      timer: 0,
    };
    kernel.counts.sent++;
    kernel.watch?.created(message, kernel.now);
    return message;
  }

  send(message: Message, connection: Connection): void {
    const kernel = this.kernel;
    if (kernel.inFlight > MESSAGE_LIMIT) {
      kernel.trouble = `More than ${MESSAGE_LIMIT} messages are in flight: new requests are shed until some end.`;
      this.drop(message, 'shed', { why: 'message', message: message.id });
      kernel.scheduleEvent(this.node.main, 0, { type: 'dropped', message } as SimEvent);
      return;
    }
    this.forward(message, connection);
  }

  reply(message: Message, status: number, cause?: Cause): void {
    const kernel = this.kernel;
    message.status = status;
    const connection = message.connection;
    if (connection === null) return;
    if (status >= 400) kernel.stops?.refused(message, this.actor.node);
    if (cause !== undefined) {
      kernel.watch?.answeredError(message, this.actor.node, cause, kernel.now);
    }
    kernel.network.transmit(kernel.lane(connection.lane), true, CARRIES.response, message);
  }

  forward(message: Message, connection: Connection): void {
    const kernel = this.kernel;
    const lane = kernel.lane(connection.lane);
    message.connection = connection;
    connection.usedAt = kernel.now;
    if (connection.opener === this.actor.node) {
      connection.requests++;
      if (!message.oneWay) connection.outstanding.push(message);
      kernel.network.transmit(lane, false, CARRIES.request, message);
    } else {
      kernel.network.transmit(
        lane,
        true,
        message.status > 0 ? CARRIES.response : CARRIES.notice,
        message,
      );
    }
  }

  drop(message: Message, reason: string, cause: Cause): void {
    this.kernel.network.bounce(message, this.node, reason, cause);
  }

  deliver(message: Message): void {
    if (message.end !== 'open') return;
    message.end = 'delivered';
    this.kernel.counts.delivered++;
    this.kernel.watch?.ended(message, this.actor.node, this.kernel.now, null);
  }

  links(): readonly Link[] {
    return this.node.links;
  }

  connect(lane: LaneIndex, options: ConnectOptions = {}): Connection {
    return this.kernel.network.connect(this.node, lane, options);
  }

  accept(connection: Connection): void {
    this.kernel.network.accept(connection);
  }

  refuse(connection: Connection, cause?: Cause): void {
    connection.why = cause ?? this.kernel.stateOf(this.node);
    this.kernel.network.refuse(connection);
  }

  close(connection: Connection): void {
    this.kernel.network.end(this.actor.node, connection, CARRIES.fin);
  }

  reset(connection: Connection, cause?: Cause): void {
    connection.why = cause ?? this.kernel.stateOf(this.node);
    this.kernel.network.end(this.actor.node, connection, CARRIES.rst);
  }

  listen(open: boolean): void {
    this.kernel.setListening(this.node, open);
  }

  schedule(delay: Micros, event: SimEvent): TimerId {
    return this.kernel.scheduleEvent(this.actor, delay, event);
  }

  cancel(timer: TimerId): void {
    if (timer !== 0) this.kernel.cancelEvent(timer);
  }

  startChild(machine: string, key: string, context: object): void {
    const { kernel, node } = this;
    this.stopChild(machine, key);
    const actor = kernel.actor(node.index, kernel.model(node), machine, key);
    node.children.push(actor);
    kernel.startActor(actor, context);
  }

  stopChild(machine: string, key: string): void {
    const node = this.node;
    const at = node.children.findIndex((child) => child.machine === machine && child.key === key);
    if (at < 0) return;
    this.kernel.stopActor(node.children[at] as Actor);
    node.children.splice(at, 1);
  }

  tell(machine: string, key: string, event: SimEvent): void {
    const actor = this.actorOf(machine, key);
    if (actor !== undefined) this.kernel.stepActor(actor, event);
  }

  child(
    machine: string,
    key: string,
  ): { readonly state: string; readonly context: object } | undefined {
    const actor = this.actorOf(machine, key);
    if (actor === undefined) return undefined;
    return { state: this.kernel.statePath(actor), context: actor.instance.context };
  }

  enter(): void {
    const { watch, stops } = this.kernel;
    watch?.enter(this.actor.node);
    stops?.inside(this.actor.node, 1);
  }

  awaits(message: Message, lane: LaneIndex): void {
    this.kernel.watch?.awaits(message, lane, this.kernel.now);
  }

  lined(message: Message, ahead: number, since: Micros): void {
    this.kernel.watch?.lined(message, this.actor.node, ahead, since, this.kernel.now);
  }

  begin(message: Message, waitedMicros: Micros): void {
    this.kernel.watch?.begin(this.actor.node, message, waitedMicros, this.kernel.now);
  }

  leave(responseMicros: Micros): void {
    const { watch, stops, now } = this.kernel;
    watch?.leave(this.actor.node, responseMicros);
    stops?.left(this.actor.node, responseMicros, now);
  }

  abandon(): void {
    const { watch, stops } = this.kernel;
    watch?.abandon(this.actor.node);
    stops?.inside(this.actor.node, -1);
  }

  busy(level: number): void {
    const { watch, stops } = this.kernel;
    watch?.busy(this.actor.node, level);
    stops?.level(this.actor.node, 'busy', level);
  }

  capacity(level: number): void {
    const { watch, stops } = this.kernel;
    watch?.capacity(this.actor.node, level);
    stops?.level(this.actor.node, 'capacity', level);
  }

  note(text: string): void {
    this.kernel.watch?.note(this.actor.node, text, this.kernel.now);
  }

  private actorOf(machine: string, key: string): Actor | undefined {
    const node = this.node;
    if (machine === 'main' && key === '') return node.main;
    return node.children.find((child) => child.machine === machine && child.key === key);
  }
}

const NOBODY: Actor = {
  node: -1,
  code: -1,
  machine: '',
  key: '',
  instance: { state: -1, context: {}, timers: [] },
  gone: true,
  changedAt: 0,
  changedBy: 0,
  changedRef: 0,
};
