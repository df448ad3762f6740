/** What a zone does to what stands in it. */
import { expect, test } from 'vitest';
import { applyIntervention } from '../../../document/intervention.ts';
import type { DocumentCommand, DocumentNode, SceneDocument } from '../../../document/types.ts';
import { Run } from '../../../run/run.ts';
import { kinds } from '../../kinds.ts';

/** A pool with a zone of two servers in it, and a server beside; another zone stands outside. */
function document(commands: DocumentCommand[], domain = ''): SceneDocument {
  const server = (id: string, frame: string): DocumentNode => ({
    id,
    kind: 'server',
    at: [0, 0],
    in: frame,
  });
  const config = { domain };
  return {
    version: 2,
    title: 'zones',
    seed: 5,
    nodes: [
      { id: 'web', kind: 'client', at: [0, 0], config: { rate: 200 } },
      { id: 'lb', kind: 'load-balancer', at: [0, 0] },
      { id: 'pool', kind: 'pool', at: [0, 0] },
      { id: 'zone', kind: 'zone', at: [0, 0], in: 'pool', config },
      server('a', 'zone'),
      { ...server('b', 'zone'), replicas: { min: 1, max: 2 } },
      server('c', 'pool'),
      { id: 'far', kind: 'zone', at: [0, 0], config },
      server('d', 'far'),
    ],
    edges: [
      { id: 'e1', from: 'web', to: 'lb', protocol: 'http' },
      { id: 'e2', from: 'lb', to: 'pool', protocol: 'http' },
    ],
    commands,
  };
}

function statesAt(run: Run, ms: number): Record<string, string> {
  run.runUntil(ms * 1_000);
  const ids = ['zone', 'a', 'b.1', 'b.2', 'c', 'far', 'd'];
  return Object.fromEntries(
    ids.map((id) => {
      const node = run.kernel.find(id);
      return [id, node === undefined ? '' : run.kernel.stateIn(node.main).name];
    }),
  );
}

test('its members are backends like those beside it', () => {
  const run = new Run(document([]), kinds);
  run.runUntil(2_000_000);
  const lanes = run.kernel.world.lanes.filter(({ edge }) => edge === 'e2');
  const busy = lanes.filter(({ sent }) => sent > 50);
  expect(busy.map(({ target }) => run.kernel.node(target).id)).toEqual(['a', 'b.1', 'b.2', 'c']);
});

test('its loss takes everything in it at that microsecond, and nothing else', () => {
  const run = new Run(
    document([
      { at: 1_000, do: 'crash', node: 'zone' },
      { at: 2_000, do: 'restart', node: 'zone' },
    ]),
    kinds,
  );
  expect(statesAt(run, 999.999)).toMatchObject({ zone: 'powered' });
  expect(statesAt(run, 1_000)).toMatchObject({
    ...{ zone: 'unpowered', a: 'down', 'b.1': 'down', 'b.2': 'down' },
    far: 'powered',
  });
  expect(['c', 'd'].map((id) => statesAt(run, 1_000)[id])).not.toContain('down');
  expect(Object.values(statesAt(run, 4_000))).not.toContain('down');
  expect(run.skipped).toEqual([null, null]);
});

test('zones of one domain fail together; empty, each is alone', () => {
  const lose: DocumentCommand = { at: 1_000, do: 'crash', node: 'zone' };
  const run = new Run(document([lose], 'eu-1'), kinds);
  expect(statesAt(run, 1_000)).toMatchObject({ far: 'unpowered', d: 'down', a: 'down' });
  const leave: DocumentCommand = { at: 500, do: 'set', node: 'far', config: { domain: '' } };
  const apart = new Run(document([leave, lose], 'eu-1'), kinds);
  expect(statesAt(apart, 1_000)).toMatchObject({ far: 'powered', a: 'down' });
});

test('in a pool it holds backends alone', () => {
  const { nodes, edges } = document([]);
  const into = { do: 'place', nodes: ['web'], in: 'zone' };
  const outcome = applyIntervention({ nodes, edges }, into, kinds.specs);
  expect(outcome).toEqual({ ok: false, why: 'Pool cannot contain Client.' });
  const free = applyIntervention({ nodes, edges }, { ...into, in: 'far' }, kinds.specs);
  expect(free.ok).toBe(true);
});

test('what a zone does not know is not done to what stands in it either', () => {
  const run = new Run(document([{ at: 1_000, do: 'hang', node: 'zone' }]), kinds);
  statesAt(run, 2_000);
  expect(run.skipped).toEqual(['Zone does not know "hang".']);
  expect(run.kernel.find('a')?.hung).toBe(false);
});
