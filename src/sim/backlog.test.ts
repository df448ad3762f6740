/** What waits at a hung node is bounded, is handled in order, and never all in one call. */
import { expect, test } from 'vitest';
import { CARRIES } from './agenda.ts';
import { countAwaited } from './backlog.ts';
import { crash } from './crash.ts';
import { hang } from './parking.ts';
import { within } from './stepper.ts';
import type { Connection, Message } from './types.ts';
import { Wire } from './wire.test-support.ts';
import { inFlight } from './world.ts';

/** A server that hangs from the start. */
function hungWire(rules = {}, answers = false): Wire {
  const wire = new Wire(0.1, rules, answers);
  hang(wire.kernel, wire.node('server'), true);
  return wire;
}

const waiting = (wire: Wire): number => wire.node('server').parked.items.size;
const resume = (wire: Wire): void => hang(wire.kernel, wire.node('server'), false);

function giveUp(wire: Wire, message: Message, connection: Connection): void {
  within(wire.kernel, wire.node('client').main, (sim) => {
    sim.drop(message, 'cancelled', { why: 'message', message: message.id });
    sim.giveUp(message, connection);
  });
}

test('a hung node keeps as many datagrams as a socket’s buffer holds; more are lost', () => {
  const wire = hungWire();
  const flow = wire.connect({ transport: 'udp' });
  const asked = Array.from({ length: 300 }, () => wire.ask(flow));
  wire.to(1);
  expect(waiting(wire)).toBe(256);
  const lost = asked.filter(({ end }) => end === 'dropped');
  expect(lost).toEqual(asked.slice(256));
  for (const message of lost) expect(message.reason).toBe('lost');
  resume(wire);
  wire.to(2);
  const heard = wire.heard('server', 'request').map(({ message }) => message);
  expect(heard).toEqual(asked.slice(0, 256).map(({ id }) => id));
  // There is room again.
  hang(wire.kernel, wire.node('server'), true);
  wire.ask(flow);
  wire.to(3);
  expect(waiting(wire)).toBe(1);
});

test('requests that are taken back at a hung node do not pile up', () => {
  const wire = new Wire(0.1);
  const connection = wire.connected();
  hang(wire.kernel, wire.node('server'), true);
  for (let i = 0; i < 10_000; i++) giveUp(wire, wire.ask(connection), connection);
  const last = wire.ask(connection);
  wire.to(20);
  expect(waiting(wire)).toBe(4_097);
  // Somebody still waits for one of them.
  expect(countAwaited(wire.node('server').parked)).toBe(1);
  resume(wire);
  wire.to(30);
  const heard = wire.heard('server', 'request').map(({ message }) => message);
  const cancelled = wire.heard('server', 'cancelled').map(({ message }) => message);
  expect(heard.length).toBe(2_049);
  expect(heard).toEqual([...cancelled, last.id]);
  expect(inFlight(wire.kernel.world.counts)).toBe(1);
});

test('a connection for which there is no room, closed meanwhile, leaves nothing behind', () => {
  const wire = hungWire({ backlog: 1 });
  const connections = Array.from({ length: 5 }, () => wire.connect());
  // While its SYN travels, and while its SYN waits to be sent again.
  wire.act('client', (sim) => sim.close(connections[3] as Connection));
  wire.to(0.5);
  wire.act('client', (sim) => sim.close(connections[4] as Connection));
  expect(waiting(wire)).toBe(2);
  wire.act('client', (sim) => sim.close(connections[1] as Connection));
  wire.to(0.9);
  expect(waiting(wire)).toBe(3);
  expect(countAwaited(wire.node('server').parked)).toBe(1);
  wire.to(1.5);
  expect(wire.times(CARRIES.syn).length).toBe(6);
  resume(wire);
  wire.to(200);
  const open = connections.map(({ state }) => state === 'open');
  expect(open).toEqual([true, false, true, false, false]);
  expect(wire.node('server').ends.size).toBe(2);
  expect(wire.kernel.nextAt).toBe(Number.POSITIVE_INFINITY);
});

test('who finds no room for 131 s gives up, because of the node that hangs', () => {
  const wire = hungWire({ backlog: 0 });
  const [, shutOut] = [wire.connect(), wire.connect()];
  wire.to(200);
  expect(wire.heard('client', 'refused').map(({ at }) => at)).toEqual([131e6]);
  expect(shutOut?.failure).toMatchObject({
    reason: 'connection-timed-out',
    cause: { why: 'state', node: wire.node('server').index },
  });
});

test('one that wakes handles so many at a time, in order, and what comes meanwhile behind them', () => {
  const wire = new Wire(0, {}, true);
  const connection = wire.connected();
  hang(wire.kernel, wire.node('server'), true);
  const asked = Array.from({ length: 100 }, () => wire.ask(connection));
  wire.to(20);
  resume(wire);
  const heard = () => wire.heard('server', 'request').map(({ message }) => message);
  wire.kernel.fire();
  expect(heard().length).toBe(8);
  asked.push(wire.ask(connection));
  hang(wire.kernel, wire.node('server'), true);
  wire.to(30);
  expect(heard().length).toBe(8);
  expect(waiting(wire)).toBe(93);
  resume(wire);
  asked.push(wire.ask(connection));
  wire.to(40);
  expect(heard()).toEqual(asked.map(({ id }) => id));
  expect(wire.heard('client', 'response').length).toBe(102);
});

test('a crash ends what is still to be handled', () => {
  const wire = new Wire(0.1, {}, true);
  const connection = wire.connected();
  hang(wire.kernel, wire.node('server'), true);
  for (let i = 0; i < 100; i++) wire.ask(connection);
  wire.to(20);
  resume(wire);
  wire.kernel.fire();
  crash(wire.kernel, wire.node('server'));
  expect(waiting(wire)).toBe(0);
  wire.to(30);
  expect(inFlight(wire.kernel.world.counts)).toBe(0);
  expect(wire.heard('server', 'request').length).toBe(100);
  wire.ask(wire.connect());
  wire.to(40);
  expect(wire.heard('server', 'request').length).toBe(101);
});
