import { expect, test } from 'vitest';
import type { DocumentEdge, SceneDocument } from '../../../document/types.ts';
import { Run } from '../../../run/run.ts';
import { summarize } from '../../../run/summary.ts';
import { kinds } from '../../kinds.ts';
import { measure, nodeOf } from '../../shared/scene.test-support.ts';

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
