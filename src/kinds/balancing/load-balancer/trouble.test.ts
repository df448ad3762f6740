import { describe, expect, test } from 'vitest';
import type { ConfigJson, DocumentCommand } from '../../../document/types.ts';
import { Run } from '../../../run/run.ts';
import { kinds } from '../../kinds.ts';
import { runScene } from '../../shared/scene.test-support.ts';
import type { BalancerContext } from './context.ts';
import { ask, clientOf, countsOf, observed, picksOf, run, scene } from './test-support.ts';

const SLOW: ConfigJson = { bootTime: 0, service: { dist: 'constant', value: 500 } };
const NEVER: ConfigJson = { service: { dist: 'constant', value: 1e8 } };

/** Everything that went under way is over: at the balancer, and in the count of all messages. */
function expectQuiet(made: Run): void {
  const { sent, answered, failed, delivered, droppedTotal } = countsOf(made);
  expect(sent - answered - failed - delivered - droppedTotal).toBe(0);
  const { mode, serving, connections, backends } = observed(made);
  expect(serving).toBe(0);
  const active = backends.reduce((sum, backend) => sum + backend.active, 0);
  // In layer 4 a connection counts for as long as its client keeps it.
  expect(active).toBe(mode === 'l4' ? connections : 0);
}

function contextOf(made: Run, id: string): BalancerContext {
  return made.kernel.find(id)?.main.instance.context as BalancerContext;
}

/** Server `a` dies and its RST is lost: whoever waits for it is told nothing. */
function diesUnheard(at: number): DocumentCommand[] {
  return [
    { at, do: 'cut', edge: 'to-a', way: 'back' },
    { at: at + 50, do: 'crash', node: 'a' },
    { at: at + 100, do: 'restart', node: 'a' },
    { at: at + 150, do: 'heal', edge: 'to-a' },
  ];
}

