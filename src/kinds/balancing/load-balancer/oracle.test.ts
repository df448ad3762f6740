import { describe, expect, test } from 'vitest';
import type { SimEvent } from '../../../sim/machine.ts';
import { type Chance, checkAgainstXstate } from '../../../sim/machine-oracle.ts';
import type { Connection, Link, Sim } from '../../../sim/types.ts';
import { type Backend, createBackend } from '../shared/backend.ts';
import { backend } from './backend-health.ts';
import { type BalancerContext, createContext, setBackends } from './context.ts';
import { l4 } from './model-l4.ts';
import { l7 } from './model-l7.ts';
import type { BalancerConfig } from './spec.ts';
import { balancerConfig, fakeConnection, fakeMessage } from './test-support.ts';

const STEPS = 100_000;
const SELF = 1;
const LINKS: readonly Link[] = [0, 1, 2].map((at) => ({
  lane: at,
  edge: `e${at}`,
  node: 10 + at,
  id: `s${at}`,
  name: `s${at}`,
  kind: 'server',
  config: { weight: at, maxConnections: at === 2 ? 3 : 0, backup: at === 0 },
  frame: at === 0 ? null : 'pool',
}));

/** A world in which calls do what the network would do at once, and answers depend on the order of calls alone. */
function fakeSim(clock: { readonly now: number }): Partial<Sim> {
  let calls = 0;
  return {
    get now() {
      return clock.now;
    },
    self: SELF,
    random: () => ((++calls * 7919) % 1000) / 1000,
    links: () => LINKS,
    create: (content, options) => fakeMessage(++calls, content, options?.parent ?? null),
    connect: (lane, options) => {
      const leg = fakeConnection(++calls, SELF, 10 + lane, options);
      if (options?.continues !== undefined) options.continues.continuedBy = leg;
      return { ...leg, lane };
    },
    send: (message, connection) => {
      message.connection = connection;
      connection.outstanding.push(message);
      connection.usedAt = clock.now;
    },
    close: (connection) => {
      connection.state = 'closed';
    },
    reset: (connection) => {
      connection.state = 'closed';
    },
    drop: (message, reason) => {
      message.end = 'dropped';
      message.reason = reason;
    },
    reply: (message, status) => {
      message.end = 'answered';
      message.status = status;
    },
  };
}

function makeContext(config: BalancerConfig): BalancerContext {
  const context = createContext(config, { stream: () => 1 } as unknown as Sim);
  setBackends(context, LINKS);
  return context;
}

let lastId = 1_000_000;

/** Something the network might tell a balancer in this state; as often as not about a connection it has. */
function makeEvent(chance: Chance, context: Readonly<BalancerContext>): SimEvent {
  // Small contexts: each step copies and compares all of it.
  const isFull = context.fronts.size + context.legs.size > 6;
  if (context.recent.length > 2) context.recent.length = 0;
  const fronts = [...context.fronts.values()];
  const legs = [...context.legs.values()];
  const kind = chance.int(20);
  if (kind < 3 && !isFull) return about('connect', freshFront(chance));
  if (kind < 7 && fronts.length > 0) return arrival(chance.pick(fronts), chance);
  if (kind < 8 && !isFull) return arrival(freshFront(chance, 'udp'), chance);
  if (kind < 14 && legs.length > 0) return fromBackend(chance.pick(legs), chance);
  if (kind < 16 && fronts.length > 0) return gone(chance.pick(fronts), chance);
  if (kind === 16) {
    for (const one of context.backends) one.health = chance.int(5);
    return { type: 'health' };
  }
  const types = isFull
    ? ['crash', 'restart', 'drain']
    : ['topology', 'configured', 'sweep', 'restart', 'restart', chance.int(4) ? '' : 'crash', 'x'];
  return { type: chance.pick(chance.int(60) === 0 ? [...types, 'drain'] : types) };
}

function freshFront(chance: Chance, transport: 'tcp' | 'udp' = 'tcp'): Connection {
  const tls = chance.int(3) === 0;
  return fakeConnection(++lastId, 0, SELF, { transport, tls });
}

function arrival(front: Connection, chance: Chance): SimEvent {
  const method = chance.pick(['GET', 'POST']);
  const message = fakeMessage(++lastId, { ...CONTENT, method }, null);
  message.connection = front;
  front.outstanding.push(message);
  if (front.outstanding.length > 3) front.outstanding.shift();
  return { type: 'request', message } as SimEvent;
}

const CONTENT = fakeMessage(0).content;

function fromBackend(leg: Connection, chance: Chance): SimEvent {
  if (leg.state === 'opening') {
    const type = chance.pick(['connected', 'connected', 'refused', 'reset']);
    leg.state = type === 'connected' ? 'open' : 'closed';
    return about(type, leg);
  }
  const message = leg.outstanding.shift() ?? null;
  if (message === null || chance.int(8) === 0) return gone(leg, chance);
  const type = chance.pick(['response', 'response', 'dropped']);
  if (type === 'dropped') {
    message.end = 'dropped';
    message.reason = chance.pick(['queue-full', 'connection-reset', 'connection-refused']);
  } else message.status = 200;
  return { type, message } as SimEvent;
}

function gone(connection: Connection, chance: Chance): SimEvent {
  connection.state = 'closed';
  return about(chance.pick(['closed', 'reset']), connection);
}

function about(type: string, connection: Connection): SimEvent {
  return { type, connection } as SimEvent;
}

describe('compiled machines do what xstate does', () => {
  test('layer 4', { timeout: 300_000 }, () => {
    const config = balancerConfig({ mode: 'l4', natPorts: 8, nextBackend: true, udpIdle: 1 });
    const report = checkAgainstXstate(l4, {
      seed: 1,
      steps: STEPS,
      makeContext: () => makeContext(config),
      makeEvent,
      makeSim: fakeSim,
    });
    expect(report.unvisited).toEqual([]);
    expect(report.taken).toBeGreaterThan(STEPS / 4);
  });

  test('layer 7', { timeout: 300_000 }, () => {
    const config = balancerConfig({
      nextBackend: true,
      algorithm: 'least-request',
      tls: false,
      responseTimeout: 1,
      rules: [{ on: 'method', name: '', equals: 'POST', to: 'pool' }],
    });
    const report = checkAgainstXstate(l7, {
      seed: 2,
      steps: STEPS,
      makeContext: () => makeContext(config),
      makeEvent,
      makeSim: fakeSim,
    });
    expect(report.unvisited).toEqual([]);
    expect(report.taken).toBeGreaterThan(STEPS / 4);
  });

  test('the health of a backend', { timeout: 300_000 }, () => {
    const report = checkAgainstXstate(backend, {
      seed: 3,
      steps: STEPS,
      makeContext: (chance): Backend =>
        createBackend(LINKS[0] as Link, {
          connectionLimit: 0,
          maxFails: chance.int(4),
          failSeconds: chance.int(3),
          keepAlive: 1,
        }),
      makeEvent: (chance) => ({
        type: chance.pick(['failed', 'succeeded', 'chosen', 'failed', 'chosen', 'pardon']),
      }),
      makeSim: fakeSim,
    });
    expect(report.unvisited).toEqual([]);
    expect(report.taken).toBeGreaterThan(STEPS / 4);
  });
});
