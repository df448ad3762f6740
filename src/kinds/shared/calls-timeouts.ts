/**
 * When a call has taken too long. All timeouts of one sort are the same length, so the oldest is
 * due first and nobody needs a timer of its own: the owner has one, for `earliestDue`, and when it
 * rings takes what is overdue. Only the caller's own records count, so a timeout works whatever was
 * lost on the way.
 */

import { createDeque, popFront, pushBack } from '../../lib/deque.ts';
import type { Micros, Sim } from '../../sim/types.ts';
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
  watchOpening,
} from './calls-records.ts';

/** What was given up because it took too long. */
export interface Overdue<Owner> {
  readonly limit: keyof CallTimeouts;
  /**
   * The calls that end with it, already taken off: dropping their messages is the owner's. None
   * where an attempt to connect came to nothing for which nobody waits any longer; several where
   * they waited for one HTTP/2 connection.
   */
  readonly calls: readonly Call<Owner>[];
}

/** Takes over timeouts. They hold for what is under way, too: ask for `earliestDue` afterwards. */
export function setTimeouts<O>(calls: Calls<O>, timeouts: CallTimeouts): void {
  calls.timeouts = timeouts;
  calls.placed = createDeque();
  calls.sent = createDeque();
  calls.opening = createDeque();
  const underWay = callsIn(calls);
  if (timeouts.total > 0) {
    underWay.sort((a, b) => a.placedAt - b.placedAt || a.message.id - b.message.id);
    for (const call of underWay) pushBack(calls.placed, call);
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
  const { connect, response, total } = calls.timeouts;
  let due = Number.POSITIVE_INFINITY;
  if (total > 0) {
    const call = firstUnderWay(calls.placed);
    if (call !== null) due = call.placedAt + total;
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
  const { connect, response, total } = calls.timeouts;
  if (total > 0) {
    const call = firstUnderWay(calls.placed);
    if (call !== null && call.placedAt + total <= sim.now) {
      popFront(calls.placed);
      giveUp(calls, call, sim);
      return { limit: 'total', calls: [call] };
    }
  }
  if (response > 0) {
    const call = firstUnderWay(calls.sent);
    if (call !== null && call.sentAt + response <= sim.now) {
      popFront(calls.sent);
      giveUp(calls, call, sim);
      return { limit: 'response', calls: [call] };
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
  return { limit: 'connect', calls: waiting };
}
