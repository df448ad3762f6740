/** Drives the balancer's machines at random, to hold them against xstate. */
import { expect } from 'vitest';
import { listOf } from '../../../lib/deque.ts';
import type { SimEvent } from '../../../sim/machine.ts';
import type { Chance, OracleDrivers } from '../../../sim/machine-oracle.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Connection, Content, Link, Message } from '../../../sim/types.ts';
import { connectionsIn } from '../../shared/calls.ts';
import {
  CONTENT,
  dequeOf,
  type FakeConnection,
  fakeConnection,
  fakeMessage,
  fakeSim,
} from '../../shared/fake-sim.test-support.ts';
import { type Backend, type BackendOptions, createBackend } from '../shared/backend.ts';
import { createCheck } from '../shared/check.ts';
import { createEjection } from '../shared/ejection.ts';
import { checkingOf } from './checks.ts';
import { type BalancerContext, createContext, SERIES, setBackends } from './context.ts';
import { ejectingOf } from './ejection.ts';
import type { BalancerConfig } from './spec.ts';
import { balancerConfig } from './test-support.ts';

const LINKS: readonly Link[] = [0, 1, 2].map((at) => ({
  lane: at,
  edge: `e${at}`,
  node: 10 + at,
  id: `s${at}`,
  name: `s${at}`,
  kind: 'server',
  config: { weight: at, maxConnections: at === 2 ? 3 : 0, backup: at === 0 },
  frame: at === 0 ? null : 'pool',
  enrolled: true,
  protocol: 'http',
  class: null,
  port: null,
  settings: {},
}));

/** What balancers of a cluster say to each other. */
const WORD: Content = { class: 'heartbeat', words: 'a word' };

/** A handle that does to the ends it is given what the network would do at once. */
function makeSim(clock: { readonly now: number }): Partial<Sim> {
  const sim = fakeSim(clock);
  const send = (message: Message, leg: Connection): void => {
    if (leg.isOpener)
      change(leg, {
        outstanding: dequeOf([...listOf(leg.outstanding), message]),
        usedAt: clock.now,
      });
  };
  const giveUp = (message: Message, leg: Connection): void =>
    change(leg, {
      outstanding: dequeOf(listOf(leg.outstanding).filter((other) => other !== message)),
    });
  const inner = () => LINKS.slice(0, 1);
  return { ...sim, links: () => LINKS, inner, send, forward: send, giveUp };
}

function change(connection: Connection, changes: Partial<FakeConnection>): void {
  Object.assign(connection, changes);
}

function makeContext(config: BalancerConfig): BalancerContext {
  const context = createContext(config, { stream: () => 1 } as unknown as Sim);
  setBackends(context, LINKS, 0);
  return context;
}

let lastId = 1_000_000;

/**
 * Something the network might tell a balancer in this state; as often as not about a connection it
 * has.
 */
function makeEvent(chance: Chance, context: Readonly<BalancerContext>): SimEvent {
  expectCounts(context);
  // Small contexts: each step copies and compares all of it.
  const fronts = frontsOf(context);
  const legs = legsOf(context);
  const isFull = fronts.length + legs.length > 6;
  if (context.recent.length > 2) context.recent.length = 0;
  if (chance.int(20) === 0) knock(context, chance);
  const kind = chance.int(20);
  if (kind < 3 && !isFull) return about('connect', freshFront(chance));
  if (kind < 7 && fronts.length > 0) return arrival(chance.pick(fronts), context, chance);
  if (kind < 8 && !isFull) return arrival(freshFront(chance, 'udp'), context, chance);
  if (kind < 14 && legs.length > 0) return fromBackend(chance.pick(legs), chance);
  if (kind < 16 && fronts.length > 0) return gone(chance.pick(fronts), chance);
  if (kind === 16) {
    for (const one of context.backends) one.health = chance.int(5);
    return { type: 'health' };
  }
  if (kind === 17) return { type: 'say', at: chance.pick([0, 1e12]), content: WORD } as SimEvent;
  const types = isFull
    ? ['crash', 'restart', 'drain', 'joined']
    : [
        'topology',
        'configured',
        'sweep',
        'joined',
        'restart',
        'restart',
        chance.int(4) ? '' : 'crash',
        'x',
      ];
  return { type: chance.pick(chance.int(60) === 0 ? [...types, 'drain'] : types) };
}

function frontsOf({ fronts, flows }: Readonly<BalancerContext>): Connection[] {
  const ends = [...fronts.values()].map(({ connection }) => connection);
  return [...ends, ...[...flows.values()].map(({ front }) => front)];
}

/** A check is under way: its machine stands beside the one that is driven. */
function knock({ backends }: Readonly<BalancerContext>, chance: Chance): void {
  const { check, lane } = chance.pick(backends);
  if (check === null || check.connection !== null) return;
  check.connection = fakeConnection(++lastId, { lane, isOpener: true });
}

function legsOf({ backends, flows }: Readonly<BalancerContext>): Connection[] {
  const checking = backends.flatMap(({ check }) => check?.connection ?? []);
  const own = [...checking, ...backends.flatMap(({ calls }) => connectionsIn(calls))];
  return [...own, ...[...flows.values()].flatMap(({ leg }) => leg ?? [])];
}

/** What a backend has is what the records say, whatever happened before. */
function expectCounts({ backends, flows, fronts, serving }: Readonly<BalancerContext>): void {
  const counted = [
    ...backends.flatMap(({ active, calls }) => [active, calls.active]),
    ...[...fronts.values()].map((front) => front.serving),
  ];
  const served = serving;
  const through = [...flows.values()];
  const count = (list: readonly object[], field: string, value: object) =>
    list.filter((each) => (each as Record<string, unknown>)[field] === value).length;
  const recorded = [
    ...backends.flatMap((one) => {
      const here = count(served, 'backend', one);
      return [here + count(through, 'backend', one), here];
    }),
    ...[...fronts.values()].map((front) => count(served, 'front', front)),
  ];
  if (counted.join() !== recorded.join()) expect(counted).toEqual(recorded);
}

