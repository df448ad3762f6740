/**
 * The life of a request in layer 7: routed, sent on as a message of our own, answered, or failed
 * and tried elsewhere. What ends requests by itself (time, a client gone, a backend taken away, a
 * crash) is in `l7-endings.ts`.
 */

import type { Sim } from '../../../sim/sim.ts';
import type { Cause, Connection, Message } from '../../../sim/types.ts';
import {
  type Call,
  connected,
  connectionGone,
  createCall,
  finishCall,
  place,
} from '../../shared/calls.ts';
import { answerOf, httpOf, isProbe } from '../../shared/http.ts';
import type { Backend } from '../shared/backend.ts';
import {
  addServed,
  beginAttempt,
  endAttempt,
  type Front,
  removeServed,
  type Served,
} from '../shared/served.ts';
import type { Group } from '../shared/tier.ts';
import { checkAnswered, checkConnected, checkLost } from './checks.ts';
import {
  type BalancerContext,
  backendOf,
  choose,
  countRefusal,
  remember,
  sweepWithin,
  whyNone,
} from './context.ts';
import { hear } from './membership.ts';
import { hasFailed, succeeded } from './opinions.ts';
import { groupFor } from './rules.ts';

/** As nginx answers: the backend failed, it took too long, it turned the request away. */
export const STATUS = { badGateway: 502, unavailable: 503, gatewayTimeout: 504 } as const;

/**
 * These may have been carried out before the failure, so they are never sent twice. Source: nginx's
 * non_idempotent.
 */
const NOT_IDEMPOTENT = new Set(['POST', 'LOCK', 'PATCH']);

/** Drops that mean the backend is in trouble, not that it declined. */
const FAILURES = new Set([
  'connection-refused',
  'connection-reset',
  'connection-timed-out',
  'timeout',
]);

export function route(
  context: BalancerContext,
  request: Message,
  connection: Connection,
  sim: Sim,
): void {
  if (connection.transport === 'udp' && hear(request, sim)) return;
  if (isProbe(request)) {
    answerCheck(context, request, connection, sim);
    return;
  }
  sim.enter();
  if (connection.transport === 'udp') {
    const failure = { reason: 'connection-refused', cause: configCause(sim, 'mode') };
    turnAway(context, request, connection, failure, sim);
    sim.close(connection);
    return;
  }
  const front = frontOf(context, connection);
  const enteredAt = sim.now;
  const served: Served = {
    request,
    front,
    enteredAt,
    place: -1,
    tried: null,
    attempt: null,
    backend: null,
  };
  addServed(context.serving, served);
  const group = groupFor(context, httpOf(request));
  if (attempt(context, served, group, sim)) return;
  removeServed(context.serving, served);
  turnAway(context, request, connection, whyNone(context, group, sim), sim);
}

/** Another balancer asks: it is well while it has anybody to send to. */
function answerCheck(
  { sick, wanted }: BalancerContext,
  check: Message,
  connection: Connection,
  sim: Sim,
): void {
  const isWell = sick < wanted;
  const cause: Cause = { why: 'state', node: sim.self, key: '' };
  if (isWell) sim.reply(check, connection, 200);
  else sim.reply(check, connection, STATUS.unavailable, cause);
}

/** The record of a client's connection. */
export function frontOf(context: BalancerContext, connection: Connection): Front {
  let front = context.fronts.get(connection.id);
  if (front === undefined) {
    front = { connection, serving: 0 };
    context.fronts.set(connection.id, front);
  }
  return front;
}

function turnAway(
  context: BalancerContext,
  request: Message,
  connection: Connection,
  { reason, cause }: { readonly reason: string; readonly cause: Cause },
  sim: Sim,
): void {
  countRefusal(context, reason);
  sim.abandon();
  sim.drop(request, reason, cause, connection);
}

/**
 * Sends a message of our own for this request to the next backend; false when there is none to send
 * to.
 */
function attempt(context: BalancerContext, served: Served, group: Group, sim: Sim): boolean {
  const { request, front } = served;
  const backend = choose(context, group, front.connection.sourceIp, served.tried, sim);
  if (backend === null) return false;
  const { deadline } = request;
  const call = createCall(sim.create(request.content, { parent: request, deadline }), served);
  beginAttempt(served, call, backend, context);
  const why = place(backend.calls, call, sim);
  remember(context, {
    at: sim.now,
    message: request,
    front: front.connection,
    onward: call.message,
    back: null,
    call,
  });
  if (why === null) {
    const { connect, response } = backend.calls.timeouts;
    const patience = call.sentAt >= 0 ? response : connect;
    if (patience > 0) sweepWithin(context, patience, sim);
    return true;
  }
  // The balancer itself can hold no more: not this backend's fault, and no other would help.
  endAttempt(served, context);
  sim.drop(call.message, why, { why: 'state', node: sim.self, key: '' });
  finish(context, served, { status: STATUS.unavailable, attempt: call.message }, sim);
  return true;
}

