/**
 * The handle an action gets: everything a node may do to the world, in the name of the actor being
 * stepped.
 */

import { pushBack } from '../lib/deque.ts';
import { type CompiledDistribution, draw } from '../lib/distribution.ts';
import { Log } from '../lib/log.ts';
import type { SeriesNumber } from '../lib/series.ts';
import { CARRIES } from './agenda.ts';
import { accept, close, connect, refuse, reset } from './connections.ts';
import { type Engine, laneAt, nodeAt, type Speaker } from './engine.ts';
import { createMessage, delivered, finish } from './fates.ts';
import { stopWaiting } from './landing.ts';
import type { SimEvent } from './machine.ts';
import { transmit } from './repair.ts';
import { levelNow, rateOver } from './series-now.ts';
import type { ConnectOptions } from './sim.ts';
import {
  actorOf,
  cancelEvent,
  scheduleEvent,
  startChild,
  stateIn,
  stateOf,
  stepActor,
  stopChild,
  tell,
} from './stepper.ts';
import { enrol, setListening } from './topology.ts';
import type {
  Carried,
  Cause,
  Connection,
  Content,
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
import { type Actor, type End, inFlight, type NodeRecord } from './world.ts';

/** Above this many messages in flight or held, new requests are shed and the run says so. */
const MESSAGE_LIMIT = 1_000_000;

export class Handle implements Speaker {
  /** In whose name: set around each step. */
  actor: Actor = NOBODY;
  private readonly engine: Engine;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  get now(): Micros {
    return this.engine.world.now;
  }

  get self(): NodeIndex {
    return this.actor.node;
  }

  private get node(): NodeRecord {
    return nodeAt(this.engine, this.actor.node);
  }

  stream(purpose: string, ofNode?: string): StreamId {
    // A borrowed stream starts where the other node's starts and is read on its own: two variants
    // see the same values.
    const { node } = this;
    const { streams, seed } = this.engine.world;
    return ofNode === undefined
      ? streams.open(seed, node.id, purpose)
      : streams.open(seed, ofNode, purpose, node.id);
  }

  random(stream: StreamId): number {
    return this.engine.world.streams.next(stream);
  }

  draw(distribution: CompiledDistribution, stream: StreamId): number {
    return draw(distribution, this.engine.world.streams, stream);
  }

  create(
    content: Content,
    options?: { parent?: Message; deadline?: Micros; oneWay?: boolean },
  ): Message {
    return createMessage(this.engine, this.actor.node, content, options);
  }

  send(message: Message, connection: Connection): void {
    const { engine } = this;
    const { world } = engine;
    const isTooMuch = inFlight(world.counts) > MESSAGE_LIMIT;
    if (isTooMuch) {
      world.trouble = `More than ${MESSAGE_LIMIT} messages are in flight: new requests are rejected until some end.`;
      this.drop(message, 'shed', { why: 'message', message: message.id });
    } else if (connection.state === 'closed') {
      this.drop(message, 'connection-reset', closed(connection));
    } else {
      this.forward(message, connection);
      return;
    }
    scheduleEvent(engine, this.node.main, 0, { type: 'dropped', message, connection } as SimEvent);
  }

  reply(
    message: Message,
    connection: Connection,
    status: number,
    cause?: Cause,
    answer: unknown = null,
  ): void {
    const { engine } = this;
    message.status = status;
    message.answer = answer;
    if (status >= 400) {
      for (const each of engine.observers.of.erred) {
        each.erred(message, this.actor.node, cause, engine.world.now);
      }
    }
    this.back(message, connection as End, CARRIES.response);
  }

  forward(message: Message, connection: Connection): void {
    const end = connection as End;
    end.usedAt = this.engine.world.now;
    if (!end.isOpener) {
      this.back(message, end, message.status > 0 ? CARRIES.response : CARRIES.notice);
      return;
    }
    end.requests++;
    if (!message.oneWay) pushBack(end.outstanding, message);
    transmit(this.engine, end, CARRIES.request, message);
  }

  drop(message: Message, reason: string, cause: Cause, connection?: Connection | null): void {
    finish(this.engine, message, reason, this.actor.node, cause);
    if (connection === undefined || connection === null || message.oneWay) return;
    const end = connection as End;
    if (reason !== 'cancelled') this.back(message, end, CARRIES.notice);
    else {
      end.pending--;
      end.givenUp?.delete(message.id);
    }
  }

  /** Sends an answer or a notice towards the opener, where somebody there still waits for it. */
  private back(message: Message, end: End, carries: number): void {
    end.pending--;
    if (end.state === 'closed') {
      finish(this.engine, message, 'connection-reset', end.node, closed(end));
    } else if (end.givenUp?.delete(message.id)) {
      finish(this.engine, message, 'cancelled', end.node, closed(end));
    } else transmit(this.engine, end, carries, message);
  }

  giveUp(message: Message, connection: Connection): void {
    const end = connection as End;
    if (!stopWaiting(end, message) || end.transport === 'udp' || end.state === 'closed') return;
    transmit(this.engine, end, CARRIES.cancel, message);
  }

  deliver(message: Message): void {
    delivered(this.engine, message, this.actor.node);
  }

  links(): readonly Link[] {
    return this.node.links;
  }

  inner(): readonly Link[] {
    return this.node.inner;
  }

  frame(): NodeIndex | null {
    return this.node.within;
  }

  members(): readonly Member[] {
    return this.node.members;
  }

  tellMember(member: NodeIndex, event: SimEvent): void {
    tell(this.engine, this.memberAt(member), event);
  }

  tellFrame(event: SimEvent): void {
    const { within } = this.node;
    if (within !== null) tell(this.engine, nodeAt(this.engine, within), event);
  }

  enrol(node: NodeIndex, isIn: boolean): void {
    enrol(this.engine, node === this.self ? this.node : this.memberAt(node), isIn);
  }

  figureOf(member: NodeIndex, series: string, micros: Micros): number | null {
    const name = { node: this.memberAt(member).id, series };
    return micros > 0 ? rateOver(this.engine, name, micros) : levelNow(this.engine, name);
  }

  private memberAt(index: NodeIndex): NodeRecord {
    if (this.node.members.some(({ node }) => node === index)) return nodeAt(this.engine, index);
    throw new Error(`Node ${index} is no member of "${this.node.id}".`);
  }

  carried(lane: LaneIndex): Carried {
    return laneAt(this.engine, lane).carried;
  }

  connect(lane: LaneIndex, options: ConnectOptions = {}): Connection {
    return connect(this.engine, this.node, lane, options);
  }

  accept(connection: Connection, greeting?: unknown): void {
    accept(this.engine, connection as End, greeting);
  }

  refuse(connection: Connection, cause?: Cause): void {
    refuse(this.engine, connection as End, cause ?? stateOf(this.engine, this.node));
  }

  close(connection: Connection): void {
    close(this.engine, connection as End);
  }

  reset(connection: Connection, cause?: Cause): void {
    reset(this.engine, connection as End, cause ?? stateOf(this.engine, this.node));
  }

  listen(open: boolean): void {
    setListening(this.engine, this.node, open);
  }

  schedule(delay: Micros, event: SimEvent): TimerId {
    return scheduleEvent(this.engine, this.actor, delay, event);
  }

  cancel(timer: TimerId): void {
    if (timer !== 0) cancelEvent(this.engine, timer);
  }

  peek(node: NodeIndex): object | undefined {
    const record = this.engine.world.nodes[node];
    return record === undefined || record.gone ? undefined : record.main.instance.context;
  }

  sources(): readonly NodeIndex[] {
    return this.node.sources;
  }

  log<T>(): Log<T> {
    return new Log<T>();
  }

  startChild(machine: string, key: string, context: object): void {
    startChild(this.engine, this.node, { machine, key }, context);
  }

  stopChild(machine: string, key: string): void {
    stopChild(this.engine, this.node, machine, key);
  }

  tell(machine: string, key: string, event: SimEvent): void {
    const actor = actorOf(this.node, machine, key);
    if (actor !== undefined) stepActor(this.engine, actor, event);
  }

  child(
    machine: string,
    key: string,
  ): { readonly state: string; readonly context: object } | undefined {
    const actor = actorOf(this.node, machine, key);
    if (actor === undefined) return undefined;
    return { state: stateIn(this.engine, actor).path, context: actor.instance.context };
  }

  enter(): void {
    for (const each of this.engine.observers.of.entered) each.entered(this.actor.node);
  }

  awaits(message: Message, lane: LaneIndex): void {
    const { observers, world } = this.engine;
    for (const each of observers.of.awaits) each.awaits(message, lane, world.now);
  }

  lined(message: Message, ahead: number, since: Micros): void {
    const { observers, world } = this.engine;
    for (const each of observers.of.lined) {
      each.lined(message, this.actor.node, ahead, since, world.now);
    }
  }

  begin(message: Message, waitedMicros: Micros): void {
    const { observers, world } = this.engine;
    for (const each of observers.of.begun) {
      each.begun(this.actor.node, message, waitedMicros, world.now);
    }
  }

  leave(responseMicros: Micros): void {
    const { observers, world } = this.engine;
    for (const each of observers.of.left) each.left(this.actor.node, responseMicros, world.now);
  }

  abandon(): void {
    for (const each of this.engine.observers.of.abandoned) each.abandoned(this.actor.node);
  }

  busy(level: number): void {
    for (const each of this.engine.observers.of.busy) each.busy(this.actor.node, level);
  }

  capacity(level: number): void {
    for (const each of this.engine.observers.of.capacity) each.capacity(this.actor.node, level);
  }

  info(text: string): void {
    const { observers, world } = this.engine;
    for (const each of observers.of.info) each.info(this.actor.node, text, world.now);
  }

  gauge(series: SeriesNumber<'gauge'>, level: number, key?: SeriesKey): void {
    this.write(series, level, key);
  }

  count(series: SeriesNumber<'counter'>, times: number, key?: SeriesKey): void {
    this.write(series, times, key);
  }

  private write(series: number, value: number, key: SeriesKey | undefined): void {
    const { observers, series: own, world } = this.engine;
    own.write(this.actor.node, series, value, key, world.now);
    for (const each of observers.of.wrote) {
      each.wrote(this.actor.node, series, value, key, world.now);
    }
  }
}

function closed(connection: Connection): Cause {
  return connection.failure?.cause ?? { why: 'lane', lane: connection.lane, fact: 'closed' };
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
