/** A pool as an autoscaler, seen by what its members and visitors' requests go through. */
import { describe, expect, test } from 'vitest';
import type { ConfigJson, DocumentCommand, SceneDocument } from '../../../document/types.ts';
import { nodeAnswer, nodeObservation } from '../../../run/inspect.ts';
import { Run } from '../../../run/run.ts';
import { kinds } from '../../kinds.ts';
import type { DecisionReport, PoolObservation } from './observation.ts';

const SECOND = 1_000_000;

interface Scene {
  /** Requests per second. */
  readonly rate?: number;
  readonly servers?: number;
  readonly pool?: ConfigJson;
  readonly server?: ConfigJson;
  readonly commands?: readonly DocumentCommand[];
}

/** Each server has one slot and takes 100 ms: at 6/s it is 60 % in use. */
function scene({
  rate = 6,
  servers = 8,
  pool = {},
  server = {},
  commands = [],
}: Scene): SceneDocument {
  const config = { slots: 1, service: { dist: 'constant', value: 100 }, ...server };
  return {
    version: 2,
    title: 'scaling',
    seed: 1,
    nodes: [
      { id: 'web', kind: 'client', at: [0, 0], config: { rate, pattern: 'constant' } },
      { id: 'lb', kind: 'load-balancer', at: [0, 0] },
      {
        id: 'pool',
        kind: 'pool',
        at: [0, 0],
        config: { figures: [{ by: 'utilization', target: 60 }], ...pool },
      },
      ...Array.from({ length: servers }, (_, i) => ({
        id: `s${i + 1}`,
        kind: 'server',
        at: [0, 0] as [number, number],
        in: 'pool',
        config,
      })),
    ],
    edges: [
      { id: 'e1', from: 'web', to: 'lb' },
      { id: 'e2', from: 'lb', to: 'pool' },
    ],
    commands: [...commands],
  };
}

function started(of: Scene): Run {
  return new Run(scene(of), kinds);
}

function countsAt(run: Run, seconds: number) {
  run.runUntil(seconds * SECOND);
  return (nodeObservation(run, 'pool') as PoolObservation).counts;
}

function decisionsOf(run: Run): DecisionReport[] {
  return (nodeAnswer(run, 'pool', { about: 'decisions' }) as DecisionReport[]).toReversed();
}

function stateOf(run: Run, id: string): string {
  return (nodeObservation(run, id) as { state: string }).state;
}

function statesOf(run: Run, count = 8): string {
  return Array.from({ length: count }, (_, i) => stateOf(run, `s${i + 1}`).split('.')[0]).join(' ');
}

function dropped(run: Run): Record<string, number> {
  return Object.fromEntries(run.kernel.world.counts.dropped);
}

function setRate(at: number, rate: number): DocumentCommand {
  return { at: at * 1000, do: 'set', node: 'web', config: { rate } };
}

