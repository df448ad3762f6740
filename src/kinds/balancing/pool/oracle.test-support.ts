/** Drives the pool's machine at random, to hold it against xstate: whatever it gets, it does nothing. */
import type { OracleDrivers } from '../../../sim/machine-oracle.ts';

export const drivers: OracleDrivers = {
  pool: {
    makeContext: () => ({}),
    makeEvent: (chance) => ({ type: chance.pick(['request', 'crash', 'topology', 'configured']) }),
    makeSim: () => ({}),
  },
};
