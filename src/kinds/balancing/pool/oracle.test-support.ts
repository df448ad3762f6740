/** Drives the pool's machine at random, to hold it against xstate. */
import { completeConfig } from '../../../document/field.ts';
import type { Chance, OracleDrivers } from '../../../sim/machine-oracle.ts';
import type { Sim } from '../../../sim/sim.ts';
import { fakeSim } from '../../shared/fake-sim.test-support.ts';
import { model, type PoolContext } from './model.ts';
import { type PoolConfig, spec } from './spec.ts';

function randomConfig(chance: Chance): PoolConfig {
  const by = chance.pick(['utilization', 'each-rate', 'shared-rate', 'total-rate'] as const);
  return {
    ...completeConfig(spec, undefined),
    figures: chance.pick([[], [{ by, target: 50 }], [{ by, target: 50 }], [{ by, target: 50 }]]),
    least: 1 + chance.int(3),
    lookEvery: 1,
    windowDown: chance.pick([0, 10]),
  };
}

const MEMBERS = Array.from({ length: 6 }, (_, i) => ({
  node: 20 + i,
  id: `s${i}`,
  name: `s${i}`,
  kind: 'server',
  config: { slots: 2 },
  enrolled: i !== 3,
  standing: 'spare' as const,
}));

/** Loads that rise and fall over some looks, and now and then are not known. */
const LOADS = [0.1, 0.5, 1, 1.4, 1.9, 1.9, null, 1, 0.4, 0.2, null, 0.9];

const outside = fakeSim({ now: 0 }) as Sim;

export const drivers: OracleDrivers = {
  pool: {
    makeContext: (chance) => model.context(randomConfig(chance), outside),
    makeEvent(chance, context: Readonly<PoolContext>) {
      if (chance.int(8) > 0)
        return { type: chance.pick(['members', 'arrange', 'look', 'look', 'request']) };
      model.configure(context as PoolContext, randomConfig(chance), outside);
      return { type: 'configured' };
    },
    makeSim(clock) {
      let reads = 0;
      return {
        ...fakeSim(clock),
        members: () => MEMBERS,
        figureOf: (_member, series) => {
          reads++;
          const load = LOADS[Math.floor(reads / 40) % LOADS.length] ?? null;
          return series === 'open' ? Number(load !== null) : load;
        },
      };
    },
  },
};
