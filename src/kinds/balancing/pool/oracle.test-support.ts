/**
 * Drives the pool's machine at random, to hold it against xstate: it does nothing, come what may.
 */
import type { OracleDrivers } from '../../../sim/machine-oracle.ts';

export const drivers: OracleDrivers = {
  pool: {
    makeContext: () => ({}),
    makeEvent: (chance) => ({ type: chance.pick(['request', 'crash', 'topology', 'configured']) }),
    makeSim: () => ({}),
  },
};