describe('timeouts work whatever was lost on the way', () => {
  test('an answer that cannot come any more is given up after the response timeout', () => {
    const document = scene({
      client: { limit: 1 },
      balancer: { responseTimeout: 2000 },
      servers: { a: SLOW, b: SLOW },
      commands: diesUnheard(200),
      latency: 5,
    });
    // Sent at 0.1 s, with two handshakes of 10 ms and one hop of 5 ms before it leaves the
    // balancer.
    const waiting = run(document, 2124);
    expect(observed(waiting)).toMatchObject({ serving: 1, backends: [{ active: 1 }, {}] });
    const made = run(document, 2126);
    expect(observed(made)).toMatchObject({ serving: 0, backends: [{ active: 0 }, {}] });
    expect(ask(made, 'packets')[0]?.outcome).toBe('in progress');
    made.runUntil(3_000_000);
    expect(clientOf(made).failed).toBe(1);
    expect(ask(made, 'packets')[0]?.outcome).toBe('failed 504');
    expectQuiet(made);
  });

  test.each<[string, DocumentCommand[], number]>([
    ['a cut line', [{ at: 150, do: 'cut', edge: 'to-a' }], 0],
    [
      'a drain behind a cut line',
      [
        { at: 150, do: 'cut', edge: 'to-a' },
        { at: 160, do: 'drain', node: 'a' },
      ],
      0,
    ],
    [
      'a crash behind a cut line',
      [
        { at: 150, do: 'cut', edge: 'to-a' },
        { at: 160, do: 'crash', node: 'a' },
      ],
      0,
    ],
    ['a crash on a lossy line', [{ at: 160, do: 'crash', node: 'a' }], 0.3],
  ])('%s: 502 or 504, and nobody waits for ever', (_what, commands, loss) => {
    const document = scene({
      client: { limit: 3 },
      servers: { a: SLOW, b: SLOW },
      commands,
      latency: 5,
    });
    for (const edge of document.edges) edge.config = { ...edge.config, loss };
    for (const seed of [1, 2, 3, 4]) {
      const made = run({ ...document, seed }, 600_000);
      const { answered, failed } = clientOf(made);
      expect(answered + failed).toBe(3);
      expectQuiet(made);
    }
  });

  test('a refusal that was lost is a connect timeout (layer 7)', () => {
    const made = run(
      scene({
        client: { limit: 1 },
        balancer: { connectTimeout: 1000 },
        servers: { a: {} },
        commands: [
          { at: 0, do: 'crash', node: 'a' },
          { at: 0, do: 'cut', edge: 'to-a', way: 'back' },
        ],
        latency: 5,
      }),
      1200,
    );
    expect(ask(made, 'packets')[0]?.outcome).toBe('failed 504');
    expectQuiet(made);
  });

  test('a refusal that was lost is a connect timeout (layer 4)', () => {
    const made = run(
      scene({
        client: { limit: 1 },
        balancer: { mode: 'l4', connectTimeout: 1000 },
        servers: { a: {} },
        commands: [
          { at: 0, do: 'crash', node: 'a' },
          { at: 0, do: 'cut', edge: 'to-a', way: 'back' },
        ],
        latency: 5,
      }),
      1200,
    );
    expect(clientOf(made).lost).toBe(1);
    expect(observed(made)).toMatchObject({ connections: 0, natEntries: 0 });
    expectQuiet(made);
  });

  test('without a connect timeout TCP itself gives up after 131 s: the backend has failed', () => {
    const made = run(
      scene({
        client: { limit: 1 },
        balancer: { connectTimeout: 0, maxFails: 1 },
        servers: { a: {}, b: {} },
        commands: [{ at: 0, do: 'cut', edge: 'to-a' }],
      }),
      140_000,
    );
    expect(ask(made, 'packets')[0]?.outcome).toBe('failed 502');
    expect(observed(made).backends[0]?.health).toBe('unhealthy');
    expectQuiet(made);
  });

  test('without a response timeout TCP gives up what it cannot deliver: the backend has failed', () => {
    const made = run(
      scene({
        client: { limit: 2, rate: 1 },
        balancer: { responseTimeout: 0 },
        servers: { a: {} },
        commands: [{ at: 1500, do: 'cut', edge: 'to-a' }],
      }),
      1_100_000,
    );
    expect(clientOf(made)).toMatchObject({ answered: 1, failed: 1 });
    expect(ask(made, 'packets')[0]?.outcome).toBe('failed 502');
    expect(countsOf(made).dropped).toEqual({ 'connection-timed-out': 1 });
    expectQuiet(made);
  });

  test.each([
    ['response', 'responseTimeout', { a: NEVER, b: NEVER }, []],
    [
      'connect',
      'connectTimeout',
      { a: {}, b: {} },
      [
        { at: 0, do: 'cut', edge: 'to-a' },
        { at: 0, do: 'cut', edge: 'to-b' },
      ],
    ],
  ] as const)(
    'a %s timeout set later acts on what waits already',
    (_what, field, servers, cuts) => {
      const document = scene({
        client: { limit: 2 },
        balancer: { responseTimeout: 0, connectTimeout: 0 },
        servers,
        commands: [...cuts, { at: 5000, do: 'set', node: 'lb', config: { [field]: 1000 } }],
      });
      expect(observed(run(document, 4999)).serving).toBe(2);
      const made = run(document, 5001);
      expect(clientOf(made).failed).toBe(2);
      expectQuiet(made);
    },
  );

  test('a connect timeout set later acts on what opens already (layer 4)', () => {
    const made = run(
      scene({
        client: { limit: 2 },
        balancer: { mode: 'l4', connectTimeout: 0 },
        servers: { a: {} },
        commands: [
          { at: 0, do: 'cut', edge: 'to-a' },
          { at: 5000, do: 'set', node: 'lb', config: { connectTimeout: 1000 } },
        ],
      }),
      5001,
    );
    expect(clientOf(made).lost).toBe(2);
    expectQuiet(made);
  });

  test('a shorter timeout acts on what waits, too, a longer one leaves it time', () => {
    const at = (responseTimeout: number) =>
      scene({
        client: { limit: 1 },
        balancer: { responseTimeout: 4000 },
        servers: { a: NEVER },
        commands: [{ at: 1000, do: 'set', node: 'lb', config: { responseTimeout } }],
      });
    expect(clientOf(run(at(2000), 2099)).failed).toBe(0);
    expect(clientOf(run(at(2000), 2101)).failed).toBe(1);
    expect(clientOf(run(at(9000), 9099)).failed).toBe(0);
    expect(clientOf(run(at(9000), 9101)).failed).toBe(1);
  });

  test('least request is even again after a reset was lost', () => {
    const made = new Run(
      scene({
        client: { rate: 20, protocol: 'http2', connections: 2, timeout: 1000 },
        balancer: { algorithm: 'least-request', responseTimeout: 2000, failTimeout: 1000 },
        servers: { a: { ...SLOW, slots: 16 }, b: { ...SLOW, slots: 16 } },
        commands: diesUnheard(5000),
        latency: 5,
      }),
      kinds,
    );
    made.runUntil(15_000_000);
    const before = picksOf(made);
    made.runUntil(25_000_000);
    const after = picksOf(made);
    for (const id of ['a', 'b']) {
      expect(Math.abs((after[id] ?? 0) - (before[id] ?? 0) - 100)).toBeLessThan(5);
    }
  });
});

