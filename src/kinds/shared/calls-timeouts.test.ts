import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bench, benchOf, lineOf } from './calls.test-support.ts';
import { type Call as AnyCall, connectionsIn, giveUp, place, reopen } from './calls.ts';
import { callsIn, isWaiting } from './calls-records.ts';
import { earliestDue, setTimeouts, takeOverdue } from './calls-timeouts.ts';
import type { FakeConnection } from './fake-sim.test-support.ts';

type Call = AnyCall<string>;
const never = Number.POSITIVE_INFINITY;

/** Everything overdue at a moment: the limit, and the messages that end. */
function overdueAt({ calls, sim, clock }: Bench, now: number): [string, number[]][] {
  clock.now = now;
  const found: [string, number[]][] = [];
  for (let late = takeOverdue(calls, sim); late !== null; late = takeOverdue(calls, sim)) {
    found.push([late.limit, late.calls.map((call) => call.message.id)]);
  }
  return found;
}

describe('a timeout', () => {
  it('for everything counts from when a call was placed, waiting included', () => {
    const bench = benchOf();
    setTimeouts(bench.calls, { connect: 0, response: 0, total: 100 });
    expect(earliestDue(bench.calls)).toBe(never);
    const first = bench.ask(1);
    bench.clock.now = 30;
    bench.open(lineOf(first));
    bench.ask(2);
    expect(earliestDue(bench.calls)).toBe(100);
    expect(overdueAt(bench, 99)).toEqual([]);
    expect(overdueAt(bench, 100)).toEqual([['total', [1]]]);
    expect(earliestDue(bench.calls)).toBe(130);
    expect(overdueAt(bench, 130)).toEqual([['total', [2]]]);
    expect(bench.done.filter((what) => what.startsWith('close'))).toEqual(['close 1', 'close 2']);
    expect(earliestDue(bench.calls)).toBe(never);
  });

  it('for an answer counts from when the request went out', () => {
    const bench = benchOf();
    setTimeouts(bench.calls, { connect: 0, response: 100, total: 0 });
    const first = bench.ask(1);
    const second = bench.ask(2);
    expect(earliestDue(bench.calls)).toBe(never);
    bench.clock.now = 40;
    bench.open(lineOf(second));
    bench.clock.now = 70;
    bench.open(lineOf(first));
    expect(earliestDue(bench.calls)).toBe(140);
    bench.answer(second);
    expect(earliestDue(bench.calls)).toBe(170);
    expect(overdueAt(bench, 170)).toEqual([['response', [1]]]);
  });

  it('for connecting ends the attempt, with the call that opened it if that still waits', () => {
    const bench = benchOf();
    setTimeouts(bench.calls, { connect: 100, response: 0, total: 0 });
    const [first] = [1, 2].map(bench.ask) as [Call];
    bench.clock.now = 10;
    bench.ask(3);
    bench.open(lineOf(first));
    bench.answer(first);
    expect(earliestDue(bench.calls)).toBe(100);
    expect(overdueAt(bench, 110)).toEqual([
      ['connect', []],
      ['connect', [3]],
    ]);
    // The second went out on the first's connection.
    expect(bench.calls).toMatchObject({ active: 1, waits: 0 });
    const shared = benchOf({ protocol: 'http2', connections: 1 });
    setTimeouts(shared.calls, { connect: 100, response: 0, total: 0 });
    for (const id of [1, 2]) shared.ask(id);
    expect(overdueAt(shared, 100)).toEqual([['connect', [1, 2]]]);
  });

  it('set later holds for what is under way already, and no more when it is taken back', () => {
    const bench = benchOf();
    const first = bench.ask(1);
    bench.clock.now = 50;
    const second = bench.ask(2);
    bench.open(lineOf(second));
    bench.open(lineOf(first));
    bench.ask(3);
    setTimeouts(bench.calls, { connect: 0, response: 0, total: 100 });
    expect(earliestDue(bench.calls)).toBe(100);
    setTimeouts(bench.calls, { connect: 70, response: 60, total: 0 });
    expect(earliestDue(bench.calls)).toBe(110);
    expect(overdueAt(bench, 110)).toEqual([
      ['response', [1]],
      ['response', [2]],
    ]);
    setTimeouts(bench.calls, { connect: 0, response: 0, total: 0 });
    expect(earliestDue(bench.calls)).toBe(never);
    expect(overdueAt(bench, 1_000)).toEqual([]);
  });

  it('goes on counting for what is placed again', () => {
    const bench = benchOf();
    setTimeouts(bench.calls, { connect: 0, response: 0, total: 100 });
    bench.ask(1);
    bench.clock.now = 60;
    bench.ask(2);
    const settings = { protocol: 'http2', tls: false, lanes: [1], connections: 1 } as const;
    for (const call of reopen(bench.calls, settings, bench.sim))
      place(bench.calls, call, bench.sim);
    expect(overdueAt(bench, 100)).toEqual([['total', [1]]]);
    expect(overdueAt(bench, 160)).toEqual([['total', [2]]]);
  });
});

