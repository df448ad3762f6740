import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type {
  DocumentCommand,
  DocumentEdge,
  DocumentNode,
  Intervention,
  SceneDocument,
} from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { loadScenario, scenarioSlugs } from '../scenarios/scenarios.ts';
import { countFlights, IS } from '../sim/agenda.ts';
import { openMessages } from '../sim/audit.ts';
import { Kernel } from '../sim/kernel.ts';
import { dumpSeries } from '../sim/series-now.ts';
import { observationOf } from './node-view.ts';
import type { CardReport } from './report-types.ts';
import { cards, edges, liveNodes } from './reports.ts';
import { Run } from './run.ts';

const scenarios = new Map<string, SceneDocument>();
for (const slug of scenarioSlugs) {
  scenarios.set(slug, (await loadScenario(slug)) as SceneDocument);
}

/** Everything a run can be asked about: two runs at the same moment must agree on all of it. */
function everything(run: Run): unknown {
  return {
    now: run.now,
    hash: run.traceHash(),
    events: run.events,
    counts: run.kernel.world.counts,
    flights: countFlights(run.kernel.flights),
    skipped: run.skipped,
    scene: run.scene,
    watch: run.kernel.watch?.dump(),
    series: dumpSeries(run.kernel),
    stops: run.stops,
    faults: [run.kernel.world.edgeFaults, run.kernel.world.nodes.map((node) => node.faults)],
    observations: liveNodes(run).map((node) => [node.id, observationOf(run.kernel, node)]),
  };
}

function scenario(slug: string): SceneDocument {
  const found = scenarios.get(slug);
  if (found === undefined) throw new Error(`no scenario ${slug}`);
  return found;
}

/** A fresh run straight to `at`. */
function straight(document: SceneDocument, at: number): Run {
  const run = new Run(document, kinds);
  run.seek(at);
  return run;
}

/** Checkpoints close together, so that going back really starts from one. */
const OFTEN = { checkpointEvents: 100 };

const base = scenario('crash-and-recovery');
/** With something to pause at of every sort; seeking and editing pass over it. */
const watched: SceneDocument = {
  ...base,
  conditions: [
    { figure: 'response', percentile: 95, above: 60, within: 500 },
    { figure: 'response', percentile: 50, above: 30, within: 200, node: 's3' },
    { error: true },
    { error: true, node: 's2' },
    { figure: 'queue', node: 's1', above: 1 },
    { state: 'up.saturated', node: 's2' },
    { state: 'down', node: 'lb' },
  ],
};

