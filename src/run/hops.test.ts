import { expect, test } from 'vitest';
import type { DocumentNode, SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { countFlights, FATE, IS, SHAPE } from '../sim/agenda.ts';
import { isSentFor, RecentHops } from './hops.ts';
import { Run } from './run.ts';

const SECOND = 1e6;

/** Hops of 1 ms and a service of 20 ms, 10 requests a second. */
function scene(more: Partial<SceneDocument> = {}, server: DocumentNode['config'] = {}) {
  const latency = { dist: 'constant', value: 1 } as const;
  const document: SceneDocument = {
    version: 2,
    title: '',
    seed: 5,
    nodes: [
      { id: 'c', kind: 'client', at: [0, 0], config: { rate: 10 } },
      { id: 'lb', kind: 'load-balancer', at: [300, 0] },
      {
        id: 's',
        kind: 'server',
        at: [600, 0],
        config: { service: { dist: 'constant', value: 20 }, ...server },
      },
    ],
    edges: [
      { id: 'e1', from: 'c', to: 'lb', config: { latency } },
      { id: 'e2', from: 'lb', to: 's', config: { latency } },
    ],
    commands: [],
    ...more,
  };
  return document;
}

interface Hop {
  message: number;
  lane: string;
  back: number;
  shape: number;
  fate: number;
  departs: number;
  took: number;
}

function hopsOf(run: Run, since: number): Hop[] {
  const hops = new RecentHops().read(run, since);
  const found: Hop[] = [];
  for (let hop = 0; hop < hops.high; hop++) {
    if (hops.is[hop] !== IS.flight) continue;
    found.push({
      message: hops.message[hop]!,
      lane: run.kernel.lane(hops.lane[hop]!).id,
      back: hops.back[hop]!,
      shape: hops.shape[hop]!,
      fate: hops.fate[hop]!,
      departs: hops.departs[hop]!,
      took: hops.arrives[hop]! - hops.departs[hop]!,
    });
  }
  return found;
}

function at(document: SceneDocument, moment: number): Run {
  const run = new Run(document, kinds);
  run.seek(moment);
  return run;
}

test('every hop of the last second that is over is there, both ways, with its way and its time', () => {
  const run = at(scene(), 3 * SECOND);
  const hops = hopsOf(run, 2 * SECOND);
  expect(hops.length).toBeGreaterThan(12);
  expect(new Set(hops.map(({ took }) => took))).toEqual(new Set([1000]));
  expect(hops.every(({ departs }) => departs > 2 * SECOND && departs <= 3 * SECOND)).toBe(true);
  expect(new Set(hops.map(({ lane, back, shape }) => `${lane} ${back} ${shape}`))).toEqual(
    new Set([
      `e1 0 ${SHAPE.request}`,
      `e2 0 ${SHAPE.request}`,
      `e2 1 ${SHAPE.response}`,
      `e1 1 ${SHAPE.response}`,
    ]),
  );
});

test('what is under way still is no hop that is over', () => {
  const run = at(scene(), 3 * SECOND);
  const { flights } = run.kernel;
  while (countFlights(flights) === 0) run.step();
  const slot = flights.is.indexOf(IS.flight);
  expect(flights.message[slot]).toBeGreaterThan(0);
  const found = hopsOf(run, run.now - 2000).filter(
    ({ departs }) => departs === flights.departs[slot],
  );
  expect(found).toEqual([]);
});

test('the same ones are there after going back and after going on, whatever was looked at between', () => {
  const run = at(scene(), 3 * SECOND);
  const before = hopsOf(run, 2 * SECOND);
  run.seek(9 * SECOND);
  hopsOf(run, 8 * SECOND);
  run.seek(3 * SECOND);
  expect(hopsOf(run, 2 * SECOND)).toEqual(before);
});

test('an answer that says "failed" looks like one', () => {
  const run = at(scene({}, { errorRate: 1 }), 3 * SECOND);
  const back = hopsOf(run, 2 * SECOND).filter((hop) => hop.back === 1);
  expect(back.length).toBeGreaterThan(4);
  expect(new Set(back.map(({ shape }) => shape))).toEqual(new Set([SHAPE.failure]));
});

test('what is lost on its way is told from what arrives', () => {
  const run = at(scene({ commands: [{ at: 1000, do: 'cut', edge: 'e2' }] }), 3 * SECOND);
  const fates = new Map(hopsOf(run, 2 * SECOND).map(({ lane, fate }) => [lane, fate]));
  expect(fates.get('e1')).toBe(FATE.arrives);
  expect(fates.get('e2') ?? FATE.lost).toBe(FATE.lost);
});

test('however many there are, only the latest are looked at', () => {
  const busy = scene();
  busy.nodes[0]!.config = { rate: 5000 };
  busy.nodes[2]!.config = { service: { dist: 'constant', value: 0.1 }, slots: 64 };
  const run = at(busy, 4 * SECOND);
  const all = hopsOf(run, 0);
  expect(all.length).toBeGreaterThan(1000);
  expect(all.length).toBeLessThan(8_192);
  expect(all.at(-1)?.departs).toBeGreaterThan(3.99 * SECOND);
  expect(all[0]?.departs).toBeGreaterThan(SECOND);
});

test('what is sent on behalf of a request belongs to it', () => {
  const run = at(scene(), 3 * SECOND);
  const [there] = hopsOf(run, 2 * SECOND).filter(({ lane }) => lane === 'e1');
  const behalf = hopsOf(run, 2 * SECOND).filter(({ lane }) => lane === 'e2');
  const first = there!.message;
  expect(isSentFor(run, first, first)).toBe(true);
  expect(new Set(behalf.map(({ message }) => isSentFor(run, message, first)))).toEqual(
    new Set([true, false]),
  );
});
