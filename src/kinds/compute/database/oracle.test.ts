import { expect, it } from 'vitest';
import { completeConfig } from '../../../document/field.ts';
import { type Chance, checkAgainstXstate } from '../../../sim/machine-oracle.ts';
import type { Sim } from '../../../sim/types.ts';
import {
  CONTENT,
  fakeConnection,
  fakeFault,
  fakeLink,
  fakeMessage,
  fakeSim,
} from '../../shared/fake-sim.test-support.ts';
import { type DatabaseContext, machine, model } from './model.ts';
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

it('does what xstate does, event by event', () => {
  let id = 0;
  let sequence = 0;
  const outside = fakeSim({ now: 0 }) as Sim;
  const links = [fakeLink(0), fakeLink(1)];
  const report = checkAgainstXstate(machine, {
    seed: 2,
    steps: 100_000,
    makeContext(chance) {
      const context = model.context(randomConfig(chance), outside);
      model.connectTo?.(context, links, outside);
      return { ...context, isUpAlready: chance.int(2) === 0 };
    },
    makeEvent(chance, context: Readonly<DatabaseContext>) {
      id++;
      const incoming = Array.from(context.connections);
      const connection = incoming.length > 0 ? chance.pick(incoming) : fakeConnection(id);
      const feed = chance.pick(context.replication.feeds);
      const roll = chance.int(24);
      if (roll < 10) {
        const content = { ...CONTENT, write: chance.int(2) === 0 };
        return { type: 'request', message: fakeMessage(id, { connection, content }) };
      }
      if (roll < 14) {
        sequence += chance.pick([0, 1, 1, 1, 1, 3]);
        const content = {
          ...CONTENT,
          method: 'REPLICATE',
          headers: { sequence: String(sequence), 'committed-at-micros': '0' },
          write: true,
        };
        return { type: 'request', message: fakeMessage(id, { connection, content, oneWay: true }) };
      }
      if (roll < 17) return { type: 'connect', connection: fakeConnection(id) };
      if (roll < 19) return { type: chance.pick(['closed', 'reset']), connection };
      if (roll < 21 && feed?.connection) {
        feed.connection.state = 'open';
        feed.connection.readyAt = 1;
        return { type: 'connected', connection: feed.connection };
      }
      if (roll < 23) {
        const ofFeed = feed?.connection ?? connection;
        return { type: chance.pick(['refused', 'closed', 'reset']), connection: ofFeed };
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
    makeSim: fakeSim,
  });
  expect(report.unvisited).toEqual([]);
});
