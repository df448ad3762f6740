import { expect, test } from 'vitest';
import type { ConfigJson, SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { loadScenario } from '../scenarios/scenarios.ts';
import { nodeFigures } from './inspect.ts';
import { cards } from './reports.ts';
import { Run } from './run.ts';
import { series } from './series.ts';

const SECOND = 1_000_000;

/** The figures of a node at a moment. */
function figures(document: SceneDocument, id: string, seconds: number) {
  const run = new Run(document, kinds);
  run.runUntil(seconds * SECOND);
  const report = nodeFigures(run, id);
  if (report === null) throw new Error(`${id} is not there.`);
  return { run, recent: report.recent, total: report.total };
}

/**
 * Evenly sent requests to one slot that takes `service` ms for each, slowed from the second second
 * on.
 */
function queue(service: number): SceneDocument {
  const near: ConfigJson = { latency: { dist: 'constant', value: 0 } };
  return {
    version: 2,
    title: 'test',
    seed: 1,
    nodes: [
      { id: 'web', kind: 'client', at: [0, 0], config: { pattern: 'constant', rate: 20 } },
      {
        id: 's',
        kind: 'server',
        at: [300, 0],
        config: { slots: 1, service: { dist: 'constant', value: service } },
      },
    ],
    edges: [{ id: 'e', from: 'web', to: 's', config: near }],
    commands: [{ at: 2_000, do: 'slow', node: 's', factor: 2 }],
  };
}

test('the last second is told apart from the whole run: twice as slow, every request takes 20 ms then', () => {
  const { recent, total } = figures(queue(10), 's', 4);
  expect(recent.responseMs.mean).toBe(20);
  expect(recent.waitingMs.mean).toBe(0);
  expect(recent.utilization).toBe(0.4);
  expect(recent.throughputPerSecond).toBe(20);
  // Half of the run took 10 ms.
  expect(total.responseMs.mean).toBeCloseTo(15, 0);
});

test('waiting is of the last second, too: one more in line for each that takes longer than the next to come', () => {
  const { recent, total } = figures(queue(40), 's', 4);
  // From 2 s on 80 ms each, one every 50 ms: the one that begins then waits 30 ms more than the one
  // before.
  const waited = recent.waitingMs.mean ?? 0;
  expect(waited).toBeGreaterThan(400);
  expect(waited).toBeGreaterThan(1.5 * (total.waitingMs.mean ?? 0));
  expect((recent.waitingMs.p99 ?? 0) - (recent.waitingMs.p50 ?? 0)).toBeGreaterThan(100);
});

test('a second in which nothing happened has no times', async () => {
  const scene = (await loadScenario('crash-and-recovery')) as SceneDocument;
  const { recent, total } = figures(scene, 's2', 5.5);
  expect(recent.throughputPerSecond).toBe(0);
  expect(recent.responseMs).toEqual({ mean: null, p50: null, p95: null, p99: null });
  expect(recent.waitingMs).toEqual({ mean: null, p50: null, p95: null, p99: null });
  expect(total.responseMs.mean).toBeGreaterThan(0);
});

test('percentiles are those that the charts show for the same second', async () => {
  const scene = (await loadScenario('crash-and-recovery')) as SceneDocument;
  for (const seconds of [1, 3, 4]) {
    const { run, recent } = figures(scene, 's1', seconds);
    const chart = series(run, { nodes: ['s1'], from: run.now - SECOND, to: run.now, points: 1 });
    const { p50, p95, p99 } = recent.responseMs;
    expect([[p50], [p95], [p99]]).toEqual([chart.p50, chart.p95, chart.p99]);
    expect(p50).toBeGreaterThan(0);
  }
});

test('a card says who gives it nothing and why, beside what it says of itself', async () => {
  const run = new Run((await loadScenario('health-checks')) as SceneDocument, kinds);
  const card = (id: string) => cards(run).find((one) => one.id === id);
  run.runUntil(4 * SECOND);
  expect(card('s2')?.out).toBeUndefined();
  run.runUntil(14 * SECOND);
  expect(card('s2')?.words).toMatch(/^down · checks fail for \d+(\.\d)? s$/);
  expect(card('s2')?.out).toEqual([expect.stringMatching(/^balancer: checks fail for/)]);
  expect(card('s1')?.out).toBeUndefined();
  // Up again, but not checked often enough yet.
  run.runUntil(15.6 * SECOND);
  expect(card('s2')?.words).toMatch(/^out: checks fail for \d+(\.\d)? s · idle$/);
  run.runUntil(24 * SECOND);
  expect(card('s2')?.out).toBeUndefined();
});
