/**
 * What a cluster knows: its balancers, each with the VRRP router that runs on the same machine, and
 * where packets for the address go.
 */
import type { Sim } from '../../../sim/sim.ts';
import type { Member, Micros, NodeIndex, TimerId } from '../../../sim/types.ts';
import type { Router } from '../shared/vrrp.ts';
import { type ClusterConfig, priorityOf } from './spec.ts';

/** A balancer, and its router: the context of the router's machine, too. */
export interface Holder extends Router {
  readonly node: NodeIndex;
  readonly id: string;
  name: string;
  /** The balancer takes what comes. */
  isServing: boolean;
  /** Its router is the master, be it that nobody has heard so. */
  isMaster: boolean;
  /** When it first said, and when it last said, that it has the address; -1 while it does not. */
  announcedAt: Micros;
  saidAt: Micros;
}

export interface ClusterContext {
  settings: ClusterConfig;
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
    masterMicros: 0,
    isAppointed: false,
    isServing: false,
    isMaster: false,
    announcedAt: -1,
    saidAt: -1,
  };
  applyTo(holder, settings);
  return holder;
}

/** Timers that run go on as they are. */
export function applyTo(holder: Holder, settings: ClusterConfig): void {
  holder.version = settings.version === 'v2' ? 2 : 3;
  holder.priority = priorityOf(settings, holder.id);
  holder.preempt = settings.preempt;
  holder.intervalMicros = Math.round(settings.interval * 1000);
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
