/**
 * The life of a request in layer 7: routed, sent on as a message of our own, answered, or failed and tried elsewhere. Connections to
 * backends are a matter of the same file, because a request may wait for one or die with one.
 */
import type { Cause, Connection, Message, Sim } from '../../../sim/types.ts';
import {
  connectionGone,
  connectionReady,
  connectionRefused,
  discard,
  requestDone,
  sendOnIdle,
  stopWaiting,
  waitForConnection,
  waitingIn,
} from '../../shared/connection-pool.ts';
import { type Backend, release } from '../shared/backend.ts';
import type { Group } from '../shared/tier.ts';
import {
  addTried,
  type BalancerContext,
  backendOf,
  choose,
  countRefusal,
  hasFailed,
  remember,
  succeeded,
  sweepWithin,
  whyNone,
} from './context.ts';
import { groupFor } from './rules.ts';

/** As nginx answers: the backend failed, it took too long, it turned the request away. */
export const STATUS = { badGateway: 502, unavailable: 503, gatewayTimeout: 504 } as const;

/** These may have been carried out before the failure, so they are never sent twice. Source: nginx's non_idempotent. */
const NOT_IDEMPOTENT = new Set(['POST', 'LOCK', 'PATCH']);

/** Drops that mean the backend is in trouble, not that it declined. */
const FAILURES = new Set(['connection-refused', 'connection-reset', 'timeout']);

/** `message.timer` of our own messages: whether their end is still to come. One we gave up on may yet be reported dropped. */
const UNDER_WAY = 1;
const SETTLED = 0;

export function route(context: BalancerContext, message: Message, sim: Sim): void {
  const connection = message.connection as Connection;
  sim.enter();
  message.enteredAt = sim.now;
  if (connection.transport === 'udp') {
    turnAway(context, message, 'connection-refused', configCause(sim, 'mode'), sim);
    return;
  }
  const group = groupFor(context, message.content);
  context.serving++;
  if (attempt(context, message, group, sim)) return;
  context.serving--;
  const { reason, cause } = whyNone(context, group, sim);
  turnAway(context, message, reason, cause, sim);
}

function turnAway(
  context: BalancerContext,
  message: Message,
  reason: string,
  cause: Cause,
  sim: Sim,
): void {
  countRefusal(context, reason);
  sim.abandon();
  sim.drop(message, reason, cause);
}

/** Sends a message of our own for this request to the next backend; false when there is none to send to. */
function attempt(context: BalancerContext, parent: Message, group: Group, sim: Sim): boolean {
  const { sourceIp } = parent.connection as Connection;
  const backend = choose(context, group, sourceIp, parent.id, sim);
  if (backend === null) return false;
  const { settings } = context;
  const child = sim.create(parent.content, { parent });
  child.timer = UNDER_WAY;
  let opened: Connection | null = null;
  if (!sendOnIdle(backend.pool, child, sim)) {
    opened = sim.connect(backend.lane, settings.backendTls ? WITH_TLS : PLAIN);
    context.legs.set(opened.id, opened);
    waitForConnection(backend.pool, child, opened, sim);
    if (settings.connectTimeout > 0) sweepWithin(context, settings.connectTimeout * 1000, sim);
  } else if (settings.responseTimeout > 0) {
    sweepWithin(context, settings.responseTimeout * 1000, sim);
  }
  remember(context, sim.now, parent, child, opened);
  return true;
}

const WITH_TLS = Object.freeze({ tls: true });
const PLAIN = Object.freeze({});

export function answer(context: BalancerContext, child: Message, sim: Sim): void {
  child.timer = SETTLED;
  const { parent } = child;
  const connection = child.connection as Connection;
  const backend = backendOf(context, connection);
  if (backend !== null) {
    release(backend, context);
    succeeded(context, backend, sim);
    giveBack(context, backend, connection, sim);
  }
  if (parent !== null) finish(context, parent, child.status, child, sim);
}

function giveBack(
  context: BalancerContext,
  backend: Backend,
  connection: Connection,
  sim: Sim,
): void {
  requestDone(backend.pool, connection, sim);
  forgetIfClosed(context, connection);
}

export function forgetIfClosed(context: BalancerContext, connection: Connection): void {
  if (connection.state === 'closed') context.legs.delete(connection.id);
}

/** Answers a request as its last attempt went. */
export function finish(
  context: BalancerContext,
  parent: Message,
  status: number,
  attempt: Message,
  sim: Sim,
): void {
  context.serving--;
  if (context.tried.size > 0) context.tried.delete(parent.id);
  if (parent.end === 'open') sim.leave(sim.now - parent.enteredAt);
  else sim.abandon();
  // Whoever gave up without closing the connection is answered all the same: nothing has told us.
  if (status < 400) sim.reply(parent, status);
  else sim.reply(parent, status, { why: 'message', message: attempt.id });
}