const interventions: fc.Arbitrary<Intervention> = fc.oneof(
  fc.record({
    do: fc.constant('crash' as const),
    node: fc.constantFrom('s1', 's2', 's3', 'lb', 'gone'),
  }),
  fc.record({ do: fc.constant('restart' as const), node: fc.constantFrom('s1', 's2', 's3', 'lb') }),
  fc.record({
    do: fc.constantFrom('hang' as const, 'resume' as const),
    node: fc.constantFrom('s1', 's2', 'lb'),
  }),
  fc.record({
    do: fc.constant('slow' as const),
    node: fc.constant('s3'),
    factor: fc.constantFrom(1, 4, 10),
  }),
  fc.record({
    do: fc.constant('errors' as const),
    node: fc.constant('s1'),
    rate: fc.constantFrom(0, 0.5),
  }),
  fc.record({ do: fc.constant('drain' as const), node: fc.constantFrom('s2', 's3') }),
  fc.record({
    do: fc.constant('burst' as const),
    node: fc.constant('web'),
    factor: fc.constant(4),
    for: fc.constant(300),
  }),
  fc.record({
    do: fc.constant('cut' as const),
    edge: fc.constantFrom('e1', 'e2'),
    way: fc.constantFrom('forward' as const, 'back' as const, 'both' as const),
  }),
  fc.record({
    do: fc.constant('lose' as const),
    edge: fc.constantFrom('e1', 'e2'),
    rate: fc.constantFrom(0, 0.2, 1),
  }),
  fc.record({
    do: fc.constant('delay' as const),
    edge: fc.constantFrom('e1', 'e2'),
    by: fc.constantFrom(0, 12.345, 200),
  }),
  fc.record({
    do: fc.constant('reconnect' as const),
    edge: fc.constant('e2'),
    from: fc.constant('lb'),
    to: fc.constantFrom('pool', 's1', 's4', 'gone'),
  }),
  fc.record({ do: fc.constant('heal' as const), edge: fc.constantFrom('e1', 'e2') }),
  fc.record({
    do: fc.constant('set' as const),
    node: fc.constant('lb'),
    config: fc.constantFrom<Record<string, string | number>>(
      { algorithm: 'random' },
      { algorithm: 'least-request' },
      { maxFails: 0 },
      { mode: 'l4' },
    ),
  }),
  fc.record({
    do: fc.constant('add' as const),
    nodes: fc.constantFrom<DocumentNode[][]>(
      [{ id: 's4', kind: 'server', at: [24, 400], in: 'pool' }],
      [{ id: 'web2', kind: 'client', at: [0, 300] }],
    ),
    edges: fc.constantFrom<DocumentEdge[][]>([], [{ id: 'e9', from: 'web2', to: 'lb' }]),
  }),
  fc.record({
    do: fc.constant('remove' as const),
    nodes: fc.constantFrom<string[][]>(['s1'], ['s4'], ['web2']),
  }),
  fc.record({
    do: fc.constant('place' as const),
    nodes: fc.constant<string[]>(['s2']),
    in: fc.constantFrom(null, 'pool'),
  }),
);

/** Milliseconds with microseconds, within the first three seconds. */
const moments = fc.integer({ min: 0, max: 3_000_000 }).map((micros) => micros / 1000);

const commands: fc.Arbitrary<DocumentCommand[]> = fc
  .array(fc.tuple(moments, interventions), { maxLength: 8 })
  .map((list) => list.map(([at, act]) => ({ ...act, at })).sort((a, b) => a.at - b.at));

describe('seek', () => {
  test('from anywhere to t equals running straight to t, observation included', () => {
    fc.assert(
      fc.property(commands, fc.array(moments, { minLength: 1, maxLength: 6 }), (list, stops) => {
        const document = { ...watched, commands: list };
        const run = new Run(document, kinds, OFTEN);
        for (const stop of stops) run.seek(Math.round(stop * 1000));
        const at = Math.round((stops.at(-1) ?? 0) * 1000);
        expect(everything(run)).toEqual(everything(straight(document, at)));
      }),
      { numRuns: 40 },
    );
  });

  test('in small budgets arrives at the same moment', () => {
    const run = new Run(base, kinds);
    run.runUntil(3_000_000);
    let calls = 0;
    while (!run.seek(1_234_567, 100)) calls++;
    while (!run.runUntil(2_500_000, 100)) calls++;
    expect(calls).toBeGreaterThan(2);
    expect(everything(run)).toEqual(everything(straight(base, 2_500_000)));
  });

  test('event by event equals running through', () => {
    const stepped = new Run(base, kinds);
    for (let i = 0; i < 3_000; i++) expect(stepped.step()).toBe(true);
    const at = stepped.now;
    stepped.runUntil(at);
    expect(everything(stepped)).toEqual(everything(straight(base, at)));
  });
});

