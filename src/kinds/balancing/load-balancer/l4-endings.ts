/** What ends flows in layer 4 other than their two sides: time, a backend taken away, a crash. */
import { listOf } from '../../../lib/deque.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Cause, Micros } from '../../../sim/types.ts';
import type { Backend } from '../shared/backend.ts';
import { type BalancerContext, stopSweeping, sweepWithin } from './context.ts';
import { endOutstanding, legFailed, unplug } from './l4-flows.ts';
import { type Flow, fitPorts } from './nat.ts';
import { forgetBackends, unwatch, watchBackends } from './opinions.ts';
import type { BalancerConfig } from './spec.ts';

/**
 * When a flow has taken too long: to open, or (UDP) to carry anything. Infinity while there is
 * nothing to wait for.
 */
function dueAt({ leg }: Flow, settings: BalancerConfig): Micros {
  if (leg === null) return Number.POSITIVE_INFINITY;
  if (leg.transport === 'udp') return after(leg.usedAt, settings.udpIdle);
  const isOpening = leg.state === 'opening';
  return isOpening ? after(leg.openedAt, settings.connectTimeout) : Number.POSITIVE_INFINITY;
}

function after(from: Micros, milliseconds: number): Micros {
  return milliseconds > 0 ? from + Math.round(milliseconds * 1000) : Number.POSITIVE_INFINITY;
}

/**
 * Connections that do not open in time have failed; UDP flows that carried nothing for long are
 * forgotten.
 */
export function sweep(context: BalancerContext, sim: Sim): void {
  context.sweepTimer = 0;
  for (const flow of [...context.flows.values()]) {
    if (flow.front.transport === 'udp') forgetLost(flow, context.settings, sim);
    if (dueAt(flow, context.settings) > sim.now || flow.leg === null) continue;
    if (flow.front.transport === 'udp') {
      forget(context, flow, sim);
      continue;
    }
    sim.close(flow.leg);
    legFailed(context, flow, sim);
  }
  sweepInTime(context, sim);
}

/** Makes sure that somebody looks when the first flow is due, by the settings of now. */
function sweepInTime(context: BalancerContext, sim: Sim): void {
  let first = Number.POSITIVE_INFINITY;
  for (const flow of context.flows.values()) {
    const due = dueAt(flow, context.settings);
    if (due < first) first = due;
  }
  if (first < Number.POSITIVE_INFINITY) sweepWithin(context, Math.max(1, first - sim.now), sim);
}

/**
 * On UDP nobody hears of an answer that was lost: what is over elsewhere, and was long ago, is not
 * waited for any longer.
 */
function forgetLost({ leg, relayed }: Flow, { udpIdle }: BalancerConfig, sim: Sim): void {
  if (leg === null) return;
  for (const message of listOf(leg.outstanding)) {
    if (after(relayed.get(message.id) ?? 0, udpIdle) > sim.now) return;
    if (message.end === 'open') continue;
    relayed.delete(message.id);
    sim.giveUp(message, leg);
  }
}

/** An idle UDP flow leaves the table without a word to anybody. */
function forget(context: BalancerContext, flow: Flow, sim: Sim): void {
  const cause: Cause = { why: 'config', node: sim.self, field: 'udpIdle' };
  context.flows.delete(flow.front.id);
  const leg = unplug(context, flow);
  if (leg === null) return;
  endOutstanding(leg, { reason: 'timeout', cause }, sim);
  sim.close(leg);
  sim.close(flow.front);
}

/**
 * After links or settings changed: ends what led to backends that are gone, starts watching new
 * ones.
 */
export function adopt(context: BalancerContext, sim: Sim): void {
  const { retired } = context;
  context.retired = [];
  for (const backend of retired) {
    unwatch(backend, sim);
    cutOff(context, backend, sim);
  }
  fitPorts(context.ports, context.settings.natPorts, context.flows.values());
  watchBackends(context, sim);
  sweepInTime(context, sim);
}

function cutOff(context: BalancerContext, backend: Backend, sim: Sim): void {
  const cause: Cause = { why: 'lane', lane: backend.lane, fact: 'closed' };
  for (const flow of [...context.flows.values()]) {
    if (flow.backend !== backend) continue;
    const { front } = flow;
    context.flows.delete(front.id);
    const leg = unplug(context, flow);
    if (leg === null) continue;
    endOutstanding(leg, { reason: 'connection-reset', cause }, sim, front);
    sim.reset(leg, cause);
    if (front.state === 'opening') sim.refuse(front, cause);
    else sim.reset(front, cause);
  }
}

/** The table of connections is lost with the process. */
export function forgetAll(context: BalancerContext, sim: Sim): void {
  forgetBackends(context, sim);
  context.flows.clear();
  context.ports.taken.fill(0);
  context.ports.count = 0;
  stopSweeping(context, sim);
}
