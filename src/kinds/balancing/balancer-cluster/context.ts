/**
 * What a cluster knows: its balancers, each with the VRRP router that runs on the same machine, and
 * where packets for the address go.
 */
import type { SimEvent } from '../../../sim/machine.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Member, Micros, NodeIndex, TimerId } from '../../../sim/types.ts';
import type { Router } from '../shared/vrrp.ts';
import { type ClusterConfig, priorityOf } from './spec.ts';

const JOINED: SimEvent = Object.freeze({ type: 'joined' });

/** A balancer, and its router: the context of the router's machine, too. */
export interface Holder extends Router {
  readonly node: NodeIndex;
  readonly id: string;
  name: string;
  /** The balancer takes what comes. */
  isServing: boolean;
  /** DNS: its address is in the answer. */
  isListed: boolean;
  /** DNS: so long it takes to notice that it is down, or back. */
  checkMicros: Micros;
  /** Its router is the master, be it that nobody has heard so. */
  isMaster: boolean;
  /** When it first said, and when it last said, that it has the address; -1 while it does not. */
  announcedAt: Micros;
  saidAt: Micros;
}

export interface ClusterContext {
  settings: ClusterConfig;
  /** What stood in it when it began is known. */
  hasBegun: boolean;
  members: Holder[];
  /** To whom packets for the address go; null for nobody yet. */
  holder: NodeIndex | null;
  /** To whom they go once it has been announced, and the timer for that. */
  next: NodeIndex | null;
  announcement: TimerId;
  /** Since when nobody has had the address; -1 while somebody does. */
  lostAt: Micros;
  /** How long the last takeover took; -1 before the first. */
  takeover: Micros;
}

export function createContext(settings: ClusterConfig): ClusterContext {
  return {
    settings,
    hasBegun: false,
    members: [],
    holder: null,
    next: null,
    announcement: 0,
    lostAt: -1,
    takeover: -1,
  };
}

/** A balancer that joins; addresses of nodes go up as they join. */
export function createHolder({ node, id, name }: Member, settings: ClusterConfig): Holder {
  const holder: Holder = {
    node,
    id,
    name,
    address: node,
    version: 3,
    priority: 0,
    preempt: false,
    intervalMicros: 0,
    checkMicros: 0,
    masterMicros: 0,
    isAppointed: false,
    isServing: false,
    isListed: false,
    isMaster: false,
    announcedAt: -1,
    saidAt: -1,
  };
  applyTo(holder, settings);
  return holder;
}

/** Timers that run go on as they are. */
function applyTo(holder: Holder, settings: ClusterConfig): void {
  holder.version = settings.version === 'v2' ? 2 : 3;
  holder.priority = priorityOf(settings, holder.id);
  holder.preempt = settings.preempt;
  holder.intervalMicros = Math.round(settings.interval * 1000);
  holder.checkMicros = Math.round(settings.checkTime * 1000);
}

/**
 * Who stands in it now, each with a child machine; returns those that are new. Balancers that serve
 * are asked to say so.
 */
export function gatherMembers(
  context: ClusterContext,
  { child, most }: { readonly child: string; readonly most: number },
  sim: Sim,
): Holder[] {
  const before = context.members;
  context.members = sim
    .members()
    .slice(0, most)
    .map((member) => {
      const known = holderAt(context, member.node);
      if (known === undefined) return createHolder(member, context.settings);
      known.name = member.name;
      return known;
    });
  for (const gone of before) if (!context.members.includes(gone)) sim.stopChild(child, gone.id);
  const fresh = context.members.filter((each) => !before.includes(each));
  for (const each of context.members) if (!each.isServing) sim.tellMember(each.node, JOINED);
  context.hasBegun = true;
  return fresh;
}

/** A changed setting is heeded from the next timer, or word, on. */
export function applySettings(context: ClusterContext): void {
  for (const each of context.members) applyTo(each, context.settings);
}

export function holderAt({ members }: ClusterContext, node: NodeIndex | null): Holder | undefined {
  return members.find((each) => each.node === node);
}

/** Those that say they have the address, the latest last. */
export function claimants({ members }: Readonly<ClusterContext>): Holder[] {
  return members
    .filter(({ announcedAt }) => announcedAt >= 0)
    .sort((a, b) => a.announcedAt - b.announcedAt || a.node - b.node);
}

/**
 * Whether two have the address and neither yields: a moment after a takeover both have it, until
 * the word of the new one has arrived.
 */
export function isSplit(context: Readonly<ClusterContext>): boolean {
  const [last, ...others] = claimants(context).reverse();
  return last !== undefined && others.length > 0 && last.saidAt > last.announcedAt;
}

/** Packets for the address go there and nowhere else from now on. */
export function sendTo(context: ClusterContext, node: NodeIndex | null, sim: Sim): void {
  context.holder = node;
  for (const member of sim.members()) {
    if (member.enrolled !== (member.node === node)) sim.enrol(member.node, member.node === node);
  }
}
