/**
 * The calls of one caller to one group of lanes: which connection carries which request, who waits
 * for one, and what is given up.
 *
 * HTTP/1 carries one request at a time on a connection. A call takes the connection that has been
 * idle longest, as a crowd of independent clients would; where none is idle it opens one. A new
 * connection goes to whoever opened it, so that nobody pays for another's lost handshake; if that
 * call has been served meanwhile, to the oldest that waits. A connection given back goes to the
 * oldest that waits, as in Go's `http.Transport`. So every call that waits has an attempt of its
 * own, which it closes when it gives up. HTTP/2 has a fixed number of connections, used in turn,
 * each with many requests; UDP the same with flows, which need no opening.
 *
 * How an owner uses it (every function that takes a call off leaves dropping its message to the
 * owner):
 *
 *     const call = createCall(sim.create(content), owner);
 *     // null: it went out (call.sentAt >= 0), or waits for a connection
 *     const reason = place(calls, call, sim);
 *     // on `connected`
 *     connected(calls, connection, sim);
 *     // on `response` and `dropped`: the call, or null when it is nobody's
 *     finishCall(calls, message, connection, sim);
 *     // on `refused`, `reset`, `closed`: the calls that fail with it
 *     connectionGone(calls, connection);
 *     // whoever waits for its answer has gone
 *     giveUp(calls, call, sim);
 *     // calls-timeouts.ts
 *     takeOverdue(calls, sim), earliestDue(calls);
 */

import { createDeque, itemAt, listOf, popFront, pushBack, removeItem } from '../../lib/deque.ts';
import type { Sim } from '../../sim/sim.ts';
import type { Cause, Connection, DropReason, Message } from '../../sim/types.ts';
import { connectFor, takeTurn } from './calls-addresses.ts';
import {
  addLine,
  awaitLine,
  type Call,
  type Calls,
  callsIn,
  clearCalls,
  countIn,
  countOut,
  isFull,
  isOpening,
  isWaiting,
  type Line,
  nextWaiting,
  removeLine,
  retireLine,
  sendOn,
  waitingInPool,
  watchPlaced,
  whyNoCall,
  whyNoConnection,
} from './calls-records.ts';

import { adopt, type CallSettings } from './calls-settings.ts';

export type { Call, Calls } from './calls-records.ts';

/** A call for a request of ours, not yet placed. */
export function createCall<O>(message: Message, owner: O): Call<O> {
  return { message, owner, placedAt: -1, sentAt: -1, line: null, isOver: false };
}

/**
 * Sends the call's request on a connection, or lets it wait for one. Returns why it can do neither
 * (then the call is over), or null.
 */
export function place<O>(calls: Calls<O>, call: Call<O>, sim: Sim): DropReason | null {
  const full = whyNoCall(calls);
  const isFirst = call.placedAt < 0;
  if (full === null) countIn(calls, call, sim.now);
  const reason =
    full ??
    (calls.protocol === 'http1' ? placeInPool(calls, call, sim) : placeOnChannel(calls, call, sim));
  if (reason === null) {
    if (isFirst) watchPlaced(calls, call, calls.active);
    return null;
  }
  if (full === null) countOut(calls, call);
  call.isOver = true;
  return reason;
}

function placeInPool<O>(calls: Calls<O>, call: Call<O>, sim: Sim): DropReason | null {
  if (calls.lanes.length === 0) return 'no-route';
  const turn = takeTurn(calls);
  const idle = takeIdle(calls, turn);
  if (idle !== null) {
    sendOn(calls, call, idle, sim);
    return null;
  }
  const reason = whyNoConnection(calls);
  if (reason !== null) return reason;
  const line = addLine(calls, connectFor(calls, turn, sim), { turn, channel: -1 });
  line.opener = call;
  awaitLine(calls, call, line, sim);
  return null;
}

/**
 * The connection that has been idle longest, of those whose turn it is; one that ended meanwhile,
 * as we shall hear, is none.
 */
function takeIdle<O>(calls: Calls<O>, turn: number): Line<O> | null {
  const { idle } = calls;
  let i = 0;
  for (let line = itemAt(idle, i); line !== null; line = itemAt(idle, i)) {
    if (line.turn !== turn) i++;
    else {
      removeItem(idle, line);
      if (line.connection.state === 'open') return line;
      removeLine(calls, line);
    }
  }
  return null;
}

