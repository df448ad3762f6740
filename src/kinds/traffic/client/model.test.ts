import { describe, expect, it } from 'vitest';
import type { ConfigJson, DocumentCommand, EdgeConfig } from '../../../document/types.ts';
import { connectionsIn } from '../../shared/calls.ts';
import { httpOf } from '../../shared/http.ts';
import {
  measure,
  nodeOf,
  runScene,
  type SceneParts,
  seen,
} from '../../shared/scene.test-support.ts';
import type { ClientContext } from './context.ts';
import type { ClientObservation } from './spec.ts';

const exactly = (value: number) => ({ dist: 'constant', value }) as const;

interface Extra {
  server?: ConfigJson;
  commands?: DocumentCommand[];
  edge?: EdgeConfig;
}

/** One client, one server that answers at once. */
function scene(
  client: ConfigJson,
  { server = {}, commands = [], edge = {} }: Extra = {},
): SceneParts {
  return {
    nodes: {
      web: ['client', client],
      s: ['server', { slots: 1000, service: exactly(0), ...server }],
    },
    edges: ['web>s'],
    commands,
    edge,
  };
}

const watch = (parts: SceneParts, millis: number) => {
  const summary = measure(parts, millis);
  return { summary, node: nodeOf(summary, 'web'), now: seen<ClientObservation>(summary, 'web') };
};
const sent = (parts: SceneParts, millis: number) => watch(parts, millis).now.sent;
const connections = (parts: SceneParts, millis: number) => {
  const { kernel } = runScene(parts, millis);
  return connectionsIn((kernel.find('web')!.main.instance.context as ClientContext).calls);
};

describe('an open stream', () => {
  it('evenly spaced sends exactly its rate, and stops after its limit', () => {
    // A third of a millisecond is no whole number of microseconds: rounding must not add up.
    const parts = scene({ pattern: 'constant', rate: 3000 });
    expect(sent(parts, 10_000.5)).toBe(30_001);
    const { now } = watch(scene({ pattern: 'constant', rate: 100, limit: 42 }), 5000);
    expect(now).toMatchObject({ sent: 42, answered: 42, state: 'stopped' });
  });

  it('keeps coming however slow the answers are', () => {
    const { now } = watch(
      scene({ pattern: 'constant', rate: 100 }, { server: { slots: 1, service: exactly(1000) } }),
      5005,
    );
    expect(now).toMatchObject({ sent: 500, outstanding: 101, state: 'sending' });
  });

  /** Poisson counts spread by the root of their mean: five of those are allowed. */
  const expectCount = (count: number, mean: number) =>
    expect(Math.abs(count - mean)).toBeLessThan(5 * Math.sqrt(mean));

  it('random sends its rate on average, and as unevenly as chance does', () => {
    const parts = scene({ rate: 100 });
    const counts = Array.from({ length: 200 }, (_, i) => sent({ ...parts, seed: i + 1 }, 1000));
    const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length;
    const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / counts.length;
    expectCount(mean * 200, 20_000);
    // The variance of a Poisson count equals its mean; of 200 samples within a third.
    expect(Math.abs(variance - 100)).toBeLessThan(35);
  });

  it('in bursts sends the multiple of its rate while one lasts', () => {
    const parts = scene({
      rate: 200,
      pattern: 'burst',
      burstFactor: 5,
      burstEvery: 4000,
      burstFor: 1000,
    });
    expectCount(sent(parts, 1000), 1000);
    expectCount(sent(parts, 4000) - sent(parts, 1000), 600);
    expectCount(sent(parts, 5000) - sent(parts, 4000), 1000);
  });

  it('on a ramp goes from one rate to the other and stays there', () => {
    const parts = scene({ rate: 0, pattern: 'ramp', rampTo: 1000, rampOver: 10_000 });
    expectCount(sent(parts, 5000), 1250);
    expectCount(sent(parts, 10_000), 5000);
    expectCount(sent(parts, 12_000) - sent(parts, 10_000), 2000);
    expect(watch(parts, 5000).now.rate).toBeCloseTo(500, 6);
  });

  it('over a day swings about its rate', () => {
    const parts = scene({ rate: 500, pattern: 'daily', dayLength: 8000, swing: 0.9 });
    const day = sent(parts, 4000);
    // The mean of the parabola is two thirds of its height.
    expectCount(day, 4 * 500 * (1 + 0.6));
    expectCount(sent(parts, 8000) - day, 4 * 500 * (1 - 0.6));
    expect(watch(parts, 2000).now.rate).toBeCloseTo(950, 6);
  });

  it('hit by a burst sends more for a while', () => {
    const parts = scene(
      { pattern: 'constant', rate: 100 },
      {
        commands: [{ do: 'burst', node: 'web', factor: 10, for: 1000, at: 1000 }],
      },
    );
    expect(watch(parts, 1500).now.boost).toBe(10);
    // The one that would come at 2,000 ms is planned anew as the burst ends then.
    expect(sent(parts, 2000) - sent(parts, 1000)).toBe(999);
    expect(sent(parts, 4000) - sent(parts, 2000)).toBe(200);
  });

  it('sends the same at the same moments as the client it is told to follow', () => {
    const mix = [{ path: '/a' }, { path: '/b', weight: 3 }];
    const parts: SceneParts = {
      nodes: {
        one: ['client', { rate: 50, mix, writes: 0.4 }],
        two: ['client', { rate: 50, mix, writes: 0.4, trafficOf: 'one' }],
        three: ['client', { rate: 50, mix, writes: 0.4 }],
        s: [
          'server',
          { slots: 1, discipline: 'lifo', service: exactly(1_000_000), queueLimit: 1000 },
        ],
      },
      edges: ['one>s', 'two>s', 'three>s'],
    };
    const run = runScene(parts, 5000);
    const held = run.kernel
      .model(run.kernel.find('s')!)
      .held(run.kernel.find('s')!.main.instance.context);
    const of = (id: string) =>
      held
        .filter((message) => message.source === run.kernel.find(id)?.index)
        .map((message) => [message.createdAt, httpOf(message).path, httpOf(message).write])
        .sort();
    expect(of('one').length).toBeGreaterThan(200);
    expect(of('two')).toEqual(of('one'));
    expect(of('three')).not.toEqual(of('one'));
    const paths = of('one').filter(([, path]) => path === '/b').length / of('one').length;
    expect(Math.abs(paths - 0.75)).toBeLessThan(0.15);
  });
});

