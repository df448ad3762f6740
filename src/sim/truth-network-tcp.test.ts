/**
 * TCP held against what Linux does, and HTTP/2's cancelling against Node's: every case of the
 * fixture is run on two nodes and a lane, or stands below with the reason why the model leaves it
 * out.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CARRIES } from './agenda.ts';
import { hang } from './parking.ts';
import { LINUX, type TcpRules } from './tcp-rules.ts';
import { setListening } from './topology.ts';
import type { Connection, Message } from './types.ts';
import { Wire } from './wire.test-support.ts';

interface Case {
  readonly id: string;
  readonly behaviour: string;
  // biome-ignore lint/suspicious/noExplicitAny: each behaviour has facts of its own.
  readonly given: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  readonly expected: any;
}

const { cases } = JSON.parse(
  readFileSync(new URL('./fixtures/network-tcp.json', import.meta.url), 'utf8'),
) as { cases: Case[] };

const NO_ACKS = 'acknowledgements are no packets of their own: what arrived counts as acknowledged';
const SACK = 'selective acknowledgement is always on';
const FLOOR = 'Linux’s floor on the variance’s share is modelled, not the floor on the whole RTO';
const CODES = 'HTTP/2’s error codes are not modelled';
const KEEPALIVE = 'keep-alive probes, off by default, are not modelled';
const USER_TIMEOUT = 'TCP_USER_TIMEOUT, off by default, is not modelled';
const CLOSING = 'closing takes one packet: FIN_WAIT2 and TIME_WAIT are not modelled';

const LEFT_OUT: Readonly<Record<string, string>> = {
  'NT-009': FLOOR,
  'NT-015': FLOOR,
  'NT-021': 'Linux measures repeats by timestamps; the backoff ends with the next new arrival',
  'NT-041': USER_TIMEOUT,
  'NT-061': 'the third packet of the handshake is not sent by itself',
  'NT-101': USER_TIMEOUT,
  'NT-103': NO_ACKS,
  'NT-113': SACK,
  'NT-115': SACK,
  'NT-117': SACK,
  'NT-125':
    'on a path without delay the limit falls between two timers: Linux’s late ones tip it, here the next one ends it',
  'NT-127': CLOSING,
  'NT-129': CLOSING,
  'NT-131': CLOSING,
  'NT-137': 'nodes close a connection only when nothing unread is on it',
  'NT-141': KEEPALIVE,
  'NT-143': KEEPALIVE,
  'NT-145': KEEPALIVE,
  'NT-147': KEEPALIVE,
  'NT-149': KEEPALIVE,
  'NT-157': KEEPALIVE,
  'NT-159': KEEPALIVE,
  'NT-161': '0 stands for 8 as Linux applies it, and 8 is what the rules say',
  'NT-169': CODES,
  'NT-173': 'a matter of the caller, held in its own tests: HTTP/1 gives up by closing',
  'NT-175': 'nginx is told there to ignore that its client gave up; by default it does not',
  'NT-177': CODES,
  'NT-179': CODES,
};

const START = 10;

/**
 * Loses so many transmissions of what leaves next: the way there opens between the last of them and
 * the one that is to pass.
 */
function loseFirst(wire: Wire, count: number, carries: number): void {
  wire.cut('forward');
  const { kernel } = wire;
  // Each packet is recorded as it reaches the end of the lane, cut or not.
  const lost = () => wire.left.filter((each) => each.carries === carries && each.at >= START * 1e6);
  for (let events = 0; lost().length < count && events < 100_000; events++) kernel.fire();
  wire.cut('none');
}

/** How many RSTs answer a SYN for which there is no room. */
function resetsWithoutRoom(): number {
  const wire = new Wire(0.1, { backlog: 0 });
  hang(wire.kernel, wire.node('server'), true);
  for (let i = 0; i < 3; i++) wire.connect();
  wire.to(10);
  expect(wire.times(CARRIES.syn).length).toBeGreaterThan(3);
  return wire.times(CARRIES.rst).length;
}

