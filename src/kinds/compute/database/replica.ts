/**
 * The replica's side of replication: changes arrive in the order of the primary and are applied one
 * after another, each taking its time; until then reads are answered from before them. What has
 * arrived and is not applied is all that a replica knows of its own lag: of what is still under
 * way, or held up behind a cut line, it cannot know. `truth.ts` says how far behind it really is.
 */

import { createDeque, type Deque, itemAt, listOf, popFront, pushBack } from '../../../lib/deque.ts';
import type { CompiledDistribution } from '../../../lib/distribution.ts';
import type { Sim } from '../../../sim/sim.ts';
import type {
  Cause,
  Connection,
  Message,
  Micros,
  NodeIndex,
  StreamId,
  TimerId,
} from '../../../sim/types.ts';
import { changeIn } from './changes.ts';
import { CHANGES_KEPT, type Greeting, SERIES } from './feeds.ts';

/** How far a replica has come with the changes of one primary: the latest sequence. */
export interface Position {
  received: number;
  applied: number;
}

export interface Replica {
  /** Changes to apply, oldest first; the first is being applied. */
  changes: Deque<Message>;
  applyTimer: TimerId;
  applyTime: CompiledDistribution;
  applyStream: StreamId;
  positions: Map<NodeIndex, Position>;
  applied: number;
  /** Changes that no primary kept long enough: this copy lacks them for good. */
  missed: number;
}

const APPLIED = Object.freeze({ type: 'applied' });

export function createReplica(applyTime: CompiledDistribution, sim: Sim): Replica {
  return {
    changes: createDeque(),
    applyTimer: 0,
    applyTime,
    applyStream: sim.stream('replication'),
    positions: new Map(),
    applied: 0,
    missed: 0,
  };
}

/**
 * What to say to whoever opened this connection: to a primary, how far its changes have come. Null
 * for anybody else.
 */
export function greetingFor(replica: Replica, connection: Connection): Greeting | null {
  const position = replica.positions.get(connection.peer);
  return position === undefined ? null : Object.freeze({ received: position.received });
}

/**
 * A change arrived. Known ones are let go: they came twice, over an old connection and a new one.
 */
export function receiveChange(
  replica: Replica,
  message: Message,
  slowdown: number,
  sim: Sim,
): void {
  const sequence = changeIn(message).sequence;
  let position = replica.positions.get(message.source);
  if (position === undefined) {
    position = { received: sequence - 1, applied: sequence - 1 };
    replica.positions.set(message.source, position);
  }
  if (sequence <= position.received) {
    sim.deliver(message);
    return;
  }
  const missed = sequence - 1 - position.received;
  if (missed > 0) {
    replica.missed += missed;
    sim.info(
      `Away for too long: ${missed} changes are missing. The primary keeps the last ${CHANGES_KEPT}.`,
    );
  }
  position.received = sequence;
  pushBack(replica.changes, message);
  sim.gauge(SERIES.unapplied, replica.changes.length);
  if (replica.applyTimer === 0) planApply(replica, slowdown, sim);
}

/** The first change is applied. */
export function applyChange(replica: Replica, slowdown: number, sim: Sim): void {
  if (replica.applyTimer === 0) return;
  replica.applyTimer = 0;
  const message = popFront(replica.changes);
  if (message === null) return;
  const position = replica.positions.get(message.source);
  if (position !== undefined) position.applied = changeIn(message).sequence;
  replica.applied++;
  sim.gauge(SERIES.unapplied, replica.changes.length);
  sim.deliver(message);
  if (replica.changes.length > 0) planApply(replica, slowdown, sim);
}

/**
 * Age of the oldest change that is here and not applied, in microseconds: the lag that the replica
 * itself believes.
 */
export function believedLagMicros(replica: Replica, now: Micros): Micros {
  const oldest = itemAt(replica.changes, 0);
  return oldest === null ? 0 : now - changeIn(oldest).committedAt;
}

/**
 * The process died: changes that it had received and not applied are lost to it, and will be sent
 * again.
 */
export function forgetChanges(replica: Replica, cause: Cause, sim: Sim): void {
  sim.cancel(replica.applyTimer);
  replica.applyTimer = 0;
  if (replica.changes.length > 0) sim.gauge(SERIES.unapplied, 0);
  for (const change of listOf(replica.changes)) sim.drop(change, 'connection-reset', cause);
  replica.changes = createDeque();
  for (const position of replica.positions.values()) position.received = position.applied;
}

function planApply(replica: Replica, slowdown: number, sim: Sim): void {
  const micros = sim.draw(replica.applyTime, replica.applyStream) * 1000 * slowdown;
  replica.applyTimer = sim.schedule(Math.round(micros), APPLIED);
}
