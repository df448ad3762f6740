import { describe, expect, it } from 'vitest';
import { benchOf, lineOf } from './calls.test-support.ts';
import {
  type Call as AnyCall,
  carrierOf,
  connectionsIn,
  createCall,
  finishCall,
  giveUp,
  heldIn,
  place,
  reopen,
  resetAll,
  trimIdle,
} from './calls.ts';
import { type FakeConnection, fakeConnection, fakeMessage } from './fake-sim.test-support.ts';

type Call = AnyCall<string>;
const one = { protocol: 'http1', tls: false, lanes: [0], connections: 2 } as const;

describe('over HTTP/1', () => {
  it('a new connection goes to whoever opened it, however long others wait', () => {
    const { done, ask, open } = benchOf();
    const first = ask(1);
    const second = ask(2);
    open(lineOf(second));
    open(lineOf(first));
    expect(done).toEqual(['open 1', 'open 2', 'send 2 on 2', 'send 1 on 1']);
  });

  it('a connection given back goes to the oldest that waits, whose own then goes to the next', () => {
    const { calls, done, ask, open, answer } = benchOf();
    const [first, second, third, fourth] = [1, 2, 3, 4].map(ask) as [Call, Call, Call, Call];
    const own = lineOf(second);
    open(lineOf(first));
    answer(first);
    expect(done.at(-1)).toBe('send 2 on 1');
    open(own);
    expect(done.at(-1)).toBe('send 3 on 2');
    expect(heldIn(calls)).toEqual([fourth.message]);
    // What third opened is for fourth, and what fourth opened for nobody: it is kept.
    const [, , thirds, fourths] = connectionsIn(calls) as FakeConnection[];
    open(thirds!);
    open(fourths!);
    expect(done.slice(-1)).toEqual(['send 4 on 3']);
    expect(carrierOf(third)?.id).toBe(2);
    expect(ask(5).line?.connection.id).toBe(4);
  });

  it('one lost handshake delays one call, not every later one', () => {
    const { done, ask, open, answer } = benchOf({ connections: 0 });
    const lost = ask(1);
    for (let id = 2; id < 5; id++) {
      const call = ask(id);
      open(lineOf(call));
      expect(done.at(-1)).toBe(`send ${id} on ${id}`);
      answer(call);
      expect(done.at(-1)).toBe(`close ${id}`);
    }
    open(lineOf(lost));
    expect(done.at(-1)).toBe('send 1 on 1');
  });

  it('each call takes the next lane, and the connection there; lanes may become fewer', () => {
    const { calls, ask, open, answer } = benchOf({ lanes: [3, 4, 5] });
    const laneOf = (call: Call) => call.line?.connection.lane;
    const calls3 = [1, 2, 3].map(ask) as [Call, Call, Call];
    expect(calls3.map(laneOf)).toEqual([3, 4, 5]);
    for (const call of calls3) open(lineOf(call));
    for (const call of [...calls3].reverse()) answer(call);
    const [fourth, fifth] = [ask(4), ask(5)];
    expect([fourth, fifth].map(laneOf)).toEqual([3, 4]);
    calls.lanes = [3];
    expect(laneOf(ask(6))).toBe(3);
    expect(laneOf(ask(7))).toBe(3);
  });

  it('giving up closes its own attempt, or the connection that carries it, and nobody else’s', () => {
    const { calls, sim, done, ask, open } = benchOf();
    const first = ask(1);
    const second = ask(2);
    giveUp(calls, second, sim);
    expect(done.at(-1)).toBe('close 2');
    open(lineOf(first));
    giveUp(calls, first, sim);
    giveUp(calls, first, sim);
    expect(done).toEqual(['open 1', 'open 2', 'close 2', 'send 1 on 1', 'close 1']);
    expect(calls).toMatchObject({ active: 0, waits: 0 });
  });

  it('a refused attempt fails the call that opened it, and nobody once that is served', () => {
    const { calls, ask, open, answer, lose } = benchOf();
    const first = ask(1);
    const second = ask(2);
    const third = ask(3);
    expect(lose(lineOf(third))).toEqual([third]);
    const own = lineOf(second);
    open(lineOf(first));
    answer(first);
    expect(lose(own)).toEqual([]);
    expect(second.isOver).toBe(false);
    expect(calls.active).toBe(1);
  });

  it('uses the connection that has been idle longest, and keeps no more than it should', () => {
    const { calls, sim, done, ask, open, answer } = benchOf();
    const asked = [1, 2, 3].map(ask);
    for (const call of asked) open(lineOf(call));
    for (const call of asked) answer(call);
    expect(done.at(-1)).toBe('close 3');
    ask(4);
    expect(done.at(-1)).toBe('send 4 on 1');
    calls.keepIdle = 0;
    trimIdle(calls, sim);
    expect(done.at(-1)).toBe('close 2');
  });

  it('forgets an idle connection that the other end closed, and one that died under its call', () => {
    const { done, ask, open, answer, lose } = benchOf();
    const first = ask(1);
    const second = ask(2);
    const idle = lineOf(first);
    open(idle);
    open(lineOf(second));
    answer(first);
    lose(idle);
    // The network drops what was under way first, and then says that the connection is reset.
    const dead = lineOf(second);
    dead.state = 'closed';
    expect(answer(second)).toBe(second);
    expect(lose(dead)).toEqual([]);
    ask(3);
    expect(done.at(-1)).toBe('open 3');
  });

  it('does not use an idle connection that has ended, though it has not been told yet', () => {
    const { done, ask, open, answer, lose } = benchOf();
    const call = ask(1);
    const idle = lineOf(call);
    open(idle);
    answer(call);
    idle.state = 'closed';
    ask(2);
    expect(done.at(-1)).toBe('open 2');
    expect(lose(idle)).toEqual([]);
  });

  it('gives every lane and every address a connection of its own before any is used again', () => {
    const { calls, ask, open, answer } = benchOf({
      lanes: [4, 5],
      addresses: 3,
      firstAddress: '198.51.100.255',
    });
    for (let id = 1; id < 6; id++) {
      const call = ask(id);
      if (call.sentAt < 0) open(lineOf(call));
      answer(call);
    }
    expect(connectionsIn(calls).map((connection) => connection.lane)).toEqual([4, 5, 4]);
  });

  it('says why a call cannot be placed, and does not count it', () => {
    const { calls, sim } = benchOf({ lanes: [] });
    const call = createCall(fakeMessage(1), '');
    expect(place(calls, call, sim)).toBe('no-route');
    expect(call.isOver).toBe(true);
    const narrow = benchOf();
    for (let id = 1; id <= 16_384; id++) narrow.ask(id);
    expect(place(narrow.calls, createCall(fakeMessage(20_000), ''), narrow.sim)).toBe('no-port');
    expect(narrow.calls).toMatchObject({ active: 16_384, waits: 16_384 });
  });

  it('knows no message twice, and none of a connection that is not its own', () => {
    const { calls, sim, ask, open, answer } = benchOf();
    const call = ask(1);
    const connection = lineOf(call);
    open(connection);
    expect(finishCall(calls, fakeMessage(2), connection, sim)).toBeNull();
    expect(answer(call)).toBe(call);
    expect(finishCall(calls, call.message, connection, sim)).toBeNull();
    expect(finishCall(calls, call.message, fakeConnection(99), sim)).toBeNull();
  });
});