describe('users who wait', () => {
  const config = { load: 'closed', users: 7, think: exactly(100) };

  it('have at most one request each under way', () => {
    const { now } = watch(scene(config, { server: { slots: 1, service: exactly(1000) } }), 3050);
    expect(now).toMatchObject({ outstanding: 7, answered: 2, sent: 9 });
  });

  it('come and go with the setting', () => {
    const commands: DocumentCommand[] = [
      { do: 'set', node: 'web', config: { ...config, users: 20 }, at: 1000 },
      { do: 'set', node: 'web', config: { ...config, users: 2 }, at: 2000 },
    ];
    // Each asks ten times a second.
    const parts = scene(config, { commands });
    expect(sent(parts, 950)).toBe(9 * 7);
    expect(sent(parts, 1950) - sent(parts, 1050)).toBe(9 * 20);
    expect(sent(parts, 3150) - sent(parts, 2150)).toBe(10 * 2);
  });

  it('try again after a failure, with a pause even when they never think', () => {
    const parts: SceneParts = {
      nodes: { web: ['client', { ...config, think: exactly(0) }] },
      edges: [],
    };
    const { summary, now } = watch(parts, 1005);
    expect(now.sent).toBe(7 * 101);
    expect(summary.messages.dropped).toEqual({ 'no-route': 7 * 101 });
  });
});

