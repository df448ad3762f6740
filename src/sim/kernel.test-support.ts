/**
 * Two small kinds for the kernel's own tests: a source that asks at a steady pace, and an echo that
 * answers after a while.
 */
import { setup } from 'xstate';
import { compileDistribution } from '../lib/distribution.ts';
import type { MachineModelOf, SimEvent } from './machine.ts';
import type { Model } from './model.ts';
import type { KernelEvent, Sim } from './sim.ts';
import type { Connection, Content, Link, Message, StreamId } from './types.ts';

const action = () => {};

const CONTENT: Content = Object.freeze({ class: 'request', words: 'GET /' });

type SourceEvent = KernelEvent | { readonly type: 'tick' } | { readonly type: 'again' };

const sourceMachine = setup({
  types: {} as { events: SourceEvent },
  actions: {
    plan: action,
    ask: action,
    again: action,
    connected: action,
    lost: action,
    done: action,
    connect: action,
  },
}).createMachine({
  id: 'source',
  initial: 'asking',
  states: {
    asking: {
      entry: ['connect', 'plan'],
      on: {
        tick: { actions: ['ask', 'plan'] },
        again: { actions: 'again' },
        connected: { actions: 'connected' },
        refused: { actions: 'lost' },
        reset: { actions: 'lost' },
        response: { actions: 'done' },
        dropped: { actions: 'done' },
      },
    },
  },
});

export interface SourceContext {
  connection: Connection | null;
  links: readonly Link[];
  stream: StreamId;
  meanMicros: number;
  transport: 'tcp' | 'udp';
  tls: boolean;
  waiting: Message[];
  log: string[];
}

const source: MachineModelOf<typeof sourceMachine, SourceContext, SourceEvent, Sim> = {
  machine: sourceMachine,
  actions: {
    connect: (context, _event, _params, sim) => {
      const link = context.links[0];
      if (link === undefined) return;
      const connection = sim.connect(link.lane, { transport: context.transport, tls: context.tls });
      if (context.transport === 'udp') context.connection = connection;
    },
    connected: (context, event) => {
      if (event.type === 'connected') context.connection = event.connection;
    },
    lost: (context, event) => {
      context.log.push(event.type);
      context.connection = null;
    },
    plan: (context, _event, _params, sim) => {
      const wait = sim.draw(
        compileDistribution({ dist: 'exponential', mean: context.meanMicros }),
        context.stream,
      );
      sim.schedule(Math.max(1, wait), { type: 'tick' });
    },
    again: (_context, event, _params, sim) => {
      sim.schedule(0, { type: event.type });
    },
    ask: (context, _event, _params, sim) => {
      const message = sim.create(CONTENT);
      sim.enter();
      if (context.connection === null) {
        sim.drop(message, 'no-route', { why: 'message', message: message.id });
        sim.abandon();
      } else sim.send(message, context.connection);
    },
    done: (_context, event, _params, sim) => {
      if (event.type === 'response') sim.leave(sim.now - event.message.createdAt);
      else sim.abandon();
    },
  },
  guards: {},
  delays: {},
};

interface Held {
  readonly message: Message;
  readonly connection: Connection;
}

type EchoEvent =
  | KernelEvent
  | { readonly type: 'restart' }
  | { readonly type: 'served'; readonly held: Held };

const echoMachine = setup({
  types: {} as { events: EchoEvent },
  actions: { accept: action, hold: action, answer: action, dropAll: action, openPort: action },
}).createMachine({
  id: 'echo',
  initial: 'up',
  states: {
    up: {
      entry: 'openPort',
      on: {
        connect: { actions: 'accept' },
        request: { actions: 'hold' },
        served: { actions: 'answer' },
        crash: 'down',
      },
    },
    down: { entry: 'dropAll', on: { restart: 'up' } },
  },
});

export interface EchoContext {
  held: Held[];
  serviceMicros: number;
}

const echo: MachineModelOf<typeof echoMachine, EchoContext, EchoEvent, Sim> = {
  machine: echoMachine,
  actions: {
    openPort: (_context, _event, _params, sim) => sim.listen(true),
    accept: (_context, event, _params, sim) => {
      if (event.type === 'connect') sim.accept(event.connection);
    },
    hold: (context, event, _params, sim) => {
      if (event.type !== 'request') return;
      const held = { message: event.message, connection: event.connection };
      context.held.push(held);
      sim.enter();
      sim.schedule(context.serviceMicros, { type: 'served', held } as SimEvent);
    },
    answer: (context, event, _params, sim) => {
      if (event.type !== 'served') return;
      const at = context.held.indexOf(event.held);
      if (at < 0) return;
      context.held.splice(at, 1);
      sim.leave(context.serviceMicros);
      sim.reply(event.held.message, event.held.connection, 200);
    },
    dropAll: (context, _event, _params, sim) => {
      const held = context.held;
      context.held = [];
      sim.listen(false);
      for (const { message, connection } of held) {
        sim.abandon();
        const cause = { why: 'state', node: sim.self, key: '' } as const;
        sim.drop(message, 'connection-reset', cause, connection);
      }
    },
  },
  guards: {},
  delays: {},
};

interface SourceConfig {
  meanMicros?: number;
  transport?: 'tcp' | 'udp';
  tls?: boolean;
}

const sourceModel: Model<SourceContext, SourceConfig, { sent: number }> = {
  kind: 'source',
  machines: { main: source },
  main: () => 'main',
  context: (config, sim) => ({
    connection: null,
    links: sim.links(),
    stream: sim.stream('arrivals'),
    meanMicros: config.meanMicros ?? 10_000,
    transport: config.transport ?? 'tcp',
    tls: config.tls === true,
    waiting: [],
    log: [],
  }),
  configure: (context, config) => {
    context.meanMicros = config.meanMicros ?? 10_000;
  },
  connectTo: (context, links) => {
    context.links = links;
  },
  observe: (_context, view) => ({ sent: view.figures.arrivals }),
  held: () => [],
};

const echoModel: Model<EchoContext, { serviceMicros?: number }, { held: number }> = {
  kind: 'echo',
  machines: { main: echo },
  main: () => 'main',
  context: (config) => ({ held: [], serviceMicros: config.serviceMicros ?? 5_000 }),
  configure: (context, config) => {
    context.serviceMicros = config.serviceMicros ?? 5_000;
  },
  observe: (context) => ({ held: context.held.length }),
  held: (context) => context.held.map(({ message }) => message),
};

export const testModels = { source: sourceModel, echo: echoModel };