describe('over HTTP/2', () => {
  const two = { protocol: 'http2', connections: 2 } as const;

  it('channels are used in turn, and what waits for one goes out together', () => {
    const { done, ask, open } = benchOf(two);
    const [first, second] = [1, 2, 3, 4].map(ask) as [Call, Call];
    expect(done).toEqual(['open 1', 'open 2']);
    open(lineOf(first));
    open(lineOf(second));
    ask(5);
    expect(done.slice(2)).toEqual([
      'send 1 on 1',
      'send 3 on 1',
      'send 2 on 2',
      'send 4 on 2',
      'send 5 on 1',
    ]);
  });

  it('giving up one request cancels it and leaves the connection to the others', () => {
    const { calls, sim, done, ask, open, answer } = benchOf({ ...two, connections: 1 });
    const [first, second] = [1, 2].map(ask) as [Call, Call];
    open(lineOf(first));
    giveUp(calls, first, sim);
    expect(done.at(-1)).toBe('cancel 1 on 1');
    expect(answer(first)).toBeNull();
    expect(answer(second)).toBe(second);
    expect(connectionsIn(calls)).toHaveLength(1);
  });

  it('whoever gives up on its opening leaves a fresh attempt to those who wait on', () => {
    const { calls, sim, done, ask, open } = benchOf({ ...two, connections: 1 });
    const [first, second, third] = [1, 2, 3].map(ask) as [Call, Call, Call];
    giveUp(calls, third, sim);
    giveUp(calls, first, sim);
    expect(done).toEqual(['open 1', 'close 1', 'open 2']);
    open(lineOf(second));
    expect(done.at(-1)).toBe('send 2 on 2');
    expect(calls).toMatchObject({ active: 1, waits: 0 });
  });

  it('a refused connection fails all who wait for it, and the next call opens another', () => {
    const { done, ask, lose } = benchOf({ ...two, connections: 1 });
    const asked = [1, 2].map(ask) as [Call, Call];
    expect(lose(lineOf(asked[0]))).toEqual(asked);
    ask(3);
    expect(done.at(-1)).toBe('open 2');
  });

  it('a connection that is known to be dead takes no new call', () => {
    const { done, ask, open, answer, lose } = benchOf({ ...two, connections: 1 });
    const asked = [1, 2].map(ask) as [Call, Call];
    const dead = lineOf(asked[0]);
    open(dead);
    dead.state = 'closed';
    expect(answer(asked[0])).toBe(asked[0]);
    ask(3);
    expect(done.at(-1)).toBe('open 2');
    expect(answer(asked[1])).toBe(asked[1]);
    expect(lose(dead)).toEqual([]);
    ask(4);
    expect(done.at(-1)).toBe('open 2');
  });
});

