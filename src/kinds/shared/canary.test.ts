/**
 * The canary: a family outside the product's lists. What is declared as data must be found by
 * everybody who reads it, and no product file may name it.
 */
import { describe, expect, test } from 'vitest';
import { freshParts, fromClip, kindsOfClip, toClip } from '../../document/clip.ts';
import type { Condition } from '../../document/condition.ts';
import { lineBetween, surroundings } from '../../document/connect.ts';
import { describeIntervention } from '../../document/deeds.ts';
import { applyEdit } from '../../document/edit.ts';
import { push, startHistory, undo } from '../../document/history.ts';
import { decodeLink, encodeLink } from '../../document/link.ts';
import { activeFaults, offersFor } from '../../document/offers.ts';
import { foldedAt, sceneAt } from '../../document/scene.ts';
import { parseDocument, validate } from '../../document/schema.ts';
import type { Specs } from '../../document/spec.ts';
import type {
  DocumentCommand,
  DocumentEdge,
  DocumentNode,
  SceneDocument,
} from '../../document/types.ts';
import { inkOf } from '../../lib/ink.ts';
import { PICTURE_BOX } from '../../lib/picture.ts';
import { toSvg } from '../../lib/svg.ts';
import { answerOf } from '../../run/answers.test-support.ts';
import { commands } from '../../run/commands.ts';
import { nodeAnswer, nodeStates } from '../../run/inspect.ts';
import { log } from '../../run/log.ts';
import { Moments } from '../../run/moments.ts';
import { observationOf } from '../../run/node-view.ts';
import { cards } from '../../run/reports.ts';
import { Run } from '../../run/run.ts';
import { series } from '../../run/series.ts';
import { strip } from '../../run/strip.ts';
import { summarize } from '../../run/summary.ts';
import { IS, SHAPE } from '../../sim/agenda.ts';
import { rateOver } from '../../sim/series-now.ts';
import {
  depotAnswer,
  depotModel,
  depotPicture,
  depotSpec,
  dockModel,
  dockPicture,
  dockSpec,
  MOSS,
} from './canary.test-support.ts';

const specs = { depot: depotSpec, dock: dockSpec };
const kinds = {
  specs,
  models: { depot: depotModel, dock: dockModel },
  pictures: { depot: depotPicture, dock: dockPicture },
  answers: { depot: depotAnswer },
  commands,
};
const depot: DocumentNode = { id: 'dp1', kind: 'depot', at: [0, 0], config: { crates: 3 } };
const act = (name: string, args?: object) => ({
  do: 'act',
  node: 'dp1',
  act: name,
  ...(args !== undefined && { args }),
});

function diagram(commands: readonly DocumentCommand[] = []): SceneDocument {
  const checked = validate(
    { version: 2, title: 'Canary', seed: 1, nodes: [depot], edges: [], commands },
    specs,
  );
  if (!checked.ok) throw new Error(checked.error.message);
  return checked.document;
}

function edited(document: SceneDocument, edit: Parameters<typeof applyEdit>[1], at: number) {
  const result = applyEdit(document, edit, at, specs);
  if (!result.ok) throw new Error(result.message);
  return result;
}

