import { describe, expect, test } from 'vitest';
import type { SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { type SceneParts, sceneOf } from '../kinds/shared/scene.test-support.ts';
import { dumpSeries, levelNow, rateOver } from '../sim/series-now.ts';
import { Run, type RunOptions } from './run.ts';
import { series } from './series.ts';

const SECOND = 1_000_000;
const exactly = (value: number) => ({ dist: 'constant', value });

const table = (
  nodes: SceneParts['nodes'],
  edges: SceneParts['edges'],
  commands?: SceneParts['commands'],
) => sceneOf({ nodes, edges, ...(commands && { commands }) });

/** Twenty writes a second; a replica that applies them at once, and one that takes 100 ms each. */
const replicated = table(
  {
    writer: ['client', { pattern: 'constant', rate: 20, writes: 1 }],
    p: ['database', { writeTime: exactly(0) }],
    quick: ['database', { role: 'replica', replicationDelay: exactly(0) }],
    slow: ['database', { role: 'replica', replicationDelay: exactly(100) }],
  },
  ['writer>p', 'p>quick', 'p>slow'],
  [
    { at: 1_000, do: 'crash', node: 'quick' },
    { at: 2_000, do: 'restart', node: 'quick' },
  ],
);

/** 78 requests a second to twelve backends, whose weights are 1 to 12. */
const spread = table(
  {
    web: ['client', { pattern: 'constant', rate: 78 }],
    lb: ['load-balancer', { algorithm: 'weighted-round-robin' }],
    ...Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [`s${at}`, ['server', { weight: at + 1 }] as const]),
    ),
  },
  ['web>lb', ...Array.from({ length: 12 }, (_, at) => `lb>s${at}`)],
);

function ran(document: SceneDocument, seconds: number, options: RunOptions = {}): Run {
  const run = new Run(document, kinds, options);
  run.runUntil(seconds * SECOND);
  return run;
}

const charts = (run: Run, nodes: readonly string[] | null, points = 1000) =>
  series(run, { nodes, from: 0, to: run.now, points }).own;

describe('charts of what kinds keep of their own', () => {
  test('of many keys the eight with the highest values are told, the others as one', () => {
    const [chart] = charts(ran(spread, 10), ['lb'], 1);
    expect(chart).toMatchObject({ node: 'lb', label: 'Requests', by: 'backend', is: 'counter' });
    expect(chart?.lines.map(([key]) => key)).toEqual(
      Array.from({ length: 8 }, (_, at) => `s${at + 4}`),
    );
    const all = [...(chart?.lines ?? []).map(([, values]) => values), chart?.other ?? []];
    // The last one is sent at 10 s, in the tenth of a second after the window.
    expect(all.reduce((sum, [value = 0]) => sum + (value ?? 0), 0)).toBeCloseTo(77.9, 6);
    expect(chart?.other?.[0]).toBeCloseTo(1 + 2 + 3 + 4, 0);
  });

  test('without keys the nodes of a kind are lines of one chart, of the whole table, too', () => {
    const run = ran(replicated, 0.5);
    const whole = charts(run, null);
    expect(whole.map(({ label }) => label)).toEqual(['Changes to apply']);
    expect(whole[0]).toMatchObject({ node: null, areNodes: true, other: null, is: 'gauge' });
    const lines = new Map(whole[0]?.lines);
    // From 50 ms on one more comes every 50 ms; from 150 ms on one is applied every 100 ms.
    expect(lines.get('slow')).toEqual([0.5, 2, 3, 4, 5]);
    expect(lines.get('quick')).toEqual([0, 0, 0, 0, 0]);
    expect(charts(run, ['slow'])).toMatchObject([{ lines: [['slow', [0.5, 2, 3, 4, 5]]] }]);
  });

  test('a gauge says nothing before it was first written, a counter that nothing happened', () => {
    const own = charts(ran(replicated, 1.3), ['p']);
    const line = (label: string, key: string) =>
      new Map(own.find((chart) => chart.label === label)?.lines).get(key);
    expect(line('Changes sent', 'quick')?.slice(8)).toEqual([20, 20, 10, 0, 0]);
    expect(line('Changes unsent', 'quick')?.slice(8, 10)).toEqual([null, null]);
    expect(line('Changes unsent', 'quick')?.slice(10)).toEqual([0.5, 2.5, 4.5]);
    expect(line('Changes unsent', 'slow')).toBeUndefined();
  });
});

describe('figures of kinds’ own', () => {
  test('are the same after going back as in a run straight there', () => {
    const run = new Run(replicated, kinds, { checkpointEvents: 40 });
    for (const at of [6.3, 1.45, 8.2, 0.31, 3.007]) {
      run.seek(at * SECOND);
      const straight = ran(replicated, at);
      expect(dumpSeries(run.kernel)).toEqual(dumpSeries(straight.kernel));
      for (const nodes of [null, ['p', 'slow']]) {
        expect(charts(run, nodes, 50)).toEqual(charts(straight, nodes, 50));
      }
    }
  });

  test('are kept and told without observers, and a run before a message has them', () => {
    const observed = ran(replicated, 5);
    const blind = ran(replicated, 5, { observe: false, hash: false });
    expect(dumpSeries(blind.kernel)).toEqual(dumpSeries(observed.kernel));
    const waiting = { node: 'p', series: 'unsent', key: 'quick' };
    const sent = { node: 'p', series: 'sent', key: 'slow' };
    // From that of 4 s to that of this very moment.
    expect(rateOver(blind.kernel, sent, SECOND)).toBe(21);
    expect(levelNow(ran(replicated, 1.999, { observe: false }).kernel, waiting)).toBe(19);
    const past = observed.before(observed.kernel.world.lastMessage);
    past.seek(5 * SECOND);
    expect(dumpSeries(past.kernel)).toEqual(dumpSeries(observed.kernel));
  });

  test('of a node that was taken away are not told, and begin anew with another of its id', () => {
    const again: SceneDocument = {
      ...replicated,
      commands: [
        { at: 500, do: 'remove', nodes: ['slow'], edges: [] },
        { at: 700, do: 'add', nodes: [{ id: 'slow', kind: 'database', at: [0, 0] }] },
      ],
    };
    const name = { node: 'slow', series: 'unapplied' };
    expect(levelNow(ran(again, 0.4).kernel, name)).toBe(5);
    expect(levelNow(ran(again, 0.6).kernel, name)).toBeNull();
    expect(levelNow(ran(again, 0.8).kernel, name)).toBeNull();
    expect(charts(ran(again, 0.8), null)[0]?.lines.map(([key]) => key)).toEqual(['quick']);
  });
});
