/**
 * A pool is a chalk line around some backends: it means nothing to them, and everything to the
 * balancer whose edge ends at it. The kernel gives such an edge one lane to each member. With
 * figures to scale by, somebody stands at the line, looks every 15 s how busy the members are, and
 * says how many of them are needed: those that came first are on, the others off.
 * Source: Kubernetes' Horizontal Pod Autoscaler (see `autoscaler.ts`).
 */
import type { MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Model } from '../../../sim/model.ts';
import type { Sim } from '../../../sim/sim.ts';
import { poolMachine } from './machine.ts';
import type { PoolObservation } from './observation.ts';
import {
  arrange,
  beginScaling,
  createScaling,
  decide,
  endScaling,
  type Scaling,
} from './scaling.ts';
import { type PoolConfig, scales, series } from './spec.ts';

export interface PoolContext extends Scaling {
  config: PoolConfig;
}

const ARRANGE = Object.freeze({ type: 'arrange' });

const pool: MachineModelOf<typeof poolMachine, PoolContext, SimEvent, Sim> = {
  machine: poolMachine,
  actions: {
    begin: (context, _event, _params, sim) => beginScaling(context, sim),
    decide: (context, _event, _params, sim) => decide(context, context.config, sim),
    heed: (context) => {
      context.verdict = null;
    },
    // A member may be told of in the middle of its own step, or before it began.
    planArrange: (_context, _event, _params, sim) => {
      sim.schedule(0, ARRANGE);
    },
    arrange: (context, _event, _params, sim) => arrange(context, sim),
    end: (context, _event, _params, sim) => endScaling(context, sim),
  },
  guards: {
    scales: ({ config }) => scales(config),
    isOff: ({ config }) => !scales(config),
    says: ({ verdict }, _event, params) => verdict === params.verdict,
  },
  delays: {},
};

export const model: Model<PoolContext, PoolConfig, PoolObservation> = {
  kind: 'pool',
  machines: { pool },
  main: () => 'pool',
  frame: { end: 'members' },
  series,
  context: (config) => ({ ...createScaling(), config }),
  configure(context, config) {
    context.config = config;
  },
  observe({ config, count, wanted, ready }, view) {
    return { state: view.state, counts: scales(config) ? { count, wanted, ready } : null };
  },
  held: () => [],
};
