/**
 * HTTP/1 connections kept for reuse: each carries one request at a time, so a request takes one that is idle, or waits until one is.
 * Whoever owns the pool opens new connections itself (it knows where to) and passes on what happens to them. As in Go's
 * `http.Transport`, a waiting request takes whichever connection is free first: a new one, or one just given back.
 * The connection that has been idle longest is used next, as by a crowd of independent clients.
 */
import type { Connection, Message, Sim } from '../../sim/types.ts';
import {
  createDeque,
  type Deque,
  itemAt,
  keepOnly,
  popFront,
  pushBack,
  removeItem,
} from './deque.ts';

export interface ConnectionPool {
  /** Open and unused, the one idle for longest in front. */
  idle: Deque<Connection>;
  /** Being opened, oldest in front. */
  opening: Deque<Connection>;
  /** Requests without a connection yet, oldest in front; some may have been given up meanwhile. */
  waiting: Deque<Message>;
  /** All of them: opening, idle, or carrying a request. */
  connections: Set<Connection>;
  /** Idle connections beyond this many are closed; 0 closes every connection after its request. */
  keepIdle: number;
}

export function createPool(keepIdle: number): ConnectionPool {
  return {
    idle: createDeque(),
    opening: createDeque(),
    waiting: createDeque(),
    connections: new Set(),
    keepIdle,
  };
}

/** Sends the request on an idle connection. False when there is none: then `waitForConnection`, and open one. */
export function sendOnIdle(pool: ConnectionPool, message: Message, sim: Sim): boolean {
  const connection = popFront(pool.idle);
  if (connection === null) return false;
  sim.send(message, connection);
  return true;
}

/** Puts a request in line, and counts in the connection that is being opened for it. */
export function waitForConnection(
  pool: ConnectionPool,
  message: Message,
  connection: Connection,
  sim: Sim,
): void {
  sim.awaits(message, connection.lane);
  pool.connections.add(connection);
  pushBack(pool.opening, connection);
  pushBack(pool.waiting, message);
}

/** A new connection is ready, or a request's answer has come: serves the next in line, or keeps the connection, or closes it. */
function giveBack(pool: ConnectionPool, connection: Connection, sim: Sim): void {
  const next = nextWaiting(pool);
  if (next !== null) {
    sim.send(next, connection);
  } else if (pool.idle.length < pool.keepIdle) {
    pushBack(pool.idle, connection);
  } else {
    discard(pool, connection, sim);
  }
}

/** The connection's handshake is done. */
export function connectionReady(pool: ConnectionPool, connection: Connection, sim: Sim): void {
  removeItem(pool.opening, connection);
  giveBack(pool, connection, sim);
}

/** The connection was refused. Returns the request that fails with it (the one waiting longest), or null when none waits. */
export function connectionRefused(pool: ConnectionPool, connection: Connection): Message | null {
  if (!removeItem(pool.opening, connection)) return null;
  pool.connections.delete(connection);
  return nextWaiting(pool);
}

/**
 * A request's answer has come on `connection`: `giveBack`, unless only one request was ever wanted of it. One that the pool does not
 * know (it was made anew meanwhile) is closed.
 */
export function requestDone(pool: ConnectionPool, connection: Connection, sim: Sim): void {
  if (!pool.connections.has(connection)) sim.close(connection);
  else if (connection.state !== 'open') return;
  else if (pool.keepIdle > 0) giveBack(pool, connection, sim);
  else discard(pool, connection, sim);
}

/**
 * The other end closed or reset the connection. Returns the request that fails with it when it was still opening; what was under
 * way on it ends by itself (the network drops it).
 */
export function connectionGone(pool: ConnectionPool, connection: Connection): Message | null {
  pool.connections.delete(connection);
  if (removeItem(pool.opening, connection)) return nextWaiting(pool);
  removeItem(pool.idle, connection);
  return null;
}

/** Closes a connection whose request was given up: its late answer must not be taken for another's. */
export function discard(pool: ConnectionPool, connection: Connection, sim: Sim): void {
  pool.connections.delete(connection);
  sim.close(connection);
}

/** Somebody stopped waiting (the caller ended the message): gives up the oldest attempt to connect with it. */
export function stopWaiting(pool: ConnectionPool, message: Message, sim: Sim): void {
  if (!removeItem(pool.waiting, message)) return;
  const attempt = popFront(pool.opening);
  if (attempt !== null) discard(pool, attempt, sim);
}

/** Closes what is idle beyond `keepIdle`, after that was changed. */
export function trimIdle(pool: ConnectionPool, sim: Sim): void {
  while (pool.idle.length > pool.keepIdle) {
    const connection = popFront(pool.idle);
    if (connection !== null) discard(pool, connection, sim);
  }
}

/** Closes idle and opening connections that fail the test (their lane is gone, say); requests in line stay in line. */
export function closeUnless(
  pool: ConnectionPool,
  keeps: (connection: Connection) => boolean,
  sim: Sim,
): void {
  const check = (connection: Connection): boolean => {
    if (keeps(connection)) return true;
    discard(pool, connection, sim);
    return false;
  };
  keepOnly(pool.idle, check);
  keepOnly(pool.opening, check);
}

/** The next request in line that nobody gave up. */
function nextWaiting(pool: ConnectionPool): Message | null {
  for (;;) {
    const message = popFront(pool.waiting);
    if (message === null || message.end === 'open') return message;
  }
}

/** Requests still in line, oldest first. */
export function waitingIn(pool: ConnectionPool): Message[] {
  const messages: Message[] = [];
  for (let i = 0; i < pool.waiting.length; i++) {
    const message = itemAt(pool.waiting, i);
    if (message !== null && message.end === 'open') messages.push(message);
  }
  return messages;
}
