import { describe, expect, test } from 'vitest';
import { Log } from '../lib/log.ts';
import { countFlights, IS } from './agenda.ts';
import { restoreCheckpoint, takeCheckpoint } from './checkpoint.ts';
import { crash } from './crash.ts';
import { type EchoContext, type SourceContext, testModels } from './kernel.test-support.ts';
import { Kernel } from './kernel.ts';
import { hang } from './parking.ts';
import { actorOf, childrenOf, scheduleEvent, within } from './stepper.ts';
import { add } from './topology.ts';
import { reconnect, remove, setEdgeFault } from './topology-changes.ts';
import type { Cause } from './types.ts';
import { STEP } from './watch.ts';
import { CUT, type EdgeSetup, inFlight, type NodeSetup } from './world.ts';

const LATENCY = { dist: 'constant', value: 10 } as const;

function node(id: string, kind: string, config: Record<string, unknown> = {}): NodeSetup {
  return { id, kind, name: id, config, frame: null };
}

const NOTHING = { protocol: null, class: null, port: null, settings: {} } as const;

function edge(id: string, from: string, to: string, more: Partial<EdgeSetup> = {}): EdgeSetup {
  return { id, from, to, latency: LATENCY, loss: 0, carried: NOTHING, ...more };
}

function pair(
  config: Record<string, unknown> = {},
  more: Partial<EdgeSetup> = {},
  seed = 1,
): Kernel {
  const kernel = new Kernel({ seed, models: testModels, observe: true, hash: true });
  add(kernel, [node('a', 'source', config), node('b', 'echo')], [edge('e', 'a', 'b', more)]);
  return kernel;
}

function run(kernel: Kernel, until: number): void {
  while (!kernel.run(until, 1_000));
}

function source(kernel: Kernel): SourceContext {
  return kernel.find('a')?.main.instance.context as SourceContext;
}

function journalOf(kernel: Kernel): number[][] {
  return (kernel.watch?.dump() as { journal: number[][] } | undefined)?.journal ?? [];
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
    const flights = countFlights(kernel.flights);
    expect(flights).toBe(0);
    run(kernel, 1_000_000);
    expect(kernel.world.counts.answered).toBeGreaterThan(0);
  });

  test('a connection to a closed port is refused after one round trip', () => {
    const kernel = pair();
    const b = kernel.find('b');
    if (b !== undefined) crash(kernel, b);
    run(kernel, 19_999);
    expect(source(kernel).log).toEqual([]);
    run(kernel, 20_000);
    expect(source(kernel).log).toEqual(['refused']);
  });

  test('what is sent later on one connection never arrives earlier', () => {
    const kernel = pair({ meanMicros: 500 }, { latency: { dist: 'uniform', min: 1, max: 50 } });
    run(kernel, 2_000_000);
    const arrivals = journalOf(kernel)
      .filter(([, step, , , back]) => step === STEP.arrived && back === 0)
      .map(([, , message]) => message as number);
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
    crash(kernel, b);
    expect(kernel.world.counts.dropped.get('connection-reset')).toBe(held);
    run(kernel, 120_000);
    expect(source(kernel).log).toEqual(['reset']);
    expect(source(kernel).connection).toBeNull();
    // Everything on the way to it, or sent before the reset came back, ended as well.
    run(kernel, 140_000);
    expect(inFlight(kernel.world.counts)).toBe(0);
    expect(kernel.watch?.at(0).inSystem).toBe(0);
  });

  test('drops what waited for a hung node too', () => {
    const kernel = pair({ meanMicros: 500 });
    run(kernel, 100_000);
    const b = kernel.find('b');
    if (b === undefined) throw new Error('no b');
    hang(kernel, b, true);
    run(kernel, 150_000);
    expect(b.parked.items.size).toBeGreaterThan(50);
    crash(kernel, b);
    run(kernel, 200_000);
    expect(inFlight(kernel.world.counts)).toBe(0);
  });
});