/** What must hold after every step, whatever happened. */
function check({ calls }: Bench): void {
  const all = callsIn(calls);
  expect(all.length).toBe(calls.active);
  expect(all.filter(isWaiting).length).toBe(calls.waits);
  expect(new Set(all).size).toBe(all.length);
  for (const call of all) {
    const { line } = call;
    expect(line !== null && calls.lines.get(line.connection.id) === line).toBe(true);
    if (line === null) continue;
    if (line.calls !== null) expect(line.calls.get(call.message.id)).toBe(call);
    else expect(call.sentAt < 0 ? line.opener : line.call).toBe(call);
    expect(line.connection.state).toBe(call.sentAt < 0 ? 'opening' : 'open');
  }
  expect(calls.idle.length).toBeLessThanOrEqual(calls.keepIdle);
}

const step = fc.record({
  what: fc.constantFrom('ask', 'ask', 'open', 'open', 'answer', 'answer', 'lose', 'give', 'late'),
  which: fc.nat(1000),
  wait: fc.nat(40),
});

/** The network drops what was under way on a connection, and then says that it is gone. */
function loseWith(bench: Bench, connection: FakeConnection): void {
  connection.state = 'closed';
  for (const call of callsIn(bench.calls)) {
    if (call.line?.connection === connection && call.sentAt >= 0) bench.answer(call);
  }
  bench.lose(connection);
}

function take(bench: Bench, { what, which }: { what: string; which: number }, id: number): void {
  const { calls, sim, clock } = bench;
  const connections = connectionsIn(calls) as FakeConnection[];
  const connection = connections[which % (connections.length || 1)];
  const all = callsIn(calls);
  const call = all[which % (all.length || 1)];
  if (what === 'ask') bench.ask(id);
  else if (what === 'late') overdueAt(bench, clock.now);
  else if (what === 'open' && connection?.state === 'opening') bench.open(connection);
  else if (what === 'lose' && connection !== undefined) loseWith(bench, connection);
  else if (what === 'answer' && call !== undefined && call.sentAt >= 0) bench.answer(call);
  else if (what === 'give' && call !== undefined) giveUp(calls, call, sim);
}

describe('whatever happens in whatever order', () => {
  it.each(['http1', 'http2'] as const)(
    'over %s, every call is in one place, counted, and ends when its time is over',
    (protocol) => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 60 }), fc.nat(2), (steps, connections) => {
          const bench = benchOf({
            protocol,
            connections: connections || Number(protocol !== 'http1'),
          });
          setTimeouts(bench.calls, { connect: 50, response: 70, total: 200 });
          steps.forEach((next, i) => {
            bench.clock.now += next.wait;
            take(bench, next, i + 1);
            check(bench);
          });
          overdueAt(bench, bench.clock.now + 200);
          expect(callsIn(bench.calls)).toEqual([]);
          check(bench);
          expect(earliestDue(bench.calls)).toBe(never);
        }),
        { numRuns: 300 },
      );
    },
  );
});