describe('a kind’s own deeds', () => {
  const stocked = { at: 10, ...act('stock', { more: 4 }) };
  const shaken = { at: 20, ...act('shake') };
  const damped = { at: 30, ...act('damp', { share: 0.25 }) };

  test('are buttons, and what is in force has its end', () => {
    const calm = offersFor(depot, depotSpec, { inForce: undefined, isDown: false });
    const labels = calm.map(({ label }) => label);
    expect(labels).toEqual(['Crash', 'Drain', 'Hang', 'Stock 5', 'Shake', 'Damp 50 %']);
    expect(calm.at(-1)?.intervention).toEqual(act('damp', { share: 0.5 }));
    const inForce = sceneAt(diagram([damped]), 40, specs).faults.dp1;
    const [only] = activeFaults(depot, depotSpec, { inForce, isDown: false }, [damped]);
    expect(only).toMatchObject({
      words: 'Damp 25 % since 0:00.03',
      end: { label: 'Dry', intervention: act('damp', { share: 0 }) },
    });
  });

  test('are checked against what they take, with words', () => {
    const why = (command: object) => {
      const checked = validate({ ...diagram(), commands: [{ at: 0, ...command }] }, specs);
      return checked.ok ? null : checked.error.message;
    };
    expect(why(act('stock', { more: 4 }))).toBeNull();
    expect(why(act('stok', { more: 4 }))).toMatch(/"depot" does not know "stok".*"stock"/);
    expect(why(act('stock'))).toMatch(/has no "more"/);
    expect(why(act('stock', { more: 101 }))).toMatch(/100/);
    expect(why(act('shake', { hard: true }))).toMatch(/"hard"/);
  });

  test('read like sentences, and travel in a link', () => {
    const document = diagram([stocked, shaken, damped]);
    const said = document.commands.map((each) => describeIntervention(each, document, specs));
    expect(said).toEqual(['Stock 4 at Depot', 'Shake Depot', 'Damp 25 % at Depot']);
    const read = decodeLink(encodeLink(document, specs).fragment, specs);
    expect(read).toMatchObject({ ok: true, document });
  });

  test('are one step of undo at the moment shown', () => {
    const { document, label } = edited(
      diagram(),
      { edit: 'intervene', command: act('stock', { more: 4 }) },
      10,
    );
    expect([document.commands, label]).toEqual([[stocked], 'Stock 4 at Depot']);
    const history = push(startHistory(diagram()), { document, label });
    expect(undo(history).document).toEqual(diagram());
  });

  test('reach the machine, and the run says what it suffers', () => {
    const run = new Run(diagram([stocked, shaken, damped]), kinds);
    const seen = () => {
      const node = run.kernel.find('dp1');
      return node && observationOf(run.kernel, node);
    };
    run.runUntil(40_000);
    expect(seen()).toMatchObject({ crates: 7, shaken: 1, damp: 0.25 });
    expect(cards(run)[0]?.over).toBeUndefined();
    run.update(diagram([stocked, damped, { at: 35, do: 'restart', node: 'dp1' }]));
    run.seek(40_000);
    expect(seen()).toMatchObject({ crates: 7, shaken: 0, damp: 0 });
    run.update(diagram([{ at: 5, do: 'crash', node: 'dp1' }, stocked]));
    run.seek(40_000);
    expect(run.skipped[1]).toBe('Depot is down: bring it back first.');
  });

  test('fold into settings where one holds what they leave, and else are told to be lost', () => {
    const document = diagram([stocked, shaken, damped]);
    expect(foldedAt(document, 40, specs).lost).toEqual([1]);
    const start = edited(document, { edit: 'make-start' }, 40).document;
    expect(start.nodes[0]?.config).toEqual({ crates: 7 });
    expect(start.commands).toEqual([{ ...damped, at: 0 }]);
  });
});

