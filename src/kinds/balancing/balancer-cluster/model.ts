/**
 * A cluster is a shared telephone number. One of several people has it; the others listen for that
 * one to say every second that it is there, and when it falls silent the first of them takes the
 * number. If they only cannot hear each other, two answer it. The router of each balancer runs
 * here, and acts through its balancer: what it says leaves from there, and what arrives there it
 * hears. The other way to do it, by DNS, is in `dns.ts`.
 */
import type { MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Model, NodeView } from '../../../sim/model.ts';
import type { Sim } from '../../../sim/sim.ts';
import { vrrpModel } from '../shared/vrrp-model.ts';
import {
  applySettings,
  type ClusterContext,
  claimants,
  createContext,
  type Holder,
  holderAt,
  isSplit,
} from './context.ts';
import { check, dns } from './dns.ts';
import { clusterMachine } from './machine.ts';
import { gather, handOver, passOn, recordWord, sendThere, surroundings } from './routers.ts';
import type { ClusterConfig, ClusterObservation, MemberReport } from './spec.ts';

type Claims = (context: Readonly<ClusterContext>) => boolean;

const hasClaimant: Claims = (context) => claimants(context).length > 0;

const cluster: MachineModelOf<typeof clusterMachine, ClusterContext, SimEvent, Sim> = {
  machine: clusterMachine,
  actions: {
    gather: (context, _event, _params, sim) => gather(context, sim),
    applySettings,
    passOn: (context, event, _params, sim) => passOn(context, event, sim),
    recordWord: (context, event, _params, sim) => recordWord(context, event, sim),
    handOver: (context, event, _params, sim) => handOver(context, event, sim),
    sendThere: (context, _event, _params, sim) => sendThere(context, sim),
    logLoss: (context, _event, _params, sim) => {
      const had = holderAt(context, context.holder);
      sim.info(`Nobody has the address${had === undefined ? '' : `: ${had.name} had it`}.`);
    },
    logSplit: (context, _event, _params, sim) => {
      const names = claimants(context).map(({ name }) => name);
      sim.info(
        `Split brain: ${names.join(' and ')} have the address, as one does not hear the other.`,
      );
    },
  },
  guards: {
    isUnmanned: ({ members }) => members.length === 0,
    isHeld: (context) => hasClaimant(context) && !isSplit(context) && context.next === null,
    isSwitching: (context) => hasClaimant(context) && !isSplit(context) && context.next !== null,
    isDown: (context) => context.members.length > 0 && !hasClaimant(context),
    isSplit,
  },
  delays: {},
};

export const model: Model<ClusterContext, ClusterConfig, ClusterObservation> = {
  kind: 'balancer-cluster',
  machines: { cluster, router: vrrpModel<Holder, Sim>(surroundings), dns, check },
  main: ({ mode }) => (mode === 'dns' ? 'dns' : 'cluster'),
  frame: { end: 'members' },
  context: createContext,
  configure: (context, config) => {
    context.settings = config;
  },
  observe,
  held: () => [],
};

function observe(context: ClusterContext, view: NodeView): ClusterObservation {
  const { members, holder, lostAt, takeover, settings } = context;
  const partOf = settings.mode === 'dns' ? partInAnswer : partInElection;
  return {
    state: view.state,
    members: members.map((each) => ({ name: each.name, part: partOf(each) })),
    holder: holderAt(context, holder)?.name ?? null,
    outMs: lostAt < 0 ? null : (view.now - lostAt) / 1000,
    takeoverMs: takeover < 0 ? null : takeover / 1000,
  };
}

function partInElection({ isServing, announcedAt }: Holder): MemberReport['part'] {
  if (announcedAt >= 0) return 'active';
  return isServing ? 'standby' : 'down';
}

function partInAnswer({ isServing, isListed }: Holder): MemberReport['part'] {
  if (isListed) return isServing ? 'active' : 'stale';
  return isServing ? 'standby' : 'down';
}
