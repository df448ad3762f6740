import { expect, test } from 'vitest';
import { partsOf } from '../document/parts.ts';
import { sceneAt } from '../document/scene.ts';
import { validate } from '../document/schema.ts';
import type { SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { specs } from '../kinds/specs.ts';
import { Run } from '../run/run.ts';
import { summarize } from '../run/summary.ts';
import { ABOUT, CONCEPTS } from './about.ts';
import { loadScenario, scenarioSlugs } from './scenarios.ts';

async function open(slug: string): Promise<SceneDocument> {
  const result = validate(await loadScenario(slug), specs);
  if (!result.ok) throw new Error(`${slug}: ${result.error.path}: ${result.error.message}`);
  return result.document;
}

test.each(scenarioSlugs)('%s is valid, and as tidy as validation would leave it', async (slug) => {
  expect(await open(slug)).toEqual(await loadScenario(slug));
});

test('every scene says what there is to see in it, and every concept has a scene', () => {
  expect(new Set(Object.keys(ABOUT))).toEqual(new Set(scenarioSlugs));
  const known = new Set(Object.values(ABOUT).flatMap(({ concepts }) => concepts));
  expect(known).toEqual(new Set<string>(Object.keys(CONCEPTS)));
  for (const { line } of Object.values(ABOUT)) expect(line).toMatch(/^[A-Z].{30,110}\.$/);
});

test('every scene is laid out on the grid, and no two have one title', async () => {
  const titles = new Set<string>();
  for (const slug of scenarioSlugs) {
    const scene = await open(slug);
    titles.add(scene.title);
    const off = partsOf(scene).nodes.filter(({ at }) => at.some((x) => x % 8 !== 0));
    expect(off, slug).toEqual([]);
  }
  expect(titles.size).toBe(scenarioSlugs.length);
});

/** Answers a second at the client, between two moments. */
function throughput(scene: SceneDocument, fromMs: number, toMs: number): number {
  const run = new Run(scene, kinds, { checkpointBytes: 0 });
  run.runUntil(fromMs * 1000);
  run.resetFigures();
  run.runUntil(toMs * 1000);
  return summarize(run).nodes.web?.throughputPerSecond ?? 0;
}

test('a pool that grows answers more with every server that joins', async () => {
  const scene = await open('growing-pool');
  const steps = [1, 6, 11, 16].map((s) => throughput(scene, s * 1000, (s + 4) * 1000));
  // One server does 40 a second; four do the 150 that arrive.
  for (const [i, perSecond] of steps.entries()) {
    const able = Math.min(40 * (i + 1), 150);
    expect(perSecond).toBeGreaterThan(able * 0.9);
    expect(perSecond).toBeLessThan(able * 1.12);
  }
});

test('what is broken in “Break it, and repair it” is repaired, and then all is answered again', async () => {
  const scene = await open('break-and-repair');
  const broken = sceneAt(scene, 18_000, specs).faults;
  expect(Object.keys(broken)).toEqual(['s3']);
  expect(sceneAt(scene, 30_000, specs).faults).toEqual({});
  expect(throughput(scene, 30_000, 40_000)).toBeGreaterThan(54);
});

/** Answers a second at the client in each of these seconds. */
async function answersIn(slug: string, seconds: readonly number[]): Promise<number[]> {
  const scene = await open(slug);
  return seconds.map((second) =>
    Math.round(throughput(scene, second * 1000, second * 1000 + 1000)),
  );
}

test('health checks: a crash costs errors until it is found, and the server comes back slowly', async () => {
  const [before = 0, found = 0, after = 0] = await answersIn('health-checks', [3, 9, 22]);
  expect(Math.min(before, found, after)).toBeGreaterThan(70);
  const run = new Run(await open('health-checks'), kinds, { checkpointBytes: 0 });
  run.runUntil(8_000_000);
  const failed = run.kernel.world.counts.failed;
  expect(failed).toBeGreaterThan(20);
  run.runUntil(30_000_000);
  expect(run.kernel.world.counts.failed).toBeLessThan(failed + 3);
});

test('a check on the wrong path takes all servers out; in a panic they are used all the same', async () => {
  expect(await answersIn('wrong-health-path', [3, 12, 22])).toEqual([
    expect.toSatisfy((perSecond: number) => perSecond > 45),
    0,
    expect.toSatisfy((perSecond: number) => perSecond > 45),
  ]);
  const [half = 0, panic = 0] = await answersIn('threshold-panic', [10, 20]);
  expect(half).toBeGreaterThan(100);
  expect(panic).toBeLessThan(60);
});

test('a pair is out for as long as the takeover takes, a split brain answers all the same', async () => {
  const [before = 0, out = 0, over = 0] = await answersIn('balancer-pair', [3, 6, 10]);
  expect(out).toBeLessThan(5);
  expect(Math.min(before, over)).toBeGreaterThan(70);
  const run = new Run(await open('split-brain'), kinds, { checkpointBytes: 0 });
  const stateAt = (ms: number) => {
    run.runUntil(ms * 1000);
    const cluster = run.kernel.find('edge');
    return cluster && run.kernel.stateIn(cluster.main).name;
  };
  expect([stateAt(3_000), stateAt(10_000), stateAt(20_000)]).toEqual(['held', 'split', 'held']);
});

test('a pool that scales itself answers four times as much, and lets servers go again', async () => {
  const [few = 0, many = 0] = await answersIn('autoscaling-pool', [5, 50]);
  expect(few).toBeGreaterThan(45);
  expect(many).toBeGreaterThan(200);
  const run = new Run(await open('autoscaling-pool'), kinds, { checkpointBytes: 0 });
  const enrolledAt = (ms: number) => {
    run.runUntil(ms * 1000);
    return run.kernel.find('pool')?.members.filter(({ enrolled }) => enrolled).length;
  };
  expect([enrolledAt(5_000), enrolledAt(55_000), enrolledAt(110_000)]).toEqual([
    expect.toSatisfy((count: number) => count <= 2),
    expect.toSatisfy((count: number) => count >= 5),
    expect.toSatisfy((count: number) => count <= 3),
  ]);
});