describe('a tone of its own', () => {
  const run = new Run(diagram([{ at: 10, ...act('stock', { more: 4 }) }]), kinds);
  const moments = new Moments(run);
  const card = () => cards(run)[0];

  test('is what card and picture show as long as the state lasts', () => {
    expect(card()).toMatchObject({ words: '3 crates', tone: 'normal' });
    run.runUntil(20_000);
    expect(card()).toMatchObject({ words: '7 crates', tone: 'standby', ink: MOSS });
    const seen = observationOf(run.kernel, run.kernel.node(0));
    const list = depotPicture.draw(seen as never, PICTURE_BOX);
    for (const theme of ['light', 'dark'] as const) {
      const svg = toSvg(list, (each) => inkOf(theme, each));
      expect(svg.split(`fill="${inkOf(theme, MOSS)}"`)).toHaveLength(1 + 7);
    }
    run.runUntil(30_000);
    expect(card()).toMatchObject({ tone: 'normal' });
    expect(card()).not.toHaveProperty('ink');
  });

  test('is told of the past by strip, moments and log', () => {
    expect(strip(run, { node: 'dp1', from: 0, to: 30_000 }).lines[0]?.segments).toEqual([
      { from: 0, to: 10_000, state: 'up.open', tone: 'normal' },
      { from: 10_000, to: 25_000, state: 'up.restocking', tone: 'standby', ink: MOSS },
      { from: 25_000, to: 30_000, state: 'up.open', tone: 'normal' },
    ]);
    expect(moments.upToNow()).toMatchObject([
      { at: 10_000, words: 'Depot is restocking', tone: 'standby', ink: MOSS },
      { at: 25_000, words: 'Depot is up again', tone: 'normal' },
    ]);
    const filter = { kinds: ['state' as const], nodes: null, text: '' };
    const { rows } = answerOf(log(run, { filter, from: 0, count: 9 }));
    expect(rows.map(({ words }) => words)).toEqual([
      'Depot: open → restocking',
      'Depot: restocking → open',
    ]);
  });
});

describe('a question of its own', () => {
  const run = new Run(diagram(), kinds);

  test('reaches the kind with all it says, and no other', () => {
    expect(nodeAnswer(run, 'dp1', { about: 'crates' })).toEqual([1, 2, 3]);
    expect(nodeAnswer(run, 'dp1', { about: 'crates', least: 2 })).toEqual([2, 3]);
    expect(nodeAnswer(run, 'dp1', { about: 'toString' })).toBeNull();
  });

  test('has no answer where nothing stands, or the kind answers none', () => {
    expect(nodeAnswer(run, 'dp2', { about: 'crates' })).toBeNull();
    expect(nodeStates(run, 'dp2')).toBeNull();
    const silent = new Run(diagram(), { ...kinds, answers: {} });
    expect(nodeAnswer(silent, 'dp1', { about: 'crates' })).toBeNull();
  });
});

