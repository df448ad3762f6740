import { describe, expect, it } from 'vitest';
import type { Connection, Message, Sim } from '../../sim/types.ts';
import {
  closeUnless,
  connectionGone,
  connectionReady,
  connectionRefused,
  createPool,
  requestDone,
  sendOnIdle,
  stopWaiting,
  trimIdle,
  waitForConnection,
  waitingIn,
} from './connection-pool.ts';
import { fakeConnection, fakeMessage, fakeSim } from './fake-sim.test-support.ts';

/** A pool with what it sent, and shorthands to open connections for requests. */
function setUp(keepIdle: number) {
  const sent: [number, number][] = [];
  const sim = {
    ...fakeSim({ now: 0 }),
    send: (message: Message, connection: Connection) => sent.push([message.id, connection.id]),
    awaits: () => undefined,
  } as unknown as Sim;
  const pool = createPool(keepIdle);
  const ask = (id: number) => {
    const message = fakeMessage(id);
    const connection = fakeConnection(id);
    waitForConnection(pool, message, connection, sim);
    return { message, connection };
  };
  const open = (connection: Connection) => {
    connection.state = 'open';
    connectionReady(pool, connection, sim);
  };
  return { pool, sent, sim, ask, open };
}

describe('a connection pool', () => {
  it('gives a new connection to whoever waits longest', () => {
    const { sent, ask, open } = setUp(2);
    ask(1);
    const second = ask(2);
    open(second.connection);
    expect(sent).toEqual([[1, 2]]);
  });

  it('serves the next in line with a connection given back, before one that is still opening', () => {
    const { pool, sent, sim, ask, open } = setUp(2);
    const first = ask(1);
    open(first.connection);
    ask(2);
    requestDone(pool, first.connection, sim);
    expect(sent).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(waitingIn(pool)).toEqual([]);
  });

  it('uses the connection that has been idle longest, and keeps no more than it should', () => {
    const { pool, sent, sim, ask, open } = setUp(2);
    const asked = [1, 2, 3].map(ask);
    for (const { connection } of asked) open(connection);
    for (const { connection } of asked) requestDone(pool, connection, sim);
    expect(asked.map(({ connection }) => connection.state)).toEqual(['open', 'open', 'closed']);
    expect(sendOnIdle(pool, fakeMessage(4), sim)).toBe(true);
    expect(sent.at(-1)).toEqual([4, 1]);
    pool.keepIdle = 0;
    trimIdle(pool, sim);
    expect(asked[1]?.connection.state).toBe('closed');
    expect(sendOnIdle(pool, fakeMessage(5), sim)).toBe(false);
    expect(pool.connections.size).toBe(1);
  });

  it('closes each connection after its request when none is to be kept', () => {
    const { pool, sim, ask, open } = setUp(0);
    const { connection } = ask(1);
    open(connection);
    requestDone(pool, connection, sim);
    expect(connection.state).toBe('closed');
    expect(pool.connections.size).toBe(0);
  });

  it('names the request that fails with a refused connection, but none that was given up', () => {
    const { pool, sim, ask } = setUp(2);
    const first = ask(1);
    const second = ask(2);
    const third = ask(3);
    first.message.end = 'dropped';
    expect(connectionRefused(pool, first.connection)).toBe(second.message);
    expect(connectionGone(pool, second.connection)).toBe(third.message);
    expect(connectionRefused(pool, second.connection)).toBeNull();
    const fourth = ask(4);
    stopWaiting(pool, fourth.message, sim);
    // It gives up the oldest attempt, which is not its own.
    expect(third.connection.state).toBe('closed');
    expect(fourth.connection.state).toBe('opening');
  });

  it('forgets an idle connection that the other end closed, and closes what it does not know', () => {
    const { pool, sim, ask, open } = setUp(2);
    const { connection } = ask(1);
    open(connection);
    requestDone(pool, connection, sim);
    connectionGone(pool, connection);
    expect(sendOnIdle(pool, fakeMessage(2), sim)).toBe(false);
    const stranger = fakeConnection(9, { state: 'open' });
    requestDone(pool, stranger, sim);
    expect(stranger.state).toBe('closed');
  });

  it('closes idle and opening connections that fail a test, and keeps the line', () => {
    const { pool, sim, ask, open } = setUp(2);
    const first = ask(1);
    open(first.connection);
    requestDone(pool, first.connection, sim);
    const second = ask(2);
    closeUnless(pool, (connection) => connection.id === 1, sim);
    expect([first.connection.state, second.connection.state]).toEqual(['open', 'closed']);
    expect(waitingIn(pool)).toEqual([second.message]);
  });
});
