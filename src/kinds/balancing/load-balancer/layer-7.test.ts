import { describe, expect, test } from 'vitest';
import type { ConfigJson } from '../../../document/types.ts';
import { Run } from '../../../run/run.ts';
import { kinds } from '../../kinds.ts';
import {
  ask,
  clientOf,
  countsOf,
  observed,
  picksOf,
  requestsOf,
  run,
  scene,
  sequence,
  triedBy,
} from './test-support.ts';

const SLOW: ConfigJson = { service: { dist: 'constant', value: 500 } };
const HELD: ConfigJson = { service: { dist: 'constant', value: 1e8 } };
const CRASH_A = { at: 0, do: 'crash', node: 'a' } as const;

describe('layer 7', () => {
  test('every request of one connection is decided by itself', () => {
    const document = scene({
      client: { limit: 6, protocol: 'http2', connections: 1 },
      servers: { a: {}, b: {}, c: {} },
    });
    expect(sequence(document, 1000)).toBe('abcabc');
    expect(observed(run(document, 1000)).connections).toBe(1);
  });

  test('what reached a backend is counted, with what was tried again, not what it refused', () => {
    const document = scene({
      client: { limit: 6 },
      balancer: { nextBackend: true, maxFails: 0 },
      servers: { a: {}, b: { errorRate: 1 }, c: {} },
      commands: [CRASH_A],
    });
    const made = run(document, 1000);
    expect(sequence(document, 1000)).toBe('abcabcabc');
    expect(picksOf(made)).toEqual({ a: 3, b: 3, c: 3 });
    expect(requestsOf(made)).toEqual({ a: 0, b: 3, c: 3 });
  });

  test('a new backend connection costs its own handshake, one kept alive none', () => {
    const document = scene({ client: { limit: 3, rate: 1 }, servers: { a: {} }, latency: 10 });
    const made = run(document, 4000);
    const [back] = ask(made, 'connections').rows.filter((row) => row.back !== null);
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
    const made = run(document, 1000);
    // Client: two round trips and 20 ms for the request; then 40 ms to the backend and back,
    // handshake included.
    expect(made.kernel.watch?.at(0)?.response.max).toBe(100_000);
    const { rows: connections } = ask(made, 'connections');
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
    ['query', { query: { plan: 'gold' } }, { on: 'query', name: 'plan', equals: 'gold' }],
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

  test('what a backend says beside the status is passed on', () => {
    const servers = { a: { headers: { cache: 'hit' } } };
    const made = run(scene({ client: { limit: 1 }, balancer: {}, servers }), 1000);
    expect(ask(made, 'packets')[0]?.outcome).toBe('answered 200, cache: hit');
  });

  test('a rule that does not say where to is passed over', () => {
    const anything = { on: 'path-prefix', name: '', equals: '' };
    const servers = { a: {}, b: {}, c: {} };
    const through = (rules: { [key: string]: string }[]) =>
      sequence(scene({ client: { limit: 4 }, balancer: { rules }, servers }), 1000);
    expect(through([{ ...anything, to: '' }])).toBe('abca');
    expect(
      through([
        { ...anything, to: '' },
        { ...anything, to: 'c' },
      ]),
    ).toBe('cccc');
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
    expect(ask(made, 'packets')[0]?.outcome).toBe('failed 504');
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
      kinds,
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