it('UDP flows need no opening', () => {
  const { done, ask } = benchOf({ protocol: 'udp', connections: 2 });
  for (const id of [1, 2, 3]) ask(id);
  expect(done).toEqual(['open 1', 'send 1 on 1', 'open 2', 'send 2 on 2', 'send 3 on 1']);
});

describe('opened anew', () => {
  it.each(['http1', 'http2', 'udp'] as const)(
    'over %s, busy connections finish what they carry and close then',
    (protocol) => {
      const { calls, sim, done, ask, open, answer } = benchOf({ protocol, connections: 1 });
      const busy = ask(1);
      const connection = lineOf(busy);
      if (protocol !== 'udp') open(connection);
      expect(reopen(calls, { ...one, protocol, lanes: [3] }, sim)).toEqual([]);
      const later = ask(2);
      expect(lineOf(later)).toMatchObject({ lane: 3 });
      expect(connection.state).toBe('open');
      expect(answer(busy)).toBe(busy);
      expect(done.at(-1)).toBe('close 1');
      expect(calls).toMatchObject({ active: 1 });
    },
  );

  it.each(['http1', 'http2'] as const)('over %s, what waited is placed again', (protocol) => {
    const { calls, sim, done, ask, open } = benchOf({ protocol, connections: 1 });
    const asked = [1, 2].map(ask);
    const waiting = reopen(calls, { ...one, protocol: 'http2', connections: 1 }, sim);
    expect(waiting).toEqual(asked);
    expect(calls).toMatchObject({ active: 0, waits: 0 });
    for (const call of waiting) expect(place(calls, call, sim)).toBeNull();
    open(lineOf(asked[0] as Call));
    expect(done.slice(-2).map((what) => what.slice(0, 6))).toEqual(['send 1', 'send 2']);
    expect(calls).toMatchObject({ active: 2, waits: 0 });
  });
});

it('reset, it aborts every connection and knows nothing any more', () => {
  const { calls, sim, done, ask, open } = benchOf();
  const [first, second] = [1, 2].map(ask) as [Call, Call];
  open(lineOf(first));
  resetAll(calls, sim);
  expect(done.slice(-2)).toEqual(['reset 1', 'reset 2']);
  expect(calls).toMatchObject({ active: 0, waits: 0 });
  expect([first.isOver, second.isOver]).toEqual([true, true]);
});