test('UDP packets that waited for a hung node when it crashes are dropped', () => {
  const kernel = pair({ transport: 'udp', meanMicros: 500 });
  run(kernel, 100_000);
  const b = kernel.find('b');
  if (b === undefined) throw new Error('no b');
  hang(kernel, b, true);
  run(kernel, 150_000);
  const waiting = b.parked.items.size;
  crash(kernel, b);
  expect(waiting).toBeGreaterThan(50);
  expect(kernel.world.counts.dropped.get('connection-refused')).toBeGreaterThan(50);
});

test('when an edge is taken away, both ends of its connections hear of it at once', () => {
  const kernel = pair({ meanMicros: 500 });
  run(kernel, 100_000);
  remove(kernel, [], ['e']);
  expect(source(kernel).log).toEqual(['reset']);
  expect(source(kernel).connection).toBeNull();
  run(kernel, 130_000);
  expect(inFlight(kernel.world.counts)).toBe(0);
});

test('children are found by machine and key, ten thousand as quickly as one, and end one by one', () => {
  const kernel = pair();
  const b = kernel.find('b');
  if (b === undefined) throw new Error('no b');
  const steps = (keys: number): number => {
    let count = 0;
    const counted = new Proxy(b.children, {
      get: (target, name) => {
        count++;
        const found: unknown = Reflect.get(target, name, target);
        return typeof found === 'function' ? found.bind(target) : found;
      },
    });
    within(kernel, b.main, (sim) => {
      for (let i = 0; i < keys; i++) sim.startChild('main', `toString ${i}`, { held: [] });
    });
    actorOf({ ...b, children: counted }, 'main', `toString ${keys - 1}`);
    return count;
  };
  expect(steps(1)).toBe(steps(10_000));
  within(kernel, b.main, (sim) => {
    expect(sim.child('main', 'toString 9999')?.state).toBe('up');
    sim.stopChild('main', 'toString 9999');
    expect(sim.child('main', 'toString 9999')).toBeUndefined();
    expect(sim.child('main', 'constructor')).toBeUndefined();
    expect(sim.child('main', 'toString 9998')?.state).toBe('up');
  });
  expect(childrenOf(b).length).toBe(9_999);
});

test('a checkpoint is as large as what contexts hold, and a log in one is shared', () => {
  const kernel = pair();
  run(kernel, 100_000);
  const before = takeCheckpoint(kernel).bytes;
  const context = kernel.find('b')?.main.instance.context as { more?: unknown };
  context.more = Array.from({ length: 10_000 }, (_, i) => ({ i, half: i / 2 }));
  const withObjects = takeCheckpoint(kernel).bytes;
  // An object of two fields takes 40 to 80 bytes, and a place in the list.
  expect(withObjects - before).toBeGreaterThan(10_000 * 48);
  expect(withObjects - before).toBeLessThan(10_000 * 100);
  const log = new Log<number>();
  for (let i = 0; i < 100_000; i++) log.append(i);
  context.more = log;
  expect(takeCheckpoint(kernel).bytes - before).toBeLessThan(10_000);
});

describe('a lane', () => {
  test('loses the share of messages it is told to', () => {
    const kernel = pair({ transport: 'udp', meanMicros: 500 }, { loss: 0.1 });
    run(kernel, 20_000_000);
    // A request is lost on its way with 10 %, its answer with 10 % of the rest.
    const lost = (kernel.world.counts.dropped.get('lost') ?? 0) / kernel.world.counts.sent;
    expect(lost).toBeGreaterThan(0.18);
    expect(lost).toBeLessThan(0.2);
  });

  test('carries nothing one way while cut that way, and what was asked is answered late', () => {
    const kernel = pair({ meanMicros: 500 });
    run(kernel, 100_000);
    setEdgeFault(kernel, 'e', 'shut', CUT.back);
    run(kernel, 111_000);
    const { answered, droppedTotal } = kernel.world.counts;
    run(kernel, 500_000);
    expect(kernel.world.counts.answered).toBe(answered);
    expect(kernel.world.counts.droppedTotal).toBe(droppedTotal);
    setEdgeFault(kernel, 'e', 'shut', CUT.none);
    run(kernel, 2_000_000);
    expect(kernel.world.counts.answered).toBeGreaterThan(answered + 2_000);
    expect(kernel.world.counts.dropped.get('lost')).toBeUndefined();
  });
});