function rulesOf(given: Case['given']): Partial<TcpRules> {
  return {
    synRetries: given.tcp_syn_retries ?? LINUX.synRetries,
    synLinearTimeouts: given.tcp_syn_linear_timeouts ?? LINUX.synLinearTimeouts,
    synAckRetries: given.tcp_synack_retries ?? LINUX.synAckRetries,
    retries: given.tcp_retries2 ?? LINUX.retries,
    rtoMax: given.tcp_rto_max_ms === undefined ? LINUX.rtoMax : given.tcp_rto_max_ms * 1000,
    tailLossProbe: given.tailLossProbe ?? true,
  };
}

const runs: Readonly<Record<string, (one: Case) => void>> = {
  'rto-rfc6298': ({ given, expected }) => {
    const { rttSamplesMs, maxRtoMs } = given as { rttSamplesMs: number[]; maxRtoMs: number };
    if (rttSamplesMs.length === 0) {
      const wire = new Wire(0.1);
      wire.cut('both');
      wire.connect();
      wire.to(1.5);
      expect(wire.times(CARRIES.syn)).toEqual([0, expected.rtoMs / 1000]);
      return;
    }
    const [first = 0, ...more] = rttSamplesMs;
    const wire = new Wire(first / 1000, { tailLossProbe: false, rtoMax: maxRtoMs * 1000 });
    const connection = wire.connect();
    let at = 30;
    wire.to(at);
    for (const ms of more) {
      wire.setRtt(ms);
      wire.ask(connection);
      at += 10;
      wire.to(at);
    }
    wire.cut('forward');
    wire.ask(connection);
    wire.to(at + 100);
    const [, repeat = 0] = wire.times(CARRIES.request, at);
    expect(repeat * 1000).toBeCloseTo(expected.rtoMs, 2);
  },
  backoff: ({ given, expected }) => {
    const { rtoSeconds, maxRtoSeconds, transmissionsLost } = given;
    const rules = {
      rtoMin: (rtoSeconds - 0.1) * 1e6,
      rtoMax: maxRtoSeconds * 1e6,
      tailLossProbe: false,
    };
    const wire = new Wire(0.1, rules);
    wire.ask(wire.connected());
    loseFirst(wire, transmissionsLost, CARRIES.request);
    wire.to(1_000);
    const [, ...repeats] = wire.times(CARRIES.request, START);
    expect(repeats).toEqual(expected.repeatAtSeconds);
    expect(wire.times(CARRIES.request).length).toBe(expected.firstToArrive);
  },
  'rto-linux': ({ given, expected }) => {
    const wire = new Wire(given.rttMs / 1000, { tailLossProbe: false });
    const connection = wire.connected();
    const exchanges = String(given.when).includes('seven') ? 7 : 0;
    for (let i = 0; i < exchanges; i++) wire.ask(connection);
    wire.to(20);
    wire.cut('forward');
    wire.ask(connection);
    wire.to(30);
    expect(wire.times(CARRIES.request, 20)[1]).toBe(expected.rtoMs / 1000);
  },
  'syn-retries': ({ given, expected }) => {
    const wire = new Wire(0.1, rulesOf(given));
    wire.cut('both');
    wire.connect();
    wire.to(200);
    expect(wire.times(CARRIES.syn)).toEqual(expected.synAtSeconds);
    const [refused] = wire.heard('client', 'refused');
    expect(refused).toMatchObject({
      at: expected.giveUpAtSeconds * 1e6,
      reason: 'connection-timed-out',
    });
  },
  'synack-retries': ({ given, expected }) => {
    const wire = new Wire(0.1, rulesOf(given));
    wire.connect();
    wire.to(0.04);
    wire.cut('back');
    wire.to(0.06);
    wire.cut('both');
    wire.to(expected.requestForgottenAtSeconds === undefined ? 3.5 : 100);
    expect(wire.times(CARRIES.synAck, 0.05)).toEqual(expected.synAckAtSeconds);
    if (expected.requestForgottenAtSeconds === undefined) return;
    const [forgotten] = wire.heard('server', 'reset');
    expect(forgotten?.at).toBe((0.05 + expected.requestForgottenAtSeconds) * 1e6);
  },
  'connect-delay': ({ given, expected }) => {
    const wire = new Wire(given.rttSeconds, rulesOf(given));
    if (given.port === 'closed') setListening(wire.kernel, wire.node('server'), false);
    if (given.refusalLost !== undefined) {
      wire.cut('back');
      wire.connect();
      wire.to(0.5);
      wire.cut('none');
      wire.to(10);
      expect(wire.heard('client', 'refused')).toMatchObject([
        { at: expected.atSeconds * 1e6, reason: 'connection-refused' },
      ]);
      return;
    }
    wire.cut('both');
    wire.connect();
    if (given.outageSeconds !== undefined) wire.to(given.outageSeconds[1]);
    else while (wire.left.length < given.synLost) wire.kernel.fire();
    wire.cut('none');
    wire.to(100);
    expect(wire.heard('client', 'connected')[0]?.at).toBe(expected.connectedAtSeconds * 1e6);
  },
  'data-lost': ({ given, expected }) => {
    const wire = new Wire(given.rttSeconds, rulesOf(given));
    wire.ask(wire.connected());
    loseFirst(wire, given.transmissionsLost, CARRIES.request);
    wire.to(100);
    expect(wire.times(CARRIES.request, START)).toEqual(expected.sentAtSeconds);
    const [arrived] = wire.heard('server', 'request');
    expect(arrived?.at).toBe(Math.round((START + expected.arrivesAtSeconds) * 1e6));
  },
  outage: ({ given, expected }) => {
    const wire = new Wire(given.rttSeconds, rulesOf(given));
    const connection = wire.connected();
    wire.cut('both');
    wire.ask(connection);
    wire.to(START + given.outageSeconds[1]);
    wire.cut('none');
    wire.to(100);
    const [arrived] = wire.heard('server', 'request');
    expect(arrived?.at).toBe(Math.round((START + expected.arrivesAtSeconds) * 1e6));
    const left = wire.times(CARRIES.request, START);
    expect(left.length - 1).toBe(expected.repeatThatPasses);
    expect(left.at(-1)).toBe(expected.leavesAtSeconds);
  },
  'data-give-up': ({ given, expected }) => {
    const wire = new Wire(given.rttSeconds, rulesOf(given));
    const connection = wire.connected();
    wire.cut('both');
    const message = wire.ask(connection);
    wire.to(2_000);
    const at = ((wire.heard('client', 'reset')[0]?.at ?? 0) - START * 1e6) / 1e6;
    if (expected.giveUpAtSeconds !== undefined) expect(at).toBe(expected.giveUpAtSeconds);
    else {
      expect(at).toBeGreaterThanOrEqual(expected.giveUpBetweenSeconds[0]);
      expect(at).toBeLessThanOrEqual(expected.giveUpBetweenSeconds[1]);
    }
    if (expected.transmissions !== undefined) {
      expect(wire.times(CARRIES.request, START).length).toBe(expected.transmissions);
    }
    expect(message).toMatchObject({ end: 'dropped', reason: 'connection-timed-out' });
  },
  'several-in-flight': ({ given, expected }) => {
    const wire = new Wire(given.rttSeconds);
    const connection = wire.connected();
    const messages: Message[] = [];
    for (let n = 1; n <= given.segments; n++) {
      wire.cut(given.lost.includes(n) ? 'forward' : 'none');
      messages.push(wire.ask(connection));
    }
    wire.cut('none');
    wire.to(START + 5);
    for (const [n, times] of Object.entries(expected.repeatAtSeconds)) {
      const { id } = messages[Number(n) - 1] as Message;
      expect(wire.times(CARRIES.request, START, id).slice(1)).toEqual(times);
    }
    const arrived = wire.heard('server', 'request');
    expect(arrived.map(({ message }) => message)).toEqual(messages.map(({ id }) => id));
    expect(arrived.at(-1)?.at).toBe((START + expected.allDeliveredAtSeconds) * 1e6);
  },
  'fin-lost': ({ given, expected }) => {
    const wire = new Wire(given.rttSeconds, rulesOf(given));
    const connection = wire.connected();
    wire.act('client', (sim) => sim.close(connection));
    loseFirst(wire, given.finLost, CARRIES.fin);
    wire.to(100);
    expect(wire.times(CARRIES.fin, START)).toEqual(expected.finAtSeconds);
    const [closed] = wire.heard('server', 'closed');
    expect(closed?.at).toBe((START + expected.peerReadsEndAtSeconds) * 1e6);
  },
  'half-open': ({ given }) => {
    const wire = new Wire(given.rttSeconds);
    const connection = wire.connected();
    const isLost = String(given.server).includes('lost');
    if (isLost) wire.cut('back');
    const front = wire.box('server').fronts[0] as Connection;
    wire.act('server', (sim) => sim.reset(front));
    wire.to(START + 1);
    wire.cut('none');
    if (!isLost) {
      expect(wire.heard('client', 'reset')[0]?.at).toBe((START + 0.05) * 1e6);
      expect(connection.state).toBe('closed');
      return;
    }
    expect(connection.state).toBe('open');
    const message = wire.ask(connection);
    wire.to(START + 5);
    expect(wire.heard('client', 'reset')[0]?.at).toBe((START + 1.1) * 1e6);
    expect(message).toMatchObject({ end: 'dropped', reason: 'connection-reset' });
  },
  backlog: ({ given, expected }) => {
    const wire = new Wire(given.rttSeconds, { backlog: given.listenBacklog });
    hang(wire.kernel, wire.node('server'), true);
    const connections = (given.clientsConnectAtSeconds as number[]).map((at) => {
      wire.to(at);
      return wire.connect();
    });
    wire.to(given.acceptingFromSeconds);
    hang(wire.kernel, wire.node('server'), false);
    wire.to(10);
    const third = connections[2] as Connection;
    expect(third.readyAt).toBe(expected.thirdClientConnectsAtSeconds * 1e6);
    const syns = wire.times(CARRIES.syn, third.openedAt / 1e6);
    const ownSyns = syns.filter((at) => Number.isInteger(at));
    expect(ownSyns.length).toBe(expected.thirdClientConnectsAtItsSynNumber);
  },
  refused: ({ given, expected }) => {
    const wire = new Wire(given.rttSeconds);
    setListening(wire.kernel, wire.node('server'), false);
    wire.connect();
    wire.to(10);
    expect(wire.heard('client', 'refused')).toMatchObject([
      { at: expected.atSeconds * 1e6, reason: 'connection-refused' },
    ]);
  },
  defaults: ({ given, expected }) => {
    const known: Readonly<Record<string, number>> = {
      tcp_syn_retries: LINUX.synRetries,
      tcp_syn_linear_timeouts: LINUX.synLinearTimeouts,
      tcp_rto_min_us: LINUX.rtoMin,
      tcp_early_retrans: LINUX.tailLossProbe ? 3 : 0,
      tcp_abort_on_overflow: resetsWithoutRoom(),
    };
    expect(known[given.setting]).toBe(expected.value);
  },
  'http2-cancel': ({ given, expected }) => {
    const wire = new Wire(0.1);
    const connection = wire.connected();
    const [first, second] = [wire.ask(connection), wire.ask(connection)];
    wire.to(START + 0.06);
    const isAll = String(given.clientDoes).includes('session');
    wire.act('client', (sim) => {
      sim.drop(first, 'cancelled', { why: 'message', message: first.id });
      if (isAll) sim.reset(connection);
      else sim.giveUp(first, connection);
    });
    wire.to(START + 0.2);
    const front = wire.box('server').fronts[0] as Connection;
    const isOpen = front.state === 'open' && connection.state === 'open';
    expect(isOpen).toBe(expected.connectionOpen);
    if (!isAll) expect(wire.heard('server', 'cancelled')[0]?.message).toBe(first.id);
    wire.act('server', (sim) => {
      for (const message of [first, second]) sim.reply(message, front, 200);
    });
    wire.to(START + 1);
    expect(wire.heard('client', 'response').map(({ message }) => message)).toEqual(
      expected.otherStreams === 'completed' ? [second.id] : [],
    );
    expect(wire.times(CARRIES.response).length).toBe(isAll ? 0 : 1);
  },
};

