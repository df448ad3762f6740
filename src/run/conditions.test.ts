import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition } from '../document/condition.ts';
import type { DocumentCommand, SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { loadScenario } from '../scenarios/scenarios.ts';
import { firstMoment, queueing, stopOf } from './conditions.test-support.ts';
import { observationOf } from './node-view.ts';
import { Run } from './run.ts';

const scenario = (await loadScenario('crash-and-recovery')) as SceneDocument;

/** What the server's card is drawn from. */
function serverIn(run: Run): { waiting: number; state: string } {
  const node = run.kernel.find('s1');
  if (node === undefined) throw new Error('no server');
  return observationOf(run.kernel, node) as { waiting: number; state: string };
}

describe('a run stops', () => {
  test('as soon as more wait at a node than its card may say', () => {
    const document = queueing([{ figure: 'queue', node: 's1', above: 4 }]);
    const run = stopOf(document);
    expect(serverIn(run).waiting).toBe(5);
    expect(run.now).toBe(firstMoment(document, (other) => serverIn(other).waiting > 4));
    expect(run.stopped).toEqual({
      condition: 0,
      at: run.now,
      words: '5 waiting at shop, more than 4',
    });
  });

  test('as a node enters a state, or one within it', () => {
    const document = queueing([{ state: 'up.saturated', node: 's1' }]);
    const run = stopOf(document);
    expect(run.now).toBe(
      firstMoment(document, (other) => serverIn(other).state === 'up.saturated'),
    );
    expect(run.stopped?.words).toBe('shop is now up.saturated');
    const crash: DocumentCommand[] = [
      { at: 100, do: 'crash', node: 's1' },
      { at: 200, do: 'restart', node: 's1' },
    ];
    const back = stopOf(queueing([{ state: 'up', node: 's1' }], crash));
    // It is up from the start; its boot takes 100 ms.
    expect(back.now).toBe(300_000);
  });

  test('at the first request that is dropped', () => {
    const document = queueing([{ error: true }]);
    const run = stopOf(document);
    expect(run.now).toBe(
      firstMoment(document, (other) => other.kernel.world.counts.droppedTotal > 0),
    );
    expect(run.stopped?.words).toMatch(
      /^request \d+ from visitors was dropped at shop: queue full$/,
    );
  });

  test('at the node that answers with an error, and where that answer comes back', () => {
    const errors: DocumentCommand[] = [{ at: 0, do: 'errors', node: 's1', rate: 1 }];
    const there = stopOf(queueing([{ error: true, node: 's1' }], errors));
    expect(there.stopped?.words).toBe('shop answered request 1 from visitors with 500');
    const home = stopOf(queueing([{ error: true, node: 'web' }], errors));
    expect(home.stopped?.words).toBe('request 1 from visitors was answered with 500');
    expect(home.now).toBe(there.now + 1_000);
  });

  test('when a percentile of the last responses is above its threshold, and not before twenty', () => {
    const stop: Condition = { figure: 'response', percentile: 95, above: 200, within: 1_000 };
    for (const asked of [stop, { ...stop, node: 'web' }]) {
      const run = stopOf(queueing([asked]));
      const seen: [number, number][] = [];
      let [p95, before] = [0, 0];
      const at = firstMoment(run.document, ({ now, kernel }) => {
        const watch = kernel.watch?.at(0);
        if (watch === undefined || watch.completions === seen.length) return false;
        const all = watch.response.sum;
        seen.push([now, all - before]);
        before = all;
        const last = seen.filter(([then]) => then > now - 1_000_000).map(([, took]) => took);
        p95 = last.sort((a, b) => a - b)[Math.ceil(0.95 * last.length) - 1] as number;
        return last.length >= 20 && p95 > 200_000;
      });
      expect(run.now).toBe(at);
      const where = 'node' in asked ? ' at visitors' : '';
      expect(run.stopped?.words).toBe(
        `p95${where} was ${p95 / 1000} ms over the last 1 s, above 200 ms`,
      );
    }
    const few = queueing([{ figure: 'response', percentile: 50, above: 0, within: 1e6 }]);
    expect(stopOf(few).kernel.world.counts.answered).toBe(20);
  });
});

describe('past a stop', () => {
  const document = queueing([{ figure: 'queue', node: 's1', above: 4 }]);

  test('it goes on from there, and stops again only after the condition was false', () => {
    const run = stopOf(document);
    const first = run.now;
    expect(run.runUntil(first + 1_000)).toBe(true);
    expect(run.stopped).toBeNull();
    expect(run.now).toBe(first + 1_000);
    // The queue only grows to its limit of ten and stays between nine and ten.
    expect(run.runUntil(5_000_000)).toBe(true);
    expect(run.now).toBe(5_000_000);
    const drained = queueing(document.conditions ?? [], [
      { at: 300, do: 'set', node: 'web', config: { rate: 1 } },
      { at: 2_000, do: 'set', node: 'web', config: { rate: 100 } },
    ]);
    const again = new Run(drained, kinds);
    again.runUntil(10_000_000);
    again.runUntil(10_000_000);
    expect(again.now).toBeGreaterThan(2_000_000);
    expect(again.stops.map(({ condition }) => condition)).toEqual([0, 0]);
  });

  test('a step works', () => {
    const run = stopOf(document);
    const before = run.events;
    expect(run.step()).toBe(true);
    expect(run.events).toBe(before + 1);
    expect(run.stopped).toBeNull();
  });

  test('seeking passes over it, and says so only where it lands on one', () => {
    const { now: at } = stopOf(document);
    const run = new Run(document, kinds);
    expect(run.seek(5_000_000)).toBe(true);
    expect(run.now).toBe(5_000_000);
    expect(run.stopped).toBeNull();
    expect(run.stops.map((stop) => stop.at)).toEqual([at]);
    run.seek(at);
    expect(run.stopped?.at).toBe(at);
    run.seek(at - 1);
    expect(run.stops).toEqual([]);
  });

  test('other conditions are judged from the start, and change nothing of the run', () => {
    const run = new Run(document, kinds);
    run.seek(2_000_000);
    const hash = run.traceHash();
    run.update(queueing([{ figure: 'queue', node: 's1', above: 6 }]));
    run.seek(2_000_000);
    expect(run.stops[0]?.words).toBe('7 waiting at shop, more than 6');
    expect(run.traceHash()).toBe(hash);
    run.update(queueing([]));
    run.seek(2_000_000);
    expect(run.stops).toEqual([]);
    expect(run.traceHash()).toBe(hash);
  });
});

test('a node that joins later in the state asked for enters it; one taken away is in none', () => {
  const document: SceneDocument = {
    ...queueing([{ state: 'up', node: 's1' }]),
    commands: [
      { at: 100, do: 'remove', nodes: ['s1'] },
      { at: 200, do: 'add', nodes: [{ id: 's1', kind: 'server', at: [0, 0] }] },
    ],
  };
  expect(stopOf(document).now).toBe(200_000 + 100_000);
});

test('stops fall on the same microsecond however the run is sliced, sought and observed', () => {
  const document: SceneDocument = {
    ...scenario,
    conditions: [
      { figure: 'response', percentile: 95, above: 60, within: 1_000 },
      { figure: 'response', percentile: 99, above: 60, within: 1_000, node: 's2' },
      { error: true },
      { figure: 'queue', node: 's1', above: 1 },
      { state: 'down', node: 's2' },
    ],
  };
  const until = 12_000_000;
  const stopsOf = (run: Run, next: () => { to: number; events: number }) => {
    const found: unknown[] = [];
    while (run.now < until) {
      const { to, events } = next();
      run.runUntil(Math.min(until, run.now + to), events);
      if (run.stopped !== null) found.push(run.stopped);
    }
    return found;
  };
  const whole = stopsOf(new Run(document, kinds), () => ({
    to: until,
    events: Number.POSITIVE_INFINITY,
  }));
  const sought = new Run(document, kinds);
  sought.seek(until);
  expect([...new Set(sought.stops.map(({ condition }) => condition))].sort()).toEqual([
    0, 1, 2, 3, 4,
  ]);
  const slices = fc.record({
    to: fc.integer({ min: 1, max: 700_000 }),
    events: fc.integer({ min: 1, max: 2_000 }),
  });
  fc.assert(
    fc.property(
      fc.array(slices, { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      fc.integer({ min: 0, max: until }),
      (list, observe, ahead) => {
        const run = new Run(document, kinds, { observe, checkpointEvents: 500 });
        run.seek(ahead);
        run.seek(0);
        let turn = 0;
        const found = stopsOf(run, () => list[turn++ % list.length] ?? { to: 1, events: 1 });
        expect(found).toEqual(whole);
      },
    ),
    { numRuns: 15 },
  );
}, 60_000);