function freshFront(chance: Chance, transport: 'tcp' | 'udp' = 'tcp'): Connection {
  const tls = chance.int(3) === 0;
  const sourceIp = `10.0.${chance.int(7)}.${chance.int(5)}`;
  const state = transport === 'udp' ? 'open' : 'opening';
  return fakeConnection(++lastId, { transport, tls, sourceIp, state });
}

/** A request on a client's connection, or word that one is given up. */
function arrival(front: Connection, context: Readonly<BalancerContext>, chance: Chance): SimEvent {
  const served = context.serving.find((each) => each.front.connection === front);
  const given =
    served?.request ?? listOf(legOf(context, front)?.outstanding ?? dequeOf<Message>([]))[0];
  if (given !== undefined && chance.int(3) === 0) {
    return { type: 'cancelled', message: given, connection: front } as SimEvent;
  }
  const asked = { ...CONTENT, method: chance.pick(['GET', 'POST']) };
  const content = front.transport === 'udp' && chance.int(3) === 0 ? WORD : asked;
  return {
    type: 'request',
    message: fakeMessage(++lastId, { content }),
    connection: front,
  } as SimEvent;
}

function legOf({ flows }: Readonly<BalancerContext>, front: Connection): Connection | null {
  return flows.get(front.id)?.leg ?? null;
}

function fromBackend(leg: Connection, chance: Chance): SimEvent {
  if (leg.state === 'opening') {
    const type = chance.pick(['connected', 'connected', 'refused']);
    change(leg, { state: type === 'connected' ? 'open' : 'closed', readyAt: 1 });
    return about(type, leg);
  }
  const [message, ...rest] = listOf(leg.outstanding);
  if (message === undefined || chance.int(8) === 0) return gone(leg, chance);
  change(leg, { outstanding: dequeOf(rest) });
  const type = chance.pick(['response', 'response', 'dropped']);
  if (type === 'dropped') {
    message.end = 'dropped';
    message.reason = chance.pick(['queue-full', 'connection-reset', 'connection-refused']);
  } else message.status = 200;
  return { type, message, connection: leg } as SimEvent;
}

/**
 * As the kernel tells it: first what comes back as dropped, here a step each, then the end of the
 * connection.
 */
function gone(connection: Connection, chance: Chance): SimEvent {
  change(connection, { state: 'closed' });
  const [message, ...rest] = listOf(connection.outstanding);
  if (message === undefined) return about(chance.pick(['closed', 'reset']), connection);
  change(connection, { outstanding: dequeOf(rest) });
  message.end = 'dropped';
  message.reason = 'connection-reset';
  return { type: 'dropped', message, connection } as SimEvent;
}

function about(type: string, connection: Connection): SimEvent {
  return { type, connection } as SimEvent;
}

const l4Config = balancerConfig({
  mode: 'l4',
  checks: 'tcp',
  natPorts: 8,
  nextBackend: true,
  udpIdle: 1,
});
const l7Config = balancerConfig({
  nextBackend: true,
  algorithm: 'least-request',
  tls: false,
  responseTimeout: 1,
  checks: 'http',
  ejection: true,
  ejectAfter: 1,
  spills: true,
  slowStart: 10,
  rules: [{ on: 'method', name: '', equals: 'POST', to: 'pool' }],
});

const OPTIONS: BackendOptions = {
  connectionLimit: 0,
  maxFails: 1,
  failSeconds: 1,
  keepAlive: 1,
  tls: false,
  connectTimeout: 0,
  responseTimeout: 0,
  requests: SERIES.requests,
};

export const drivers: OracleDrivers = {
  l4: { makeContext: () => makeContext(l4Config), makeEvent, makeSim },
  l7: { makeContext: () => makeContext(l7Config), makeEvent, makeSim },
  backend: {
    makeContext: (chance): Backend =>
      createBackend(LINKS[0] as Link, {
        ...OPTIONS,
        maxFails: chance.int(4),
        failSeconds: chance.int(3),
      }),
    makeEvent: (chance, context: Backend) => {
      if (chance.int(100) === 0) context.maxFails = chance.int(4);
      return {
        type: chance.pick(['failed', 'succeeded', 'chosen', 'failed', 'chosen', 'pardon']),
      };
    },
    makeSim,
  },
  ejection: {
    makeContext(chance): Backend {
      const backend = createBackend(LINKS[1] as Link, OPTIONS);
      const config = balancerConfig({ ejection: true, ejectTime: 1 + chance.int(3) });
      const settings = ejectingOf(config);
      if (settings !== null) backend.ejection = createEjection(settings);
      return backend;
    },
    makeEvent: () => ({ type: 'eject' }),
    makeSim,
  },
  health: {
    makeContext(chance): Backend {
      const backend = createBackend(LINKS[1] as Link, OPTIONS);
      const config = balancerConfig({
        checks: chance.pick(['tcp', 'http']),
        startsAs: chance.pick(['up', 'down']),
        rise: 1 + chance.int(3),
        fall: 1 + chance.int(3),
        fastInterval: chance.pick([0, 1]),
      });
      const settings = checkingOf(config);
      if (settings !== null) backend.check = createCheck(settings, 1);
      return backend;
    },
    makeEvent: (chance) => {
      const often = ['due', 'late', 'passed', 'failed'];
      return { type: chance.pick(chance.int(20) > 0 ? often : ['drained', 'returned']) };
    },
    makeSim,
  },
};