describe('TCP does what Linux does, HTTP/2 cancels as Node does', () => {
  test.each(cases.map((one) => [one.id, one.behaviour, one] as const))('%s %s', (id, how, one) => {
    if (Object.hasOwn(LEFT_OUT, id)) return;
    const run = runs[how];
    if (run === undefined) throw new Error(`Nothing runs ${how}.`);
    run(one);
  });

  test('what is left out is in the fixture', () => {
    const ids = new Set(cases.map(({ id }) => id));
    for (const id of Object.keys(LEFT_OUT)) expect(ids).toContain(id);
  });
});

test('what was sent before closing is given up after 102 s, at the next timer, and the peer never learns', () => {
  const wire = new Wire(0.1);
  const connection = wire.connected();
  wire.cut('forward');
  wire.act('client', (sim) => sim.close(connection));
  // 0.3 for the probe, then 0.6 and doubling: at 76.8 s the limit has not passed, at 153.6 s it
  // has.
  wire.to(START + 153.5);
  expect(wire.kernel.nextAt).toBe((START + 153.6) * 1e6);
  wire.to(START + 154);
  expect(wire.kernel.nextAt).toBe(Number.POSITIVE_INFINITY);
  expect(wire.times(CARRIES.fin, START).at(-1)).toBe(76.8);
  expect(wire.box('server').fronts[0]?.state).toBe('open');
});