describe('edits', () => {
  test('at random times equal a fresh run of the resulting document', () => {
    fc.assert(
      fc.property(
        commands,
        fc.array(fc.tuple(moments, interventions, fc.boolean()), { minLength: 1, maxLength: 6 }),
        (list, gestures) => {
          let document: SceneDocument = { ...watched, commands: list };
          const run = new Run(document, kinds, OFTEN);
          let now = 0;
          for (const [moment, act, undo] of gestures) {
            now = Math.round(moment * 1000);
            run.seek(now);
            document = undo ? without(document) : withCommand(document, { ...act, at: now / 1000 });
            run.update(document);
            run.seek(now);
          }
          expect(everything(run)).toEqual(everything(straight(document, now)));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('of looks change nothing and keep the clock', () => {
    const run = straight(base, 1_000_000);
    const before = run.events;
    const nodes = base.nodes.map((node) => ({
      ...node,
      at: [node.at[0] + 8, node.at[1]] as [number, number],
    }));
    run.update({ ...base, title: 'another', nodes });
    expect(run.now).toBe(1_000_000);
    expect(run.events).toBe(before);
  });

  test('of the start run from the start to the same clock time', () => {
    const run = straight(base, 1_000_000);
    const document = { ...base, seed: 7 };
    run.update(document);
    run.seek(1_000_000);
    expect(everything(run)).toEqual(everything(straight(document, 1_000_000)));
  });

  test('a command that no longer applies is skipped, and says why', () => {
    const document: SceneDocument = { ...base, commands: [{ at: 5, do: 'crash', node: 'nobody' }] };
    const run = straight(document, 10_000);
    expect(run.skipped).toEqual(['There is no node "nobody" at this moment.']);
  });
});

test('an edge led elsewhere serves from there on, and its faults go along', () => {
  const document: SceneDocument = {
    ...base,
    commands: [
      { at: 900, do: 'delay', edge: 'e2', by: 7 },
      { at: 1_000, do: 'reconnect', edge: 'e2', from: 'lb', to: 's1' },
      { at: 5_000, do: 'heal', edge: 'e2' },
    ],
  };
  const run = new Run(document, kinds);
  const completionsIn = (until: number) => {
    const before = cards(run);
    run.runUntil(until);
    return ['s1', 's2', 's3'].map((id) => {
      const of = (list: CardReport[]) => list.find((card) => card.id === id)?.completions ?? 0;
      return of(cards(run)) - of(before);
    });
  };
  for (const count of completionsIn(1_000_000)) expect(count).toBeGreaterThan(10);
  run.runUntil(1_300_000);
  const [first = 0, ...others] = completionsIn(4_000_000);
  expect(first).toBeGreaterThan(150);
  expect(others).toEqual([0, 0]);
  const e2 = () => edges(run).find((edge) => edge.id === 'e2');
  expect(e2()).toMatchObject({ cut: null, lose: 0, delayMs: 7 });
  run.runUntil(6_000_000);
  expect(e2()).toMatchObject({ delayMs: 0 });
});

test('those that are still there go into a frame, though others named before them are gone', () => {
  const document: SceneDocument = {
    ...base,
    nodes: [...base.nodes, { id: 'p', kind: 'pool', at: [900, 0] }],
    commands: [
      { at: 10, do: 'remove', nodes: ['s1'] },
      { at: 20, do: 'place', nodes: ['s1', 's2', 's3'], in: 'p' },
      { at: 30, do: 'place', nodes: ['s1', 's3'], in: null },
    ],
  };
  const run = new Run(document, kinds);
  const frames = () => ['s1', 's2', 's3'].map((id) => run.kernel.find(id)?.frame);
  run.runUntil(20_000);
  expect(frames()).toEqual([undefined, 'p', 'p']);
  run.runUntil(30_000);
  expect(frames()).toEqual([undefined, 'p', null]);
});

test('a node remembers which command did what to it, and until when', () => {
  const document: SceneDocument = {
    ...base,
    commands: [
      { at: 10, do: 'slow', node: 's1', factor: 3 },
      { at: 20, do: 'crash', node: 's1' },
      { at: 30, do: 'hang', node: 's2' },
      { at: 40, do: 'restart', node: 's1' },
      { at: 50, do: 'resume', node: 's2' },
      { at: 60, do: 'drain', node: 's3' },
    ],
  };
  const run = straight(document, 100_000);
  const faults = (id: string) => run.kernel.find(id)?.faults;
  expect(faults('s1')).toEqual({
    slow: { command: 0, at: 10_000, until: 20_000 },
    crash: { command: 1, at: 20_000, until: 40_000 },
  });
  expect(faults('s2')).toEqual({ hang: { command: 2, at: 30_000, until: 50_000 } });
  expect(faults('s3')).toEqual({
    drain: { command: 5, at: 60_000, until: Number.POSITIVE_INFINITY },
  });
});

test('going back starts from the checkpoint before, not from the start', () => {
  const run = new Run(scenario('first-minute'), kinds, OFTEN);
  run.runUntil(20_000_000);
  const fire = vi.spyOn(Kernel.prototype, 'fire');
  run.seek(15_000_000);
  expect(fire.mock.calls.length).toBeLessThan(200);
  fire.mockRestore();
});

test('an error is told with the card of the node where it began, not with those that pass it on', () => {
  const run = new Run(
    {
      version: 2,
      title: 'Errors',
      seed: 1,
      commands: [],
      nodes: [
        { id: 'web', kind: 'client', at: [0, 0], config: { rate: 20 } },
        { id: 'lb', kind: 'load-balancer', at: [300, 0] },
        { id: 's', kind: 'server', at: [600, 0], config: { errorRate: 1 } },
      ],
      edges: [
        { id: 'e1', from: 'web', to: 'lb' },
        { id: 'e2', from: 'lb', to: 's' },
      ],
    },
    kinds,
  );
  run.runUntil(1_000_000);
  const erred = cards(run).map((card) => [card.id, Object.keys(card.erred ?? {})]);
  expect(erred).toEqual([
    ['web', []],
    ['lb', []],
    ['s', ['status-500']],
  ]);
});

test('what expects no answer is not kept as outstanding', () => {
  const run = straight(scenario('read-replicas'), 10_000_000);
  expect(run.kernel.world.counts.delivered).toBeGreaterThan(100);
  const ends = [...(run.kernel.find('primary')?.ends.values() ?? [])];
  const replication = ends.filter(({ isOpener }) => isOpener);
  expect(replication.length).toBeGreaterThan(0);
  for (const connection of replication) expect(connection.outstanding.length).toBe(0);
});

test('checkpoints stay within the memory they are given, and any moment is still reached exactly', () => {
  const document = scenario('first-minute');
  const run = new Run(document, kinds, { ...OFTEN, checkpointBytes: 400_000 });
  run.runUntil(60_000_000);
  run.seek(31_415_926);
  expect(everything(run)).toEqual(everything(straight(document, 31_415_926)));
}, 60_000);

test('without loss, faults and requests given up nothing is ever sent again, and no timer waits for it', () => {
  for (const [slug, document] of scenarios) {
    const sound = { ...document, commands: [] };
    const run = new Run(sound, kinds, { observe: false });
    for (let at = 0; at <= 4_000_000; at += 10_000) {
      run.runUntil(at);
      const { agenda, lanes } = run.kernel.world;
      expect(agenda.is.includes(IS.repair), slug).toBe(false);
      expect(
        lanes.every(({ repeats }) => repeats === 0),
        slug,
      ).toBe(true);
    }
  }
});

test('the books balance at every moment of every scenario', () => {
  for (const [slug, document] of scenarios) {
    const run = new Run(document, kinds);
    for (let at = 0; at <= 8_000_000; at += 1_000_000) {
      run.runUntil(at);
      const { sent, delivered, answered, failed, droppedTotal, dropped } = run.kernel.world.counts;
      const ended = delivered + answered + failed + droppedTotal;
      expect(openMessages(run.kernel).size, slug).toBe(sent - ended);
      expect(sent - ended, slug).toBeGreaterThanOrEqual(0);
      expect([...dropped.values()].reduce((sum, n) => sum + n, 0)).toBe(droppedTotal);
    }
  }
});

function withCommand(document: SceneDocument, command: DocumentCommand): SceneDocument {
  const later = document.commands.findIndex((other) => other.at > command.at);
  const at = later < 0 ? document.commands.length : later;
  return { ...document, commands: document.commands.toSpliced(at, 0, command) };
}

function without(document: SceneDocument): SceneDocument {
  return { ...document, commands: document.commands.slice(0, -1) };
}
