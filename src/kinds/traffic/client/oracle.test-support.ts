/** Drives the client's machine at random, to hold it against xstate. */
import { completeConfig } from '../../../document/field.ts';
import type { Chance, OracleDrivers } from '../../../sim/machine-oracle.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Message } from '../../../sim/types.ts';
import { carrierOf, connectionsIn } from '../../shared/calls.ts';
import { callsIn } from '../../shared/calls-records.ts';
import {
  type FakeConnection,
  fakeConnection,
  fakeLink,
  fakeMessage,
  fakeSim,
  SELF,
} from '../../shared/fake-sim.test-support.ts';
import type { ClientContext } from './context.ts';
import { model } from './model.ts';
import { type ClientConfig, spec } from './spec.ts';

function randomConfig(chance: Chance): ClientConfig {
  return {
    ...completeConfig(spec, undefined),
    load: chance.pick(['open', 'closed']),
    rate: 1000,
    pattern: chance.pick(['poisson', 'constant', 'burst', 'ramp', 'daily']),
    users: chance.int(6),
    think: { dist: 'exponential', mean: 1 },
    protocol: chance.pick(['http1', 'http1', 'http2', 'udp']),
    keepAlive: chance.int(3) > 0,
    connections: 1 + chance.int(3),
    addresses: 1 + chance.int(2),
    timeout: chance.pick([0, 5]),
    limit: chance.pick([0, 0, 20]),
    writes: chance.pick([0, 0.5]),
    mix: chance.pick([[], [{ path: '/a', weight: 2 }, { path: '/b' }]]),
  };
}

/** Requests sent on this connection whose end the client has not heard of. */
function awaited(context: Readonly<ClientContext>, connection: FakeConnection): Message[] {
  return callsIn(context.calls)
    .filter((call) => carrierOf(call) === connection)
    .map((call) => call.message);
}

let id = 0;
const outside = fakeSim({ now: 0 }) as Sim;
const links = [fakeLink(0), fakeLink(1)];

function edit(context: ClientContext, chance: Chance, type: string): void {
  if (type === 'configured') model.configure(context, randomConfig(chance), outside);
  else {
    const some = links.filter(() => chance.int(3) > 0);
    model.connectTo?.(context, some, outside);
  }
}

export const drivers: OracleDrivers = {
  client: {
    makeContext(chance) {
      const context = model.context(randomConfig(chance), outside);
      model.connectTo?.(context, links, outside);
      return context;
    },
    makeEvent(chance, context: Readonly<ClientContext>) {
      id++;
      const connections: FakeConnection[] = connectionsIn(context.calls);
      const connection =
        connections.length > 0
          ? chance.pick(connections)
          : fakeConnection(id, { node: SELF, isOpener: true });
      const messages = awaited(context, connection);
      const message = messages.length > 0 ? chance.pick(messages) : fakeMessage(id);
      const roll = chance.int(20);
      if (roll < 6) {
        if (connection.state === 'opening') {
          connection.state = 'open';
          connection.readyAt = 1;
        }
        return { type: 'connected', connection };
      }
      if (roll < 12) {
        if (message.end === 'open') message.end = chance.pick(['answered', 'failed']);
        return { type: 'response', message, connection };
      }
      if (roll < 14) {
        if (message.end === 'open') message.end = 'dropped';
        return { type: 'dropped', message, connection };
      }
      if (roll < 16) {
        const type = connection.state === 'opening' ? 'refused' : chance.pick(['closed', 'reset']);
        connection.state = 'closed';
        return { type, connection };
      }
      const type = chance.pick([
        'crash',
        'restart',
        'restart',
        'drain',
        'configured',
        'topology',
        'burst',
        'burst',
      ]);
      if (type === 'configured' || type === 'topology')
        edit(context as ClientContext, chance, type);
      return { type, factor: chance.pick([0, 1, 10]), forMicros: 3000 };
    },
    makeSim: fakeSim,
  },
};
