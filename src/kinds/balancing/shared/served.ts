/**
 * What a balancer that serves requests itself knows of one while it is here. It is the one record
 * from which everything else follows: how many are served, how many each backend has, what is given
 * up with a client's connection.
 */
import type { Connection, LaneIndex, Message, Micros } from '../../../sim/types.ts';
import type { Call } from '../../shared/calls.ts';
import { type Backend, type Moves, release, take } from './backend.ts';

/** A client's connection, and how many of its requests are being served. */
export interface Front {
  readonly connection: Connection;
  serving: number;
}

/** A request being served, from its arrival to its answer. */
export interface Served {
  readonly request: Message;
  readonly front: Front;
  readonly enteredAt: Micros;
  /** Where it stands among those being served; -1 once it is not. */
  place: number;
  /** Lanes tried in vain; null for none. */
  tried: LaneIndex[] | null;
  /**
   * The balancer's own message for it that is under way now, and the backend that it counts at;
   * null between two attempts.
   */
  attempt: Call<Served> | null;
  backend: Backend | null;
}

/**
 * Counts a request in. A list whose gaps the last one fills costs no memory for each request that
 * passes.
 */
export function addServed(serving: Served[], served: Served): void {
  served.place = serving.length;
  serving.push(served);
  served.front.serving++;
}

/** The request is served no longer. */
export function removeServed(serving: Served[], served: Served): void {
  const { place } = served;
  if (place < 0) return;
  served.place = -1;
  served.front.serving--;
  const last = serving.pop() as Served;
  if (last === served) return;
  last.place = place;
  serving[place] = last;
}

/** Counts an attempt at its backend. */
export function beginAttempt(
  served: Served,
  attempt: Call<Served>,
  backend: Backend,
  moves: Moves,
): void {
  served.attempt = attempt;
  served.backend = backend;
  take(backend, moves);
}

/** The attempt is over, however it went: its backend has one less. */
export function endAttempt(served: Served, moves: Moves): void {
  if (served.backend !== null) release(served.backend, moves);
  served.attempt = null;
  served.backend = null;
}