describe('a client that gives up', () => {
  const hangs = (client: ConfigJson) =>
    scene({
      client: { rate: 20, timeout: 1000, ...client },
      balancer: { failTimeout: 10_000 },
      servers: { a: {}, b: {} },
      commands: [{ at: 5000, do: 'hang', node: 'a' }],
      latency: 5,
    });

  test.each([
    ['one request of many on its connection (HTTP/2)', { protocol: 'http2', connections: 4 }],
    ['its connection (HTTP/1)', {}],
  ])('%s: it is given up at the backend, which is not blamed', (_what, client) => {
    const made = run(hangs(client), 60_000);
    const { serving, backends } = observed(made);
    expect(serving).toBeGreaterThanOrEqual(9);
    expect(serving).toBeLessThanOrEqual(11);
    expect(backends.map(({ active }) => active)).toEqual([serving, 0]);
    expect(backends[0]?.health).toBe('healthy');
    expect(contextOf(made, 'lb').backends[0]?.calls.lines.size).toBeLessThanOrEqual(12);
  });

  test('behind a layer 4 balancer the layer 7 one hears of it, too', () => {
    const made = runScene(
      {
        nodes: {
          web: [
            'client',
            { rate: 20, pattern: 'constant', timeout: 1000, protocol: 'http2', connections: 4 },
          ],
          front: ['load-balancer', { mode: 'l4' }],
          lb: ['load-balancer', {}],
          a: ['server'],
        },
        edges: ['web>front', 'front>lb', 'lb>a'],
        commands: [{ at: 5000, do: 'hang', node: 'a' }],
      },
      30_000,
    );
    expect(observed(made).serving).toBe(20);
    const flows = [...contextOf(made, 'front').flows.values()];
    expect(flows.reduce((sum, { relayed }) => sum + relayed.size, 0)).toBe(20);
  });

  test('what it had under way is forgotten with its crash', () => {
    const made = run(
      scene({
        client: { rate: 20, protocol: 'http2', connections: 2 },
        servers: { a: NEVER, b: NEVER },
        commands: [{ at: 3000, do: 'crash', node: 'web' }],
        latency: 5,
      }),
      3100,
    );
    expect(observed(made)).toMatchObject({ connections: 0, backendConnections: 0 });
    expectQuiet(made);
  });
});

describe('a layer 4 balancer behind a layer 7 one', () => {
  const chain = (config: ConfigJson, crashes: number, millis: number) => {
    const commands = Array.from({ length: crashes }, (_, i): DocumentCommand[] => [
      { at: 3000 + 4000 * i, do: 'crash', node: 'inner' },
      { at: 4000 + 4000 * i, do: 'restart', node: 'inner' },
    ]).flat();
    return runScene(
      {
        nodes: {
          web: ['client', { rate: 20, pattern: 'constant', timeout: 0 }],
          lb: ['load-balancer', config],
          inner: ['load-balancer', { mode: 'l4', bootTime: 0 }],
          s: ['server', { slots: 100, service: { dist: 'constant', value: 200 } }],
        },
        edges: ['web>lb', 'lb>inner', 'inner>s'],
        edge: { latency: { dist: 'constant', value: 5 } },
        commands,
      },
      millis,
    );
  };

  test('its crash leaves nothing behind: the requests under way are answered 502', () => {
    const made = chain({}, 1, 4500);
    expect(clientOf(made).failed).toBeGreaterThanOrEqual(4);
    expect(observed(made).backends[0]?.active).toBe(observed(made).serving);
    const failed = new Set(contextOf(made, 'lb').recent.map(({ message }) => message.status));
    expect([...failed].sort()).toEqual([0, 200, 502]);
    expect(observed(made).serving).toBeLessThanOrEqual(6);
  });

  test('five crashes do not use up a limit', () => {
    const made = chain({ connectionLimit: 12 }, 5, 26_000);
    expect(observed(made).refusals).toEqual({});
    expect(observed(made).serving).toBeLessThanOrEqual(6);
  });
});