test('a hung node does nothing and catches up when it wakes', () => {
  const kernel = pair({ meanMicros: 500 });
  run(kernel, 100_000);
  const b = kernel.find('b');
  if (b === undefined) throw new Error('no b');
  hang(kernel, b, true);
  run(kernel, 115_000);
  const answered = kernel.world.counts.answered;
  run(kernel, 400_000);
  expect(kernel.world.counts.answered).toBe(answered);
  hang(kernel, b, false);
  run(kernel, 420_000);
  expect(kernel.world.counts.answered).toBeGreaterThan(answered + 500);
});

test('an edge to a node that is removed drops what was on it, and the books still balance', () => {
  const kernel = pair({ meanMicros: 500 });
  run(kernel, 100_000);
  remove(kernel, ['b'], []);
  run(kernel, 1_000_000);
  const { sent, answered, droppedTotal } = kernel.world.counts;
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
  add(joined, [node('c', 'source'), node('d', 'echo')], [edge('f', 'c', 'd')]);
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
  expect(winding.world.counts).toEqual(straight.world.counts);
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
  // Whatever rings sets it off again at once.
  scheduleEvent(kernel, a.main, 0, { type: 'again' });
  for (let i = 0; i < 300; i++) kernel.run(kernel.now + 1_000_000, 1_000);
  expect(kernel.world.trouble).toContain('same microsecond');
  expect(kernel.now).toBeGreaterThan(0);
});

