import { describe, expect, test } from 'vitest';
import type { ConfigJson } from '../../../document/types.ts';
import { inspect } from '../../../run/reports.ts';
import { Run } from '../../../run/run.ts';
import {
  clientNode,
  detailsOf,
  joins,
  observed,
  picksOf,
  run,
  scene,
  sequence,
  triedBy,
} from './test-support.ts';

const SLOW: ConfigJson = { service: { dist: 'constant', value: 500 } };
const HELD: ConfigJson = { service: { dist: 'constant', value: 1e8 } };
const CRASH_A = { at: 0, do: 'crash', node: 'a' } as const;

function countsOf(made: Run) {
  return made.kernel.counts;
}

/** What the client's requests came to, apart from the balancer's own messages. */
function clientOf(made: Run): { sent: number; answered: number; failed: number; lost: number } {
  return inspect(made, 'web')?.observation as ReturnType<typeof clientOf>;
}

describe('layer 7', () => {
  test('every request of one connection is decided by itself', () => {
    const document = scene({
      client: { limit: 6, protocol: 'http2', connections: 1 },
      servers: { a: {}, b: {}, c: {} },
    });
    expect(sequence(document, 1000)).toBe('abcabc');
    expect(observed(run(document, 1000)).connections).toBe(1);
  });

  test('a new backend connection costs its own handshake, one kept alive none', () => {
    const document = scene({ client: { limit: 3, rate: 1 }, servers: { a: {} }, latency: 10 });
    const made = run(document, 4000);
    const [back] = detailsOf(made).connections.filter((row) => row.back !== null);
    expect(back?.back).toMatchObject({ handshakeMs: 20, requests: 3, state: 'idle' });
    // First: two handshakes of 20 ms and 40 ms for the request itself; then only the request.
    const client = made.kernel.watch?.at(0)?.response;
    expect(client?.max).toBe(80_000);
    expect(client?.min).toBe(40_000);
  });

  test('without keep-alive every request opens a connection', () => {
    const document = scene({
      client: { limit: 3, rate: 1 },
      balancer: { keepAlive: 0 },
      servers: { a: {} },
      latency: 10,
    });
    const made = run(document, 5000);
    expect(made.kernel.watch?.at(0)?.response.min).toBe(60_000);
    expect(observed(made).backendConnections).toBe(0);
  });

  test('TLS ends here: one round trip more for the client, none for the backend', () => {
    const document = scene({
      client: { limit: 1, tls: true },
      servers: { a: {} },
      latency: 10,
    });
    const { connections } = detailsOf(run(document, 1000));
    expect(connections.map(({ front, back }) => (front ?? back)?.handshakeMs)).toEqual([40, 20]);
    expect(connections.map(({ front, back }) => (front ?? back)?.transport)).toEqual([
      'tls',
      'tcp',
    ]);
  });

  test('without a certificate it refuses TLS connections', () => {
    const made = run(
      scene({
        client: { limit: 2, tls: true },
        balancer: { tls: false },
        servers: { a: {} },
      }),
      1000,
    );
    expect(countsOf(made).dropped).toEqual({ 'connection-refused': 2 });
    expect(observed(made).refusals).toEqual({ 'connection-refused': 2 });
  });

  test.each([
    ['header', { headers: { 'X-Plan': 'gold' } }, { on: 'header', name: 'x-plan', equals: 'gold' }],
    ['cookie', { cookies: { plan: 'gold' } }, { on: 'cookie', name: 'plan', equals: 'gold' }],
    ['body', { body: { plan: 'gold' } }, { on: 'body', name: 'plan', equals: 'gold' }],
    ['method', { method: 'PUT' }, { on: 'method', name: '', equals: 'PUT' }],
    ['path', { path: '/gold/1' }, { on: 'path-prefix', name: '', equals: '/gold' }],
  ])('a rule on the %s chooses the backend, other requests go to the rest', (_on, mix, rule) => {
    const balancer = { rules: [{ ...rule, to: 'c' }] };
    const servers = { a: {}, b: {}, c: {} };
    const matching = scene({ client: { limit: 3, mix: [mix] }, balancer, servers });
    expect(sequence(matching, 1000)).toBe('ccc');
    const other = scene({ client: { limit: 4, mix: [{ path: '/' }] }, balancer, servers });
    expect(sequence(other, 1000)).toBe('abab');
  });

  test('a rule may name a pool; the first rule that matches wins', () => {
    const rules = [
      { on: 'path-prefix', name: '', equals: '/images/new', to: 'a' },
      { on: 'path-prefix', name: '', equals: '/images', to: 'images' },
    ];
    const document = scene({
      client: { limit: 4, mix: [{ path: '/images/old' }] },
      balancer: { rules },
      servers: { a: {}, b: {}, c: {} },
    });
    document.nodes.push({ id: 'images', kind: 'pool', at: [0, 0] });
    for (const node of document.nodes) if (node.id === 'b' || node.id === 'c') node.in = 'images';
    const [entry, toA] = document.edges;
    document.edges = [entry, toA].filter((edge) => edge !== undefined);
    document.edges.push({
      id: 'pool',
      from: 'lb',
      to: 'images',
      config: { latency: { dist: 'constant', value: 0 } },
    });
    expect(sequence(document, 1000)).toBe('bcbc');
    const [web] = document.nodes;
    if (web !== undefined) web.config = { ...web.config, mix: [{ path: '/images/new/1' }] };
    expect(sequence(document, 1000)).toBe('aaaa');
  });

  test('a failed POST is never sent twice, a GET is', () => {
    const crash = { at: 150, do: 'crash', node: 'a' } as const;
    const servers = { a: SLOW, b: { ...SLOW, backup: true } };
    const balancer = { nextBackend: true, algorithm: 'first' };
    const post = scene({
      client: { limit: 1, mix: [{ method: 'POST' }] },
      balancer,
      servers,
      commands: [crash],
    });
    expect(triedBy(post, 2000)).toEqual([['a']]);
    expect(countsOf(run(post, 2000)).failed).toBe(1);
    const get = scene({ client: { limit: 1 }, balancer, servers, commands: [crash] });
    expect(triedBy(get, 2000)).toEqual([['a', 'b']]);
    expect(clientOf(run(get, 2000)).answered).toBe(1);
  });

  test('a backend that does not answer in time fails with 504', () => {
    const made = run(
      scene({
        client: { limit: 1 },
        balancer: { responseTimeout: 1000 },
        servers: { a: HELD, b: { backup: true } },
      }),
      2000,
    );
    expect(detailsOf(made).packets[0]?.outcome).toBe('failed 504');
    expect(countsOf(made).dropped).toEqual({ timeout: 1 });
    expect(observed(made).backends.map(({ health }) => health)).toEqual(['unhealthy', 'healthy']);
  });

  test('a backend behind a cut edge fails the connect timeout', () => {
    const made = run(
      scene({
        client: { limit: 1 },
        balancer: { connectTimeout: 300, nextBackend: true },
        servers: { a: {}, b: {} },
        commands: [{ at: 0, do: 'cut', edge: 'to-a' }],
      }),
      1000,
    );
    expect(clientOf(made).answered).toBe(1);
    expect(made.kernel.watch?.at(0)?.response.max).toBe(300_000);
  });

  test('when the client hangs up, its request is given up at the backend', () => {
    const made = run(scene({ client: { limit: 1, timeout: 1000 }, servers: { a: HELD } }), 3000);
    expect(observed(made)).toMatchObject({ serving: 0, backendConnections: 0 });
    expect(observed(made).backends[0]?.active).toBe(0);
    expect(countsOf(made).dropped).toEqual({ timeout: 1, cancelled: 1 });
  });

  test('with nobody to send to, the reason is seen here', () => {
    const none = run(scene({ client: { limit: 2 }, servers: {} }), 1000);
    expect(countsOf(none).dropped).toEqual({ 'no-route': 2 });
    const out = run(
      scene({
        client: { limit: 4 },
        servers: { a: {}, b: {} },
        commands: [CRASH_A, { at: 0, do: 'crash', node: 'b' }],
      }),
      1000,
    );
    expect(countsOf(out).dropped).toMatchObject({ 'no-healthy-backend': 2 });
    expect(observed(out).state).toBe('up.unavailable');
  });

  test('draining finishes what it has and refuses newcomers', () => {
    const document = scene({
      client: { limit: 10, keepAlive: false },
      servers: { a: SLOW },
      commands: [{ at: 250, do: 'drain', node: 'lb' }],
    });
    expect(observed(run(document, 500)).state).toBe('draining');
    const made = run(document, 3000);
    expect(observed(made).state).toBe('down');
    expect(clientOf(made)).toMatchObject({ answered: 2, lost: 8 });
  });

  test('a crash ends everything it holds, and it comes back with a clean slate', () => {
    const made = new Run(
      scene({
        client: { rate: 100 },
        balancer: { bootTime: 500 },
        servers: { a: SLOW, b: SLOW },
        commands: [
          { at: 2000, do: 'crash', node: 'lb' },
          { at: 4000, do: 'restart', node: 'lb' },
        ],
      }),
    );
    made.runUntil(2_100_000);
    expect(observed(made)).toMatchObject({ state: 'down', serving: 0, connections: 0 });
    made.runUntil(4_200_000);
    expect(observed(made).state).toBe('starting');
    const answered = clientOf(made).answered;
    made.runUntil(6_000_000);
    expect(observed(made).state).toBe('up.balancing');
    expect(clientOf(made).answered).toBeGreaterThan(answered + 50);
  });
});

