/**
 * A pool is a chalk line around some backends: it means nothing to them, and everything to the
 * balancer whose edge ends at it. The kernel gives such an edge one lane to each member, so a pool
 * has no behaviour of its own.
 */
import type { MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Model } from '../../../sim/model.ts';
import type { Sim } from '../../../sim/sim.ts';
import { poolMachine } from './machine.ts';
import type { PoolConfig, PoolObservation } from './spec.ts';

const pool: MachineModelOf<typeof poolMachine, object, SimEvent, Sim> = {
  machine: poolMachine,
  actions: {},
  guards: {},
  delays: {},
};

export const model: Model<object, PoolConfig, PoolObservation> = {
  kind: 'pool',
  machines: { pool },
  main: () => 'pool',
  frame: { end: 'members' },
  context: () => ({}),
  configure: () => {},
  observe: (_context, view) => ({ state: view.state }),
  held: () => [],
};