describe('a pool that scales', () => {
  test('begins with the least number; the others are off, and get nothing', () => {
    const run = started({});
    expect(countsAt(run, 10)).toEqual({ count: 8, wanted: 1, ready: 1 });
    expect(statesOf(run)).toBe(
      'up switched-off switched-off switched-off switched-off switched-off switched-off switched-off',
    );
    expect(dropped(run)).toEqual({});
  });

  test('adds members as their slots fill, and removes none for five minutes', () => {
    const run = started({ commands: [setRate(20, 24), setRate(70, 6)] });
    expect(countsAt(run, 20)).toMatchObject({ wanted: 1 });
    // Twenty-four a second keep 2.4 slots in use: four members at 60 %.
    expect(countsAt(run, 70)).toEqual({ count: 8, wanted: 4, ready: 4 });
    expect(countsAt(run, 350)).toMatchObject({ wanted: 4 });
    expect(countsAt(run, 420)).toEqual({ count: 8, wanted: 1, ready: 1 });
    expect(statesOf(run)).toBe(
      'up switched-off switched-off switched-off switched-off switched-off switched-off switched-off',
    );
  });

  test('says of each look what the figures were, and what came of it', () => {
    const run = started({ commands: [setRate(20, 24)] });
    run.runUntil(61 * SECOND);
    const looks = decisionsOf(run).map(({ at, figures: [figure], current, replicas, reason }) => [
      at / SECOND,
      figure?.reported,
      current,
      replicas,
      reason,
    ]);
    expect(looks).toEqual([
      [0, null, 1, 1, 'FailedComputeMetricsReplicas'],
      [15, 59, 1, 1, 'DesiredWithinRange'],
      [30, 86, 1, 2, 'DesiredWithinRange'],
      // The second came up a moment before: it counts as idle, so that no third is wanted yet.
      [45, 100, 2, 2, 'DesiredWithinRange'],
      [60, 100, 2, 4, 'DesiredWithinRange'],
    ]);
    expect(stateOf(run, 'pool')).toBe('scaling.growing');
  });

  test('who is switched on boots before it gets anything', () => {
    const run = started({
      rate: 4,
      server: { bootTime: 4000 },
      commands: [setRate(20, 9)],
      pool: { figures: [{ by: 'each-rate', target: 5 }] },
    });
    expect(countsAt(run, 32)).toEqual({ count: 8, wanted: 2, ready: 1 });
    expect(statesOf(run)).toBe(
      'up starting switched-off switched-off switched-off switched-off switched-off switched-off',
    );
    expect(countsAt(run, 35)).toEqual({ count: 8, wanted: 2, ready: 2 });
    expect(dropped(run)).toEqual({});
  });

  test('who is switched off finishes what it has', () => {
    const run = started({
      rate: 4,
      server: { slots: 20, service: { dist: 'constant', value: 3000 } },
      pool: { figures: [{ by: 'shared-rate', target: 2 }], windowDown: 0 },
      commands: [setRate(31, 1)],
    });
    // One request every other second for each of two, and three seconds to serve it.
    run.runUntil(45.1 * SECOND);
    expect(statesOf(run)).toBe(
      'up draining switched-off switched-off switched-off switched-off switched-off switched-off',
    );
    run.runUntil(49 * SECOND);
    expect(statesOf(run)).toBe(
      'up switched-off switched-off switched-off switched-off switched-off switched-off switched-off',
    );
    expect(dropped(run)).toEqual({});
  });

  test('with no member left over it says that all are on', () => {
    const run = started({ rate: 60, servers: 2 });
    expect(countsAt(run, 50)).toEqual({ count: 2, wanted: 2, ready: 2 });
    expect(stateOf(run, 'pool')).toBe('scaling.all-on');
    expect(decisionsOf(run).at(-1)).toMatchObject({ replicas: 2, reason: 'TooManyReplicas' });
  });

  test('goes by its rate limits', () => {
    const policies = [{ direction: 'up', amount: 1, by: 'members', period: 60_000 }];
    const run = started({ rate: 60, pool: { policies } });
    expect([20, 70, 80, 140, 151].map((at) => countsAt(run, at)?.wanted)).toEqual([2, 2, 3, 4, 4]);
    expect(stateOf(run, 'pool')).toBe('scaling.growing');
  });
});

describe('replicas', () => {
  test('as many are on at least as their template says, and at most all', () => {
    const made = scene({ servers: 1, rate: 60 });
    made.nodes = made.nodes.map((node) =>
      node.id === 's1' ? { ...node, id: 's', replicas: { min: 2, max: 4 } } : node,
    );
    made.commands.push(
      { at: 20_000, do: 'scale', node: 's', min: 3, max: 5 },
      { at: 35_000, do: 'scale', node: 's', min: 1, max: 2 },
    );
    const run = new Run(made, kinds);
    expect(countsAt(run, 10)).toEqual({ count: 4, wanted: 2, ready: 2 });
    expect(['s.1', 's.2', 's.3', 's.4'].map((id) => stateOf(run, id).split('.')[0])).toEqual([
      'up',
      'up',
      'switched-off',
      'switched-off',
    ]);
    expect(countsAt(run, 31)).toEqual({ count: 5, wanted: 4, ready: 4 });
    expect(countsAt(run, 46)).toEqual({ count: 2, wanted: 2, ready: 2 });
  });

  test('their least number holds, were it raised while it runs', () => {
    const made = scene({ servers: 1, rate: 1 });
    made.nodes = made.nodes.map((node) =>
      node.id === 's1' ? { ...node, id: 's', replicas: { min: 1, max: 4 } } : node,
    );
    made.commands.push({ at: 20_000, do: 'scale', node: 's', min: 3, max: 4 });
    const run = new Run(made, kinds);
    expect(countsAt(run, 19)?.wanted).toBe(1);
    expect(countsAt(run, 31)?.wanted).toBe(3);
    expect(decisionsOf(run).at(-1)).toMatchObject({ proposal: null, reason: 'TooFewReplicas' });
  });
});

