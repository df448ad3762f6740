/** Drives the database's machine at random, to hold it against xstate. */
import { completeConfig } from '../../../document/field.ts';
import { Log } from '../../../lib/log.ts';
import type { Chance, OracleDrivers } from '../../../sim/machine-oracle.ts';
import type { Sim } from '../../../sim/sim.ts';
import {
  CONTENT,
  type FakeConnection,
  fakeConnection,
  fakeFault,
  fakeLink,
  fakeMessage,
  fakeSim,
  SELF,
} from '../../shared/fake-sim.test-support.ts';
import { changeOf } from './changes.ts';
import { type DatabaseContext, model } from './model.ts';
import { type DatabaseConfig, spec } from './spec.ts';

function randomConfig(chance: Chance): DatabaseConfig {
  return {
    ...completeConfig(spec, undefined),
    role: chance.pick(['primary', 'replica']),
    slots: 1 + chance.int(3),
    queueLimit: chance.int(4),
    connectionLimit: 1 + chance.int(5),
    readTime: { dist: 'exponential', mean: 1 },
    writeTime: { dist: 'exponential', mean: 2 },
    replicationDelay: { dist: 'exponential', mean: 1 },
    bootTime: 1,
    drainTimeout: 3,
    mtbf: chance.pick([0, 20]),
    mttr: chance.pick([0, 5]),
  };
}

/** What stands at node 1, which opened every connection: a primary that is always ahead. */
function primaryAhead(): object {
  const log = new Log();
  const change = changeOf(CONTENT, 1, 0);
  for (let i = 0; i < 1000; i++) log.append(change);
  const feeds = [{ lane: 0, node: SELF, start: 0, connection: null, next: 0 }];
  return Object.freeze({ replication: { isPrimary: true, log, feeds } });
}

let id = 0;
let sequence = 0;
const primary = primaryAhead();
const outside = fakeSim({ now: 0 }) as Sim;
const links = [fakeLink(0), fakeLink(1)];

export const drivers: OracleDrivers = {
  database: {
    makeContext(chance) {
      const context = model.context(randomConfig(chance), outside);
      model.connectTo?.(context, links, outside);
      return { ...context, isUpAlready: chance.int(2) === 0 };
    },
    makeEvent(chance, context: Readonly<DatabaseContext>) {
      id++;
      const incoming = Array.from(context.connections);
      const connection: FakeConnection =
        incoming.length > 0 ? chance.pick(incoming) : fakeConnection(id);
      const feed = chance.pick(context.replication.feeds);
      const ofFeed = feed?.connection as FakeConnection | undefined | null;
      const roll = chance.int(24);
      if (roll < 10) {
        connection.pending++;
        const content =
          chance.int(6) === 0
            ? { ...CONTENT, class: 'probe' as const }
            : { ...CONTENT, write: chance.int(2) === 0 };
        return { type: 'request', message: fakeMessage(id, { content }), connection };
      }
      if (roll < 14) {
        sequence += chance.pick([0, 1, 1, 1, 1, 3]);
        const content = changeOf(CONTENT, sequence, 0);
        return { type: 'request', message: fakeMessage(id, { content, oneWay: true }), connection };
      }
      if (roll < 17) return { type: 'connect', connection: fakeConnection(id) };
      if (roll < 19) return { type: chance.pick(['closed', 'reset']), connection };
      if (roll < 21 && ofFeed) {
        ofFeed.state = 'open';
        ofFeed.readyAt = 1;
        // Not from the very beginning each time: all of the log would be sent again.
        const received = context.replication.log.length - chance.int(4);
        ofFeed.greeting = received < 20 ? null : Object.freeze({ received });
        return { type: 'connected', connection: ofFeed };
      }
      if (roll < 23) {
        const lost = ofFeed ?? connection;
        lost.state = 'closed';
        return { type: chance.pick(['refused', 'closed', 'reset']), connection: lost };
      }
      const event = fakeFault(chance);
      if (event.type === 'configured') {
        model.configure(context as DatabaseContext, randomConfig(chance), outside);
      }
      if (event.type === 'topology') {
        const some = links.filter(() => chance.int(3) > 0);
        model.connectTo?.(context as DatabaseContext, some.length > 0 ? some : links, outside);
      }
      return event;
    },
    makeSim: (clock) =>
      Object.assign(fakeSim(clock), {
        peek: (node: number) => (node === 1 ? primary : undefined),
        sources: () => [1],
      }),
  },
};
