import { describe, expect, it } from 'vitest';
import type { ConfigJson, DocumentCommand, EdgeConfig } from '../../../document/types.ts';
import { measure, nodeOf, type SceneParts, seen } from '../../shared/scene.test-support.ts';
import { picture } from './picture.ts';
import type { ClientObservation } from './spec.ts';

const exactly = (value: number) => ({ dist: 'constant', value }) as const;

interface Extra {
  readonly server?: ConfigJson;
  readonly commands?: DocumentCommand[];
  readonly edge?: EdgeConfig;
}

/** One client, one server that answers after 5 ms, 5 ms away each way. */
function scene(client: ConfigJson, { server = {}, commands = [], edge = {} }: Extra): SceneParts {
  return {
    nodes: {
      web: ['client', { pattern: 'constant', ...client }],
      s: ['server', { slots: 100, service: exactly(5), bootTime: 0, ...server }],
    },
    edges: ['web>s'],
    commands,
    edge: { latency: exactly(5), ...edge },
  };
}

const cut = (at: number): DocumentCommand => ({ do: 'cut', edge: 'web>s', at });
const heal = (at: number): DocumentCommand => ({ do: 'heal', edge: 'web>s', at });

/** From one moment to another: figures of the client, and how messages ended. */
function watch(parts: SceneParts, from: number, to: number) {
  const summary = measure(parts, to, from);
  const node = nodeOf(summary, 'web');
  return { node, ends: summary.messages, now: seen<ClientObservation>(summary, 'web') };
}

/** How many of its requests ended without an answer between two moments. */
const lostBetween = (parts: SceneParts, from: number, to: number) =>
  watch(parts, 0, to).now.lost - watch(parts, 0, from).now.lost;

describe('on a lossy line', () => {
  it('no request fails, and about 2 % come late by a repeat', () => {
    const parts = scene({ rate: 50 }, { edge: { latency: exactly(25), loss: 0.01 } });
    const { node, ends, now } = watch(parts, 0, 60_000);
    expect(ends.dropped).toEqual({});
    expect(now).toMatchObject({ sent: 3000, lost: 0, failed: 0 });
    // One segment of a hundred is lost each way: 98 % take a round trip and the service, the others
    // 200 ms more or longer.
    expect(node.responseMs.p95).toBeLessThan(60);
    expect(node.responseMs.p99).toBeGreaterThan(250);
  });

  it('one lost handshake delays one request, not every later one', () => {
    const parts = scene(
      { rate: 10, keepAlive: false, timeout: 0 },
      { commands: [cut(5_050), heal(5_150)] },
    );
    expect(watch(parts, 5_150, 6_150).node.responseMs.p99).toBeGreaterThan(1_000);
    const { node, now } = watch(parts, 8_000, 19_990);
    expect(node.responseMs.mean).toBeCloseTo(25, 3);
    expect(now).toMatchObject({ lost: 0, connections: 0 });
  });

  it.each(['http1', 'http2'])('cut for 1.5 s, %s is back to normal soon after', (protocol) => {
    const parts = scene(
      { rate: 50, timeout: 1_000, protocol, connections: 4 },
      { commands: [cut(5_000), heal(6_500)] },
    );
    const { node, now } = watch(parts, 9_500, 20_000);
    expect(lostBetween(parts, 9_500, 20_000)).toBe(0);
    expect(node.responseMs.mean).toBeCloseTo(15, 3);
    expect(now.outstanding).toBeLessThanOrEqual(1);
  });
});

describe('a server that', () => {
  it.each([1, 2])(
    'crashed while cut off ends the requests of %s HTTP/2 connections once, and no later ones',
    (connections) => {
      const parts = scene(
        { rate: 10, protocol: 'http2', connections, timeout: 1_000 },
        {
          commands: [
            cut(5_000),
            { do: 'crash', node: 's', at: 5_500 },
            { do: 'restart', node: 's', at: 6_000 },
            heal(6_500),
          ],
        },
      );
      const { ends, now } = watch(parts, 0, 60_000);
      // Given up while it was cut, and until a repeat finds out: some 20. Then all are answered.
      const lost = Object.values(ends.dropped).reduce((sum, count) => sum + count, 0);
      expect(lost).toBe(now.lost);
      expect(lost).toBeLessThan(40);
      expect(lostBetween(parts, 10_000, 60_000)).toBe(0);
      expect(now.connections).toBe(connections);
    },
  );

  it('does not answer keeps nothing of what was given up', () => {
    const parts = scene(
      { rate: 10, protocol: 'http2', connections: 1, timeout: 500, limit: 20 },
      { commands: [{ do: 'hang', node: 's', at: 0 }] },
    );
    const { ends, now } = watch(parts, 0, 10_000);
    expect(ends.dropped).toEqual({ timeout: 20 });
    expect(now).toMatchObject({ outstanding: 0, state: 'stopped' });
  });
});