describe('figures', () => {
  test.each([
    ['each-rate', 10, 4],
    ['shared-rate', 10, 4],
    ['total-rate', 20, 8],
  ])('%s: of 40 requests a second with a target of %d it wants %d', (by, target, wanted) => {
    const run = started({
      rate: 40,
      server: { slots: 100 },
      pool: { figures: [{ by, target }], least: 4 },
    });
    expect(countsAt(run, 31)?.wanted).toBe(wanted);
  });

  test('of several the one that asks for most counts', () => {
    const figures = [
      { by: 'utilization', target: 90 },
      { by: 'each-rate', target: 1 },
    ];
    const run = started({ rate: 5, pool: { figures } });
    expect(countsAt(run, 16)?.wanted).toBe(4);
    expect(countsAt(run, 46)?.wanted).toBe(5);
  });

  test('one that crashed counts as full while others would let it go', () => {
    const run = started({
      rate: 1,
      servers: 2,
      pool: { least: 1, windowDown: 0, figures: [{ by: 'utilization', target: 45 }] },
      commands: [
        { at: 0, do: 'set', node: 'pool', config: { least: 2 } },
        { at: 16_000, do: 'crash', node: 's2' },
        { at: 16_000, do: 'set', node: 'pool', config: { least: 1 } },
      ],
    });
    run.runUntil(31 * SECOND);
    expect(decisionsOf(run).at(-1)).toMatchObject({ current: 2, replicas: 2 });
  });
});

describe('members', () => {
  test('all are on again when it no longer scales', () => {
    const off: DocumentCommand = { at: 10_000, do: 'set', node: 'pool', config: { figures: [] } };
    const run = started({ commands: [off] });
    expect(countsAt(run, 9)).not.toBe(null);
    expect(countsAt(run, 12)).toBe(null);
    expect(statesOf(run)).toBe('up up up up up up up up');
    expect(stateOf(run, 'pool')).toBe('gathering');
  });

  test('one that begins to scale later lets nobody go for one window', () => {
    const figures = [{ by: 'utilization', target: 60 }];
    const run = started({
      pool: { figures: [] },
      commands: [{ at: 10_000, do: 'set', node: 'pool', config: { figures } }],
    });
    expect(countsAt(run, 309)).toEqual({ count: 8, wanted: 8, ready: 8 });
    expect(countsAt(run, 330)?.wanted).toBe(1);
  });

  test('one that is taken out of the pool while off starts, and is off again when it is back', () => {
    const run = started({
      commands: [
        { at: 5000, do: 'place', nodes: ['s8'], in: null },
        { at: 9000, do: 'place', nodes: ['s8'], in: 'pool' },
      ],
    });
    expect(countsAt(run, 4)?.count).toBe(8);
    expect(countsAt(run, 8)?.count).toBe(7);
    expect(stateOf(run, 's8')).toBe('up.idle');
    expect(countsAt(run, 10)?.count).toBe(8);
    expect(stateOf(run, 's8')).toBe('switched-off');
  });

  test('what is done to one that leaves does not keep it on', () => {
    const run = started({ commands: [{ at: 5000, do: 'restart', node: 's8' }] });
    run.runUntil(10 * SECOND);
    expect(stateOf(run, 's8')).toBe('switched-off');
  });

  test('going back changes nothing', () => {
    const scaled = { commands: [setRate(20, 24), setRate(50, 6)], pool: { windowDown: 20_000 } };
    const there = started(scaled);
    there.runUntil(110 * SECOND);
    there.seek(40 * SECOND);
    there.seek(110 * SECOND);
    const straight = started(scaled);
    straight.runUntil(110 * SECOND);
    expect(there.traceHash()).toBe(straight.traceHash());
    expect(decisionsOf(there)).toEqual(decisionsOf(straight));
  });
});
