import { describe, expect, test } from 'vitest';
import type { ConfigJson } from '../../../document/types.ts';
import {
  ask,
  clientOf,
  countsOf,
  joins,
  observed,
  picksOf,
  requestsOf,
  run,
  scene,
} from './test-support.ts';

const SLOW: ConfigJson = { service: { dist: 'constant', value: 500 } };
const CRASH_A = { at: 0, do: 'crash', node: 'a' } as const;

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
    const requests = ask(made, 'connections').rows.map(({ back }) => back?.requests);
    expect(requests).toEqual([10, 10]);
    expect(requestsOf(made)).toEqual({ a: 10, b: 10, c: 0 });
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
    const [packet] = ask(made, 'packets');
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
    expect(ask(made, 'nat').rows).toEqual([
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
    const steady = scene({
      client: { limit: 40, protocol: 'udp', connections: 1 },
      balancer: { ...L4, udpIdle: 1000 },
      servers: { a: {}, b: {} },
    });
    expect(picksOf(run(steady, 5000))).toEqual({ a: 1, b: 0 });
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
