/** Whatever a pool is told and whatever happens to its members, how many take part is in bounds. */
import { expect, test } from 'vitest';
import type { DocumentCommand, SceneDocument } from '../../../document/types.ts';
import { Streams } from '../../../lib/random.ts';
import { Run } from '../../../run/run.ts';
import { kinds } from '../../kinds.ts';

const LOOK = 500;
const BOOT = 300;
const SERVICE = 100;
const LASTS = 15_000;

function chances(seed: number) {
  const streams = new Streams();
  const stream = streams.open(seed, 'test', 'pools');
  return (count: number) => Math.floor(streams.next(stream) * count);
}

function scaleTo(below: (count: number) => number): { min: number; max: number } {
  const min = below(4);
  return { min, max: min + 1 + below(4) };
}

function document(seed: number): SceneDocument {
  const below = chances(seed);
  const bounds = scaleTo(below);
  const commands = Array.from({ length: 12 }, (): DocumentCommand => {
    const at = below(LASTS);
    if (below(2) === 0) return { at, do: 'scale', node: 's', ...scaleTo(below) };
    if (below(2) === 0) return { at, do: 'set', node: 'web', config: { rate: below(80) } };
    const node = below(3) === 0 ? 'zone' : `s.${1 + below(5)}`;
    const deed = ['crash', 'restart', 'hang', 'resume'][below(node === 'zone' ? 2 : 4)] as string;
    return { at, do: deed, node };
  });
  const figures = below(5) === 0 ? [] : [{ by: 'utilization', target: 30 + below(60) }];
  const pool = { figures, lookEvery: LOOK, windowDown: below(2) * 2_000 };
  const service = { dist: 'constant', value: SERVICE };
  return {
    version: 2,
    title: 'bounds',
    seed,
    nodes: [
      { id: 'web', kind: 'client', at: [0, 0], config: { rate: 20 } },
      { id: 'lb', kind: 'load-balancer', at: [0, 0] },
      { id: 'pool', kind: 'pool', at: [0, 0], config: pool },
      { id: 'zone', kind: 'zone', at: [0, 0], in: 'pool' },
      {
        ...{ id: 's', kind: 'server', at: [0, 0], in: 'zone', replicas: bounds },
        config: { slots: 1, service, queueLimit: 2, bootTime: BOOT },
      },
    ],
    edges: [
      { id: 'e1', from: 'web', to: 'lb', protocol: 'http' },
      { id: 'e2', from: 'lb', to: 'pool', protocol: 'http' },
    ],
    commands: commands.sort((a, b) => a.at - b.at),
  };
}

/** What bounds there are at a moment, and since when. */
function boundsAt({ nodes, commands }: SceneDocument, ms: number) {
  const first = { ...nodes.find(({ id }) => id === 's')?.replicas, at: 0 };
  return commands
    .filter(({ at, do: deed }) => deed === 'scale' && at <= ms)
    .reduce((_, { at, min, max }) => ({ at, min, max }), first as Record<string, unknown>) as {
    readonly at: number;
    readonly min: number;
    readonly max: number;
  };
}

test('never more than the most take part, nor fewer than the least once they are up', () => {
  let least = 0;
  let most = 0;
  for (let seed = 0; seed < 24; seed++) {
    const made = document(seed);
    const run = new Run(made, kinds, { observe: false, hash: false });
    while (run.step() && run.now <= LASTS * 1_000) {
      const ms = run.now / 1_000;
      const { at, min, max } = boundsAt(made, ms);
      const replicas = run.kernel.world.nodes.filter(({ gone, template }) => !gone && template);
      const states = replicas.map((node) => run.kernel.stateIn(node.main).name);
      const enrolled = replicas.filter((node) => node.enrolled).length;
      expect(enrolled, `seed ${seed} at ${ms} ms`).toBeLessThanOrEqual(max);
      if (enrolled === max) most++;
      // Told by the next look, and up after their boot; a crash in the middle takes longer.
      const isCalm = ms - at > LOOK + BOOT + 4 * SERVICE;
      const areUp =
        !states.some((state) => ['down', 'starting', 'draining'].includes(state)) &&
        !replicas.some(({ hung, parks }) => hung || parks);
      if (!isCalm || !areUp) continue;
      expect(enrolled, `seed ${seed} at ${ms} ms`).toBeGreaterThanOrEqual(min);
      if (enrolled === min) least++;
    }
  }
  // Both bounds were met, and often.
  expect(Math.min(least, most)).toBeGreaterThan(1_000);
});
