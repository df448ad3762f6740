/**
 * The life of a flow in layer 4: plugged through to a backend, carrying packets there and back,
 * ended by either side. What concerns all flows at once (time, a backend taken away, a crash) is in
 * `l4-endings.ts`.
 */
import { listOf } from '../../../lib/deque.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Cause, Connection, Message } from '../../../sim/types.ts';
import { release, take } from '../shared/backend.ts';
import type { Group } from '../shared/tier.ts';
import { checkAnswered, checkConnected, checkLost } from './checks.ts';
import {
  type BalancerContext,
  backendOf,
  choose,
  countRefusal,
  remember,
  SERIES,
  sweepWithin,
  whyNone,
} from './context.ts';
import { hear } from './membership.ts';
import { createFlow, type Flow, flowOf, freePort, takePort } from './nat.ts';
import { hasFailed, succeeded } from './opinions.ts';

/** As a status: what is let in is well. */
const OK = 200;

export interface Failure {
  readonly reason: string;
  readonly cause: Cause;
}

/** A client wants a connection: it is let in once a backend lets the balancer in. */
export function openFlow(context: BalancerContext, front: Connection, sim: Sim): void {
  const flow = createFlow(front);
  context.flows.set(front.id, flow);
  const failure = openLeg(context, flow, sim);
  if (failure !== null) refuse(context, front, failure, sim);
}

/** Chooses a backend for a flow and opens the other leg; the reason when that cannot be. */
function openLeg(context: BalancerContext, flow: Flow, sim: Sim): Failure | null {
  const { front } = flow;
  const group = context.groups[0] as Group;
  const port = takePort(context.ports);
  if (port < 0) {
    return { reason: 'no-port', cause: { why: 'config', node: sim.self, field: 'natPorts' } };
  }
  const backend = choose(context, group, front.sourceIp, flow.tried, sim);
  if (backend === null) {
    freePort(context.ports, port);
    return whyNone(context, group, sim);
  }
  take(backend, context);
  flow.port = port;
  flow.backend = backend;
  flow.leg = sim.connect(backend.lane, {
    transport: front.transport,
    continues: front,
    sourcePort: port,
  });
  const patience =
    front.transport === 'udp' ? context.settings.udpIdle : context.settings.connectTimeout;
  if (patience > 0) sweepWithin(context, Math.round(patience * 1000), sim);
  return null;
}

/** Takes the leg from a flow: its port is free, its backend has one less. Null when it has none. */
export function unplug(context: BalancerContext, flow: Flow): Connection | null {
  const { leg, backend } = flow;
  if (leg === null) return null;
  freePort(context.ports, flow.port);
  if (backend !== null) release(backend, context);
  flow.leg = null;
  flow.backend = null;
  return leg;
}

export function refuse(
  context: BalancerContext,
  front: Connection,
  { reason, cause }: Failure,
  sim: Sim,
): void {
  countRefusal(context, reason);
  sim.info(`Refused ${front.sourceIp}:${front.sourcePort}: ${reason}`);
  context.flows.delete(front.id);
  sim.refuse(front, cause);
}

/** The backend let the connection in: so is the client. */
export function admit(context: BalancerContext, leg: Connection, sim: Sim): void {
  const flow = flowOf(context.flows, leg);
  if (flow === undefined) {
    checkConnected(backendOf(context, leg), leg, sim);
    return;
  }
  if (flow.backend !== null) succeeded(context, flow.backend, OK, sim);
  flow.tried = null;
  sim.accept(flow.front);
}

/**
 * A backend did not let the connection in: the next one where that is allowed, else the client is
 * refused too.
 */
export function legFailed(context: BalancerContext, flow: Flow, sim: Sim): void {
  const { front, backend } = flow;
  const leg = unplug(context, flow);
  if (leg === null) return;
  if (backend !== null) hasFailed(context, backend, sim);
  if (context.settings.nextBackend) {
    if (flow.tried === null) flow.tried = [leg.lane];
    else flow.tried.push(leg.lane);
    if (openLeg(context, flow, sim) === null) return;
  }
  const cause: Cause = leg.failure?.cause ?? {
    why: 'lane',
    lane: leg.lane,
    fact: 'opening',
    field: 'connectTimeout',
  };
  refuse(context, front, { reason: 'connection-refused', cause }, sim);
}