describe('connections', () => {
  const latency = { latency: exactly(10) };
  const one = { pattern: 'constant', rate: 10 } as const;
  const firstResponse = (client: ConfigJson) =>
    watch(scene({ ...one, limit: 1, ...client }, { edge: latency }), 1000).node.responseMs.mean;

  it('cost a round trip to open, with TLS one more, and UDP nothing', () => {
    expect(firstResponse({})).toBeCloseTo(40, 3);
    expect(firstResponse({ tls: true })).toBeCloseTo(60, 3);
    expect(firstResponse({ protocol: 'http2' })).toBeCloseTo(40, 3);
    expect(firstResponse({ protocol: 'udp', tls: true })).toBeCloseTo(20, 3);
  });

  it('kept alive are used again, otherwise every request opens its own', () => {
    const mean = (client: ConfigJson) =>
      watch(scene({ ...one, limit: 10, ...client }, { edge: latency }), 2000).node.responseMs.mean;
    expect(mean({})).toBeCloseTo((40 + 9 * 20) / 10, 3);
    expect(mean({ keepAlive: false })).toBeCloseTo(40, 3);
    expect(connections(scene({ ...one, limit: 10 }), 2000)).toHaveLength(1);
    expect(connections(scene({ ...one, limit: 10, keepAlive: false }), 2000)).toHaveLength(0);
  });

  it('of HTTP/1 carry one request at a time: as many are open as requests are under way', () => {
    const parts = scene(
      { ...one, rate: 100, limit: 5, connections: 2 },
      { server: { service: exactly(500) } },
    );
    expect(connections(parts, 300).map((c) => c.outstanding.length)).toEqual([1, 1, 1, 1, 1]);
    // Two idle ones are kept.
    expect(connections(parts, 2000)).toHaveLength(2);
  });

  it('of HTTP/2 carry many, and are used in turn', () => {
    const parts = scene(
      { ...one, rate: 100, limit: 9, connections: 3, protocol: 'http2' },
      {
        server: { service: exactly(500) },
      },
    );
    expect(connections(parts, 300).map((c) => c.outstanding.length)).toEqual([3, 3, 3]);
  });

  it('take the addresses in turn, counting up from the first', () => {
    const parts = scene({
      ...one,
      rate: 100,
      limit: 7,
      addresses: 3,
      firstAddress: '198.51.100.255',
    });
    const rows = connections(parts, 2000);
    expect(rows.map((row) => row.sourceIp)).toEqual([
      '198.51.100.255',
      '198.51.101.0',
      '198.51.101.1',
    ]);
    expect(rows.map((row) => row.requests)).toEqual([3, 2, 2]);
  });

  it('take several edges in turn', () => {
    const parts: SceneParts = {
      nodes: {
        web: ['client', { ...one, rate: 100, limit: 90 }],
        ...Object.fromEntries(['a', 'b', 'c'].map((id) => [id, ['server', { slots: 9 }] as const])),
      },
      edges: ['web>a', 'web>b', 'web>c'],
    };
    const nodes = (client: ConfigJson) => {
      const summary = measure(
        { ...parts, nodes: { ...parts.nodes, web: ['client', client] } },
        9000,
      );
      return ['a', 'b', 'c'].map((id) => nodeOf(summary, id).throughputPerSecond! * 9);
    };
    const even = { ...one, rate: 100, limit: 90 };
    expect(nodes({ ...even, keepAlive: false }).map(Math.round)).toEqual([30, 30, 30]);
    expect(nodes({ ...even, protocol: 'http2', connections: 3 }).map(Math.round)).toEqual([
      30, 30, 30,
    ]);
    const { requests } = nodeOf(measure(parts, 9000), 'web').series;
    const each = { total: 30, perSecond: 30 / 9 };
    expect(requests).toEqual({ keys: { a: each, b: each, c: each }, other: null });
  });

  it('are opened anew when an edge is added, so that the newcomer gets its share', () => {
    const parts: SceneParts = {
      ...scene({ ...one, rate: 100 }),
      commands: [
        {
          do: 'add',
          nodes: [
            { id: 'b', kind: 'server', at: [0, 0], config: { bootTime: 0, service: exactly(0) } },
          ],
          edges: [{ id: 'e', from: 'web', to: 'b', config: { latency: exactly(0) } }],
          at: 1000,
        },
      ],
    };
    const summary = measure(parts, 3000);
    expect(summary.messages.dropped).toEqual({});
    expect(nodeOf(summary, 'b').throughputPerSecond! * 3).toBeGreaterThan(95);
  });

  it('refused fail the request that waited for them', () => {
    const parts = scene(one, { commands: [{ do: 'crash', node: 's', at: 50 }] });
    expect(watch(parts, 1005).summary.messages.dropped).toEqual({ 'connection-refused': 10 });
    const shared = scene(
      { ...one, protocol: 'http2' },
      { commands: [{ do: 'crash', node: 's', at: 50 }] },
    );
    expect(watch(shared, 1005).summary.messages.dropped).toEqual({ 'connection-refused': 10 });
  });
});

