/**
 * When a call has taken too long. Of those that wait equally long the oldest is
 * due first and nobody needs a timer of its own: the owner has one, for `earliestDue`, and when it
 * rings takes what is overdue. Only the caller's own records count, so a timeout works whatever was
 * lost on the way.
 */

import { createDeque, popFront, pushBack } from '../../lib/deque.ts';
import type { Sim } from '../../sim/sim.ts';
import type { LaneIndex, Link, Micros } from '../../sim/types.ts';
import { closeLine, giveUp } from './calls.ts';
import {
  type Call,
  type Calls,
  type CallTimeouts,
  callsIn,
  countOut,
  firstOf,
  firstUnderWay,
  isOpening,
  type Patience,
  patienceFor,
  watchOpening,
  watchPlaced,
} from './calls-records.ts';

const NOWHERE = -1;

/** What was given up because it took too long. */
export interface Overdue<Owner> {
  readonly limit: keyof CallTimeouts;
  /**
   * The calls that end with it, already taken off: dropping their messages is the owner's. None
   * where an attempt to connect came to nothing for which nobody waits any longer; several where
   * they waited for one HTTP/2 connection.
   */
  readonly calls: readonly Call<Owner>[];
  /** The lane whose edge says how long is waited, where it does. */
  readonly lane: LaneIndex | null;
}

/** How long each of these links says to be waited, where it says so. */
export function patienceOf(links: readonly Link[]): Patience {
  const patience = new Map<LaneIndex, Micros>();
  for (const { lane, settings } of links) {
    const { timeout } = settings;
    if (typeof timeout === 'number' && timeout > 0) patience.set(lane, Math.round(timeout * 1000));
  }
  return patience;
}

/** How long is going to be waited for the call that is placed next; 0 is for ever. */
export function nextPatience<O>(calls: Calls<O>): Micros {
  if (calls.patience.size === 0 || calls.lanes.length === 0) return calls.timeouts.total;
  const channel = calls.channels[calls.nextChannel] ?? null;
  if (channel !== null && channel.connection.state !== 'closed') return patienceFor(calls, channel);
  const lane = calls.lanes[calls.nextLane % calls.lanes.length] ?? NOWHERE;
  return calls.patience.get(lane) ?? calls.timeouts.total;
}

/**
 * Takes over timeouts, and what single lanes say instead. They hold for what is under way, too: ask
 * for `earliestDue` afterwards.
 */
export function setTimeouts<O>(
  calls: Calls<O>,
  timeouts: CallTimeouts,
  patience: Patience = calls.patience,
): void {
  calls.timeouts = timeouts;
  calls.patience = patience;
  calls.placed = new Map();
  calls.sent = createDeque();
  calls.opening = createDeque();
  const underWay = callsIn(calls);
  if (timeouts.total > 0 || patience.size > 0) {
    underWay.sort((a, b) => a.placedAt - b.placedAt || a.message.id - b.message.id);
    for (const call of underWay) watchPlaced(calls, call, underWay.length);
  }
  if (timeouts.response > 0) {
    const sent = underWay.filter((call) => call.sentAt >= 0);
    sent.sort((a, b) => a.sentAt - b.sentAt || a.message.id - b.message.id);
    for (const call of sent) pushBack(calls.sent, call);
  }
  if (timeouts.connect > 0) {
    for (const line of calls.lines.values()) if (isOpening(line)) watchOpening(calls, line);
  }
}

/** When the next call or attempt to connect has taken too long; Infinity while nothing can. */
export function earliestDue<O>(calls: Calls<O>): Micros {
  const { connect, response } = calls.timeouts;
  let due = Number.POSITIVE_INFINITY;
  for (const [limit, placed] of calls.placed) {
    const call = firstUnderWay(placed);
    if (call !== null) due = Math.min(due, call.placedAt + limit);
  }
  if (response > 0) {
    const call = firstUnderWay(calls.sent);
    if (call !== null) due = Math.min(due, call.sentAt + response);
  }
  if (connect > 0) {
    const line = firstOf(calls.opening, isOpening);
    if (line !== null) due = Math.min(due, line.connection.openedAt + connect);
  }
  return due;
}

/**
 * Gives up the next call or attempt that is overdue, and says which. Null when there is no more:
 * ask until then.
 */
export function takeOverdue<O>(calls: Calls<O>, sim: Sim): Overdue<O> | null {
  const { connect, response } = calls.timeouts;
  for (const [limit, placed] of calls.placed) {
    const call = firstUnderWay(placed);
    if (call !== null && call.placedAt + limit <= sim.now) {
      popFront(placed);
      const lane = call.line?.connection.lane ?? NOWHERE;
      giveUp(calls, call, sim);
      return { limit: 'total', calls: [call], lane: calls.patience.has(lane) ? lane : null };
    }
  }
  if (response > 0) {
    const call = firstUnderWay(calls.sent);
    if (call !== null && call.sentAt + response <= sim.now) {
      popFront(calls.sent);
      giveUp(calls, call, sim);
      return { limit: 'response', calls: [call], lane: null };
    }
  }
  return connect > 0 ? takeAttempt(calls, sim) : null;
}

function takeAttempt<O>(calls: Calls<O>, sim: Sim): Overdue<O> | null {
  const line = firstOf(calls.opening, isOpening);
  if (line === null || line.connection.openedAt + calls.timeouts.connect > sim.now) return null;
  popFront(calls.opening);
  const failed = line.opener === null ? [] : [line.opener];
  const waiting = line.calls === null ? failed : [...line.calls.values()];
  closeLine(calls, line, sim);
  for (const call of waiting) countOut(calls, call);
  return { limit: 'connect', calls: waiting, lane: null };
}
