/**
 * Layer 7: a clerk who takes your letter, reads it, and writes one of his own to whichever colleague should answer. The client's
 * connection (and TLS) ends here; every request is decided on its own and goes on as a new message over one of the balancer's own
 * connections, which are kept open for the next. Because the clerk still holds your letter, he can try another colleague.
 */
import type { MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Cause, Connection, Message, Sim } from '../../../sim/types.ts';
import {
  connectionGone,
  connectionReady,
  connectionRefused,
  createPool,
  discard,
  requestDone,
  sendOnIdle,
  stopWaiting,
  trimIdle,
  waitForConnection,
  waitingIn,
} from '../../shared/connection-pool.ts';
import { connectionOf, messageOf } from '../../shared/events.ts';
import type { Backend } from '../shared/backend.ts';
import type { Group } from '../shared/tier.ts';
import {
  addTried,
  type BalancerContext,
  backendOf,
  choose,
  countRefusal,
  countSick,
  hasFailed,
  remember,
  stopSweeping,
  succeeded,
  sweepWithin,
  unwatch,
  watchBackends,
  whyNone,
} from './context.ts';
import type { l7Machine } from './machine.ts';
import { l7Machine as machine } from './machine.ts';
import { groupFor } from './rules.ts';
import { earliest, isOverdue } from './timeouts.ts';

/** As nginx answers: the backend failed, it took too long, it turned the request away. */
const STATUS = { badGateway: 502, unavailable: 503, gatewayTimeout: 504 } as const;

/** These may have been carried out before the failure, so they are never sent twice. Source: nginx's non_idempotent. */
const NOT_IDEMPOTENT = new Set(['POST', 'LOCK', 'PATCH']);

/** Drops that mean the backend is in trouble, not that it declined. */
const FAILURES = new Set(['connection-refused', 'connection-reset', 'timeout']);

/** `message.timer` of our own messages: whether their end is still to come. One we gave up on may yet be reported dropped. */
const UNDER_WAY = 1;
const SETTLED = 0;

export const l7: MachineModelOf<typeof l7Machine, BalancerContext, SimEvent, Sim> = {
  machine,
  actions: {
    openPort: (context, _event, _params, sim) => {
      sim.listen(true);
      watchBackends(context, sim);
    },
    closePort: (_context, _event, _params, sim) => sim.listen(false),
    admit: (context, event, _params, sim) => {
      const connection = connectionOf(event);
      context.fronts.set(connection.id, connection);
      sim.accept(connection);
    },
    refuse: (context, event, _params, sim) => {
      countRefusal(context, 'connection-refused');
      sim.refuse(connectionOf(event));
    },
    route: (context, event, _params, sim) => route(context, messageOf(event), sim),
    answer: (context, event, _params, sim) => answer(context, messageOf(event), sim),
    failed: (context, event, _params, sim) => childDropped(context, messageOf(event), sim),
    sendWaiting: (context, event, _params, sim) => ready(context, connectionOf(event), sim),
    connectFailed: (context, event, _params, sim) => {
      const connection = connectionOf(event);
      connectFailed(context, connection, 'connection-refused', sim);
    },
    hangUp: (context, event, _params, sim) => ended(context, connectionOf(event), sim),
    sweep: (context, _event, _params, sim) => sweep(context, sim),
    judge: (context) => countSick(context),
    adopt: (context, _event, _params, sim) => adopt(context, sim),
    closeIdle: (context, _event, _params, sim) => closeIdle(context, sim),
    dropAll: (context, _event, _params, sim) => dropAll(context, sim),
  },
  guards: {
    hasNobody: (context) => context.sick === context.backends.length,
    hasSick: (context) => context.sick > 0 && context.sick < context.backends.length,
    isWhole: (context) => context.sick === 0 && context.backends.length > 0,
    isDone: (context) => context.serving === 0 && context.fronts.size === 0,
    isUnreadable: (context, event) => connectionOf(event).tls && !context.settings.tls,
  },
  delays: { bootTime: (context) => context.settings.bootTime * 1000 },
};

function route(context: BalancerContext, message: Message, sim: Sim): void {
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
    waitForConnection(backend.pool, child, opened);
    if (settings.connectTimeout > 0) sweepWithin(context, settings.connectTimeout * 1000, sim);
  } else if (settings.responseTimeout > 0) {
    sweepWithin(context, settings.responseTimeout * 1000, sim);
  }
  remember(context, sim.now, parent, child, opened);
  return true;
}

const WITH_TLS = Object.freeze({ tls: true });
const PLAIN = Object.freeze({});

