/** Drives the server's machine at random, to hold it against xstate. */
import { completeConfig } from '../../../document/field.ts';
import type { Chance, OracleDrivers } from '../../../sim/machine-oracle.ts';
import type { Sim } from '../../../sim/sim.ts';
import {
  type FakeConnection,
  fakeConnection,
  fakeFault,
  fakeMessage,
  fakeSim,
} from '../../shared/fake-sim.test-support.ts';
import { httpContent } from '../../shared/http.ts';
import { model, type ServerContext } from './model.ts';
import { type ServerConfig, spec } from './spec.ts';

const disciplines: ServerConfig['discipline'][] = ['fifo', 'lifo', 'processor-sharing'];

function randomConfig(chance: Chance): ServerConfig {
  return {
    ...completeConfig(spec, undefined),
    slots: 1 + chance.int(3),
    queueLimit: chance.int(4),
    discipline: chance.pick(disciplines),
    service: { dist: 'exponential', mean: 1 },
    errorRate: chance.pick([0, 0.3]),
    healthWaits: chance.int(2) === 0,
    bootTime: 1,
    drainTimeout: 3,
    mtbf: chance.pick([0, 20]),
    mttr: chance.pick([0, 5]),
  };
}

let id = 0;
const outside = fakeSim({ now: 0 }) as Sim;

export const drivers: OracleDrivers = {
  server: {
    makeContext: (chance) => ({
      ...model.context(randomConfig(chance), outside),
      isUpAlready: chance.int(2) === 0,
    }),
    makeEvent(chance, context: Readonly<ServerContext>) {
      id++;
      const open = Array.from(context.connections);
      const connection: FakeConnection = open.length > 0 ? chance.pick(open) : fakeConnection(id);
      const roll = chance.int(20);
      if (roll < 10) {
        connection.pending++;
        const path = chance.pick(['/health', '/']);
        const content = httpContent(chance.int(4) === 0 ? { class: 'probe', path } : {});
        return { type: 'request', message: fakeMessage(id, { content }), connection };
      }
      if (chance.int(40) === 0) return { type: chance.pick(['lie', 'tellTruth']) };
      if (roll < 14 && open.length < 20) return { type: 'connect', connection: fakeConnection(id) };
      if (roll < 16) return { type: chance.pick(['closed', 'reset']), connection };
      if (roll === 16) {
        const event = fakeFault(chance);
        if (event.type === 'configured') {
          model.configure(context as ServerContext, randomConfig(chance), outside);
        }
        return event;
      }
      const message = fakeMessage(id);
      if (roll < 18) return { type: 'cancelled', message, connection };
      return { type: 'request', message, connection: fakeConnection(id, { transport: 'udp' }) };
    },
    makeSim: fakeSim,
  },
};
