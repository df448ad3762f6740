import { describe, expect, test } from 'vitest';
import type { ConfigJson } from '../../../document/types.ts';
import { nodeStates } from '../../../run/inspect.ts';
import { Run } from '../../../run/run.ts';
import { kinds } from '../../kinds.ts';
import {
  clientNode,
  clientOf,
  countsOf,
  observed,
  picksOf,
  run,
  scene,
  triedBy,
} from './test-support.ts';

const SLOW: ConfigJson = { service: { dist: 'constant', value: 500 } };
const CRASH_A = { at: 0, do: 'crash', node: 'a' } as const;

describe('a dead backend', () => {
  test('errors appear, stop after detection, and the rest absorb the load', () => {
    const document = scene({
      client: { rate: 100 },
      servers: { a: {}, b: {}, c: {} },
      commands: [{ at: 5000, do: 'crash', node: 'a' }],
    });
    const made = new Run(document, kinds);
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
    const made = new Run(document, kinds);
    const healthAt = (ms: number) => {
      made.runUntil(ms * 1000);
      return nodeStates(made, 'lb')?.children[0];
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

test('each backend is tried at most once for a request', () => {
  const document = scene({
    client: { limit: 2 },
    balancer: { algorithm: 'first', nextBackend: true, maxFails: 0 },
    servers: { a: {}, b: {}, c: {} },
    commands: [CRASH_A, { at: 0, do: 'crash', node: 'b' }, { at: 150, do: 'crash', node: 'c' }],
  });
  expect(triedBy(document, 1000)).toEqual([
    ['a', 'b', 'c'],
    ['a', 'b', 'c'],
  ]);
  expect(clientOf(run(document, 1000))).toMatchObject({ answered: 1, failed: 1 });
});

describe('weights', () => {
  test('a backend that failed once of twice regains its weight step by step, as in nginx', () => {
    const document = scene({
      client: { limit: 6 },
      balancer: { algorithm: 'weighted-round-robin', nextBackend: true, maxFails: 2 },
      servers: { a: { weight: 4, bootTime: 0 }, b: { weight: 4 } },
      commands: [
        { at: 0, do: 'crash', node: 'a' },
        { at: 150, do: 'restart', node: 'a' },
      ],
    });
    expect(triedBy(document, 1000)).toEqual([['a', 'b'], ['b'], ['b'], ['a'], ['b'], ['a']]);
  });

  test.each([
    'round-robin',
    'least-request',
    'first',
    'source-ip-hash',
    'random',
    'power-of-two',
    'random-two-nginx',
    'least-connections-haproxy',
  ])('weight 0 drains a backend (%s)', (algorithm) => {
    const made = run(
      scene({
        client: { limit: 20 },
        balancer: { algorithm },
        servers: { a: { weight: 0 }, b: {}, c: {} },
      }),
      3000,
    );
    expect(picksOf(made).a).toBe(0);
    expect(observed(made).backends[0]?.health).toBe('drained');
  });

  test('a lone backend is never taken out', () => {
    const made = run(
      scene({ client: { limit: 4 }, servers: { a: {} }, commands: [CRASH_A] }),
      1000,
    );
    expect(nodeStates(made, 'lb')?.children).toEqual([
      { machine: 'backend', key: 'a', state: 'healthy' },
    ]);
    expect(picksOf(made)).toEqual({ a: 4 });
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
    const made = new Run(document, kinds);
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
    expect(countsOf(made).dropped.lost ?? 0).toBe(0);
    expect(clientOf(made).answered).toBeGreaterThan(200);
  });

  test('changing the mode restarts it as the other machine', () => {
    const document = scene({
      client: { rate: 50 },
      servers: { a: {}, b: {} },
      commands: [{ at: 2000, do: 'set', node: 'lb', config: { mode: 'l4' } }],
    });
    const made = run(document, 4000);
    expect(nodeStates(made, 'lb')?.machine).toBe('l4');
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
