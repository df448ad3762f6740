import { expect, test } from 'vitest';
import type { SceneDocument } from '../../../document/types.ts';
import { nodeObservation } from '../../../run/inspect.ts';
import { Run } from '../../../run/run.ts';
import { kinds } from '../../kinds.ts';
import { specs } from '../../specs.ts';
import { spec } from './spec.ts';

const server = (id: string, inside?: string): SceneDocument['nodes'][number] => ({
  id,
  kind: 'server',
  at: [0, 0],
  ...(inside !== undefined && { in: inside }),
});

const document: SceneDocument = {
  version: 2,
  title: 'pool',
  seed: 1,
  nodes: [
    { id: 'web', kind: 'client', at: [0, 0], config: { rate: 100, pattern: 'constant' } },
    { id: 'lb', kind: 'load-balancer', at: [0, 0] },
    { id: 'pool', kind: 'pool', at: [0, 0] },
    server('a', 'pool'),
    server('b', 'pool'),
    server('outside'),
  ],
  edges: [
    { id: 'e1', from: 'web', to: 'lb' },
    { id: 'e2', from: 'lb', to: 'pool' },
  ],
  commands: [
    { at: 1000, do: 'place', nodes: ['outside'], in: 'pool' },
    { at: 2000, do: 'place', nodes: ['a'], in: null },
  ],
};

function backendsAt(ms: number): string[] {
  const run = new Run(document, kinds);
  run.runUntil(ms * 1000);
  const seen = nodeObservation(run, 'lb') as { backends: { id: string; picks: number }[] };
  return seen.backends.filter(({ picks }) => picks > 0).map(({ id }) => id);
}

test('an edge to a pool reaches whoever is inside at the time', () => {
  expect(backendsAt(900)).toEqual(['a', 'b']);
  expect(backendsAt(1900)).toEqual(['a', 'b', 'outside']);
  expect(backendsAt(2900)).toEqual(['b', 'outside']);
});

test('holds what can serve requests, but neither clients nor other pools', () => {
  const held = Object.values(specs).filter((member) => spec.frame?.holds(member));
  expect(held.map(({ kind }) => kind).sort()).toEqual([
    'database',
    'load-balancer',
    'server',
    'zone',
  ]);
});
