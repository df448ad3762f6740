import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition } from '../document/condition.ts';
import type { DocumentCommand, SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { loadScenario } from '../scenarios/scenarios.ts';
import { levelNow } from '../sim/series-now.ts';
import { firstMoment, queueing, stopOf } from './conditions.test-support.ts';
import { Run } from './run.ts';

const crashed: DocumentCommand[] = [
  { at: 1_000, do: 'crash', node: 's1' },
  { at: 2_000, do: 'restart', node: 's1' },
];
const isDown: Condition = { state: 'down', node: 's1' };
const isLong: Condition = { figure: 'queue', node: 's1', above: 4 };

/** Every moment at which the condition fires, in ms. */
function momentsOf(document: SceneDocument, until = 10_000): number[] {
  const run = new Run(document, kinds);
  run.seek(until * 1000);
  return run.stops.map(({ at }) => at / 1000);
}

describe('what has to last', () => {
  test('pauses the run exactly so long after it began, though nothing happens then', () => {
    const run = stopOf(queueing([{ ...isDown, for: 123.456 }], crashed));
    expect(run.now).toBe(1_123_456);
    expect(run.stopped?.words).toBe('shop is down for 123 ms');
  });

  test('begins anew when it was broken, and never fires where it is too short', () => {
    const commands: DocumentCommand[] = [...crashed, { at: 3_000, do: 'crash', node: 's1' }];
    // It boots for 100 ms, in which it is not down.
    expect(momentsOf(queueing([{ ...isDown, for: 1_500 }], commands))).toEqual([4_500]);
    expect(momentsOf(queueing([{ ...isDown, for: 1_000 }], commands))).toEqual([2_000, 4_000]);
    expect(momentsOf(queueing([{ ...isDown, for: 1_000.001 }], commands))).toEqual([4_000.001]);
  });

  test('counts from the start where it is true from there', () => {
    const up: Condition = { state: 'up', node: 's1', for: 700 };
    expect(momentsOf(queueing([up], crashed))).toEqual([700, 2_800]);
  });

  test('lasts as a whole, too: both for so long at the same time', () => {
    const both: Condition = { all: [isDown, { not: { error: true } }], for: 400 };
    const requests = firstMoment(
      queueing([], crashed),
      (run) => run.now > 1_000_000 && run.kernel.world.counts.droppedTotal > 0,
    );
    expect(requests).toBeLessThan(1_100_000);
    // Every 10 ms a request is refused: never is there no error for so long.
    expect(momentsOf(queueing([both], crashed))).toEqual([]);
    const quiet: DocumentCommand[] = [
      { at: 900, do: 'set', node: 'web', config: { limit: 1 } },
      ...crashed,
    ];
    const moments = momentsOf(queueing([both], quiet));
    expect(moments).toHaveLength(1);
    expect(moments[0]).toBeGreaterThanOrEqual(1_400);
  });
});

describe('all, any, not', () => {
  test('all hold once the last does; any as the first does; not as it does no more', () => {
    const document = (condition: Condition) => queueing([condition], crashed);
    const long = stopOf(document(isLong)).now;
    expect(long).toBeLessThan(1_000_000);
    expect(stopOf(document({ any: [isDown, isLong] })).now).toBe(long);
    expect(stopOf(document({ all: [isDown, { not: isLong }] })).now).toBe(1_000_000);
    expect(momentsOf(document({ not: { state: 'up', node: 's1' } }))).toEqual([1_000]);
    expect(stopOf(document({ all: [isDown, { not: isLong }] })).stopped?.words).toBe(
      'shop is down, and not (more than 4 wait at shop)',
    );
  });

  test('an error counts together with what holds at its event, and is over after it', () => {
    const moments = momentsOf(queueing([{ all: [isDown, { error: true }] }], crashed));
    expect(moments.length).toBeGreaterThan(1);
    expect(moments.every((at) => at >= 1_000 && at <= 2_000)).toBe(true);
  });
});

describe('figures', () => {
  test('throughput falls below a rate as the answer that is missing would have been due', () => {
    // Two slots of 50 ms: 40 answers a second, of which the last comes before the crash.
    const low: Condition = { figure: 'throughput', below: 20, within: 500 };
    const commands: DocumentCommand[] = [{ at: 1_000, do: 'crash', node: 's1' }];
    const answers: number[] = [];
    firstMoment(queueing([], commands), (run) => {
      const { answered } = run.kernel.world.counts;
      if (answered > answers.length) answers.push(run.now);
      return run.now > 1_200_000;
    });
    // Below 20 per second over 500 ms is nine or fewer: as the tenth from the last leaves.
    const due = (answers.at(-10) as number) + 500_000;
    expect(stopOf(queueing([low], commands)).now).toBe(due);
    const [firing] = momentsOf(queueing([low, { ...low, within: 1_000 }], commands));
    expect(firing).toBe(due / 1000);
  });

  test('a rate is above its bound with the very event that is one too many', () => {
    const document = queueing([{ figure: 'throughput', above: 30, within: 1_000 }]);
    const at = firstMoment(document, (run) => run.kernel.world.counts.answered === 31);
    expect(at).toBeLessThan(1_000_000);
    expect(stopOf(document).now).toBe(at);
    const errors = queueing([{ figure: 'errors', node: 's1', above: 4, within: 1_000 }]);
    expect(stopOf(errors).now).toBe(
      firstMoment(errors, (run) => run.kernel.world.counts.droppedTotal === 5),
    );
  });

  test('in flight are all messages, or those inside a node', () => {
    const all = queueing([{ figure: 'inFlight', above: 8 }]);
    expect(stopOf(all).now).toBe(
      firstMoment(all, ({ kernel: { world } }) => {
        const { sent, answered, failed, delivered, droppedTotal } = world.counts;
        return sent - answered - failed - delivered - droppedTotal > 8;
      }),
    );
    const inside = queueing([{ figure: 'inFlight', node: 's1', above: 6 }, isLong]);
    const moments = momentsOf(inside, 1_000);
    // Four wait behind two that are served.
    expect(moments[0]).toBe(moments[1]);
  });

  test('a figure of a kind’s own: a counter by its rate, a gauge by what it holds', () => {
    const sent: Condition = { series: 'requests', node: 'web', above: 10, within: 1_000 };
    const at = firstMoment(queueing([]), ({ kernel }) => kernel.world.lanes[0]?.sent === 11);
    expect(stopOf(queueing([sent])).now).toBe(at);
    expect(
      momentsOf(
        queueing([
          { ...sent, key: 's1' },
          { ...sent, key: 'web' },
        ]),
        900,
      ),
    ).toEqual([at / 1000]);
    expect(stopOf(queueing([sent])).stopped?.words).toBe(
      '“Requests” at visitors over the last 1 s is above 10/s',
    );
    const { nodes, edges, ...rest } = queueing([], [{ at: 500, do: 'crash', node: 'copy' }]);
    const at0 = { at: [0, 0] as [number, number] };
    const document: SceneDocument = {
      ...rest,
      nodes: [
        { ...(nodes[0] as SceneDocument['nodes'][0]), config: { rate: 100, writes: 1 } },
        { ...at0, id: 's1', kind: 'database' },
        { ...at0, id: 'copy', kind: 'database', config: { role: 'replica' } },
      ],
      edges: [...edges, { id: 'e2', from: 's1', to: 'copy' }],
    };
    const gauge = { node: 's1', series: 'unsent', key: 'copy' };
    const moment = firstMoment(document, (run) => (levelNow(run.kernel, gauge) ?? 0) > 2);
    const run = stopOf({ ...document, conditions: [{ ...gauge, above: 2 }] });
    expect(run.now).toBe(moment);
  });

  test('a percentile below a bound needs twenty requests, as one above it does', () => {
    const fast: Condition = { figure: 'response', percentile: 50, below: 52.001, within: 60_000 };
    expect(momentsOf(queueing([fast]))).toEqual([]);
    const few = queueing([fast], [{ at: 0, do: 'set', node: 'web', config: { rate: 10 } }]);
    expect(stopOf(few).kernel.world.counts.answered).toBe(20);
    const exact: Condition = { ...fast, below: 52 };
    expect(momentsOf({ ...few, conditions: [exact] })).toEqual([]);
  });
});

describe('parts, ways and deeds', () => {
  test('parts are counted by kind, frame and tag, as they join, leave and change', () => {
    const commands: DocumentCommand[] = [
      { at: 100, do: 'add', nodes: [{ id: 's2', kind: 'server', at: [0, 0] }] },
      { at: 300, do: 'add', nodes: [{ id: 'p', kind: 'pool', at: [0, 0] }] },
      { at: 400, do: 'place', nodes: ['s1', 's2'], in: 'p' },
      { at: 500, do: 'crash', node: 's1' },
      { at: 600, do: 'remove', nodes: ['s2'] },
    ];
    const count = (more: object): Condition => ({ count: 'parts', ...more }) as Condition;
    const at = (condition: Condition) => momentsOf(queueing([condition], commands), 1_000);
    expect(at(count({ above: 2 }))).toEqual([100]);
    expect(at(count({ kind: 'server', above: 1 }))).toEqual([100]);
    expect(at(count({ in: 'p', above: 1 }))).toEqual([400]);
    expect(at(count({ tag: 'down', above: 0 }))).toEqual([500]);
    expect(at(count({ kind: 'server', in: 'p', below: 2 }))).toEqual([600]);
  });

  test('there is no way over a cut edge or a part that is down, and one over what joins', () => {
    const way: Condition = { not: { path: { from: 'web', to: 's1' } } };
    const commands: DocumentCommand[] = [
      { at: 100, do: 'cut', edge: 'e1' },
      { at: 200, do: 'heal', edge: 'e1' },
      { at: 300, do: 'crash', node: 's1' },
      { at: 400, do: 'restart', node: 's1' },
      { at: 600, do: 'remove', edges: ['e1'] },
      { at: 700, do: 'add', nodes: [{ id: 'lb', kind: 'load-balancer', at: [0, 0] }] },
      {
        at: 800,
        do: 'add',
        edges: [
          { id: 'e2', from: 'web', to: 'lb' },
          { id: 'e3', from: 'lb', to: 's1' },
        ],
      },
    ];
    expect(momentsOf(queueing([way], commands), 1_000)).toEqual([100, 300, 600]);
    // Its boot takes 100 ms.
    const there: Condition = { path: { from: 'web', to: 's1' } };
    expect(momentsOf(queueing([there], commands), 1_000)).toEqual([200, 500, 800]);
    const oneWay: DocumentCommand[] = [{ at: 100, do: 'cut', edge: 'e1', way: 'back' }];
    expect(momentsOf(queueing([way], oneWay), 1_000)).toEqual([]);
  });

  test('a way over replication is none for requests', async () => {
    const scene = (await loadScenario('read-replicas')) as SceneDocument;
    const commands: DocumentCommand[] = [
      { at: 100, do: 'cut', edge: 'e3' },
      { at: 200, do: 'heal', edge: 'e3' },
    ];
    const way: Condition = { path: { from: 'app', to: 'r1' } };
    const moments = (condition: Condition) =>
      momentsOf({ ...scene, commands, conditions: [condition] }, 1_000);
    expect(moments({ not: way })).toEqual([100]);
    expect(moments({ not: { path: { from: 'primary', to: 'r1' } }, for: 50 })).toEqual([50]);
    expect(moments(way)).toEqual([200]);
  });

  test('a deed fires as it is carried out, and not where it came to nothing', () => {
    const commands: DocumentCommand[] = [
      { at: 100, do: 'crash', node: 's1' },
      { at: 200, do: 'hang', node: 's1' },
      { at: 400, do: 'restart', node: 's1' },
      { at: 600, do: 'hang', node: 's1' },
    ];
    expect(momentsOf(queueing([{ verb: 'crash' }], commands), 1_000)).toEqual([100]);
    // What is down does not notice.
    expect(momentsOf(queueing([{ verb: 'hang', node: 's1' }], commands), 1_000)).toEqual([600]);
    expect(momentsOf(queueing([{ verb: 'crash', node: 'web' }], commands), 1_000)).toEqual([]);
    expect(stopOf(queueing([{ verb: 'restart', node: 's1' }], commands)).stopped?.words).toBe(
      '“Bring back” is done to shop',
    );
  });
});

test('any conditions leave the trace as it is, and fire at the same microseconds however it runs', async () => {
  const scenario = (await loadScenario('crash-and-recovery')) as SceneDocument;
  const node = fc.constantFrom('s1', 's2', 'web');
  const lasting = fc.constantFrom({}, { for: 50 }, { for: 1_000.001 });
  const leaf = fc.oneof(
    fc.record({ figure: fc.constant('queue' as const), node, above: fc.constantFrom(0, 2) }),
    fc.record({ figure: fc.constant('inFlight' as const), below: fc.constantFrom(3, 10) }),
    fc.record({
      figure: fc.constantFrom('throughput' as const, 'errors' as const),
      above: fc.constantFrom(0, 2, 50),
      within: fc.constantFrom(10, 1_000),
    }),
    fc.record({ state: fc.constantFrom('up.busy', 'down'), node }),
    fc.record({
      count: fc.constant('parts' as const),
      tag: fc.constant('down'),
      above: fc.constant(0),
    }),
    fc.record({ path: fc.record({ from: fc.constant('web'), to: node }) }),
  );
  const lasts = fc.tuple(leaf, lasting).map((parts) => Object.assign({}, ...parts) as Condition);
  const list = fc.array(lasts, { minLength: 1, maxLength: 3 });
  const tree: fc.Arbitrary<Condition> = fc.oneof(
    lasts,
    fc.tuple(fc.record({ all: list }), lasting).map(([all, more]) => ({ ...all, ...more })),
    fc.tuple(fc.record({ any: list }), lasting).map(([any, more]) => ({ ...any, ...more })),
    fc.tuple(lasts, lasting).map(([not, more]): Condition => ({ not, ...more })),
  );
  const until = 9_000_000;
  const bare = new Run(scenario, kinds);
  bare.runUntil(until);
  const haltsOf = (run: Run, step: number, events: number): unknown[] => {
    const found: unknown[] = [];
    while (run.now < until) {
      run.runUntil(Math.min(until, run.now + step), events);
      if (run.stopped !== null) found.push(run.stopped);
    }
    return found;
  };
  fc.assert(
    fc.property(
      fc.array(tree, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1_000, max: 700_000 }),
      fc.integer({ min: 1, max: 2_000 }),
      fc.integer({ min: 0, max: until }),
      fc.boolean(),
      (conditions, step, events, ahead, observe) => {
        const document = { ...scenario, conditions };
        const whole = new Run(document, kinds);
        const expected = haltsOf(whole, until, Number.POSITIVE_INFINITY);
        expect(whole.traceHash()).toBe(bare.traceHash());
        const sliced = new Run(document, kinds, { observe, checkpointEvents: 300 });
        sliced.seek(ahead);
        sliced.seek(Math.round(ahead / 2));
        sliced.seek(0);
        expect(haltsOf(sliced, step, events)).toEqual(expected);
        const stepped = new Run(document, kinds);
        const steps: unknown[] = [];
        while (stepped.now < 2_000_000 && stepped.step()) {
          if (stepped.stopped !== null) steps.push(stepped.stopped);
        }
        expect(steps).toEqual(expected.slice(0, steps.length));
      },
    ),
    { numRuns: 25 },
  );
}, 60_000);
