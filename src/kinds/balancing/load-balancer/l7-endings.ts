/** What ends requests in layer 7 other than an answer: time, a backend taken away, draining, a crash. */
import type { Cause, Connection, Message, Sim } from '../../../sim/types.ts';
import { createPool, discard, trimIdle, waitingIn } from '../../shared/connection-pool.ts';
import { type Backend, forgetLoad } from '../shared/backend.ts';
import {
  type BalancerContext,
  backendOf,
  stopSweeping,
  sweepWithin,
  unwatch,
  watchBackends,
} from './context.ts';
import {
  configCause,
  connectFailed,
  failAttempt,
  finish,
  forgetIfClosed,
  giveUp,
  STATUS,
} from './l7-requests.ts';
import { earliest, isOverdue } from './timeouts.ts';

/** Looks for connections that took too long to open or to answer, and says when to look again. */
export function sweep(context: BalancerContext, sim: Sim): void {
  context.sweepTimer = 0;
  const { settings } = context;
  for (const leg of [...context.legs.values()]) {
    if (!isOverdue(leg, settings, sim.now)) continue;
    if (leg.state === 'opening') {
      sim.close(leg);
      connectFailed(context, leg, 'timeout', sim);
    } else answerIsLate(context, leg, sim);
  }
  const next = earliest(context.legs.values(), settings);
  if (next < Number.POSITIVE_INFINITY) sweepWithin(context, Math.max(1, next - sim.now), sim);
}

function answerIsLate(context: BalancerContext, leg: Connection, sim: Sim): void {
  const backend = backendOf(context, leg);
  const child = leg.outstanding[0];
  if (backend === null || child === undefined) return;
  discard(backend.pool, leg, sim);
  context.legs.delete(leg.id);
  giveUp(child, 'timeout', configCause(sim, 'responseTimeout'), sim);
  const how = { status: STATUS.gatewayTimeout, wasSent: true, attempt: child };
  if (child.parent !== null) failAttempt(context, child.parent, backend, how, sim);
}

/** After links or settings changed: ends what led to backends that are gone, starts watching new ones. */
export function adopt(context: BalancerContext, sim: Sim): void {
  const { retired } = context;
  context.retired = [];
  for (const backend of retired) retire(context, backend, sim);
  for (const backend of context.backends) trimIdle(backend.pool, sim);
  for (const leg of [...context.legs.values()]) forgetIfClosed(context, leg);
  watchBackends(context, sim);
}

function retire(context: BalancerContext, backend: Backend, sim: Sim): void {
  unwatch(backend, sim);
  const cause: Cause = { why: 'lane', lane: backend.lane, fact: 'closed' };
  const stranded = waitingIn(backend.pool);
  for (const leg of [...context.legs.values()]) {
    if (leg.lane !== backend.lane) continue;
    stranded.push(...leg.outstanding);
    context.legs.delete(leg.id);
    sim.reset(leg);
  }
  for (const child of stranded) {
    giveUp(child, 'connection-reset', cause, sim);
    if (child.parent !== null) finish(context, child.parent, STATUS.badGateway, child, sim);
  }
}

/** Draining: client connections without a request under way are closed. */
export function closeIdle(context: BalancerContext, sim: Sim): void {
  for (const front of [...context.fronts.values()]) {
    if (front.outstanding.some(isUnanswered)) continue;
    context.fronts.delete(front.id);
    sim.close(front);
  }
}

function isUnanswered(message: Message): boolean {
  return message.status === 0 && message.end === 'open';
}

/** Everything held ends with the process. */
export function dropAll(context: BalancerContext, sim: Sim): void {
  const cause: Cause = { why: 'state', node: sim.self, machine: 'main', key: '' };
  for (const child of childrenIn(context)) {
    const parent = child.parent as Message;
    giveUp(child, 'connection-reset', cause, sim);
    sim.abandon();
    if (parent.end === 'open') sim.drop(parent, 'connection-reset', cause);
  }
  for (const backend of context.backends) {
    unwatch(backend, sim);
    forgetLoad(backend);
    backend.fails = 0;
    backend.health = 0;
    backend.pool = createPool(context.settings.keepAlive);
  }
  context.fronts.clear();
  context.legs.clear();
  context.tried.clear();
  context.serving = 0;
  context.sick = 0;
  stopSweeping(context, sim);
}

/** Our own messages that wait for a connection or an answer. */
function childrenIn(context: BalancerContext): Message[] {
  const children: Message[] = [];
  for (const backend of context.backends) children.push(...waitingIn(backend.pool));
  for (const leg of context.legs.values()) children.push(...leg.outstanding);
  return children.filter((child) => child.parent !== null);
}

/** The requests being served, and our own messages that have no connection yet. */
export function heldByL7(context: BalancerContext): Message[] {
  const held: Message[] = [];
  for (const child of childrenIn(context)) {
    if (child.parent !== null && child.parent.end === 'open') held.push(child.parent);
    if (child.connection === null && child.end === 'open') held.push(child);
  }
  return held;
}
