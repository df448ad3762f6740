import { describe, expect, test } from 'vitest';
import { restoreCheckpoint, takeCheckpoint } from './checkpoint.ts';
import { type EchoContext, type SourceContext, testModels } from './kernel.test-support.ts';
import { Kernel } from './kernel.ts';
import type { Cause } from './types.ts';
import { CUT, type EdgeSetup, inFlight, type NodeSetup } from './world.ts';

const LATENCY = { dist: 'constant', value: 10 } as const;

function node(id: string, kind: string, config: Record<string, unknown> = {}): NodeSetup {
  return { id, kind, name: id, config, frame: null };
}

function edge(id: string, from: string, to: string, more: Partial<EdgeSetup> = {}): EdgeSetup {
  return { id, from, to, latency: LATENCY, loss: 0, ...more };
}

function pair(
  config: Record<string, unknown> = {},
  more: Partial<EdgeSetup> = {},
  seed = 1,
): Kernel {
  const kernel = new Kernel({ seed, models: testModels, observe: true, hash: true });
  kernel.topology.add(
    [node('a', 'source', config), node('b', 'echo')],
    [edge('e', 'a', 'b', more)],
  );
  return kernel;
}

function run(kernel: Kernel, until: number): void {
  while (!kernel.run(until, 1_000));
}

function source(kernel: Kernel): SourceContext {
  return kernel.find('a')?.main.instance.context as SourceContext;
}

describe('connections', () => {
  test('a TCP connection is ready one round trip after it was opened', () => {
    const kernel = pair();
    run(kernel, 19_999);
    expect(source(kernel).connection).toBeNull();
    run(kernel, 20_000);
    expect(source(kernel).connection).toMatchObject({
      state: 'open',
      openedAt: 0,
      readyAt: 20_000,
    });
  });

  test('TLS costs one round trip more', () => {
    const kernel = pair({ tls: true });
    run(kernel, 39_999);
    expect(source(kernel).connection).toBeNull();
    run(kernel, 40_000);
    expect(source(kernel).connection).toMatchObject({ readyAt: 40_000, destinationPort: 443 });
  });

  test('a UDP flow is open from the start', () => {
    const kernel = pair({ transport: 'udp' });
    const flights = kernel.flights.count;
    expect(flights).toBe(0);
    run(kernel, 1_000_000);
    expect(kernel.counts.answered).toBeGreaterThan(0);
  });

  test('a connection to a closed port is refused after one round trip', () => {
    const kernel = pair();
    const b = kernel.find('b');
    if (b !== undefined) kernel.crash(b);
    run(kernel, 19_999);
    expect(source(kernel).log).toEqual([]);
    run(kernel, 20_000);
    expect(source(kernel).log).toEqual(['refused']);
  });

  test('what is sent later on one connection never arrives earlier', () => {
    const kernel = pair({ meanMicros: 500 }, { latency: { dist: 'uniform', min: 1, max: 50 } });
    const arrivals: number[] = [];
    const original = kernel.tellMessage.bind(kernel);
    kernel.tellMessage = (to, type, message) => {
      if (type === 'request') arrivals.push(message.id);
      original(to, type, message);
    };
    run(kernel, 2_000_000);
    expect(arrivals.length).toBeGreaterThan(1000);
    expect(arrivals).toEqual([...arrivals].sort((x, y) => x - y));
  });
});

describe('a crash', () => {
  test('drops what the node holds, tells the source, and resets the connection', () => {
    const kernel = pair({ meanMicros: 500 });
    run(kernel, 100_000);
    const b = kernel.find('b');
    if (b === undefined) throw new Error('no b');
    const held = (b.main.instance.context as EchoContext).held.length;
    expect(held).toBeGreaterThan(0);
    kernel.crash(b);
    expect(kernel.counts.dropped).toMatchObject({ 'connection-reset': held });
    run(kernel, 120_000);
    expect(source(kernel).log).toEqual(['reset']);
    expect(source(kernel).connection).toBeNull();
    // Everything on the way to it, or sent before the reset came back, ended as well.
    run(kernel, 140_000);
    expect(inFlight(kernel.counts)).toBe(0);
    expect(kernel.watch?.at(0).inSystem).toBe(0);
  });

  test('drops what waited for a hung node too', () => {
    const kernel = pair({ meanMicros: 500 });
    run(kernel, 100_000);
    const b = kernel.find('b');
    if (b === undefined) throw new Error('no b');
    kernel.hang(b, true);
    run(kernel, 150_000);
    expect(b.parked.length).toBeGreaterThan(50);
    kernel.crash(b);
    run(kernel, 200_000);
    expect(inFlight(kernel.counts)).toBe(0);
  });
});

