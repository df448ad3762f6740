import { describe, expect, test, vi } from 'vitest';
import type { ConfigJson, DocumentNode, SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { type SceneParts, sceneOf } from '../kinds/shared/scene.test-support.ts';
import { ChunkedLog } from '../lib/chunked-log.ts';
import { loadScenario } from '../scenarios/scenarios.ts';
import { SparseSums } from '../sim/sparse-sums.ts';
import { Run } from './run.ts';
import { series } from './series.ts';

const SECOND = 1_000_000;
const exactly = (value: number) => ({ dist: 'constant', value });

const table = (
  nodes: SceneParts['nodes'],
  edges: SceneParts['edges'],
  commands?: SceneParts['commands'],
) => sceneOf({ nodes, edges, ...(commands && { commands }) });

/** One client that sends evenly, one server. */
function pair(client: ConfigJson, server: ConfigJson): SceneDocument {
  return table(
    {
      web: ['client', { pattern: 'constant', ...client }],
      s: ['server', { slots: 1, ...server }],
    },
    ['web>s'],
  );
}

function ran(document: SceneDocument, seconds: number): Run {
  const run = new Run(document, kinds);
  run.runUntil(seconds * SECOND);
  return run;
}

/** Everything up to now, a point per bucket as far as that goes. */
function all(run: Run, nodes: readonly string[] | null = null, points = 1000) {
  return series(run, { nodes, from: 0, to: run.now, points });
}

const sum = (values: readonly (number | null)[]) =>
  values.reduce((total: number, value) => total + (value ?? 0), 0);

describe('by hand', () => {
  test('requests every 50 ms that take 40 ms: two finish in a bucket, which is busy for 80 ms', () => {
    const run = ran(pair({ rate: 20 }, { service: exactly(40) }), 0.4);
    const seen = all(run);
    expect(seen).toMatchObject({ from: 0, bucketMicros: 100_000, errors: {} });
    // The first is sent at 50 ms and back at 90 ms.
    expect(seen.throughput).toEqual([10, 20, 20, 20]);
    expect(seen.utilization).toEqual({ s: [0.4, 0.8, 0.8, 0.8] });
    expect(seen.inFlight).toEqual([0.4, 0.8, 0.8, 0.8]);
    expect(seen.queue).toEqual({ s: [0, 0, 0, 0] });
    for (const p50 of seen.p50) expect(p50).toBeCloseTo(40, 0);
    expect(all(run, ['s']).throughput).toEqual([10, 20, 20, 20]);
  });

  test('three at 1, 2 and 3 ms for one slot of 100 ms: two wait, then one, and each takes longer', () => {
    const run = ran(pair({ rate: 1000, limit: 3 }, { service: exactly(100) }), 0.4);
    const seen = all(run);
    expect(seen.queue.s).toEqual([1.95, 1.01, 0.01, 0]);
    expect(seen.inFlight).toEqual([2.94, 2.01, 1.01, 0.01]);
    expect(seen.p99[0]).toBeNull();
    const within = (value: number | null | undefined, exact: number) =>
      expect(Math.abs((value ?? 0) - exact)).toBeLessThanOrEqual(exact / 64);
    within(seen.p99[1], 100);
    within(seen.p99[2], 199);
    within(seen.p99[3], 298);
    within(all(run, null, 1).p50[0], 199);
  });

  test('what is dropped and what is answered with an error are counted by reason, at the node and for the table', () => {
    const full = ran(
      pair({ rate: 1000, limit: 10 }, { slots: 3, queueLimit: 4, service: exactly(1000) }),
      0.2,
    );
    expect(all(full).errors).toEqual({ 'queue-full': [30, 0] });
    expect(all(full, ['s']).errors).toEqual({ 'queue-full': [30, 0] });
    expect(all(full, ['web']).errors).toEqual({});
    const failing = ran(pair({ rate: 20 }, { service: exactly(10), errorRate: 1 }), 0.2);
    expect(all(failing).errors).toEqual({ 'status-500': [10, 20] });
    expect(all(failing, ['s']).errors).toEqual({ 'status-500': [10, 20] });
    expect(all(failing).throughput).toEqual([0, 0]);
  });

  test('a request through a balancer counts once for the table, and once for each backend it chose', () => {
    const run = ran(
      table(
        {
          web: ['client', { pattern: 'constant', rate: 20 }],
          lb: ['load-balancer', {}],
          a: ['server', { service: exactly(10) }],
          b: ['server', { service: exactly(10), errorRate: 1 }],
        },
        ['web>lb', 'lb>a', 'lb>b'],
      ),
      1,
    );
    const seen = all(run, null, 1);
    expect(seen.throughput).toEqual([10]);
    expect(seen.errors).toEqual({ 'status-500': [9] });
    const requests = { node: 'lb', is: 'counter', by: 'backend', areNodes: true, other: null };
    expect(all(run, ['lb'], 1).own).toEqual([
      expect.objectContaining({
        ...requests,
        lines: [
          ['a', [10]],
          ['b', [9]],
        ],
      }),
    ]);
    expect(seen.own).toEqual([]);
    // The balancer passes the error on as its own answer; the client gets it.
    expect(all(run, ['lb'], 1).errors).toEqual({ 'status-500': [9] });
    expect(all(run, ['web'], 1).errors).toEqual({ 'status-500': [9] });
  });

  test('what only forwards packets is not blamed for the errors that pass through it', () => {
    const run = ran(
      table(
        {
          web: ['client', { pattern: 'constant', rate: 20 }],
          lb: ['load-balancer', { mode: 'l4' }],
          s: ['server', { service: exactly(10), errorRate: 1 }],
        },
        ['web>lb', 'lb>s'],
      ),
      1,
    );
    expect(all(run, null, 1).errors).toEqual({ 'status-500': [19] });
    expect(all(run, ['s'], 1).errors).toEqual({ 'status-500': [19] });
    expect(all(run, ['lb'], 1).errors).toEqual({});
  });

  test('a node placed later has no utilization before', () => {
    const document = pair({ rate: 20 }, { service: exactly(40) });
    const late: DocumentNode = { id: 't', kind: 'server', at: [0, 0], config: {} };
    const run = ran({ ...document, commands: [{ at: 150, do: 'add', nodes: [late] }] }, 0.4);
    expect(all(run).utilization.t).toEqual([null, 0, 0, 0]);
    expect(all(run).queue.t).toEqual([null, 0, 0, 0]);
  });
});

describe('windows', () => {
  test('lie at multiples of a round width, and end with the last bucket that ended', () => {
    const run = ran(pair({ rate: 20 }, { service: exactly(40) }), 7.25);
    const seen = series(run, { nodes: null, from: 1.3 * SECOND, to: 7.25 * SECOND, points: 12 });
    expect(seen).toMatchObject({ from: SECOND, bucketMicros: SECOND / 2 });
    expect(seen.throughput).toHaveLength(13);
    expect(seen.throughput.at(-1)).toBe(20);
    const past = series(run, { nodes: null, from: SECOND, to: 2 * SECOND, points: 10 });
    expect(past.throughput).toEqual(new Array(10).fill(20));
    // Points of ten seconds, of which the last reaches beyond the window.
    run.runUntil(40 * SECOND);
    const wide = series(run, { nodes: null, from: 10 * SECOND, to: 22.3 * SECOND, points: 2 });
    expect(wide).toMatchObject({ from: 10 * SECOND, bucketMicros: 10 * SECOND });
    expect(wide.throughput).toEqual([20, 20]);
  });

  test('before the first bucket ended there is nothing to tell', () => {
    const run = ran(pair({ rate: 20 }, { service: exactly(40) }), 0.05);
    expect(all(run)).toMatchObject({ throughput: [], p50: [], errors: {}, inFlight: [] });
  });

  test.each([1, 7, 40, 1000])(
    'in %i points all requests are counted, none twice',
    async (points) => {
      const run = ran((await loadScenario('crash-and-recovery')) as SceneDocument, 27);
      const seen = all(run, null, points);
      const buckets = 270;
      const span = (at: number) => {
        const width = seen.bucketMicros / 100_000;
        return (Math.min(buckets, (at + 1) * width) - at * width) / 10;
      };
      const count = (rates: readonly (number | null)[]) =>
        sum(rates.map((rate, at) => (rate ?? 0) * span(at)));
      const web = run.kernel.world.nodes.find((node) => run.kernel.model(node).kind === 'client');
      const figures = run.kernel.watch?.at(web?.index ?? -1);
      const failed = Object.values(seen.errors).reduce((total, rates) => total + count(rates), 0);
      expect(count(seen.throughput)).toBeCloseTo(figures?.completions ?? -1, 6);
      expect(failed).toBeGreaterThan(0);
      expect(count(seen.throughput) + failed + (figures?.inSystem ?? 0)).toBeCloseTo(
        figures?.arrivals ?? -1,
        6,
      );
      if (points > 1) return;
      const ms = (q: number) => (figures?.response.quantile(q) ?? 0) / 1000;
      expect([seen.p50[0], seen.p95[0], seen.p99[0]]).toEqual([ms(0.5), ms(0.95), ms(0.99)]);
      // Areas do not grow before something happens to it.
      const since = run.now - (figures?.lastAt ?? 0);
      const mean = ((figures?.inSystemArea ?? 0) + since * (figures?.inSystem ?? 0)) / run.now;
      expect(all(run, [web?.id ?? ''], 1).inFlight[0]).toBeCloseTo(mean, 9);
    },
  );

  test('of many nodes the eight busiest are told', () => {
    const names = Array.from({ length: 12 }, (_, at) => `s${at}`);
    const nodes = Object.fromEntries(
      names.map((id, at) => [id, ['server', { service: exactly(1 + at) }] as const]),
    );
    const run = ran(
      table(
        {
          web: ['client', { pattern: 'constant', rate: 120 }],
          lb: ['load-balancer', {}],
          ...nodes,
        },
        ['web>lb', ...names.map((id) => `lb>${id}`)],
      ),
      2,
    );
    expect(Object.keys(all(run).utilization)).toEqual(names.slice(4));
  });
});

const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

/** Nobody sends anything, but for ten requests at the beginning and ten more after three days. */
function quiet(): SceneDocument {
  const late = (id: string): DocumentNode => ({
    id,
    kind: 'client',
    at: [0, 0],
    config: { pattern: 'constant', rate: 20, limit: 10 },
  });
  const first = pair({ rate: 20, limit: 10 }, { service: exactly(40) });
  const edges = first.edges.map((edge) => ({ ...edge, id: 'late', from: 'again' }));
  return {
    ...first,
    commands: [{ at: 3 * 86_400_000, do: 'add', nodes: [late('again')], edges }],
  };
}

describe('quiet time', () => {
  test('of thirty days writes nothing and touches no node, with 21 of them', () => {
    const servers = Array.from({ length: 21 }, (_, at) => [`s${at}`, ['server', {}]] as const);
    const run = new Run(table(Object.fromEntries(servers), []), kinds);
    run.runUntil(SECOND);
    const written = vi.spyOn(ChunkedLog.prototype, 'append');
    const advanced = vi.spyOn(SparseSums.prototype, 'advance');
    run.runUntil(30 * DAY);
    expect([written.mock.calls.length, advanced.mock.calls.length]).toEqual([0, 0]);
    vi.restoreAllMocks();
    const seen = all(run, null, 60);
    expect(seen.bucketMicros).toBe(DAY / 2);
    expect(seen.throughput).toEqual(new Array(60).fill(0));
    expect(seen.utilization.s0).toEqual(new Array(60).fill(0));
  });

  test('before and after something happens is told at every width', () => {
    const run = ran(quiet(), 4 * 86_400);
    const days = all(run, null, 4);
    expect(days.bucketMicros).toBe(DAY);
    expect(days.throughput.map((rate) => (rate ?? 0) * 86_400)).toEqual([10, 0, 0, 10]);
    expect(days.utilization.s?.map((share) => Math.round((share ?? 0) * 86_400e3))).toEqual([
      400, 0, 0, 400,
    ]);
    for (const p50 of [0, 3].map((day) => days.p50[day])) expect(p50).toBeCloseTo(40, 0);
    expect(days.p50[1]).toBeNull();
    for (const [span, width] of [
      [12 * SECOND, SECOND / 10],
      [600 * SECOND, 5 * SECOND],
      [10 * HOUR, 300 * SECOND],
    ] as const) {
      const seen = series(run, { nodes: null, from: 3 * DAY, to: 3 * DAY + span, points: 120 });
      expect([seen.from, seen.bucketMicros]).toEqual([3 * DAY, width]);
      expect(sum(seen.throughput) * (width / SECOND)).toBeCloseTo(10, 9);
    }
  });

  test('goes back to leave the same as a run straight there, whatever was asked on the way', () => {
    const run = new Run(quiet(), kinds, { checkpointEvents: 10 });
    for (const day of [4, 1, 3.000001, 2, 0.000004, 5]) {
      run.seek(day * DAY);
      all(run);
      all(run, ['s'], 7);
      const straight = ran(quiet(), day * 86_400);
      expect(run.kernel.watch?.dump()).toEqual(straight.kernel.watch?.dump());
      expect(all(run, ['s'])).toEqual(all(straight, ['s']));
    }
  });
});

test('where so fine points are no longer held, wider ones are told', () => {
  const run = ran(pair({ rate: 10 }, { service: exactly(40) }), 7_400);
  const asked = { nodes: null, from: 12 * SECOND, points: 1000 };
  const past = series(run, { ...asked, to: 22 * SECOND });
  expect([past.from, past.bucketMicros]).toEqual([10 * SECOND, 5 * SECOND]);
  expect(past.throughput).toEqual([10, 10, 10]);
  expect(past.utilization.s).toEqual([0.4, 0.4, 0.4]);
  for (const p50 of past.p50) expect(p50).toBeCloseTo(40, 0);
  const late = series(run, { ...asked, from: 7_380 * SECOND, to: 7_390 * SECOND });
  expect(late.bucketMicros).toBe(100_000);
  expect(late.throughput).toEqual(new Array(100).fill(10));
});

describe('going back', () => {
  test('leaves the same series as a run straight there, whatever the window', async () => {
    const document = (await loadScenario('crash-and-recovery')) as SceneDocument;
    const run = new Run(document, kinds, { checkpointEvents: 500 });
    for (const at of [21.34, 6.78, 13.05, 11.15, 21.34]) {
      run.seek(at * SECOND);
      const straight = ran(document, at);
      for (const nodes of [null, ['lb', 's1']]) {
        for (const points of [1, 50, 1000]) {
          expect(all(run, nodes, points)).toEqual(all(straight, nodes, points));
        }
      }
    }
  });

  test('and changing what happens leaves the series of the changed document', async () => {
    const document = (await loadScenario('crash-and-recovery')) as SceneDocument;
    const run = new Run(document, kinds, { checkpointEvents: 500 });
    run.runUntil(15 * SECOND);
    const changed: SceneDocument = {
      ...document,
      commands: [
        { at: 3_333, do: 'slow' as const, node: 's1', factor: 10 },
        ...document.commands,
      ].sort((a, b) => a.at - b.at),
    };
    run.update(changed);
    run.seek(15 * SECOND);
    expect(all(run)).toEqual(all(ran(changed, 15)));
    expect(all(run, null, 1)).toEqual(all(ran(changed, 15), null, 1));
    expect(all(run)).not.toEqual(all(ran(document, 15)));
  });
});