/** A packet from a client goes on along its flow; a UDP packet of an unknown flow begins one. */
export function translate(
  context: BalancerContext,
  message: Message,
  front: Connection,
  sim: Sim,
): void {
  let flow = context.flows.get(front.id);
  if (flow === undefined) {
    if (hear(message, sim)) return;
    const begun = createFlow(front);
    const failure = front.transport === 'udp' ? openLeg(context, begun, sim) : isForgotten(front);
    if (failure !== null) {
      countRefusal(context, failure.reason);
      sim.drop(message, failure.reason, failure.cause, front);
      if (front.transport === 'udp') sim.close(front);
      return;
    }
    flow = begun;
    context.flows.set(front.id, flow);
  }
  const { leg } = flow;
  if (leg === null) return;
  sim.count(SERIES.requests, 1, leg.peer);
  flow.relayed.set(message.id, sim.now);
  remember(context, { at: sim.now, message, front, onward: message, back: leg, call: null });
  sim.forward(message, leg);
}

function isForgotten(front: Connection): Failure {
  const cause: Cause = { why: 'lane', lane: front.lane, fact: 'closed' };
  return { reason: 'connection-reset', cause };
}

/** An answer goes to the client by the NAT table; without an entry there it goes nowhere. */
export function passBack(
  context: BalancerContext,
  message: Message,
  leg: Connection,
  sim: Sim,
): void {
  const flow = flowOf(context.flows, leg);
  if (flow === undefined) {
    checkAnswered(backendOf(context, leg), message, leg, sim);
    return;
  }
  const since = flow.relayed.get(message.id);
  flow.relayed.delete(message.id);
  if (since !== undefined && message.end === 'open') {
    // Nothing is ever held here: a packet comes in and is gone, and what is counted is the round
    // trip behind it.
    sim.enter();
    sim.leave(sim.now - since);
  }
  sim.forward(message, flow.front);
}

/** There will be no answer: the client hears of it, as an answer would be. */
export function passBackDropped(
  context: BalancerContext,
  message: Message,
  leg: Connection,
  sim: Sim,
): void {
  const flow = flowOf(context.flows, leg);
  if (flow === undefined) {
    checkLost(backendOf(context, leg), leg, message.reason, sim);
    return;
  }
  flow.relayed.delete(message.id);
  // A port nobody listens on: for UDP the only sign that a backend is dead.
  const isDead = message.reason === 'connection-refused';
  if (isDead && flow.backend !== null) hasFailed(context, flow.backend, sim);
  // It ended elsewhere, maybe as an answer on its way: what goes on is the notice.
  const cause: Cause = { why: 'message', message: message.id };
  sim.drop(message, leg.failure?.reason ?? 'connection-reset', cause, flow.front);
}

/** The client gave up one of the requests on its connection (HTTP/2): the backend hears of it. */
export function passCancel(
  context: BalancerContext,
  message: Message,
  front: Connection,
  sim: Sim,
): void {
  const flow = context.flows.get(front.id);
  if (flow === undefined || flow.leg === null || !flow.relayed.delete(message.id)) return;
  sim.giveUp(message, flow.leg);
  sim.drop(message, 'cancelled', { why: 'message', message: message.id }, front);
}

/** Either side ended its connection: the other one ends in the same way. */
export function endFlow(
  context: BalancerContext,
  end: Connection,
  how: 'close' | 'reset',
  sim: Sim,
): void {
  const flow = flowOf(context.flows, end);
  if (flow === undefined) {
    if (end.isOpener) checkLost(backendOf(context, end), end, null, sim);
    return;
  }
  context.flows.delete(flow.front.id);
  const leg = unplug(context, flow);
  const other = end.isOpener ? flow.front : leg;
  if (other === null) return;
  if (!end.isOpener) endOutstanding(other, end.failure ?? abandonedBy(end), sim);
  if (how === 'close') sim.close(other);
  else if (end.failure === null) sim.reset(other);
  else sim.reset(other, end.failure.cause);
}

function abandonedBy(front: Connection): Failure {
  return { reason: 'cancelled', cause: { why: 'lane', lane: front.lane, fact: 'closed' } };
}

/**
 * Ends what is under way on a leg that is about to be ended; the client hears of it where its end
 * is given.
 */
export function endOutstanding(
  leg: Connection,
  { reason, cause }: Failure,
  sim: Sim,
  front: Connection | null = null,
): void {
  for (const message of listOf(leg.outstanding)) sim.drop(message, reason, cause, front);
}