test('UDP packets that waited for a hung node when it crashes are dropped', () => {
  const kernel = pair({ transport: 'udp', meanMicros: 500 });
  run(kernel, 100_000);
  const b = kernel.find('b');
  if (b === undefined) throw new Error('no b');
  kernel.hang(b, true);
  run(kernel, 150_000);
  const waiting = b.parked.length;
  kernel.crash(b);
  expect(waiting).toBeGreaterThan(50);
  expect(kernel.counts.dropped['connection-refused']).toBeGreaterThan(50);
});

test('when an edge is taken away, both ends of its connections hear of it at once', () => {
  const kernel = pair({ meanMicros: 500 });
  run(kernel, 100_000);
  kernel.topology.remove([], ['e']);
  expect(source(kernel).log).toEqual(['reset']);
  expect(source(kernel).connection).toBeNull();
  run(kernel, 130_000);
  expect(inFlight(kernel.counts)).toBe(0);
});

test('an edge that is cut stays cut for a member that joins its frame later', () => {
  const kernel = new Kernel({ seed: 1, models: testModels, observe: true, hash: true });
  const member = (id: string): NodeSetup => ({ ...node(id, 'echo'), frame: 'f' });
  kernel.topology.add([node('a', 'source'), node('f', 'echo'), member('b')], [edge('e', 'a', 'f')]);
  kernel.topology.setFault('e', 'cut', CUT.both);
  kernel.topology.add([member('c')], []);
  expect(kernel.lanes.map((lane) => [lane.id, lane.imposed.cut])).toEqual([
    ['e/b', CUT.both],
    ['e/c', CUT.both],
  ]);
});

describe('a lane', () => {
  test('loses the share of messages it is told to', () => {
    const kernel = pair({ transport: 'udp', meanMicros: 500 }, { loss: 0.1 });
    run(kernel, 20_000_000);
    // A request is lost on its way with 10 %, its answer with 10 % of the rest.
    const lost = (kernel.counts.dropped.lost ?? 0) / kernel.counts.sent;
    expect(lost).toBeGreaterThan(0.18);
    expect(lost).toBeLessThan(0.2);
  });

  test('carries nothing one way while cut that way', () => {
    const kernel = pair({ meanMicros: 500 });
    run(kernel, 100_000);
    kernel.topology.setFault('e', 'cut', CUT.back);
    run(kernel, 111_000);
    const answered = kernel.counts.answered;
    run(kernel, 500_000);
    expect(kernel.counts.answered).toBe(answered);
    expect(kernel.counts.dropped.lost).toBeGreaterThan(500);
    kernel.topology.setFault('e', 'cut', CUT.none);
    run(kernel, 700_000);
    expect(kernel.counts.answered).toBeGreaterThan(answered);
  });
});

test('a hung node does nothing and catches up when it wakes', () => {
  const kernel = pair({ meanMicros: 500 });
  run(kernel, 100_000);
  const b = kernel.find('b');
  if (b === undefined) throw new Error('no b');
  kernel.hang(b, true);
  run(kernel, 115_000);
  const answered = kernel.counts.answered;
  run(kernel, 400_000);
  expect(kernel.counts.answered).toBe(answered);
  kernel.hang(b, false);
  run(kernel, 420_000);
  expect(kernel.counts.answered).toBeGreaterThan(answered + 500);
});

test('an edge to a node that is removed drops what was on it, and the books still balance', () => {
  const kernel = pair({ meanMicros: 500 });
  run(kernel, 100_000);
  kernel.topology.remove(['b'], []);
  run(kernel, 1_000_000);
  const { sent, answered, droppedTotal } = kernel.counts;
  expect(answered + droppedTotal).toBe(sent);
  expect(source(kernel).links).toEqual([]);
});

test('the same seed gives the same trace, another seed another', () => {
  const hashes = [1, 1, 2].map((seed) => {
    const kernel = pair({ meanMicros: 500 }, {}, seed);
    run(kernel, 1_000_000);
    return kernel.hash?.digest();
  });
  expect(hashes[0]).toBe(hashes[1]);
  expect(hashes[2]).not.toBe(hashes[0]);
});

