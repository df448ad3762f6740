/**
 * A cluster whose balancers all work: each has its own address, and the answers of DNS name those
 * that the cluster's check takes for well. The check has a chart for each balancer, and is late by
 * the time it takes; callers are late by as long as they keep an answer.
 */
import type { MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { MemberReport } from '../shared/membership.ts';
import {
  applySettings,
  type ClusterContext,
  gatherMembers,
  type Holder,
  holderAt,
} from './context.ts';
import { checkMachine, dnsMachine } from './machine.ts';

/** The machine of the children, one for each balancer. */
const CHILD = 'check';

/** Who stands in it now. Those that it begins with have been entered by hand. */
function gather(context: ClusterContext, sim: Sim): void {
  const isListed = !context.hasBegun;
  const all = Number.POSITIVE_INFINITY;
  for (const each of gatherMembers(context, { child: CHILD, most: all }, sim)) {
    each.isListed = isListed;
    // Until it says otherwise.
    each.isServing = isListed;
    sim.startChild(CHILD, each.id, each);
  }
  for (const member of sim.members()) {
    const isIn = holderAt(context, member.node)?.isListed === true;
    if (member.enrolled !== isIn) sim.enrol(member.node, isIn);
  }
}

function passOn(context: ClusterContext, event: SimEvent, sim: Sim): void {
  const { type, node } = event as MemberReport;
  const member = holderAt(context, node);
  if (member === undefined) return;
  member.isServing = type === 'serving';
  sim.tell(CHILD, member.id, { type: member.isServing ? 'passes' : 'fails' });
}

/** Whoever asks from now on gets its address, or does not. */
function list(member: Holder, isListed: boolean, sim: Sim): void {
  member.isListed = isListed;
  sim.info(`The answers of DNS ${isListed ? '' : 'no longer '}name ${member.name}.`);
  if (sim.members().some(({ node }) => node === member.node)) sim.enrol(member.node, isListed);
}

const counts = ({ members }: Readonly<ClusterContext>) => {
  const listed = members.filter(({ isListed }) => isListed);
  const alive = listed.filter(({ isServing }) => isServing);
  return { all: members.length, listed: listed.length, alive: alive.length };
};

export const dns: MachineModelOf<typeof dnsMachine, ClusterContext, SimEvent, Sim> = {
  machine: dnsMachine,
  actions: {
    gather: (context, _event, _params, sim) => gather(context, sim),
    applySettings,
    passOn: (context, event, _params, sim) => passOn(context, event, sim),
  },
  guards: {
    isUnmanned: (context) => counts(context).all === 0,
    isWhole: (context) => {
      const { all, alive } = counts(context);
      return all > 0 && alive === all;
    },
    isPartial: (context) => {
      const { all, listed, alive } = counts(context);
      return alive > 0 && alive === listed && listed < all;
    },
    isStale: (context) => {
      const { listed, alive } = counts(context);
      return alive > 0 && alive < listed;
    },
    isDown: (context) => {
      const { all, alive } = counts(context);
      return all > 0 && alive === 0;
    },
  },
  delays: {},
};

export const check: MachineModelOf<typeof checkMachine, Holder, SimEvent, Sim> = {
  machine: checkMachine,
  actions: {
    list: (member, _event, _params, sim) => list(member, true, sim),
    unlist: (member, _event, _params, sim) => list(member, false, sim),
  },
  guards: { isListed: ({ isListed }) => isListed },
  delays: { checkTime: ({ checkMicros }) => checkMicros },
};
