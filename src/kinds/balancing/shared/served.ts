/**
 * What a balancer that serves requests itself knows of one while it is here. It is the one record from which everything else follows: how
 * many are served, how many each backend has, what is given up with a client's connection.
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
  /** Lanes tried in vain; null for none. */
  tried: LaneIndex[] | null;
  /** The balancer's own message for it that is under way now, and the backend that it counts at; null between two attempts. */
  attempt: Call<Served> | null;
  backend: Backend | null;
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