describe('a protocol of its own', () => {
  const dock: DocumentNode = { id: 'dk1', kind: 'dock', at: [-300, 0] };
  const apart = { latency: { dist: 'constant', value: 2 } } as const;
  const line = (crate: number, care?: number): DocumentEdge => ({
    id: `e${crate}`,
    from: 'dk1',
    to: 'dp1',
    protocol: 'parcels',
    port: `crate ${crate}`,
    config: { ...apart, ...(care !== undefined && { care }) },
  });
  const harbour = (edges: DocumentEdge[], commands: DocumentCommand[] = []): SceneDocument => ({
    ...diagram(commands),
    nodes: [depot, dock],
    edges,
  });
  const port = harbour([line(1), line(3, 5)]);
  const seen = (run: Run) => {
    const node = run.kernel.find('dp1');
    return node && observationOf(run.kernel, node);
  };

  test('connects what speaks it, at one port after another', () => {
    const free = (edges: DocumentEdge[]) =>
      lineBetween('dk1', 'dp1', surroundings({ nodes: port.nodes, edges }, specs));
    expect(free([])).toEqual({ from: 'dk1', to: 'dp1', protocol: 'parcels', port: 'crate 1' });
    expect(free([line(1)])).toMatchObject({ port: 'crate 2' });
    expect(free([line(1), line(2), line(3)])).toBe('Dock is already connected to Depot.');
    const refusal = lineBetween('dp1', 'dk1', surroundings(port, specs));
    expect(refusal).toBe('Depot sends nothing, so it cannot be a source.');
  });

  test('keeps a port that the settings do not offer now, where its end offers any', () => {
    const opened = (of: Specs) => {
      const checked = validate(harbour([{ ...line(1), port: 'crate 9' }]), of);
      return checked.ok ? checked.document.edges[0]?.port : checked.error.message;
    };
    expect(opened(specs)).toBe('crate 9');
    const { ports: _ports, ...without } = depotSpec;
    expect(opened({ ...specs, depot: without })).toBe(
      'edges[0].port is "crate 9": Depot offers no ports for "parcels", so leave it out.',
    );
    const { depot: _depot, ...unknown } = specs;
    expect(opened(unknown)).toBe('crate 9');
  });

  test('brings settings to its edges, which are checked with words', () => {
    const why = (edge: object) => {
      const checked = validate({ ...port, edges: [{ ...line(1), ...edge }] }, specs);
      return checked.ok ? null : checked.error.message;
    };
    expect(why({ config: { care: 9 } })).toBeNull();
    expect(why({ config: { care: 10 } })).toMatch(/care is 10: give a number of at most 9/);
    expect(why({ config: { car: 1 } })).toMatch(/carries "parcels".*"care"/);
    expect(why({ protocol: 'letters' })).toMatch(/do not both speak "letters"/);
  });

  test('is saved, linked, copied and pasted whole', () => {
    expect(parseDocument(JSON.stringify(port), specs)).toEqual({ ok: true, document: port });
    const read = decodeLink(encodeLink(port, specs).fragment, specs);
    expect(read).toMatchObject({ ok: true, document: port });
    const text = toClip({ ...port, notes: [] }, ['dk1', 'dp1']);
    expect(new Set(kindsOfClip(text))).toEqual(new Set(['dock', 'depot']));
    const clip = fromClip(text, specs);
    if (!clip.ok) throw new Error(clip.sentence);
    const fresh = freshParts(clip, port, [0, 200], specs);
    const { edges } = edited(port, { edit: 'add', ...fresh }, 0).document;
    expect(
      edges.slice(port.edges.length).map((edge) => [edge.from, edge.to, edge.port, edge.config]),
    ).toEqual([
      ['dk2', 'dp2', 'crate 1', apart],
      ['dk2', 'dp2', 'crate 3', { ...apart, care: 5 }],
    ]);
  });

  test('reaches sender and receiver in a run, and what the edge says is heard as it changes', () => {
    const later = { at: 55, do: 'set-edge', edge: 'e1', config: { care: 9 } };
    const run = new Run({ ...port, commands: [later] }, kinds);
    run.runUntil(53_000);
    expect(seen(run)).toMatchObject({ care: 6 * 1 + 6 * 5 });
    run.runUntil(63_000);
    expect(seen(run)).toMatchObject({ care: 6 * 1 + 9 + 7 * 5 });
    expect([...flightsIn(run)]).toEqual([]);
    run.seek(61_000);
    expect(flightsIn(run)).toEqual([SHAPE.task, SHAPE.task]);
    expect(describeIntervention(later, port, specs)).toBe('Set care of Dock → Depot');
  });

  test('is led to another port, and what it carries is undone in one step', () => {
    const to = { from: 'dk1', to: 'dp1', port: 'crate 2' };
    const led = edited(port, { edit: 'reconnect', edge: 'e1', ...to }, 20);
    expect(led.document.commands).toEqual([{ at: 20, do: 'reconnect', edge: 'e1', ...to }]);
    expect(led.label).toBe('Change what Dock → Depot carries to crate 2');
    const run = new Run(led.document, kinds);
    run.runUntil(63_000);
    const { parcels } = summarize(run).nodes.dp1?.series ?? {};
    const keys = parcels !== undefined && 'keys' in parcels ? parcels.keys : {};
    expect(Object.entries(keys).map(([key, of]) => [key, 'total' in of && of.total])).toEqual([
      ['crate 1', 2],
      ['crate 3', 7],
      ['crate 2', 4],
    ]);
  });

  test('is placed in one step at any moment, and undone', () => {
    const parts = { nodes: [dock], edges: [line(1), line(3, 5)] };
    const atStart = edited(diagram(), { edit: 'add', ...parts }, 0);
    expect(atStart.document).toMatchObject({ nodes: port.nodes, edges: port.edges });
    const later = edited(diagram(), { edit: 'add', ...parts }, 20);
    expect(later.document.commands).toEqual([{ at: 20, do: 'add', ...parts }]);
    const run = new Run(later.document, kinds);
    run.runUntil(43_000);
    expect(seen(run)).toMatchObject({ care: 3 * 1 + 3 * 5 });
    run.update(undo(push(startHistory(diagram()), later)).document);
    run.seek(43_000);
    expect([run.kernel.find('dk1'), seen(run)]).toMatchObject([undefined, { care: 0 }]);
  });

  test.each<[Condition, number, string]>([
    [
      { series: 'parcels', node: 'dp1', key: 'crate 3', above: 90, within: 100 },
      // The tenth comes at 2 + 9 × 10 ms.
      92,
      '“Parcels”, crate 3, at Depot over the last 100 ms is above 90/s',
    ],
    [
      { count: 'parts', tag: 'restocking', above: 0 },
      5,
      'more than 0 parts are restocking on the table',
    ],
    [{ verb: 'stock', node: 'dp1' }, 5, '“Stock” is done to Depot'],
  ])('is watched by a condition: %j', (condition, ms, words) => {
    const stock = { at: 5, ...act('stock', { more: 1 }) };
    const watched = { ...harbour([line(1), line(3, 5)], [stock]), conditions: [condition] };
    expect(validate(watched, specs)).toEqual({ ok: true, document: watched });
    const read = decodeLink(encodeLink(watched, specs).fragment, specs);
    expect(read).toMatchObject({ ok: true, document: watched });
    const run = new Run(watched, kinds);
    run.runUntil(1_000_000);
    expect(run.stopped).toMatchObject({ at: ms * 1_000, words });
  });

  test('is watched by no condition on a crate that gets none, or on a figure that it does not keep', () => {
    const never = { series: 'parcels', node: 'dp1', key: 'crate 2', above: 0, within: 100 };
    const run = new Run({ ...port, conditions: [never] }, kinds);
    run.runUntil(1_000_000);
    expect(run.stopped).toBeNull();
    const bad = validate({ ...port, conditions: [{ ...never, series: 'boxes' }] }, specs);
    expect(bad.ok ? '' : bad.error.message).toMatch(/boxes.*"parcels"/);
  });

  test('is charted by its own figure, seek or not, observed or not', () => {
    const run = new Run(port, kinds);
    run.runUntil(1_000_000);
    const charts = series(run, { nodes: ['dp1'], from: 0, to: 1_000_000, points: 10 }).own;
    expect(charts.map(({ label, unit }) => [label, unit])).toEqual([['Parcels', 'parcels']]);
    const blind = new Run(port, kinds, { observe: false });
    blind.runUntil(1_000_000);
    expect(
      rateOver(blind.kernel, { node: 'dp1', series: 'parcels', key: 'crate 1' }, 500_000),
    ).toBe(100);
    run.seek(40_000);
    run.seek(1_000_000);
    expect(series(run, { nodes: ['dp1'], from: 0, to: 1_000_000, points: 10 }).own).toEqual(charts);
  });

  test('does not count among visitors, and shows its tone', () => {
    const run = new Run(port, kinds);
    run.runUntil(500_000);
    expect(series(run, { nodes: null, from: 0, to: 500_000, points: 5 }).errors).toEqual({});
    expect(run.kernel.watch?.journal.length).toBe(0);
    expect(run.kernel.watch?.background.length).toBeGreaterThan(100);
    expect(cards(run).find(({ id }) => id === 'dk1')?.tone).toBe('saturated');
  });
});

/** The shapes of all messages on their way. */
function flightsIn(run: Run): number[] {
  const { agenda } = run.kernel.world;
  const slots = Array.from({ length: agenda.high }, (_, slot) => slot);
  return slots
    .filter((slot) => agenda.is[slot] === IS.flight)
    .map((slot) => agenda.shape[slot] ?? -1);
}