test('a node added later draws nothing from the others', () => {
  const alone = pair({ meanMicros: 500 });
  const joined = pair({ meanMicros: 500 });
  run(alone, 500_000);
  run(joined, 500_000);
  joined.topology.add([node('c', 'source'), node('d', 'echo')], [edge('f', 'c', 'd')]);
  run(alone, 1_000_000);
  run(joined, 1_000_000);
  expect(joined.watch?.at(0).dump()).toEqual(alone.watch?.at(0).dump());
  expect(joined.watch?.at(2).arrivals).toBeGreaterThan(0);
});

test('a checkpoint brings back everything, observation included', () => {
  const straight = pair(
    { meanMicros: 500 },
    { latency: { dist: 'lognormal', mean: 2, p99: 9 }, loss: 0.01 },
  );
  const winding = pair(
    { meanMicros: 500 },
    { latency: { dist: 'lognormal', mean: 2, p99: 9 }, loss: 0.01 },
  );
  run(straight, 3_000_000);
  run(winding, 1_234_567);
  const checkpoint = takeCheckpoint(winding);
  run(winding, 2_000_000);
  restoreCheckpoint(winding, checkpoint);
  run(winding, 2_500_000);
  restoreCheckpoint(winding, checkpoint);
  run(winding, 3_000_000);
  expect(winding.hash?.digest()).toBe(straight.hash?.digest());
  expect(winding.counts).toEqual(straight.counts);
  expect(winding.watch?.dump()).toEqual(straight.watch?.dump());
});

test('figures are levels integrated over time: mean in system is throughput times response (Little)', () => {
  const kernel = pair({ meanMicros: 1_000 });
  run(kernel, 1_000_000);
  kernel.watch?.resetFigures();
  run(kernel, 61_000_000);
  const watch = kernel.watch?.at(1);
  if (watch === undefined) throw new Error('not observed');
  const meanInSystem = (watch.inSystemArea + (kernel.now - watch.lastAt) * watch.inSystem) / 60e6;
  const throughput = watch.completions / 60e6;
  const response = watch.response.mean() ?? 0;
  expect(response).toBe(5_000);
  expect(Math.abs(meanInSystem / (throughput * response) - 1)).toBeLessThan(0.001);
});

test('a circle without delay is slowed down and named instead of hanging', () => {
  const kernel = pair();
  const a = kernel.find('a');
  if (a === undefined) throw new Error('no a');
  const instance = a.main.instance.context as SourceContext;
  instance.meanMicros = 1e-9;
  // Every tick plans the next at once: `ask` and `plan` with a wait that rounds to 1 µs is fine, 0 would not be.
  const original = kernel.scheduleEvent.bind(kernel);
  kernel.scheduleEvent = (actor, delay, event) =>
    original(actor, event.type === 'tick' ? 0 : delay, event);
  for (let i = 0; i < 300; i++) kernel.run(kernel.now + 1_000_000, 1_000);
  expect(kernel.trouble).toContain('same microsecond');
  expect(kernel.now).toBeGreaterThan(0);
});