test('a client behind layer 4 hears of every request that a dead connection had', () => {
  const made = runScene(
    {
      nodes: {
        web: [
          'client',
          { rate: 2, pattern: 'constant', limit: 2, timeout: 0, protocol: 'http2', connections: 1 },
        ],
        lb: ['load-balancer', { mode: 'l4' }],
        a: ['server', { bootTime: 0, service: { dist: 'constant', value: 100 } }],
      },
      edges: ['web>lb', 'lb>a'],
      edge: { latency: { dist: 'constant', value: 5 } },
      // The first answer is lost, and so is the RST; the second request finds out.
      commands: [
        { at: 550, do: 'cut', edge: 'lb>a', way: 'back' },
        { at: 700, do: 'crash', node: 'a' },
        { at: 750, do: 'restart', node: 'a' },
        { at: 800, do: 'heal', edge: 'lb>a' },
      ],
    },
    3000,
  );
  expect(clientOf(made)).toMatchObject({ sent: 2, lost: 2 });
  expect(observed(made)).toMatchObject({ connections: 0, natEntries: 0 });
  expectQuiet(made);
});

test('word that did not get through counts for nothing: a reset after it is a failure', () => {
  const document = scene({
    client: { limit: 2 },
    balancer: { maxFails: 2 },
    servers: { a: { ...NEVER, slots: 1, queueLimit: 0 }, b: { backup: true } },
    commands: [
      // The second request reaches the server at 230 ms, over a connection opened just before, and
      // is turned away. That word is lost; the RST comes before it is repeated.
      { at: 227, do: 'cut', edge: 'to-a', way: 'back' },
      { at: 250, do: 'heal', edge: 'to-a' },
      { at: 260, do: 'crash', node: 'a' },
    ],
    latency: 5,
  });
  const made = run(document, 1000);
  expect(countsOf(made).dropped).toEqual({ 'connection-reset': 1, 'queue-full': 1 });
  expect(contextOf(made, 'lb').recent.map(({ message }) => message.status)).toEqual([502, 502]);
  expect(observed(made).backends[0]?.health).toBe('unhealthy');
});

test('a request turned away is no failure of the backend, though its connection is closed with it', () => {
  const made = run(
    scene({
      client: { limit: 2 },
      balancer: { keepAlive: 0 },
      servers: { a: { ...NEVER, slots: 1, queueLimit: 0 }, b: { backup: true } },
    }),
    1000,
  );
  expect(contextOf(made, 'lb').recent.map(({ message }) => message.status)).toEqual([0, 503]);
  expect(observed(made).backends[0]?.health).toBe('healthy');
});

test('what is thought of a backend that was wired up anew outlives a change of settings', () => {
  const made = new Run(
    scene({
      client: { rate: 50 },
      balancer: { bootTime: 0 },
      servers: { a: {}, b: {} },
      commands: [
        { at: 500, do: 'crash', node: 'lb' },
        { at: 600, do: 'remove', edges: ['to-a'] },
        { at: 700, do: 'add', nodes: [], edges: [{ id: 'again', from: 'lb', to: 'a' }] },
        { at: 800, do: 'restart', node: 'lb' },
        { at: 1000, do: 'crash', node: 'a' },
        { at: 3000, do: 'set', node: 'lb', config: { connectTimeout: 1000 } },
      ],
    }),
    kinds,
  );
  const healthAt = (ms: number) => {
    made.runUntil(ms * 1000);
    return observed(made).backends.find(({ id }) => id === 'a')?.health;
  };
  expect(healthAt(2500)).toBe('unhealthy');
  expect(healthAt(3001)).toBe('unhealthy');
});

test('a drain ends, though the last request took too long', () => {
  const made = run(
    scene({
      client: { limit: 1 },
      balancer: { responseTimeout: 1000 },
      servers: { a: NEVER },
      commands: [{ at: 500, do: 'drain', node: 'lb' }],
    }),
    1200,
  );
  expect(observed(made)).toMatchObject({ state: 'down', connections: 0 });
});