/** The backend (or the way to it) ended our message: either it is in trouble, or it declined. */
export function childDropped(context: BalancerContext, child: Message, sim: Sim): void {
  const connection = child.connection as Connection;
  const backend = backendOf(context, connection);
  const { parent } = child;
  if (parent === null || child.timer === SETTLED) return;
  child.timer = SETTLED;
  if (backend === null) {
    finish(context, parent, STATUS.badGateway, child, sim);
    return;
  }
  if (connection.state === 'open') giveBack(context, backend, connection, sim);
  if (FAILURES.has(child.reason ?? '')) {
    const how = { status: STATUS.badGateway, wasSent: true, attempt: child };
    failAttempt(context, parent, backend, how, sim);
    return;
  }
  release(backend, context);
  finish(context, parent, STATUS.unavailable, child, sim);
}

/** An attempt failed through its backend: the next backend where that is allowed, else the client hears of it. */
export function failAttempt(
  context: BalancerContext,
  parent: Message,
  backend: Backend,
  how: { readonly status: number; readonly wasSent: boolean; readonly attempt: Message },
  sim: Sim,
): void {
  release(backend, context);
  hasFailed(context, backend, sim);
  const mayRepeat = !how.wasSent || !NOT_IDEMPOTENT.has(parent.content.method);
  if (context.settings.nextBackend && mayRepeat && parent.end === 'open') {
    addTried(context, parent.id, backend.lane);
    if (attempt(context, parent, groupFor(context, parent.content), sim)) return;
  }
  finish(context, parent, how.status, how.attempt, sim);
}

export function ready(context: BalancerContext, connection: Connection, sim: Sim): void {
  const backend = backendOf(context, connection);
  if (backend === null) return;
  connectionReady(backend.pool, connection, sim);
  forgetIfClosed(context, connection);
  const { responseTimeout } = context.settings;
  if (responseTimeout > 0) sweepWithin(context, responseTimeout * 1000, sim);
}

/** A connection to a backend did not come about. The request that waited for it fails with it. */
export function connectFailed(
  context: BalancerContext,
  connection: Connection,
  reason: 'connection-refused' | 'connection-reset' | 'timeout',
  sim: Sim,
): void {
  context.legs.delete(connection.id);
  const backend = backendOf(context, connection);
  if (backend === null) return;
  const child = connectionRefused(backend.pool, connection);
  if (child === null) hasFailed(context, backend, sim);
  else failWaiting(context, backend, { child, connection, reason }, sim);
}

function failWaiting(
  context: BalancerContext,
  backend: Backend,
  failure: { readonly child: Message; readonly connection: Connection; readonly reason: string },
  sim: Sim,
): void {
  const { child, connection, reason } = failure;
  const cause: Cause =
    reason === 'timeout'
      ? configCause(sim, 'connectTimeout')
      : (connection.why ?? { why: 'state', node: backend.node, machine: 'main', key: '' });
  giveUp(child, reason, cause, sim);
  const status = reason === 'timeout' ? STATUS.gatewayTimeout : STATUS.badGateway;
  const { parent } = child;
  const how = { status, wasSent: false, attempt: child };
  if (parent !== null) failAttempt(context, parent, backend, how, sim);
}

/** Either side closed or reset a connection. */
export function ended(context: BalancerContext, connection: Connection, sim: Sim): void {
  if (connection.opener !== sim.self) {
    context.fronts.delete(connection.id);
    cancelFrom(context, connection, sim);
    return;
  }
  context.legs.delete(connection.id);
  const backend = backendOf(context, connection);
  if (backend === null) return;
  const child = connectionGone(backend.pool, connection);
  if (child === null) return;
  failWaiting(context, backend, { child, connection, reason: 'connection-reset' }, sim);
}

/** The client is gone: what was under way for it is given up, as nginx does unless told to ignore it. */
function cancelFrom(context: BalancerContext, front: Connection, sim: Sim): void {
  if (front.outstanding.length === 0) return;
  for (const backend of context.backends) {
    for (const child of waitingIn(backend.pool)) {
      if (!isFor(child, front)) continue;
      stopWaiting(backend.pool, child, sim);
      cancel(context, backend, child, sim);
    }
  }
  for (const leg of [...context.legs.values()]) {
    const child = leg.outstanding[0];
    const backend = backendOf(context, leg);
    if (child !== undefined && backend !== null && isFor(child, front)) {
      discard(backend.pool, leg, sim);
      cancel(context, backend, child, sim);
    }
    forgetIfClosed(context, leg);
  }
}

function isFor(child: Message, front: Connection): boolean {
  return child.parent?.connection?.id === front.id;
}

function cancel(context: BalancerContext, backend: Backend, child: Message, sim: Sim): void {
  const parent = child.parent as Message;
  const cause: Cause = { why: 'message', message: parent.id };
  release(backend, context);
  context.serving--;
  if (context.tried.size > 0) context.tried.delete(parent.id);
  sim.abandon();
  giveUp(child, 'cancelled', cause, sim);
  if (parent.end === 'open') sim.drop(parent, 'cancelled', cause);
}

/** Ends a message of our own. */
export function giveUp(child: Message, reason: string, cause: Cause, sim: Sim): void {
  child.timer = SETTLED;
  sim.drop(child, reason, cause);
}

export function configCause(sim: Sim, field: string): Cause {
  return { why: 'config', node: sim.self, field };
}
