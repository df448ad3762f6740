/** A stand-in for the kernel's handle in tests of single machines, and the messages and connections to feed them. */
import { type CompiledDistribution, draw } from '../../lib/distribution.ts';
import { Streams } from '../../lib/random.ts';
import type { Chance } from '../../sim/machine-oracle.ts';
import type {
  Connection,
  ConnectOptions,
  Link,
  Message,
  NodeIndex,
  RequestContent,
  Sim,
} from '../../sim/types.ts';

/** The node whose machine is tested. */
export const SELF: NodeIndex = 7;

export const CONTENT: RequestContent = {
  method: 'GET',
  host: 'shop.example',
  path: '/',
  headers: {},
  cookies: {},
  body: {},
  write: false,
};

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
    connection: null,
    status: 0,
    end: 'open',
    reason: null,
    enteredAt: 0,
    begunAt: -1,
    relayedAt: -1,
    timer: 0,
    ...changes,
  };
}

export function fakeConnection(id: number, changes: Partial<Connection> = {}): Connection {
  return {
    id,
    transport: 'tcp',
    tls: false,
    lane: 0,
    opener: 1,
    target: SELF,
    sourceIp: '10.0.0.2',
    sourcePort: 49_152 + id,
    destinationIp: '10.0.0.8',
    destinationPort: 80,
    state: 'opening',
    openedAt: 0,
    reached: true,
    readyAt: -1,
    continues: null,
    continuedBy: null,
    requests: 0,
    outstanding: [],
    lastForward: 0,
    lastBack: 0,
    usedAt: 0,
    why: null,
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
  };
}

/** Answers by the order of calls alone; what it gives out is not kept, but ends when the machine ends it. */
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
    create: (content: RequestContent, options?: { oneWay?: boolean }) =>
      fakeMessage(++lastMessage, {
        content,
        source: SELF,
        createdAt: clock.now,
        oneWay: options?.oneWay === true,
      }),
    connect: (lane: number, options: ConnectOptions = {}) =>
      fakeConnection(++lastConnection, {
        lane,
        opener: SELF,
        target: lane + 20,
        openedAt: clock.now,
        ...(options.transport === 'udp'
          ? { transport: 'udp' as const, state: 'open' as const, readyAt: clock.now }
          : {}),
      }),
    send: (message: Message, connection: Connection) => {
      message.connection = connection;
    },
    reply: (message: Message, status: number) => {
      message.status = status;
    },
    drop: (message: Message, reason: string) => {
      if (message.end !== 'open') return;
      message.end = 'dropped';
      message.reason = reason;
    },
    deliver: (message: Message) => {
      if (message.end === 'open') message.end = 'delivered';
    },
    close: (connection: Connection) => {
      connection.state = 'closed';
    },
    reset: (connection: Connection) => {
      connection.state = 'closed';
    },
    refuse: (connection: Connection) => {
      connection.state = 'closed';
    },
  };
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
  ]);
}