describe('layer 4', () => {
  const L4: ConfigJson = { mode: 'l4' };

  test('all requests of a connection go to one backend, whatever they ask for', () => {
    const made = run(
      scene({
        client: {
          limit: 20,
          protocol: 'http2',
          connections: 2,
          mix: [{ path: '/a' }, { path: '/b' }],
        },
        balancer: L4,
        servers: { a: {}, b: {}, c: {} },
      }),
      3000,
    );
    expect(picksOf(made)).toEqual({ a: 1, b: 1, c: 0 });
    const requests = detailsOf(made).connections.map(({ back }) => back?.requests);
    expect(requests).toEqual([10, 10]);
  });

  test('the handshake goes all the way through, TLS included', () => {
    const plain = scene({ client: { limit: 1 }, balancer: L4, servers: { a: {} }, latency: 10 });
    // Two hops of 10 ms each way: 40 ms for the handshake, 40 ms for the request.
    expect(run(plain, 1000).kernel.watch?.at(0)?.response.max).toBe(80_000);
    const tls = scene({
      client: { limit: 1, tls: true },
      balancer: L4,
      servers: { a: {} },
      latency: 10,
    });
    expect(run(tls, 1000).kernel.watch?.at(0)?.response.max).toBe(120_000);
  });

  test('addresses are translated there and back', () => {
    const made = run(
      scene({
        client: { limit: 1, firstAddress: '198.51.100.7' },
        balancer: L4,
        servers: { a: {} },
      }),
      1000,
    );
    const [packet] = detailsOf(made).packets;
    const client = packet?.request.before.source;
    expect(client).toMatch(/^198\.51\.100\.7:\d+$/);
    expect(packet?.request).toEqual({
      before: { source: client, destination: '10.0.0.2:80' },
      after: { source: '10.0.0.2:1024', destination: '10.0.0.3:80' },
    });
    expect(packet?.response).toEqual({
      before: { source: '10.0.0.3:80', destination: '10.0.0.2:1024' },
      after: { source: '10.0.0.2:80', destination: client },
    });
    expect(detailsOf(made).nat).toEqual([
      {
        transport: 'tcp',
        client,
        balancer: '10.0.0.2:80',
        nat: '10.0.0.2:1024',
        backend: '10.0.0.3:80',
      },
    ]);
  });

  test('when the NAT ports are used up, new connections are refused until one is free', () => {
    const document = scene({
      client: { limit: 3, keepAlive: false },
      balancer: { ...L4, natPorts: 2 },
      servers: { a: { service: { dist: 'constant', value: 1000 } } },
      commands: [joins(2000, 'later', { limit: 1, keepAlive: false })],
    });
    const full = run(document, 500);
    expect(observed(full)).toMatchObject({ natEntries: 2, refusals: { 'no-port': 1 } });
    expect(countsOf(full).dropped).toEqual({ 'connection-refused': 1 });
    const made = run(document, 4000);
    expect(observed(made)).toMatchObject({ natEntries: 0, refusals: { 'no-port': 1 } });
    expect(countsOf(made).answered).toBe(3);
  });

  test('a UDP flow keeps its backend until it was idle, and then is a new flow', () => {
    const document = scene({
      client: { limit: 4, protocol: 'udp', connections: 1 },
      balancer: { ...L4, udpIdle: 1000 },
      servers: { a: {}, b: {} },
    });
    const made = run(document, 600);
    expect(picksOf(made)).toEqual({ a: 1, b: 0 });
    expect(observed(made)).toMatchObject({ natEntries: 1, connections: 1 });
    expect(countsOf(made).answered).toBe(4);
    const idle = run(document, 2000);
    expect(observed(idle)).toMatchObject({ natEntries: 0, connections: 0 });
    const slow = scene({
      client: { limit: 3, rate: 0.5, protocol: 'udp', connections: 1 },
      balancer: { ...L4, udpIdle: 1000 },
      servers: { a: {}, b: {} },
    });
    expect(picksOf(run(slow, 8000))).toEqual({ a: 2, b: 1 });
  });

  test('UDP packets without a free port are dropped', () => {
    const made = run(
      scene({
        client: { limit: 4, protocol: 'udp', connections: 4 },
        balancer: { ...L4, natPorts: 3 },
        servers: { a: {} },
      }),
      1000,
    );
    expect(countsOf(made)).toMatchObject({ answered: 3, dropped: { 'no-port': 1 } });
  });

  test('a refused connection is tried on the next backend only where that is on', () => {
    const off = scene({
      client: { limit: 3, keepAlive: false },
      balancer: L4,
      servers: { a: {}, b: {} },
      commands: [CRASH_A],
    });
    expect(clientOf(run(off, 1000))).toMatchObject({ answered: 2, lost: 1 });
    const on = scene({
      client: { limit: 3, keepAlive: false },
      balancer: { ...L4, nextBackend: true },
      servers: { a: {}, b: {} },
      commands: [CRASH_A],
    });
    expect(clientOf(run(on, 1000))).toMatchObject({ answered: 3, lost: 0 });
  });

  test('requests under way are lost with their backend: nobody can ask again', () => {
    const made = run(
      scene({
        client: { limit: 2 },
        balancer: { ...L4, nextBackend: true },
        servers: { a: SLOW, b: SLOW },
        commands: [{ at: 250, do: 'crash', node: 'a' }],
      }),
      2000,
    );
    expect(clientOf(made)).toMatchObject({ answered: 1, lost: 1 });
    expect(countsOf(made).dropped).toEqual({ 'connection-reset': 1 });
    expect(observed(made).natEntries).toBe(1);
  });
});