export function answer(context: BalancerContext, child: Message, leg: Connection, sim: Sim): void {
  const backend = backendOf(context, leg);
  const call = backend === null ? null : finishCall(backend.calls, child, leg, sim);
  if (backend === null || call === null) {
    checkAnswered(backend, child, leg, sim);
    return;
  }
  endAttempt(call.owner, context);
  const { status } = child;
  succeeded(context, backend, status, sim);
  finish(context, call.owner, { status, attempt: child, answer: answerOf(child) }, sim);
}

/** How the last attempt at a request went. */
interface Outcome {
  readonly status: number;
  readonly attempt: Message;
  /** What the backend's answer said beside the status: it is passed on. */
  readonly answer?: unknown;
}

/** Answers a request as its last attempt went. */
export function finish(
  context: BalancerContext,
  served: Served,
  { status, attempt: { id }, answer = null }: Outcome,
  sim: Sim,
): void {
  const { request, front } = served;
  removeServed(context.serving, served);
  if (request.end === 'open') sim.leave(sim.now - served.enteredAt);
  else sim.abandon();
  const cause: Cause | undefined = status < 400 ? undefined : { why: 'message', message: id };
  sim.reply(request, front.connection, status, cause, answer);
}

/** The backend (or the way to it) ended our message: either it is in trouble, or it declined. */
export function childDropped(
  context: BalancerContext,
  child: Message,
  leg: Connection,
  sim: Sim,
): void {
  const backend = backendOf(context, leg);
  if (backend === null) return;
  // Before the connection is given back: that may close it, which says nothing of the backend.
  const reason = reasonOf(child, leg);
  const call = finishCall(backend.calls, child, leg, sim);
  if (call === null) {
    checkLost(backend, leg, reason, sim);
    return;
  }
  const served = call.owner;
  if (FAILURES.has(reason)) {
    const how = { status: STATUS.badGateway, wasSent: true, attempt: child };
    failAttempt(context, served, how, sim);
    return;
  }
  endAttempt(served, context);
  finish(context, served, { status: STATUS.unavailable, attempt: child }, sim);
}

/**
 * Why it was dropped as is known here: with a connection that died came no word of what had become
 * of it.
 */
function reasonOf(child: Message, leg: Connection): string {
  if (leg.state === 'closed') return leg.failure?.reason ?? 'connection-reset';
  return child.reason ?? '';
}

/**
 * An attempt failed through its backend: the next backend where that is allowed, else the client
 * hears of it.
 */
export function failAttempt(
  context: BalancerContext,
  served: Served,
  how: Outcome & { readonly wasSent: boolean },
  sim: Sim,
): void {
  const { backend, request } = served;
  endAttempt(served, context);
  if (backend !== null) {
    hasFailed(context, backend, sim);
    const mayRepeat = !how.wasSent || !NOT_IDEMPOTENT.has(httpOf(request).method);
    if (context.settings.nextBackend && mayRepeat) {
      if (served.tried === null) served.tried = [backend.lane];
      else served.tried.push(backend.lane);
      if (attempt(context, served, groupFor(context, httpOf(request)), sim)) return;
    }
  }
  finish(context, served, how, sim);
}

/** A connection to a backend is open. */
export function ready(context: BalancerContext, leg: Connection, sim: Sim): void {
  const backend = backendOf(context, leg);
  if (backend === null || checkConnected(backend, leg, sim)) return;
  connected(backend.calls, leg, sim);
  const { response } = backend.calls.timeouts;
  if (response > 0) sweepWithin(context, response, sim);
}

/**
 * A connection to a backend did not come about. The request that it was opened for fails with it,
 * if it still waits.
 */
export function connectFailed(context: BalancerContext, leg: Connection, sim: Sim): void {
  const backend = backendOf(context, leg);
  if (backend === null || checkLost(backend, leg, null, sim)) return;
  const failed = connectionGone(backend.calls, leg);
  if (failed.length === 0) hasFailed(context, backend, sim);
  failWith(context, backend, { failed, leg }, sim);
}

/** A backend closed or reset a connection: what had been sent on it has come back before. */
export function legEnded(context: BalancerContext, leg: Connection, sim: Sim): void {
  const backend = backendOf(context, leg);
  if (backend === null || checkLost(backend, leg, null, sim)) return;
  failWith(context, backend, { failed: connectionGone(backend.calls, leg), leg }, sim);
}

function failWith(
  context: BalancerContext,
  backend: Backend,
  { failed, leg }: { readonly failed: readonly Call<Served>[]; readonly leg: Connection },
  sim: Sim,
): void {
  const state: Cause = { why: 'state', node: backend.node, key: '' };
  const { reason, cause } = leg.failure ?? { reason: 'connection-reset', cause: state };
  for (const { message, owner, sentAt } of failed) {
    sim.drop(message, reason, cause);
    const how = { status: STATUS.badGateway, wasSent: sentAt >= 0, attempt: message };
    failAttempt(context, owner, how, sim);
  }
}

export function configCause(sim: Sim, field: string): Extract<Cause, { why: 'config' }> {
  return { why: 'config', node: sim.self, field };
}
