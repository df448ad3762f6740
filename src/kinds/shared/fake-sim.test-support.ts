/**
 * A stand-in for the kernel's handle in tests of single machines, and the messages and connections
 * to feed them.
 */

import { createDeque, type Deque, pushBack } from '../../lib/deque.ts';
import { type CompiledDistribution, draw } from '../../lib/distribution.ts';
import { Log } from '../../lib/log.ts';
import { Streams } from '../../lib/random.ts';
import type { Chance } from '../../sim/machine-oracle.ts';
import type { ConnectOptions, Sim } from '../../sim/sim.ts';
import type { Connection, Link, Message, NodeIndex } from '../../sim/types.ts';
import { httpContent } from './http.ts';

/** The node whose machine is tested. */
export const SELF: NodeIndex = 7;

export const CONTENT = httpContent({});

export function fakeMessage(id: number, changes: Partial<Message> = {}): Message {
  return {
    id,
    parent: null,
    root: id,
    content: CONTENT,
    source: 1,
    createdAt: 0,
    deadline: Number.POSITIVE_INFINITY,
    oneWay: false,
    status: 0,
    answer: null,
    end: 'open',
    reason: null,
    ...changes,
  };
}

/** A queue with these in it. */
export function dequeOf<T>(items: readonly T[]): Deque<T> {
  const deque = createDeque<T>();
  for (const item of items) pushBack(deque, item);
  return deque;
}

/** An end that a test may change as the kernel does. */
export type FakeConnection = { -readonly [Field in keyof Connection]: Connection[Field] };

/** An end of SELF, which somebody else opened unless said otherwise. */
export function fakeConnection(id: number, changes: Partial<Connection> = {}): FakeConnection {
  return {
    id,
    transport: 'tcp',
    tls: false,
    lane: 0,
    node: SELF,
    peer: 1,
    isOpener: false,
    sourceIp: '10.0.0.2',
    sourcePort: 49_152 + id,
    destinationIp: '10.0.0.8',
    destinationPort: 80,
    state: 'opening',
    openedAt: 0,
    readyAt: -1,
    continues: null,
    continuedBy: null,
    requests: 0,
    outstanding: createDeque(),
    pending: 0,
    srtt: -1,
    usedAt: 0,
    failure: null,
    greeting: null,
    ...changes,
  };
}

export function fakeLink(lane: number): Link {
  return {
    lane,
    edge: `e${lane}`,
    node: lane + 20,
    id: `n${lane}`,
    name: '',
    kind: '',
    config: {},
    frame: null,
    enrolled: true,
    protocol: 'http',
    class: null,
    port: null,
    settings: {},
  };
}

/**
 * Its results depend on the order of calls alone; what it gives out is not kept, but ends when the
 * machine ends it. It does to an end what the kernel does when the machine itself acts (accept,
 * close, one pending less); what the network does is left to the test.
 */
export function fakeSim(clock: {
  readonly now: number;
}): Partial<Omit<Sim, 'schedule' | 'cancel'>> {
  const streams = new Streams();
  let lastMessage = 1_000_000;
  let lastConnection = 1_000_000;
  return {
    get now() {
      return clock.now;
    },
    self: SELF,
    stream: (purpose: string) => streams.open(1, 'self', purpose),
    random: (stream: number) => streams.next(stream),
    draw: (distribution: CompiledDistribution, stream: number) =>
      draw(distribution, streams, stream),
    log: <T>() => new Log<T>(),
    create: (content, options = {}) =>
      fakeMessage(++lastMessage, {
        content,
        source: SELF,
        createdAt: clock.now,
        parent: options.parent ?? null,
        deadline: options.deadline ?? Number.POSITIVE_INFINITY,
        oneWay: options.oneWay === true,
      }),
    connect: (lane: number, options: ConnectOptions = {}) =>
      fakeConnection(++lastConnection, {
        lane,
        peer: lane + 20,
        isOpener: true,
        openedAt: clock.now,
        continues: options.continues ?? null,
        ...(options.transport === 'udp'
          ? { transport: 'udp' as const, state: 'open' as const, readyAt: clock.now }
          : {}),
      }),
    accept: (connection) => change(connection, { state: 'open', readyAt: clock.now }),
    send: (_message, connection) => change(connection, { requests: connection.requests + 1 }),
    reply: (message, connection, status) => {
      message.status = status;
      onePendingLess(connection);
    },
    drop: (message, reason, _cause, connection) => {
      if (connection) onePendingLess(connection);
      if (message.end !== 'open') return;
      message.end = 'dropped';
      message.reason = reason;
    },
    deliver: (message) => {
      if (message.end === 'open') message.end = 'delivered';
    },
    close: (connection) => change(connection, { state: 'closed' }),
    reset: (connection) => change(connection, { state: 'closed' }),
    refuse: (connection) => change(connection, { state: 'closed' }),
    gauge: () => undefined,
    count: () => undefined,
  };
}

function change(connection: Connection, changes: Partial<FakeConnection>): void {
  Object.assign(connection, changes);
}

function onePendingLess(connection: Connection): void {
  change(connection, { pending: connection.pending > 0 ? connection.pending - 1 : 0 });
}

/** Faults and edits every process can meet, drawn at random. */
export function fakeFault(chance: Chance) {
  return chance.pick([
    { type: 'crash' },
    { type: 'restart' },
    { type: 'restart' },
    { type: 'drain' },
    { type: 'slow', factor: chance.pick([1, 4, 0.5]) },
    { type: 'errors', rate: chance.pick([0, 0.5]) },
    { type: 'configured' },
    { type: 'topology' },
    { type: 'powerOff' },
    { type: 'powerOn' },
    { type: 'powerOn' },
    { type: 'frame' },
    { type: 'measure' },
  ]);
}
