/** How long is waited for an answer, where the edge says it and not the node. */
import { describe, expect, it } from 'vitest';
import type { DocumentCommand } from '../../document/types.ts';
import { Run } from '../../run/run.ts';
import { summarize } from '../../run/summary.ts';
import { kinds } from '../kinds.ts';
import { nodeOf, type SceneParts, sceneOf } from './scene.test-support.ts';

const CLIENT = { rate: 10, pattern: 'constant', timeout: 10_000 };
const SLOW = { slots: 100, service: { dist: 'constant', value: 100 } };

/** Given up at the node, and answered there, after a second. */
function outcome(parts: SceneParts, edges: Readonly<Record<string, number>>, id: string) {
  const scene = sceneOf(parts);
  const document = {
    ...scene,
    edges: scene.edges.map((edge) => ({
      ...edge,
      config: { ...edge.config, timeout: edges[edge.id] ?? 0 },
    })),
  };
  const run = new Run(document, kinds, { checkpointBytes: 0 });
  run.runUntil(1_000_000);
  const { dropped } = nodeOf(summarize(run), id);
  return { late: dropped.timeout ?? 0, answered: summarize(run).messages.answered };
}

describe.each(['http1', 'http2', 'udp'])('a client over %s', (protocol) => {
  const nodes = { web: ['client', { ...CLIENT, protocol }], s: ['server', SLOW] } as const;
  const parts: SceneParts = { nodes, edges: ['web>s'] };

  it('waits as long as its edge says', () => {
    expect(outcome(parts, { 'web>s': 50 }, 'web')).toEqual({ late: 9, answered: 0 });
    expect(outcome(parts, { 'web>s': 150 }, 'web')).toEqual({ late: 0, answered: 9 });
  });

  it('waits as long as it says itself where the edge says nothing', () => {
    const hasty: SceneParts = {
      nodes: { web: ['client', { ...CLIENT, protocol, timeout: 50 }], s: ['server', SLOW] },
      edges: ['web>s'],
    };
    expect(outcome(hasty, {}, 'web')).toEqual({ late: 9, answered: 0 });
  });

  it('waits along each edge as long as that says', () => {
    const two: SceneParts = {
      nodes: { ...nodes, t: ['server', SLOW] },
      edges: ['web>s', 'web>t'],
    };
    expect(outcome(two, { 'web>s': 50 }, 'web')).toEqual({ late: 5, answered: 4 });
    expect(outcome(two, { 'web>s': 150, 'web>t': 50 }, 'web')).toEqual({ late: 4, answered: 5 });
  });

  it('follows the edge while it runs, for what is under way, too', () => {
    const commands: DocumentCommand[] = [
      { at: 420, do: 'set-edge', edge: 'web>s', config: { timeout: 10 } },
    ];
    expect(outcome({ ...parts, commands }, {}, 'web')).toEqual({ late: 6, answered: 3 });
  });
});

it('a balancer waits for each backend as long as the edge to it says', () => {
  const parts: SceneParts = {
    nodes: {
      web: ['client', CLIENT],
      lb: ['load-balancer', { nextBackend: false, maxFails: 0 }],
      s: ['server', SLOW],
      t: ['server', SLOW],
    },
    edges: ['web>lb', 'lb>s', 'lb>t'],
  };
  expect(outcome(parts, { 'lb>s': 50 }, 'lb')).toEqual({ late: 5, answered: 8 });
  expect(outcome(parts, {}, 'lb')).toEqual({ late: 0, answered: 18 });
});