test('without loss no repair ever exists', () => {
  const wire = new Wire(0.1, {}, true);
  const connection = wire.connected();
  for (let i = 0; i < 100; i++) {
    wire.ask(connection);
    wire.to(START + i * 0.01);
    for (const node of wire.kernel.world.nodes) {
      for (const end of node.ends.values()) expect(end.repair).toBeNull();
    }
  }
  wire.to(START + 10);
  expect(wire.kernel.nextAt).toBe(Number.POSITIVE_INFINITY);
  expect(wire.heard('client', 'response').length).toBe(100);
});

test('while nothing can acknowledge what arrives, it is given up as what is lost is, unless the way back opens', () => {
  const givenUpAt = (way: 'forward' | 'back') => {
    const wire = new Wire(0.1, {}, true);
    const connection = wire.connected();
    wire.cut(way);
    wire.ask(connection);
    wire.to(START + 2_000);
    expect(connection.failure?.reason).toBe('connection-timed-out');
    return wire.heard('client', 'dropped').map(({ at }) => at);
  };
  expect(givenUpAt('back')).toEqual(givenUpAt('forward'));
  const wire = new Wire(0.1, {}, true);
  const connection = wire.connected();
  wire.cut('back');
  wire.ask(connection);
  wire.to(START + 500);
  wire.cut('none');
  wire.to(START + 2_000);
  expect(wire.heard('client', 'response').length).toBe(1);
  expect(connection.state).toBe('open');
  expect(wire.kernel.nextAt).toBe(Number.POSITIVE_INFINITY);
});

