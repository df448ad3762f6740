import { expect, test } from 'vitest';
import type { DocumentEdge, SceneDocument } from '../../../document/types.ts';
import { nodeObservation } from '../../../run/inspect.ts';
import { Run } from '../../../run/run.ts';
import { summarize } from '../../../run/summary.ts';
import { kinds } from '../../kinds.ts';
import { measure, nodeOf } from '../../shared/scene.test-support.ts';
import type { BalancerObservation } from './observation.ts';

test.each(['http1', 'http2', 'udp'])(
  'two layer 4 balancers in a row carry %s to the server and back',
  (protocol) => {
    const edge = (id: string, from: string, to: string): DocumentEdge => ({ id, from, to });
    const document: SceneDocument = {
      version: 2,
      title: 'chained',
      seed: 1,
      nodes: [
        { id: 'web', kind: 'client', at: [0, 0], config: { rate: 50, protocol, tls: true } },
        { id: 'a', kind: 'load-balancer', at: [200, 0], config: { mode: 'l4' } },
        { id: 'b', kind: 'load-balancer', at: [400, 0], config: { mode: 'l4' } },
        { id: 's1', kind: 'server', at: [600, 0] },
      ],
      edges: [edge('e1', 'web', 'a'), edge('e2', 'a', 'b'), edge('e3', 'b', 's1')],
      commands: [],
    };
    const run = new Run(document, kinds);
    run.runUntil(10_000_000);
    const { messages, nodes } = summarize(run);
    expect(messages.answered).toBeGreaterThan(400);
    expect(messages.dropped).toEqual({});
    expect(nodes.web?.responseMs.mean).toBeGreaterThan(100);
  },
);

test('each of two layer 4 balancers in a row reports the round trip behind itself', () => {
  const summary = measure(
    {
      nodes: {
        web: ['client', { rate: 10, pattern: 'constant' }],
        a: ['load-balancer', { mode: 'l4' }],
        b: ['load-balancer', { mode: 'l4' }],
        s: ['server', { slots: 10, service: { dist: 'constant', value: 30 } }],
      },
      edges: ['web>a', 'a>b', 'b>s'],
      edge: { latency: { dist: 'constant', value: 50 } },
    },
    5000,
    1000,
  );
  expect(nodeOf(summary, 'b').responseMs.mean).toBe(130);
  expect(nodeOf(summary, 'a').responseMs.mean).toBe(230);
});

test.each(['tcp', 'http'])('checks over %s go through a layer 4 balancer to a server', (checks) => {
  const edge = (id: string, from: string, to: string): DocumentEdge => ({ id, from, to });
  const quick = { checkInterval: 200, fastInterval: 200, checkTimeout: 200, maxFails: 0 };
  const server = { bootTime: 0 };
  const document: SceneDocument = {
    version: 2,
    title: 'chained',
    seed: 1,
    nodes: [
      { id: 'web', kind: 'client', at: [0, 0], config: { rate: 20 } },
      { id: 'edge', kind: 'load-balancer', at: [200, 0], config: { checks, ...quick } },
      { id: 'lb', kind: 'load-balancer', at: [400, 0], config: { mode: 'l4', maxFails: 0 } },
      { id: 's1', kind: 'server', at: [600, 0], config: server },
      { id: 's2', kind: 'server', at: [600, 100], config: server },
    ],
    edges: [
      ...[edge('e1', 'web', 'edge'), edge('e2', 'edge', 'lb')],
      ...[edge('e3', 'lb', 's1'), edge('e4', 'lb', 's2')],
    ],
    commands: [
      { at: 3_000, do: 'crash', node: 's1' },
      { at: 3_000, do: 'crash', node: 's2' },
      { at: 6_000, do: 'restart', node: 's1' },
      { at: 6_000, do: 'restart', node: 's2' },
      // Wrong for those who ask for a path, and nothing to those who only knock.
      { at: 9_000, do: 'set', node: 's1', config: { healthPath: '/other' } },
      { at: 9_000, do: 'set', node: 's2', config: { healthPath: '/other' } },
    ],
  };
  const run = new Run(document, kinds);
  const healthOf = (seconds: number) => {
    run.runUntil(seconds * 1e6);
    const seen = nodeObservation(run, 'edge') as BalancerObservation;
    return seen.backends[0]?.health;
  };
  expect(healthOf(2.9)).toBe('healthy');
  expect(healthOf(5)).toBe('unhealthy');
  expect(healthOf(8.5)).toBe('healthy');
  expect(healthOf(12)).toBe(checks === 'tcp' ? 'healthy' : 'unhealthy');
  // It keeps no connection of them.
  const lb = nodeObservation(run, 'lb') as BalancerObservation;
  expect(lb.connections).toBeLessThan(10);
});