describe('a fault of an edge', () => {
  const mark = { command: 3, at: 0, until: Number.POSITIVE_INFINITY };
  const endsOf = (kernel: Kernel): { reason: string; cause: Cause }[] =>
    (kernel.watch?.dump() as { ends: { reason: string; cause: Cause }[] } | undefined)?.ends ?? [];

  test('loses its share on top of the edge’s own', () => {
    const options = { transport: 'udp', meanMicros: 500 };
    const plain = pair(options, { loss: 0.1 });
    const faulty = pair(options, { loss: 0.1 });
    faulty.topology.setFault('e', 'lose', 0.2, mark);
    for (const kernel of [plain, faulty]) run(kernel, 20_000_000);
    expect(faulty.counts.sent).toBe(plain.counts.sent);
    // Each way 0.9 × 0.8 arrive.
    const lost = (faulty.counts.dropped.lost ?? 0) / faulty.counts.sent;
    expect(lost).toBeGreaterThan(1 - 0.72 * 0.72 - 0.01);
    expect(lost).toBeLessThan(1 - 0.72 * 0.72 + 0.01);
    const causes = endsOf(faulty).map(({ cause }) => cause);
    const asked = causes.filter((cause) => cause.why === 'lane' && cause.fact === 'lose');
    expect(asked[0]).toMatchObject({ command: 3, rate: 0.2 });
    const byChance = causes.filter((cause) => cause.why === 'lane' && cause.fact === 'loss');
    expect(byChance[0]).not.toHaveProperty('command');
    expect(asked.length + byChance.length).toBe(causes.length);
    faulty.topology.setFault('e', 'lose', 0);
    const lostByFault = () =>
      endsOf(faulty).filter(({ cause }) => cause.why === 'lane' && cause.fact === 'lose').length;
    // What had set out before may still get lost.
    run(faulty, 20_010_000);
    const before = lostByFault();
    run(faulty, 22_000_000);
    expect(lostByFault()).toBe(before);
  });

  test('that loses next to nothing disturbs no other chance', () => {
    const [plain, faulty] = [0, 1e-9].map((rate) => {
      const kernel = pair({ transport: 'udp', meanMicros: 500 }, { loss: 0.1 });
      kernel.topology.setFault('e', 'lose', rate, mark);
      run(kernel, 1_000_000);
      return kernel.hash?.digest();
    });
    expect(faulty).toBe(plain);
  });

  test('delays everything each way, and bytes of a connection keep their order when it ends', () => {
    const kernel = pair({ meanMicros: 2_000 }, { latency: { dist: 'constant', value: 5 } });
    run(kernel, 100_000);
    const lane = kernel.lanes[0];
    kernel.topology.setFault('e', 'delay', 40_000, mark);
    expect(lane?.faults.delay).toEqual(mark);
    run(kernel, 150_000);
    const late = inFlightOn(kernel).filter(({ departs }) => departs >= 100_000);
    expect(late.length).toBeGreaterThan(10);
    for (const { departs, arrives } of late) expect(arrives - departs).toBe(45_000);
    kernel.topology.setFault('e', 'delay', 0);
    expect(lane?.faults.delay?.until).toBe(150_000);
    run(kernel, 170_000);
    // Forward, the last to leave under the delay is still on its way: nobody overtakes it.
    const ways = [0, 1].map((back) =>
      inFlightOn(kernel)
        .filter((flight) => flight.back === back)
        .sort((a, b) => a.departs - b.departs)
        .map(({ arrives }) => arrives),
    );
    for (const way of ways) expect(way).toEqual([...way].sort((a, b) => a - b));
    expect(ways[0]?.length).toBeGreaterThan(0);
  });

  test('leads elsewhere: what was under way is lost, the books balance, the fault goes along', () => {
    const kernel = new Kernel({ seed: 1, models: testModels, observe: true, hash: true });
    const nodes = [node('a', 'source', { meanMicros: 500 }), node('b', 'echo'), node('c', 'echo')];
    kernel.topology.add(nodes, [edge('e', 'a', 'b')]);
    kernel.topology.setFault('e', 'delay', 1_000, mark);
    run(kernel, 200_000);
    kernel.topology.reconnect('e', edge('e', 'a', 'c'), { ...mark, command: 4, at: 200_000 });
    expect(kernel.lanes.map(({ id, gone, target }) => [id, gone, target])).toEqual([
      ['e', true, 1],
      ['e', false, 2],
    ]);
    expect(kernel.lanes.map(({ imposed }) => imposed.delay)).toEqual([1_000, 1_000]);
    expect(kernel.lanes.map(({ faults }) => faults.remove?.command)).toEqual([4, undefined]);
    expect(source(kernel)).toMatchObject({ log: ['reset'], connection: null });
    expect(kernel.network.connections.size).toBe(0);
    run(kernel, 250_000);
    // Nothing that was on its way is left; the source, which connects but once, has dropped the rest itself.
    expect(inFlightOn(kernel)).toEqual([]);
    expect(inFlight(kernel.counts)).toBe(0);
    const removed = endsOf(kernel).filter(
      ({ cause }) => cause.why === 'lane' && cause.fact === 'removed',
    );
    expect(removed.length).toBeGreaterThan(0);
    for (const { cause } of removed) expect(cause).toMatchObject({ lane: 0, command: 4 });
  });

  test('ends with its edge: another one with the same id is sound', () => {
    const kernel = pair();
    kernel.topology.setFault('e', 'cut', CUT.both, mark);
    kernel.topology.remove([], ['e']);
    kernel.topology.add([], [edge('e', 'a', 'b')]);
    expect(kernel.lanes.map(({ gone, imposed }) => [gone, imposed.cut])).toEqual([
      [true, CUT.both],
      [false, CUT.none],
    ]);
  });
});

function inFlightOn(kernel: Kernel) {
  const { flights } = kernel;
  return Array.from({ length: flights.high }, (_, slot) => slot)
    .filter((slot) => flights.live[slot] === 1)
    .map((slot) => ({
      lane: flights.lane[slot] as number,
      back: flights.back[slot] as number,
      departs: flights.departs[slot] as number,
      arrives: flights.arrives[slot] as number,
    }));
}
