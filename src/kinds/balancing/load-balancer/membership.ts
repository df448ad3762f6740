/**
 * What a balancer does for the cluster that it stands in: it says whether it serves, passes on to
 * its peers what the cluster has to say, and hands over what they say. What all of that is about,
 * the cluster knows.
 */
import type { SimEvent } from '../../../sim/machine.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Message } from '../../../sim/types.ts';
import type { MemberReport, MemberWord, Say } from '../shared/membership.ts';
import type { BalancerContext } from './context.ts';

/** Tells the cluster, once that has asked. */
export function report(context: BalancerContext, type: MemberReport['type'], sim: Sim): void {
  if (context.isMember) tell({ type, node: sim.self }, sim);
}

/** A hung process wakes too late to say what it had to say. */
export function say(event: SimEvent, sim: Sim): void {
  const { at, content } = event as Say;
  if (at < sim.now) return;
  for (const { lane } of sim.inner()) {
    const flow = sim.connect(lane, { transport: 'udp' });
    sim.send(sim.create(content, { oneWay: true }), flow);
    sim.close(flow);
  }
  tell({ type: 'said', node: sim.self, content }, sim);
}

/** Whether it is a word of a peer, and no request. */
export function hear(message: Message, sim: Sim): boolean {
  const { content } = message;
  if (content.class !== 'heartbeat') return false;
  sim.deliver(message);
  tell({ type: 'heard', node: sim.self, content }, sim);
  return true;
}

function tell(event: MemberReport | MemberWord, sim: Sim): void {
  sim.tellFrame(event);
}