function placeOnChannel<O>(calls: Calls<O>, call: Call<O>, sim: Sim): DropReason | null {
  if (calls.lanes.length === 0) return 'no-route';
  const channel = calls.nextChannel;
  calls.nextChannel = (channel + 1) % calls.channels.length;
  let line = calls.channels[channel] ?? null;
  if (line === null || line.connection.state === 'closed') {
    const reason = whyNoConnection(calls);
    if (reason !== null) return reason;
    if (line !== null) retireLine(calls, line);
    line = openChannel(calls, channel, sim);
    if (isOpening(line)) line.opener = call;
  }
  if (!isOpening(line)) sendOn(calls, call, line, sim);
  else if (isFull(line)) return 'queue-full';
  else awaitLine(calls, call, line, sim);
  return null;
}

function openChannel<O>(calls: Calls<O>, channel: number, sim: Sim): Line<O> {
  const turn = takeTurn(calls);
  return addLine(calls, connectFor(calls, turn, sim), { turn, channel });
}

/** A handshake is done: the connection goes to whoever opened it, else to the oldest that waits. */
export function connected<O>(calls: Calls<O>, connection: Connection, sim: Sim): void {
  const line = calls.lines.get(connection.id);
  if (line === undefined) {
    if (connection.state === 'open') sim.close(connection);
    return;
  }
  const { opener } = line;
  line.opener = null;
  if (line.calls !== null) {
    for (const call of line.calls.values()) sendOn(calls, call, line, sim);
  } else if (opener !== null) sendOn(calls, opener, line, sim);
  else giveBack(calls, line, sim);
}

/**
 * A request's end has come back on this connection, which serves the next then. Returns its call,
 * which is over; null when it is nobody's any more.
 */
export function finishCall<O>(
  calls: Calls<O>,
  message: Message,
  connection: Connection,
  sim: Sim,
): Call<O> | null {
  const line = calls.lines.get(connection.id);
  if (line === undefined) return null;
  const call = line.calls === null ? line.call : line.calls.get(message.id);
  if (call === null || call === undefined || call.message.id !== message.id) return null;
  countOut(calls, call);
  giveBack(calls, line, sim);
  return call;
}

/** The connection has room again: it serves the next in line, is kept, or is closed. */
function giveBack<O>(calls: Calls<O>, line: Line<O>, sim: Sim): void {
  if (line.calls !== null) {
    if (line.isRetired && line.calls.size === 0) closeLine(calls, line, sim);
    return;
  }
  if (line.connection.state !== 'open' || line.isRetired || calls.keepIdle === 0) {
    closeLine(calls, line, sim);
    return;
  }
  const next = nextWaiting(calls);
  if (next !== null) sendOn(calls, next, line, sim);
  else if (calls.idle.length < calls.keepIdle) pushBack(calls.idle, line);
  else closeLine(calls, line, sim);
}

/**
 * Forgets a line, and closes its connection where that is not closed yet. What it carried is the
 * caller's concern.
 */
export function closeLine<O>(calls: Calls<O>, line: Line<O>, sim: Sim): void {
  removeLine(calls, line);
  if (line.connection.state !== 'closed') sim.close(line.connection);
}

/**
 * A connection was refused, reset or closed by the other end. Returns the calls that fail with it,
 * already taken off: those that waited for it to open. What had been sent on it comes back as
 * `dropped`, and has come before.
 */
export function connectionGone<O>(calls: Calls<O>, connection: Connection): readonly Call<O>[] {
  const line = calls.lines.get(connection.id);
  if (line === undefined) return NONE;
  removeLine(calls, line);
  if (line.calls !== null) {
    const failed = [...line.calls.values()];
    for (const call of failed) countOut(calls, call);
    return failed;
  }
  const call = line.call ?? line.opener;
  if (call === null) {
    removeItem(calls.idle, line);
    return NONE;
  }
  countOut(calls, call);
  return [call];
}

const NONE: readonly never[] = Object.freeze([]);