describe('a dead backend', () => {
  test('errors appear, stop after detection, and the rest absorb the load', () => {
    const document = scene({
      client: { rate: 100 },
      servers: { a: {}, b: {}, c: {} },
      commands: [{ at: 5000, do: 'crash', node: 'a' }],
    });
    const made = new Run(document);
    made.runUntil(5_000_000);
    expect(clientOf(made).failed).toBe(0);
    made.runUntil(10_000_000);
    const { failed } = clientOf(made);
    expect(failed).toBeGreaterThan(0);
    expect(failed).toBeLessThan(5);
    expect(observed(made).state).toBe('up.degraded');
    const before = picksOf(made);
    made.runUntil(14_000_000);
    expect(clientOf(made).failed).toBe(failed);
    expect(picksOf(made)).toMatchObject({ a: before.a, b: (before.b ?? 0) + 200 });
  });

  test('comes back after its time through one request that succeeds', () => {
    const document = scene({
      client: { rate: 100 },
      balancer: { failTimeout: 2000 },
      servers: { a: { bootTime: 0 }, b: {} },
      commands: [
        { at: 1500, do: 'crash', node: 'a' },
        { at: 2000, do: 'restart', node: 'a' },
      ],
    });
    const made = new Run(document);
    const healthAt = (ms: number) => {
      made.runUntil(ms * 1000);
      return inspect(made, 'lb')?.children[0];
    };
    expect(healthAt(1600)).toEqual({ machine: 'backend', key: 'a', state: 'unhealthy' });
    expect(healthAt(3990)?.state).toBe('unhealthy');
    expect(healthAt(4100)?.state).toBe('healthy');
    expect(observed(made).state).toBe('up.balancing');
  });

  test('that is still dead costs one request each time it is tried', () => {
    const document = scene({
      client: { rate: 100 },
      balancer: { failTimeout: 1000 },
      servers: { a: {}, b: {} },
      commands: [CRASH_A],
    });
    // Out in the seconds 0–1, tried at 2 s, out in 2–3, tried at 4 s …
    expect(clientOf(run(document, 7900)).failed).toBe(4);
  });
});

