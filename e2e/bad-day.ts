/**
 * A diagram on which much is wrong at once: all that views of a table under stress have to show.
 * Drawn for looking at, not for figures.
 */
import { encodeLink } from '../src/document/link.ts';
import type { DocumentEdge, DocumentNode, SceneDocument } from '../src/document/types.ts';
import { specs } from '../src/kinds/specs.ts';

const server = (id: string, name: string, y: number): DocumentNode => ({
  id,
  kind: 'server',
  name,
  at: [24, y],
  in: 'pool',
  config: {
    slots: 2,
    service: { dist: 'exponential', mean: 60 },
    queueLimit: 12,
    bootTime: 500,
  },
});

const edge = (id: string, from: string, to: string): DocumentEdge => ({
  id,
  from,
  to,
  config: { latency: { dist: 'constant', value: 20 } },
});

export const badDay: SceneDocument = {
  version: 2,
  title: 'A bad day at the shop',
  seed: 3,
  nodes: [
    {
      id: 'web',
      kind: 'client',
      name: 'visitors',
      at: [0, 160],
      config: { rate: 90, timeout: 800 },
    },
    {
      id: 'lb',
      kind: 'load-balancer',
      name: 'balancer',
      at: [312, 160],
      config: { algorithm: 'least-request', maxFails: 3, failTimeout: 2000 },
    },
    { id: 'pool', kind: 'pool', name: 'pool', at: [608, 0], size: [232, 408] },
    server('s1', 'server 1', 56),
    server('s2', 'server 2', 176),
    server('s3', 'server 3', 296),
    { id: 'old', kind: 'fax-machine', name: 'fax machine', at: [312, 336] },
  ],
  edges: [edge('e1', 'web', 'lb'), edge('e2', 'lb', 'pool')],
  commands: [
    { at: 2000, do: 'crash', node: 's2' },
    { at: 2500, do: 'slow', node: 's3', factor: 4 },
    { at: 4000, do: 'lose', edge: 'e1', rate: 0.1 },
    { at: 8000, do: 'restart', node: 's2' },
    { at: 8010, do: 'errors', node: 's1', rate: 0.1 },
    { at: 8020, do: 'errors', node: 's1', rate: 0 },
    { at: 8040, do: 'slow', node: 's3', factor: 1 },
    { at: 8080, do: 'heal', edge: 'e1' },
    { at: 9000, do: 'burst', node: 'web', factor: 3, for: 2000 },
    { at: 12000, do: 'set', node: 'lb', config: { algorithm: 'round-robin' } },
  ],
  notes: [
    {
      id: 'n1',
      text: '**Tuesday**\n\nWhat happens when *one of three* dies at noon?',
      at: [0, -8],
    },
    { id: 'n2', text: '`least-request` hides the slow one', at: [0, -104], on: 'lb' },
  ],
  conditions: [
    { figure: 'response', percentile: 99, above: 5000, within: 10000 },
    { figure: 'queue', node: 's1', above: 200 },
  ],
};

/** Opens paused at that moment (ms). */
export function linkTo(document: SceneDocument, at: number): string {
  return encodeLink(document, specs, { t: at }).fragment;
}
