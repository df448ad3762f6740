/** A caller on a stand-in for the kernel, with shorthands for what the network does. */

import type { Sim } from '../../sim/sim.ts';
import type { Connection, Message } from '../../sim/types.ts';
import {
  type Call,
  type Calls,
  connected,
  connectionGone,
  createCall,
  finishCall,
  place,
} from './calls.ts';
import { type CallSettings, createCalls } from './calls-settings.ts';
import { type FakeConnection, fakeMessage, fakeSim } from './fake-sim.test-support.ts';

export interface Bench {
  readonly calls: Calls<string>;
  readonly sim: Sim;
  readonly clock: { now: number };
  /**
   * What was done to the network, in order: 'open 1', 'send 5 on 1', 'cancel 5 on 1', 'close 1'.
   */
  readonly done: string[];
  /** Places a call, whose message is its `id`. */
  ask(id: number): Call<string>;
  /** Its handshake is done. */
  open(connection: FakeConnection): void;
  answer(call: Call<string>): Call<string> | null;
  /** The other end, or the network, ended it. */
  lose(connection: FakeConnection): readonly Call<string>[];
}

export function benchOf(changes: Partial<CallSettings> = {}): Bench {
  const clock = { now: 0 };
  const done: string[] = [];
  const fake = fakeSim(clock);
  let opened = 0;
  const sim = Object.assign(Object.create(null, Object.getOwnPropertyDescriptors(fake)), {
    awaits: () => undefined,
    count: () => undefined,
    connect: (...args: Parameters<Sim['connect']>) => {
      const connection = Object.assign(fake.connect?.(...args) ?? {}, { id: ++opened });
      done.push(`open ${opened}`);
      return connection;
    },
    send: (message: Message, { id }: Connection) => done.push(`send ${message.id} on ${id}`),
    giveUp: (message: Message, { id }: Connection) => done.push(`cancel ${message.id} on ${id}`),
    close: (connection: FakeConnection) => {
      connection.state = 'closed';
      done.push(`close ${connection.id}`);
    },
    reset: (connection: FakeConnection) => {
      connection.state = 'closed';
      done.push(`reset ${connection.id}`);
    },
  }) as Sim;
  const calls = createCalls<string>(
    { protocol: 'http1', tls: false, lanes: [0], connections: 2, ...changes },
    0,
  );
  return {
    calls,
    sim,
    clock,
    done,
    ask(id) {
      const call = createCall(fakeMessage(id, { createdAt: clock.now }), `for ${id}`);
      place(calls, call, sim);
      return call;
    },
    open(connection) {
      connection.state = 'open';
      connection.readyAt = clock.now;
      connected(calls, connection, sim);
    },
    answer: (call) => finishCall(calls, call.message, lineOf(call), sim),
    lose(connection) {
      connection.state = 'closed';
      return connectionGone(calls, connection);
    },
  };
}

/** The connection that carries a call, or that is being opened for it. */
export function lineOf(call: Call<string>): FakeConnection {
  if (call.line === null) throw new Error(`Call ${call.message.id} has no line.`);
  return call.line.connection;
}
