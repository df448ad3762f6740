/** Drives the cluster's machines at random, to hold them against xstate. */
import { completeConfig } from '../../../document/field.ts';
import type { Chance, OracleDrivers } from '../../../sim/machine-oracle.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Member } from '../../../sim/types.ts';
import { routerDriver } from '../shared/vrrp.test-support.ts';
import { type ClusterContext, createContext, createHolder } from './context.ts';
import { surroundings } from './routers.ts';
import { spec } from './spec.ts';

const MEMBERS: readonly Member[] = [1, 2, 3].map((node) => ({
  node,
  id: `b${node}`,
  name: `b${node}`,
  kind: 'load-balancer',
  config: {},
  enrolled: node === 1,
  standing: 'spare' as const,
}));

const config = completeConfig(spec, { announceTime: 1 });

/** A handle to a cluster of three, or to an empty one: which, the clock says. */
function makeSim(clock: { readonly now: number }): Partial<Sim> {
  return {
    get now() {
      return clock.now;
    },
    members: () => (clock.now % 7 === 0 ? [] : MEMBERS),
  };
}

/** As a router that is told so would be. */
function claim(context: Readonly<ClusterContext>, chance: Chance): void {
  if (context.members.length === 0) return;
  const member = chance.pick(context.members);
  if (chance.int(2) === 0) surroundings.hold(member);
  else surroundings.release(member);
}

export const drivers: OracleDrivers = {
  cluster: {
    makeContext: () => createContext(config),
    makeEvent(chance, context: Readonly<ClusterContext>) {
      claim(context, chance);
      const types = ['serving', 'leaving', 'gone', 'said', 'said', 'said', 'heard', 'configured'];
      const type = chance.int(20) === 0 ? 'members' : chance.pick(types);
      const said = { priority: chance.pick([0, 100]), address: 2, intervalMicros: 1_000_000 };
      return { type, node: 1 + chance.int(4), content: { said } };
    },
    makeSim,
  },
  dns: {
    makeContext: () => createContext(config),
    makeEvent(chance, context: Readonly<ClusterContext>) {
      for (const member of context.members) member.isListed = chance.int(3) > 0;
      const type = chance.pick(['serving', 'serving', 'leaving', 'gone', 'configured', 'members']);
      return { type, node: 1 + chance.int(4) };
    },
    makeSim,
  },
  check: {
    makeContext: (chance) => ({
      ...createHolder(MEMBERS[0] as Member, config),
      isListed: chance.int(2) === 0,
    }),
    makeEvent: (chance) => ({ type: chance.pick(['passes', 'fails']) }),
    makeSim: () => ({ members: () => MEMBERS }),
  },
  router: {
    ...routerDriver,
    makeContext: (chance) => ({
      ...createHolder(MEMBERS[0] as Member, config),
      ...routerDriver.makeContext(chance),
    }),
    makeSim: () => ({ now: 0, members: () => MEMBERS }),
  },
};