describe('a timeout', () => {
  const one = { pattern: 'constant', rate: 10, limit: 5, timeout: 200 } as const;

  it('gives up on what is served too slowly, and closes its connection', () => {
    const parts = scene(one, { server: { service: exactly(250) } });
    const { summary, now } = watch(parts, 2000);
    expect(summary.messages.dropped).toEqual({ timeout: 5 });
    expect(now).toMatchObject({ lost: 5, outstanding: 0, connections: 0 });
  });

  it.each(['http1', 'http2'])(
    'gives up, %s, on a connection that never opens, and recovers when the line heals',
    (protocol) => {
      const parts = scene(
        { ...one, limit: 20, protocol, connections: 2 },
        {
          commands: [
            { do: 'cut', edge: 'web>s', at: 0 },
            { do: 'heal', edge: 'web>s', at: 1050 },
          ],
        },
      );
      const { summary, now } = watch(parts, 5000);
      expect(now).toMatchObject({ outstanding: 0, sent: 20 });
      // Those sent in the last 200 ms before the line healed may have waited for a connection that
      // came too late.
      expect(summary.messages.dropped.timeout).toBeLessThanOrEqual(13);
      expect(now.answered).toBeGreaterThanOrEqual(7);
    },
  );

  it('of one request tries again to connect for the next that waits', () => {
    const parts = scene(
      { ...one, limit: 2, protocol: 'http2', connections: 1 },
      {
        commands: [
          { do: 'cut', edge: 'web>s', at: 0 },
          { do: 'heal', edge: 'web>s', at: 290 },
        ],
      },
    );
    const { summary, now } = watch(parts, 1000);
    expect(summary.messages.dropped).toEqual({ timeout: 1 });
    expect(now.answered).toBe(1);
  });

  it('also frees users of what was lost on the way', () => {
    const parts = scene(
      { load: 'closed', users: 5, think: exactly(10), timeout: 300 },
      {
        commands: [
          { do: 'cut', edge: 'web>s', way: 'back', at: 100 },
          { do: 'heal', edge: 'web>s', at: 500 },
        ],
      },
    );
    const { now } = watch(parts, 2000);
    expect(now.lost).toBeGreaterThanOrEqual(5);
    expect(now.answered).toBeGreaterThan(5 * 100);
  });

  it('changed holds for requests under way, too', () => {
    const parts = scene(
      { ...one, timeout: 60_000 },
      {
        server: { service: exactly(30_000) },
        commands: [{ do: 'set', node: 'web', config: { ...one, timeout: 1000 }, at: 800 }],
      },
    );
    expect(watch(parts, 1050).now.lost).toBe(0);
    expect(watch(parts, 1150).now.lost).toBe(1);
    expect(watch(parts, 1600).now.lost).toBe(5);
  });
});

describe('a client that', () => {
  it('crashed loses what is under way and starts over when restarted', () => {
    const parts = scene(
      { load: 'closed', users: 4, think: exactly(100) },
      {
        server: { service: exactly(300) },
        commands: [
          { do: 'crash', node: 'web', at: 250 },
          { do: 'restart', node: 'web', at: 300 },
        ],
      },
    );
    expect(watch(parts, 260).now).toMatchObject({
      state: 'down',
      outstanding: 0,
      lost: 4,
      connections: 0,
    });
    // From then on each of the four goes round every 400 ms.
    const { now } = watch(parts, 300 + 10 * 400 + 50);
    expect(now).toMatchObject({ state: 'idle', sent: 4 + 40, answered: 40 });
  });

  it('is drained sends nothing new and takes the answers that come', () => {
    const parts = scene(
      { pattern: 'constant', rate: 100 },
      {
        server: { service: exactly(300) },
        commands: [
          { do: 'drain', node: 'web', at: 505 },
          { do: 'restart', node: 'web', at: 2005 },
        ],
      },
    );
    expect(watch(parts, 600).now).toMatchObject({ state: 'stopped', sent: 50, outstanding: 20 });
    expect(watch(parts, 2000).now).toMatchObject({ state: 'stopped', sent: 50, answered: 50 });
    expect(sent(parts, 2510)).toBe(100);
  });
});