describe('nothing stays in flight', () => {
  test.each<[string, string, DocumentCommand[]]>([
    [
      'l7',
      'hang, remove a backend, crash',
      [
        { at: 2000, do: 'hang', node: 'lb' },
        { at: 2100, do: 'remove', nodes: ['a'] },
        { at: 2200, do: 'crash', node: 'lb' },
      ],
    ],
    [
      'l4',
      'hang, remove a backend, crash',
      [
        { at: 2000, do: 'hang', node: 'lb' },
        { at: 2100, do: 'remove', nodes: ['a'] },
        { at: 2200, do: 'crash', node: 'lb' },
      ],
    ],
    [
      'l7',
      'crash, remove a backend and wire it up again, restart',
      [
        { at: 2000, do: 'crash', node: 'lb' },
        { at: 2100, do: 'remove', edges: ['to-a'] },
        { at: 2200, do: 'add', nodes: [], edges: [{ id: 'again', from: 'lb', to: 'a' }] },
        { at: 2300, do: 'restart', node: 'lb' },
      ],
    ],
    ['l7', 'a drain with a request that takes too long', [{ at: 2000, do: 'drain', node: 'lb' }]],
    ['l4', 'a change to layer 7', [{ at: 2000, do: 'set', node: 'lb', config: { mode: 'l7' } }]],
    ['l7', 'a change to layer 4', [{ at: 2000, do: 'set', node: 'lb', config: { mode: 'l4' } }]],
  ])('%s: %s', (mode, _what, commands) => {
    const document = scene({
      client: { rate: 20, timeout: 0 },
      balancer: { mode, responseTimeout: 3000 },
      servers: { a: SLOW, b: SLOW },
      commands: [...commands, { at: 5000, do: 'set', node: 'web', config: { limit: 1 } }],
      latency: 5,
    });
    const made = run(document, 60_000);
    expectQuiet(made);
    expect(countsOf(made).sent).toBeGreaterThan(20);
  });
});

describe('layer 4 keeps one table', () => {
  test('fewer NAT ports than flows: entries and table agree', () => {
    const document = scene({
      client: { rate: 10, keepAlive: false, limit: 10 },
      balancer: { mode: 'l4' },
      servers: { a: { ...SLOW, service: { dist: 'constant', value: 3000 } } },
      commands: [{ at: 1500, do: 'set', node: 'lb', config: { natPorts: 1 } }],
    });
    const made = run(document, 2000);
    expect(observed(made)).toMatchObject({ natEntries: 10, natPorts: 1, connections: 10 });
    expect(ask(made, 'connections').count).toBe(10);
    expect(ask(made, 'nat').count).toBe(10);
    expect(ask(made, 'nat').rows).toHaveLength(10);
    made.runUntil(8_000_000);
    expect(observed(made).natEntries).toBe(0);
    expect(contextOf(made, 'lb').ports.count).toBe(0);
  });

  test('answers that never come leave nothing behind on a UDP flow that lives on', () => {
    const document = scene({
      client: { rate: 50, protocol: 'udp', connections: 1, timeout: 500 },
      balancer: { mode: 'l4', udpIdle: 1000 },
      servers: { a: {} },
    });
    for (const edge of document.edges) edge.config = { ...edge.config, loss: 0.2 };
    const made = run(document, 60_000);
    const [flow] = contextOf(made, 'lb').flows.values();
    expect(clientOf(made).answered).toBeGreaterThan(500);
    expect(flow?.relayed.size).toBeLessThan(50);
    expect(flow?.leg?.outstanding.length).toBeLessThan(50);
  });

  test('an edge to a backend is cut while it opens: the next backend gets the client', () => {
    const made = run(
      scene({
        client: { limit: 1, keepAlive: false },
        balancer: { mode: 'l4', nextBackend: true, connectTimeout: 1000 },
        servers: { a: {}, b: {} },
        commands: [{ at: 0, do: 'cut', edge: 'to-a' }],
      }),
      2000,
    );
    expect(clientOf(made).answered).toBe(1);
    expect(observed(made)).toMatchObject({ connections: 0, natEntries: 0 });
    expectQuiet(made);
  });
});

test('a handshake of TLS through layer 4 does not wait for ever for a server that died unheard', () => {
  const made = run(
    scene({
      client: { limit: 1, tls: true, timeout: 0 },
      balancer: { mode: 'l4' },
      servers: { a: { bootTime: 0 } },
      // The hello gets there at 0.25 s.
      commands: [
        { at: 240, do: 'hang', node: 'a' },
        { at: 260, do: 'cut', edge: 'to-a', way: 'back' },
        { at: 300, do: 'crash', node: 'a' },
        { at: 400, do: 'restart', node: 'a' },
        { at: 700, do: 'heal', edge: 'to-a' },
      ],
      latency: 25,
    }),
    10_000,
  );
  expectQuiet(made);
  expect(countsOf(made).dropped).toEqual({ 'connection-reset': 1 });
});