describe('a client that', () => {
  const everyCall = ['http1', 'http2', 'udp'].flatMap((protocol) =>
    [true, false].map((isCut) => [protocol, isCut] as const),
  );

  it.each(everyCall)('crashed ends all it had under way (%s, cut off: %s)', (protocol, isCut) => {
    const parts = scene(
      { rate: 100, protocol, timeout: 0 },
      {
        server: { service: exactly(300) },
        commands: [...(isCut ? [cut(400)] : []), { do: 'crash', node: 'web', at: 505 }],
      },
    );
    const { ends, now } = watch(parts, 0, 505.5);
    expect(now).toMatchObject({ outstanding: 0, waiting: 0, connections: 0, state: 'down' });
    // On a cut line UDP loses at once what TCP would send again.
    const { cancelled = 0, lost = 0, ...others } = ends.dropped;
    expect(cancelled + lost).toBe(ends.sent - ends.answered);
    expect(lost > 0).toBe(protocol === 'udp' && isCut);
    expect(others).toEqual({});
    expect(ends.inFlight).toBe(0);
  });

  it('hung makes up for no arrival, and its timeouts end what is late when it wakes', () => {
    const parts = scene(
      { rate: 100, timeout: 100 },
      {
        server: { service: exactly(1_000) },
        commands: [
          { do: 'hang', node: 'web', at: 205 },
          { do: 'resume', node: 'web', at: 1_005 },
          { do: 'drain', node: 'web', at: 1_005 },
        ],
      },
    );
    const { ends, now } = watch(parts, 0, 1_006);
    expect(ends.dropped).toEqual({ timeout: ends.sent - now.outstanding });
    expect(now.sent).toBeLessThanOrEqual(22);
  });

  it('crashed while it hung has its users back after the restart', () => {
    const parts = scene(
      { load: 'closed', users: 3, think: exactly(1_000) },
      {
        commands: [
          { do: 'hang', node: 'web', at: 500 },
          { do: 'crash', node: 'web', at: 3_000 },
          { do: 'restart', node: 'web', at: 3_100 },
        ],
      },
    );
    expect(watch(parts, 0, 3_050).now.sent).toBe(0);
    // They think for a second, and each goes round in 1,015 ms (the first time in 1,025).
    expect(watch(parts, 0, 3_100 + 10 * 1_015 + 20).now.answered).toBe(3 * 10);
  });

  it('gets other settings while requests are under way lets them end, and leaks none', () => {
    const config = { pattern: 'constant', rate: 100, protocol: 'http2', connections: 2 };
    const parts = scene(config, {
      server: { service: exactly(200) },
      commands: [
        { do: 'set', node: 'web', config: { ...config, connections: 3 }, at: 505 },
        { do: 'drain', node: 'web', at: 1_005 },
        { do: 'set', node: 'web', config: { ...config, protocol: 'http1' }, at: 1_010 },
      ],
    });
    const { ends, now } = watch(parts, 0, 3_000);
    expect(ends.dropped).toEqual({});
    expect(now).toMatchObject({ outstanding: 0, sent: 100, answered: 100 });
    expect(now.connections).toBe(0);
  });
});

describe('what cannot be reached costs its share of the requests, and no more', () => {
  const web = ['client', { pattern: 'constant', rate: 40, addresses: 4 }] as const;
  const edge = { latency: exactly(5) };

  it('an address that is refused', () => {
    const nodes = { web, a: ['database', { connectionLimit: 3 }] } as const;
    const { now } = watch({ nodes, edges: ['web>a'], edge }, 0, 20_000);
    // A few of its 200 are sent on a connection that is given back while it tries.
    expect(now.lost).toBeGreaterThan(150);
    expect(now.lost).toBeLessThanOrEqual(200);
    expect(now.answered).toBeGreaterThan(595);
  });

  it('a server that was down gets its half again', () => {
    const commands: DocumentCommand[] = [
      { do: 'crash', node: 'b', at: 1000 },
      { do: 'restart', node: 'b', at: 5000 },
    ];
    const nodes = { web, a: ['server'], b: ['server'] } as const;
    const parts: SceneParts = { nodes, edges: ['web>a', 'web>b'], edge, commands };
    expect(lostBetween(parts, 1500, 4500)).toBeLessThanOrEqual(60);
    expect(nodeOf(measure(parts, 10_000, 6000), 'b').throughputPerSecond).toBeCloseTo(20, 0);
  });
});

describe('over HTTP/2, cut off while it connects', () => {
  it('has the time to connect when the line is whole again, however densely it sends', () => {
    const parts = scene(
      { rate: 100, timeout: 500, protocol: 'http2' },
      { edge: { latency: exactly(50) }, commands: [cut(0), heal(1000)] },
    );
    expect(lostBetween(parts, 3000, 20_000)).toBe(0);
    expect(watch(parts, 3000, 20_000).now.answered).toBeGreaterThan(1600);
  });
});

describe('over UDP without a timeout', () => {
  it('what is lost is awaited for ever, and the card says so', () => {
    const parts = (protocol: string): SceneParts =>
      scene(
        { rate: 50, timeout: 0, protocol },
        { edge: { loss: 0.1 }, commands: [{ do: 'drain', node: 'web', at: 2000 }] },
      );
    expect(picture.words(watch(parts('udp'), 0, 1000).now)).toBe('50 requests/s · no timeout');
    const { now } = watch(parts('udp'), 0, 3_600_000);
    expect(now.outstanding).toBeGreaterThan(0);
    expect(picture.words(now)).toBe(`stopped · ${now.outstanding} in progress · no timeout`);
    expect(picture.words(watch(parts('http1'), 0, 1000).now)).toBe('50 requests/s');
    expect(picture.words(watch(parts('http1'), 0, 3_600_000).now)).toBe('stopped');
  });
});
