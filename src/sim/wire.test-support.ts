/** Two nodes and a lane, for what TCP does: what they hear and what leaves is recorded. */
import { expect } from 'vitest';
import { setup } from 'xstate';
import { CARRIES } from './agenda.ts';
import { Kernel } from './kernel.ts';
import type { MachineModelOf } from './machine.ts';
import type { Model } from './model.ts';
import type { Observer } from './observers.ts';
import type { ConnectOptions, KernelEvent, Sim } from './sim.ts';
import { within } from './stepper.ts';
import type { TcpRules } from './tcp-rules.ts';
import { add } from './topology.ts';
import { configureEdge, setEdgeFault } from './topology-changes.ts';
import type { Connection, Content, Message, Micros } from './types.ts';
import { CUT, type NodeRecord } from './world.ts';

/** What a node heard, and when. */
interface Heard {
  readonly at: Micros;
  readonly type: string;
  readonly message: number;
  readonly reason: string;
}

const action = () => {};
const machine = setup({
  types: {} as { events: KernelEvent },
  actions: { hear: action },
}).createMachine({
  id: 'box',
  initial: 'up',
  states: { up: { on: { '*': { actions: 'hear' } } } },
});

interface Box {
  heard: Heard[];
  /** The ends that were let in. */
  fronts: Connection[];
  answers: boolean;
}

const box: MachineModelOf<typeof machine, Box, KernelEvent, Sim> = {
  machine,
  actions: {
    hear: (context, event, _params, sim) => {
      const message = 'message' in event ? event.message : null;
      const connection = 'connection' in event ? event.connection : null;
      const reason = connection?.failure?.reason ?? message?.reason ?? '';
      context.heard.push({ at: sim.now, type: event.type, message: message?.id ?? 0, reason });
      if (event.type === 'connect') {
        context.fronts.push(event.connection);
        sim.accept(event.connection);
      } else if (event.type === 'request' && context.answers) {
        sim.reply(event.message, event.connection, 200);
      }
    },
  },
  guards: {},
  delays: {},
};

const boxModel: Model<Box, { answers?: boolean }, null> = {
  kind: 'box',
  machines: { main: box },
  main: () => 'main',
  context: ({ answers = false }) => ({ heard: [], fronts: [], answers }),
  configure: () => {},
  observe: () => null,
  held: () => [],
};

const CONTENT: Content = Object.freeze({ class: 'request', words: 'GET /' });

/** Two nodes, a lane of a constant round trip, and every packet that left, by what it carries. */
export class Wire {
  readonly kernel: Kernel;
  readonly left: { at: Micros; carries: number; message: number }[] = [];
  private latency: Micros;

  constructor(rttSeconds: number, rules: Partial<TcpRules> = {}, answers = false) {
    this.latency = Math.round((rttSeconds * 1e6) / 2);
    const recorder: Observer = {
      name: 'recorder',
      landed: (at, carries, _lane, message) => {
        if (carries <= CARRIES.cancel) this.left.push({ at: at - this.latency, carries, message });
      },
      snapshot: () => null,
      restore: () => {},
    };
    this.kernel = new Kernel({
      seed: 1,
      models: { box: boxModel },
      observe: false,
      hash: false,
      observers: [recorder],
      tcp: rules,
    });
    const node = (id: string) => ({ id, kind: 'box', name: id, config: { answers }, frame: null });
    add(this.kernel, [node('client'), node('server')], [this.edge()]);
  }

  private edge() {
    const latency = { dist: 'constant' as const, value: this.latency / 1000 };
    const carried = { protocol: null, class: null, port: null, settings: {} };
    return { id: 'e', from: 'client', to: 'server', latency, loss: 0, carried };
  }

  setRtt(ms: number): void {
    this.latency = ms * 500;
    configureEdge(this.kernel, this.edge());
  }

  node(id: 'client' | 'server'): NodeRecord {
    return this.kernel.find(id) as NodeRecord;
  }

  box(id: 'client' | 'server'): Box {
    return this.node(id).main.instance.context as Box;
  }

  act<T>(id: 'client' | 'server', what: (sim: Sim) => T): T {
    let result: T | undefined;
    within(this.kernel, this.node(id).main, (sim) => {
      result = what(sim);
    });
    return result as T;
  }

  to(seconds: number): void {
    this.kernel.run(Math.round(seconds * 1e6), Number.POSITIVE_INFINITY);
  }

  cut(way: keyof typeof CUT): void {
    setEdgeFault(this.kernel, 'e', 'shut', CUT[way]);
  }

  /** Shuts a way between two moments, in seconds. */
  cutBetween(way: keyof typeof CUT, from: number, to: number): void {
    this.to(from);
    this.cut(way);
    this.to(to);
    this.cut('none');
  }

  connect(options: ConnectOptions = {}): Connection {
    return this.act('client', (sim) => sim.connect(sim.links()[0]?.lane ?? 0, options));
  }

  /** An open connection, its handshake done, at 10 s. */
  connected(): Connection {
    const connection = this.connect();
    this.to(10);
    expect(connection.state).toBe('open');
    return connection;
  }

  ask(connection: Connection): Message {
    return this.act('client', (sim) => {
      const message = sim.create(CONTENT);
      sim.send(message, connection);
      return message;
    });
  }

  /** When packets of a sort left, in seconds since a moment. */
  times(carries: number, since = 0, message?: number): number[] {
    return this.left
      .filter((packet) => packet.carries === carries && packet.at >= since * 1e6)
      .filter((packet) => message === undefined || packet.message === message)
      .map(({ at }) => (at - since * 1e6) / 1e6);
  }

  heard(id: 'client' | 'server', type: string): Heard[] {
    return this.box(id).heard.filter((heard) => heard.type === type);
  }
}
