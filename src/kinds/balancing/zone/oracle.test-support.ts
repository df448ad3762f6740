/** Drives the zone's machine at random, to hold it against xstate. */
import type { OracleDrivers } from '../../../sim/machine-oracle.ts';

export const drivers: OracleDrivers = {
  zone: {
    makeContext: () => ({ members: 0 }),
    makeEvent: (chance) => ({ type: chance.pick(['crash', 'restart', 'members', 'topology']) }),
    makeSim: () => ({ members: () => [] }),
  },
};
