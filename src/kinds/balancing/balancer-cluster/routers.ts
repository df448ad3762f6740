/**
 * The routers of a cluster: who stands in it, what they are told, what they say, and to whom
 * packets for the address go because of that. Whoever announces the address gets them, as switches
 * and neighbours believe the latest word; when that one yields, the one that remains does.
 */
import type { SimEvent } from '../../../sim/machine.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Content } from '../../../sim/types.ts';
import type { MemberReport, MemberWord, Say } from '../shared/membership.ts';
import { type Advertisement, isResignation } from '../shared/vrrp.ts';
import type { Heard } from '../shared/vrrp-model.ts';
import {
  type ClusterContext,
  claimants,
  gatherMembers,
  type Holder,
  holderAt,
  sendTo,
} from './context.ts';
import { MOST_ROUTERS } from './spec.ts';

/** The machine of the children, one for each balancer. */
const CHILD = 'router';

const ANNOUNCED: SimEvent = Object.freeze({ type: 'announced' });

/** What a router's machine is told when its balancer reports. */
const MEANS = { serving: 'startup', leaving: 'shutdown', gone: 'crash' } as const;

interface Advertising extends Content {
  readonly class: 'heartbeat';
  readonly said: Advertisement;
}

/** Who stands in it now. */
export function gather(context: ClusterContext, sim: Sim): void {
  // What is there at the start has been there before: the best of them has the address.
  const isStart = sim.now === 0 && !context.hasBegun;
  const fresh = gatherMembers(context, { child: CHILD, most: MOST_ROUTERS }, sim);
  for (const each of fresh) sim.startChild(CHILD, each.id, each);
  if (isStart) appoint(context);
  sendTo(context, holderAt(context, context.holder)?.node ?? null, sim);
  judge(context, sim);
}

function appoint(context: ClusterContext): void {
  const [best] = context.members.toSorted((a, b) => b.priority - a.priority || b.node - a.node);
  if (best === undefined) return;
  best.isAppointed = true;
  best.announcedAt = 0;
  best.saidAt = 0;
  context.holder = best.node;
}

/** A balancer serves, leaves or is gone, and its router with it. */
export function passOn(context: ClusterContext, event: SimEvent, sim: Sim): void {
  const { type, node } = event as MemberReport;
  const member = holderAt(context, node);
  if (member === undefined) return;
  member.isServing = type === 'serving';
  sim.tell(CHILD, member.id, { type: MEANS[type] });
  judge(context, sim);
}

/** An advertisement has arrived at a balancer. */
export function handOver(context: ClusterContext, event: SimEvent, sim: Sim): void {
  const { node, content } = event as MemberWord;
  const member = holderAt(context, node);
  if (member === undefined) return;
  const { said } = content as Advertising;
  sim.tell(CHILD, member.id, { type: 'advertisement', said } as Heard);
  judge(context, sim);
}

/** A balancer has said that it has the address: its first word is the announcement. */
export function recordWord(context: ClusterContext, event: SimEvent, sim: Sim): void {
  const { node, content } = event as MemberWord;
  const member = holderAt(context, node);
  if (member === undefined || !member.isMaster) return;
  if (isResignation((content as Advertising).said)) return;
  member.saidAt = sim.now;
  for (const other of context.members) {
    // One that hangs says nothing, and has nothing of the address.
    if (sim.now - other.saidAt > other.intervalMicros) other.announcedAt = -1;
  }
  if (member.announcedAt < 0) {
    member.announcedAt = sim.now;
    announce(context, member, sim);
  }
  judge(context, sim);
}

/** Everybody who hears of it sends there, after a while. */
function announce(context: ClusterContext, member: Holder, sim: Sim): void {
  sim.cancel(context.announcement);
  context.next = member.node;
  const { announceTime } = context.settings;
  context.announcement = sim.schedule(Math.round(announceTime * 1000), ANNOUNCED);
}

/** The announcement has reached everybody. */
export function sendThere(context: ClusterContext, sim: Sim): void {
  const member = holderAt(context, context.next);
  context.next = null;
  context.announcement = 0;
  if (member === undefined) return;
  sendTo(context, member.node, sim);
  if (context.lostAt < 0) {
    sim.info(`${member.name} has the address.`);
    return;
  }
  context.takeover = sim.now - context.lostAt;
  context.lostAt = -1;
  sim.info(
    `${member.name} has the address, ${Math.round(context.takeover / 1000)} ms after it was lost.`,
  );
}

/** What follows from who has the address now. */
function judge(context: ClusterContext, sim: Sim): void {
  const last = claimants(context).at(-1);
  const holder = holderAt(context, context.holder);
  if (last === undefined) {
    sim.cancel(context.announcement);
    context.announcement = 0;
    context.next = null;
    if (context.lostAt < 0 && context.members.length > 0) context.lostAt = sim.now;
    // It is there, and the address is not its own: packets for that go nowhere.
    if (holder?.isServing === true) sendTo(context, null, sim);
    return;
  }
  const isClaimed = [holder, holderAt(context, context.next)].some(
    (each) => each !== undefined && each.announcedAt >= 0,
  );
  if (!isClaimed) announce(context, last, sim);
}

/** What a router does about its address, on the machine of its balancer. */
export const surroundings = {
  advertise(router: Holder, said: Advertisement, sim: Sim): void {
    // Its last word may come when it has left the cluster.
    if (!sim.members().some(({ node }) => node === router.node)) return;
    const words = isResignation(said) ? 'resignation' : `advertisement ${said.priority}`;
    const content: Advertising = Object.freeze({ class: 'heartbeat', words, said });
    sim.tellMember(router.node, { type: 'say', at: sim.now, content } as Say);
  },
  hold(router: Holder): void {
    router.isMaster = true;
  },
  release(router: Holder): void {
    router.isMaster = false;
    router.announcedAt = -1;
  },
};