test('an RST lost within the handshake of TLS is drawn again by its repeat, and is no refusal', () => {
  const wire = new Wire(0.1);
  const link = wire.act('client', (sim) => sim.links()[0]?.lane ?? 0);
  const connection = wire.act('client', (sim) => sim.connect(link, { tls: true }));
  wire.to(0.16);
  wire.cut('back');
  wire.act('server', (sim) => sim.reset(wire.box('server').fronts[0] as Connection));
  wire.to(0.25);
  wire.cut('none');
  wire.to(2);
  expect(wire.times(CARRIES.syn).length).toBe(1);
  expect(wire.times(CARRIES.rst).length).toBe(2);
  expect(connection.failure?.reason).toBe('connection-reset');
});

test('a SYN that is cut off after its opener has closed is not sent again', () => {
  const wire = new Wire(0.1);
  const connection = wire.connect();
  wire.act('client', (sim) => sim.close(connection));
  wire.cut('forward');
  wire.to(0.5);
  wire.cut('none');
  wire.to(200);
  expect(wire.times(CARRIES.syn).length).toBe(1);
  expect(wire.box('server').fronts.length).toBe(0);
  expect(wire.kernel.nextAt).toBe(Number.POSITIVE_INFINITY);
});

test('an opener that closes while it asks again closes what was let in, be that SYN cut off too', () => {
  const wire = new Wire(0.1);
  const connection = wire.connect();
  // The SYN-ACK, then the FIN, then the SYN asking again.
  wire.cutBetween('back', 0.06, 0.2);
  wire.act('client', (sim) => sim.close(connection));
  wire.cutBetween('forward', 0.22, 0.3);
  wire.cutBetween('forward', 1.02, 1.1);
  wire.to(200);
  expect(wire.box('server').fronts.length).toBe(1);
  expect(wire.heard('server', 'closed').length).toBe(1);
  expect(wire.node('server').ends.size).toBe(0);
  expect(wire.kernel.nextAt).toBe(Number.POSITIVE_INFINITY);
});