describe('a fault of an edge', () => {
  const origin = { command: 3, at: 0, until: Number.POSITIVE_INFINITY };
  const endsOf = (kernel: Kernel): { reason: string; cause: Cause }[] =>
    (kernel.watch?.dump() as { ends: { reason: string; cause: Cause }[] } | undefined)?.ends ?? [];

  test('loses its share on top of the edge’s own', () => {
    const options = { transport: 'udp', meanMicros: 500 };
    const plain = pair(options, { loss: 0.1 });
    const faulty = pair(options, { loss: 0.1 });
    setEdgeFault(faulty, 'e', 'lossy', 0.2, origin);
    for (const kernel of [plain, faulty]) run(kernel, 20_000_000);
    expect(faulty.world.counts.sent).toBe(plain.world.counts.sent);
    // Each way 0.9 × 0.8 arrive.
    const lost = (faulty.world.counts.dropped.get('lost') ?? 0) / faulty.world.counts.sent;
    expect(lost).toBeGreaterThan(1 - 0.72 * 0.72 - 0.01);
    expect(lost).toBeLessThan(1 - 0.72 * 0.72 + 0.01);
    const causes = endsOf(faulty).map(({ cause }) => cause);
    const asked = causes.filter((cause) => cause.why === 'lane' && cause.fact === 'lossy');
    expect(asked[0]).toMatchObject({ command: 3, rate: 0.2 });
    const byChance = causes.filter((cause) => cause.why === 'lane' && cause.fact === 'loss');
    expect(byChance[0]).not.toHaveProperty('command');
    expect(asked.length + byChance.length).toBe(causes.length);
    setEdgeFault(faulty, 'e', 'lossy', 0);
    const lostByFault = () =>
      endsOf(faulty).filter(({ cause }) => cause.why === 'lane' && cause.fact === 'lossy').length;
    // What had set out before may still get lost.
    run(faulty, 20_010_000);
    const before = lostByFault();
    run(faulty, 22_000_000);
    expect(lostByFault()).toBe(before);
  });

  test('that loses next to nothing disturbs no other chance', () => {
    const [plain, faulty] = [0, 1e-9].map((rate) => {
      const kernel = pair({ transport: 'udp', meanMicros: 500 }, { loss: 0.1 });
      setEdgeFault(kernel, 'e', 'lossy', rate, origin);
      run(kernel, 1_000_000);
      return kernel.hash?.digest();
    });
    expect(faulty).toBe(plain);
  });

  test('delays everything each way, and bytes of a connection keep their order when it ends', () => {
    const kernel = pair({ meanMicros: 2_000 }, { latency: { dist: 'constant', value: 5 } });
    run(kernel, 100_000);
    const lane = kernel.world.lanes[0];
    setEdgeFault(kernel, 'e', 'late', 40_000, origin);
    expect(lane?.faults.late).toEqual(origin);
    run(kernel, 150_000);
    const late = inFlightOn(kernel).filter(({ departs }) => departs >= 100_000);
    expect(late.length).toBeGreaterThan(10);
    for (const { departs, arrives } of late) expect(arrives - departs).toBe(45_000);
    setEdgeFault(kernel, 'e', 'late', 0);
    expect(lane?.faults.late?.until).toBe(150_000);
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
    add(kernel, nodes, [edge('e', 'a', 'b')]);
    setEdgeFault(kernel, 'e', 'late', 1_000, origin);
    run(kernel, 200_000);
    reconnect(kernel, 'e', edge('e', 'a', 'c'), { ...origin, command: 4, at: 200_000 });
    expect(kernel.world.lanes.map(({ id, gone, target }) => [id, gone, target])).toEqual([
      ['e', true, 1],
      ['e', false, 2],
    ]);
    expect(kernel.world.lanes.map(({ imposed }) => imposed.late)).toEqual([1_000, 1_000]);
    expect(kernel.world.lanes.map(({ faults }) => faults.removed?.command)).toEqual([4, undefined]);
    expect(source(kernel)).toMatchObject({ log: ['reset'], connection: null });
    expect(kernel.world.nodes.map(({ ends }) => ends.size)).toEqual([0, 0, 0]);
    run(kernel, 250_000);
    // Nothing that was on its way is left; the source, which connects but once, has dropped the
    // rest itself.
    expect(inFlightOn(kernel)).toEqual([]);
    expect(inFlight(kernel.world.counts)).toBe(0);
    const removed = endsOf(kernel).filter(
      ({ cause }) => cause.why === 'lane' && cause.fact === 'removed',
    );
    expect(removed.length).toBeGreaterThan(0);
    for (const { cause } of removed) expect(cause).toMatchObject({ lane: 0, command: 4 });
  });

  test('acts on an edge that was led to where it leads already', () => {
    const kernel = pair();
    setEdgeFault(kernel, 'e', 'late', 5_000, origin);
    reconnect(kernel, 'e', edge('e', 'a', 'b'), { ...origin, command: 4 });
    setEdgeFault(kernel, 'e', 'shut', CUT.both, origin);
    expect(kernel.world.lanes.map(({ imposed }) => [imposed.shut, imposed.late])).toEqual([
      [CUT.both, 5_000],
    ]);
    setEdgeFault(kernel, 'e', 'shut', CUT.none);
    run(kernel, 1_000_000);
    expect(kernel.world.counts.answered).toBeGreaterThan(0);
  });

  test('ends with its edge: another one with the same id is sound', () => {
    const kernel = pair();
    setEdgeFault(kernel, 'e', 'shut', CUT.both, origin);
    remove(kernel, [], ['e']);
    add(kernel, [], [edge('e', 'a', 'b')]);
    expect(kernel.world.lanes.map(({ gone, imposed }) => [gone, imposed.shut])).toEqual([
      [true, CUT.both],
      [false, CUT.none],
    ]);
  });
});

function inFlightOn(kernel: Kernel) {
  const { flights } = kernel;
  return Array.from({ length: flights.high }, (_, slot) => slot)
    .filter((slot) => flights.is[slot] === IS.flight)
    .map((slot) => ({
      lane: flights.lane[slot] as number,
      back: flights.back[slot] as number,
      departs: flights.departs[slot] as number,
      arrives: flights.arrives[slot] as number,
    }));
}