function answer(context: BalancerContext, child: Message, sim: Sim): void {
  child.timer = SETTLED;
  const { parent } = child;
  const connection = child.connection as Connection;
  const backend = backendOf(context, connection);
  if (backend !== null) {
    backend.active--;
    succeeded(context, backend, sim);
    giveBack(context, backend, connection, sim);
  }
  if (parent !== null) finish(context, parent, child.status, sim);
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

function forgetIfClosed(context: BalancerContext, connection: Connection): void {
  if (connection.state === 'closed') context.legs.delete(connection.id);
}

function finish(context: BalancerContext, parent: Message, status: number, sim: Sim): void {
  context.serving--;
  if (context.tried.size > 0) context.tried.delete(parent.id);
  if (parent.end === 'open') sim.leave(sim.now - parent.enteredAt);
  else sim.abandon();
  // Whoever gave up without closing the connection is answered all the same: nothing has told us.
  sim.reply(parent, status);
}

/** The backend (or the way to it) ended our message: either it is in trouble, or it declined. */
function childDropped(context: BalancerContext, child: Message, sim: Sim): void {
  const connection = child.connection as Connection;
  const backend = backendOf(context, connection);
  const { parent } = child;
  if (parent === null || child.timer === SETTLED) return;
  child.timer = SETTLED;
  if (backend === null) {
    finish(context, parent, STATUS.badGateway, sim);
    return;
  }
  if (connection.state === 'open') giveBack(context, backend, connection, sim);
  if (FAILURES.has(child.reason ?? '')) {
    failAttempt(context, parent, backend, { status: STATUS.badGateway, wasSent: true }, sim);
    return;
  }
  backend.active--;
  finish(context, parent, STATUS.unavailable, sim);
}

/** An attempt failed through its backend: the next backend where that is allowed, else the client hears of it. */
function failAttempt(
  context: BalancerContext,
  parent: Message,
  backend: Backend,
  how: { readonly status: number; readonly wasSent: boolean },
  sim: Sim,
): void {
  backend.active--;
  hasFailed(context, backend, sim);
  const mayRepeat = !how.wasSent || !NOT_IDEMPOTENT.has(parent.content.method);
  if (context.settings.nextBackend && mayRepeat && parent.end === 'open') {
    addTried(context, parent.id, backend.lane);
    if (attempt(context, parent, groupFor(context, parent.content), sim)) return;
  }
  finish(context, parent, how.status, sim);
}

function ready(context: BalancerContext, connection: Connection, sim: Sim): void {
  const backend = backendOf(context, connection);
  if (backend === null) return;
  connectionReady(backend.pool, connection, sim);
  forgetIfClosed(context, connection);
  const { responseTimeout } = context.settings;
  if (responseTimeout > 0) sweepWithin(context, responseTimeout * 1000, sim);
}

/** A connection to a backend did not come about. The request that waited for it fails with it. */
function connectFailed(
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
  else failWaiting(context, backend, child, reason, sim);
}

function failWaiting(
  context: BalancerContext,
  backend: Backend,
  child: Message,
  reason: string,
  sim: Sim,
): void {
  const cause: Cause =
    reason === 'timeout'
      ? configCause(sim, 'connectTimeout')
      : { why: 'state', node: backend.node, machine: 'main', key: '' };
  giveUp(child, reason, cause, sim);
  const status = reason === 'timeout' ? STATUS.gatewayTimeout : STATUS.badGateway;
  const { parent } = child;
  if (parent !== null) failAttempt(context, parent, backend, { status, wasSent: false }, sim);
}

/** Either side closed or reset a connection. */
function ended(context: BalancerContext, connection: Connection, sim: Sim): void {
  if (connection.opener !== sim.self) {
    context.fronts.delete(connection.id);
    cancelFrom(context, connection, sim);
    return;
  }
  context.legs.delete(connection.id);
  const backend = backendOf(context, connection);
  if (backend === null) return;
  const child = connectionGone(backend.pool, connection);
  if (child !== null) failWaiting(context, backend, child, 'connection-reset', sim);
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
  backend.active--;
  context.serving--;
  if (context.tried.size > 0) context.tried.delete(parent.id);
  sim.abandon();
  giveUp(child, 'cancelled', cause, sim);
  if (parent.end === 'open') sim.drop(parent, 'cancelled', cause);
}

/** Looks for connections that took too long to open or to answer, and says when to look again. */
function sweep(context: BalancerContext, sim: Sim): void {
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
  const how = { status: STATUS.gatewayTimeout, wasSent: true };
  if (child.parent !== null) failAttempt(context, child.parent, backend, how, sim);
}

/** After links or settings changed: ends what led to backends that are gone, starts watching new ones. */
function adopt(context: BalancerContext, sim: Sim): void {
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
    if (child.parent !== null) finish(context, child.parent, STATUS.badGateway, sim);
  }
}

/** Draining: client connections without a request under way are closed. */
function closeIdle(context: BalancerContext, sim: Sim): void {
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
function dropAll(context: BalancerContext, sim: Sim): void {
  const cause: Cause = { why: 'state', node: sim.self, machine: 'main', key: '' };
  for (const child of childrenIn(context)) {
    const parent = child.parent as Message;
    giveUp(child, 'connection-reset', cause, sim);
    sim.abandon();
    if (parent.end === 'open') sim.drop(parent, 'connection-reset', cause);
  }
  for (const backend of context.backends) {
    unwatch(backend, sim);
    backend.active = 0;
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

/** Ends a message of our own. */
function giveUp(child: Message, reason: string, cause: Cause, sim: Sim): void {
  child.timer = SETTLED;
  sim.drop(child, reason, cause);
}

function configCause(sim: Sim, field: string): Cause {
  return { why: 'config', node: sim.self, field };
}
