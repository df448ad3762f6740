/**
 * What ends requests in layer 7 other than an answer: time, a client gone, a backend taken away,
 * draining, a crash.
 */

import type { Sim } from '../../../sim/sim.ts';
import type { Cause, Connection, Message } from '../../../sim/types.ts';
import { forgetAll, giveUp, resetAll, trimIdle } from '../../shared/calls.ts';
import { callsIn } from '../../shared/calls-records.ts';
import { earliestDue, type Overdue, takeOverdue } from '../../shared/calls-timeouts.ts';
import type { Backend } from '../shared/backend.ts';
import { endAttempt, type Front, removeServed, type Served } from '../shared/served.ts';
import { type BalancerContext, stopSweeping, sweepWithin } from './context.ts';
import { configCause, failAttempt, finish, STATUS } from './l7-requests.ts';
import { forgetBackends, hasFailed, unwatch, watchBackends } from './opinions.ts';

/** Looks for connections that took too long to open or to answer, and says when to look again. */
export function sweep(context: BalancerContext, sim: Sim): void {
  context.sweepTimer = 0;
  for (const backend of context.backends) {
    for (;;) {
      const overdue = takeOverdue(backend.calls, sim);
      if (overdue === null) break;
      isLate(context, backend, overdue, sim);
    }
  }
  sweepInTime(context, sim);
}

/** Makes sure that somebody looks when the first of all calls is due, by the settings of now. */
function sweepInTime(context: BalancerContext, sim: Sim): void {
  let first = Number.POSITIVE_INFINITY;
  for (const { calls } of context.backends) {
    const due = earliestDue(calls);
    if (due < first) first = due;
  }
  if (first < Number.POSITIVE_INFINITY) sweepWithin(context, Math.max(1, first - sim.now), sim);
}

function isLate(
  context: BalancerContext,
  backend: Backend,
  { limit, calls }: Overdue<Served>,
  sim: Sim,
): void {
  const wasSent = limit === 'response';
  const cause: Cause =
    wasSent && backend.ownTimeout
      ? { ...configCause(sim, 'timeout'), lane: backend.lane }
      : configCause(sim, wasSent ? 'responseTimeout' : 'connectTimeout');
  // It was opened for a request that has been served otherwise since.
  if (calls.length === 0) hasFailed(context, backend, sim);
  for (const { message, owner } of calls) {
    sim.drop(message, 'timeout', cause);
    const how = { status: STATUS.gatewayTimeout, wasSent, attempt: message };
    failAttempt(context, owner, how, sim);
  }
}

/**
 * A client closed or reset its connection: what was under way for it is given up, as nginx does
 * unless told to ignore it.
 */
export function frontEnded(context: BalancerContext, connection: Connection, sim: Sim): void {
  const front = context.fronts.get(connection.id);
  if (front === undefined) return;
  context.fronts.delete(connection.id);
  if (front.serving === 0) return;
  for (const served of [...context.serving]) {
    if (served.front === front) cancel(context, served, sim);
  }
}

/** A client gave up this one request, and its connection goes on (HTTP/2). */
export function requestCancelled(context: BalancerContext, request: Message, sim: Sim): void {
  const served = context.serving.find((each) => each.request.id === request.id);
  if (served !== undefined) cancel(context, served, sim);
}

function cancel(context: BalancerContext, served: Served, sim: Sim): void {
  const { request, front, attempt, backend } = served;
  const cause: Cause = { why: 'message', message: request.id };
  if (attempt !== null && backend !== null) giveUp(backend.calls, attempt, sim);
  endAttempt(served, context);
  removeServed(context.serving, served);
  sim.abandon();
  if (attempt !== null) sim.drop(attempt.message, 'cancelled', cause);
  sim.drop(request, 'cancelled', cause, front.connection);
}

/**
 * After links or settings changed: ends what led to backends that are gone, starts watching new
 * ones.
 */
export function adopt(context: BalancerContext, sim: Sim): void {
  const { retired } = context;
  context.retired = [];
  for (const backend of retired) retire(context, backend, sim);
  for (const { calls } of context.backends) trimIdle(calls, sim);
  watchBackends(context, sim);
  sweepInTime(context, sim);
}

function retire(context: BalancerContext, backend: Backend, sim: Sim): void {
  unwatch(backend, sim);
  const cause: Cause = { why: 'lane', lane: backend.lane, fact: 'closed' };
  const stranded = callsIn(backend.calls);
  resetAll(backend.calls, sim, cause);
  for (const { message, owner } of stranded) {
    endAttempt(owner, context);
    sim.drop(message, 'connection-reset', cause);
    finish(context, owner, { status: STATUS.badGateway, attempt: message }, sim);
  }
}

/** Draining: client connections without a request under way are closed. */
export function closeIdle(context: BalancerContext, sim: Sim): void {
  for (const front of [...context.fronts.values()])
    if (front.serving === 0) hangUp(context, front, sim);
}

function hangUp(context: BalancerContext, { connection }: Front, sim: Sim): void {
  context.fronts.delete(connection.id);
  sim.close(connection);
}

/** Everything held ends with the process; whoever waits for it learns that from its connection. */
export function dropAll(context: BalancerContext, sim: Sim): void {
  const cause: Cause = { why: 'state', node: sim.self, key: '' };
  for (const { request, attempt } of context.serving) {
    if (attempt !== null) sim.drop(attempt.message, 'connection-reset', cause);
    sim.abandon();
    sim.drop(request, 'connection-reset', cause);
  }
  for (const { calls } of [...context.backends, ...context.retired]) forgetAll(calls);
  forgetBackends(context, sim);
  context.fronts.clear();
  context.serving = [];
  stopSweeping(context, sim);
}

/** The requests being served, and our own messages that have no connection yet. */
export function heldByL7(context: BalancerContext): Message[] {
  const held: Message[] = [];
  for (const { request, attempt } of context.serving) {
    if (request.end === 'open') held.push(request);
    if (attempt === null || attempt.sentAt >= 0 || attempt.message.end !== 'open') continue;
    held.push(attempt.message);
  }
  return held;
}