describe('while it runs', () => {
  test('a fourth server gets its share as soon as it is wired up', () => {
    const document = scene({
      client: { rate: 100 },
      servers: { a: {}, b: {}, c: {} },
      commands: [
        {
          at: 3000,
          do: 'add',
          nodes: [{ id: 'd', kind: 'server', at: [0, 0], config: { bootTime: 0 } }],
          edges: [{ id: 'to-d', from: 'lb', to: 'd' }],
        },
      ],
    });
    const made = new Run(document);
    made.runUntil(3_000_000);
    const before = picksOf(made);
    made.runUntil(7_000_000);
    const after = picksOf(made);
    for (const id of ['a', 'b', 'c', 'd']) {
      expect((after[id] ?? 0) - (before[id] ?? 0)).toBeGreaterThanOrEqual(99);
    }
  });

  test.each(['l4', 'l7'])('removing a backend or its edge ends its connections (%s)', (mode) => {
    const document = scene({
      client: { rate: 50, keepAlive: false },
      balancer: { mode },
      servers: { a: SLOW, b: SLOW, c: SLOW },
      commands: [
        { at: 2000, do: 'remove', edges: ['to-a'] },
        { at: 3000, do: 'remove', nodes: ['b'] },
      ],
    });
    const made = run(document, 6000);
    expect(observed(made).backends.map(({ id }) => id)).toEqual(['c']);
    expect(observed(made).backends[0]?.active).toBeLessThanOrEqual(26);
    const { counts } = made.kernel;
    expect(counts.dropped.lost ?? 0).toBe(0);
    expect(clientOf(made).answered).toBeGreaterThan(200);
  });

  test('changing the mode restarts it as the other machine', () => {
    const document = scene({
      client: { rate: 50 },
      servers: { a: {}, b: {} },
      commands: [{ at: 2000, do: 'set', node: 'lb', config: { mode: 'l4' } }],
    });
    const made = run(document, 4000);
    expect(inspect(made, 'lb')?.machine).toBe('l4');
    expect(clientOf(made).answered).toBeGreaterThan(180);
  });

  test.each([
    ['l7', 'least-request'],
    ['l4', 'round-robin'],
  ])(
    'no message is lost from the count through crashes, cuts and edits (%s)',
    (mode, algorithm) => {
      const document = scene({
        client: { rate: 300, timeout: 800, pattern: 'poisson' },
        balancer: { mode, algorithm, nextBackend: true, responseTimeout: 300, failTimeout: 1000 },
        servers: { a: SLOW, b: { queueLimit: 1, slots: 1, ...SLOW }, c: { errorRate: 0.1 } },
        commands: [
          { at: 1000, do: 'crash', node: 'a' },
          { at: 1500, do: 'cut', edge: 'to-c', way: 'back' },
          { at: 2000, do: 'crash', node: 'lb' },
          { at: 2500, do: 'restart', node: 'lb' },
          { at: 4000, do: 'restart', node: 'a' },
          { at: 5000, do: 'heal', edge: 'to-c' },
          { at: 6000, do: 'remove', edges: ['to-b'] },
          { at: 7000, do: 'crash', node: 'web' },
        ],
        latency: 5,
      });
      const made = run(document, 7000);
      expect(countsOf(made).sent).toBeGreaterThan(1500);
      made.runUntil(20_000_000);
      const { sent, answered, failed, delivered, droppedTotal } = countsOf(made);
      expect(sent).toBe(answered + failed + delivered + droppedTotal);
      expect(observed(made)).toMatchObject({ serving: 0, connections: 0 });
    },
  );

  test('two clients share one balancer', () => {
    const document = scene({ client: { limit: 4 }, servers: { a: {}, b: {} } });
    document.nodes.push(clientNode('other', { limit: 4 }));
    document.edges.push({ id: 'in2', from: 'other', to: 'lb' });
    expect(picksOf(run(document, 2000))).toEqual({ a: 4, b: 4 });
  });
});