test('an RST of a process that is gone does not end what its successor let in', () => {
  const wire = new Wire(0.1);
  const connection = wire.connect();
  wire.cutBetween('back', 0.06, 0.2);
  // It travels for two seconds: the SYN asks again meanwhile.
  wire.setRtt(4_000);
  wire.act('server', (sim) => sim.reset(wire.box('server').fronts[0] as Connection));
  wire.setRtt(100);
  wire.to(10);
  expect(wire.heard('client', 'connected').length).toBe(1);
  expect(wire.heard('client', 'reset').length).toBe(0);
  expect(connection.state).toBe('open');
  expect(wire.box('server').fronts.map(({ state }) => state)).toEqual(['closed', 'open']);
});

test('an end that closes before its SYN-ACK has arrived is asked again by the repeated SYN, and no other', () => {
  const wire = new Wire(0.1);
  const connection = wire.connect();
  wire.cutBetween('back', 0.04, 0.06);
  wire.to(0.5);
  wire.act('server', (sim) => sim.close(wire.box('server').fronts[0] as Connection));
  wire.to(200);
  expect(wire.heard('client', 'connected').length).toBe(1);
  expect(wire.heard('client', 'closed').length).toBe(1);
  expect(connection.state).toBe('closed');
  expect(wire.box('server').fronts.length).toBe(1);
  expect(wire.node('server').ends.size).toBe(0);
});

test('a flow of UDP that its opener has closed is forgotten at its target, and still answered', () => {
  const wire = new Wire(0.1, {}, true);
  const [early, late] = [1, 2].map(() => wire.connect({ transport: 'udp' }));
  wire.ask(early as Connection);
  wire.to(1);
  expect(wire.node('server').ends.size).toBe(1);
  wire.ask(late as Connection);
  wire.act('client', (sim) => {
    for (const flow of [early, late]) sim.close(flow as Connection);
  });
  wire.to(2);
  expect(wire.heard('server', 'request').length).toBe(2);
  expect(wire.times(CARRIES.response).length).toBe(2);
  expect(wire.node('server').ends.size).toBe(0);
});