/**
 * Nobody waits for this call's answer any longer. An HTTP/1 connection is closed with it (its late
 * answer must not be taken for another's), and so is the attempt of a call that waits; of HTTP/2
 * only the one request is cancelled. The call is over; its message is the owner's to drop.
 */
export function giveUp<O>(calls: Calls<O>, call: Call<O>, sim: Sim): void {
  if (call.isOver) return;
  const { line } = call;
  const isOpener = line !== null && line.opener === call;
  countOut(calls, call);
  if (line === null) return;
  if (line.calls === null) {
    closeLine(calls, line, sim);
  } else if (call.sentAt < 0) {
    if (isOpener) tryAgain(calls, line, line.calls, sim);
  } else {
    if (line.connection.state === 'open') sim.giveUp(call.message, line.connection);
    giveBack(calls, line, sim);
  }
}

/**
 * Whoever opened this channel has given up: a fresh attempt for those who wait on. It is the
 * newest's, who gives up last: an attempt of the oldest's might never have the time to succeed.
 */
function tryAgain<O>(
  calls: Calls<O>,
  line: Line<O>,
  waiting: ReadonlyMap<number, Call<O>>,
  sim: Sim,
): void {
  let next: Call<O> | undefined;
  for (const call of waiting.values()) next = call;
  if (next !== undefined && whyNoConnection(calls) !== null) {
    line.opener = next;
    return;
  }
  closeLine(calls, line, sim);
  if (next === undefined) return;
  const fresh = openChannel(calls, line.channel, sim);
  fresh.opener = next;
  for (const call of waiting.values()) {
    call.line = fresh;
    fresh.calls?.set(call.message.id, call);
  }
}

/** Closes what is idle beyond `keepIdle`, after that was changed. */
export function trimIdle<O>(calls: Calls<O>, sim: Sim): void {
  while (calls.idle.length > calls.keepIdle) {
    const line = popFront(calls.idle);
    if (line !== null) closeLine(calls, line, sim);
  }
}

/**
 * Starts afresh with other settings or lanes. Idle and opening connections are closed; busy ones
 * finish what they carry first. Returns the calls that waited, oldest first, taken off but not
 * over: to be placed again.
 */
export function reopen<O>(calls: Calls<O>, settings: CallSettings, sim: Sim): readonly Call<O>[] {
  const waiting = waitingInPool(calls);
  for (const line of listOf(calls.idle)) closeLine(calls, line, sim);
  for (const line of [...calls.lines.values()]) {
    if (isOpening(line)) {
      if (line.calls !== null) waiting.push(...line.calls.values());
      closeLine(calls, line, sim);
    } else if (line.call === null && (line.calls === null || line.calls.size === 0)) {
      closeLine(calls, line, sim);
    } else if (!line.isRetired) retireLine(calls, line);
  }
  waiting.sort((a, b) => a.message.id - b.message.id);
  for (const call of waiting) call.line = null;
  calls.active -= waiting.length;
  calls.waits = 0;
  calls.idle = createDeque();
  calls.waiting = createDeque();
  adopt(calls, settings);
  return waiting;
}

/**
 * Aborts every connection and forgets every call: the owner has ended (or will end) their messages,
 * see `callsIn`.
 */
export function resetAll<O>(calls: Calls<O>, sim: Sim, cause?: Cause): void {
  const lines = [...calls.lines.values()];
  clearCalls(calls);
  for (const { connection } of lines) {
    if (connection.state !== 'closed') sim.reset(connection, cause);
  }
}

/**
 * Forgets every call and connection, as a process does that crashed: its connections are reset by
 * closing its port.
 */
export function forgetAll<O>(calls: Calls<O>): void {
  clearCalls(calls);
}

/** Messages without a connection yet: the caller holds them itself. */
export function heldIn<O>(calls: Calls<O>): Message[] {
  return callsIn(calls).flatMap((call) => (isWaiting(call) ? [call.message] : []));
}

/** All connections, opening and open, oldest first. */
export function connectionsIn<O>(calls: Calls<O>): Connection[] {
  return Array.from(calls.lines.values(), (line) => line.connection);
}

/** The connection that carries this call's request; null while it waits. */
export function carrierOf<O>(call: Call<O>): Connection | null {
  return call.sentAt < 0 || call.line === null ? null : call.line.connection;
}
