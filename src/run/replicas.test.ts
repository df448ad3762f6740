/** Replicas as a run has them: parts like any other, by ids that follow from their template's. */
import { expect, test } from 'vitest';
import { written } from '../document/derived.ts';
import { sceneAt } from '../document/scene.ts';
import type { DocumentCommand, DocumentNode, SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { answerOf } from './answers.test-support.ts';
import { log } from './log.ts';
import { liveNodes, messages } from './reports.ts';
import { requests } from './requests.ts';
import { Run } from './run.ts';
import { trace } from './trace.ts';

/** A balancer before a pool with a server of which there are three. */
function document(commands: DocumentCommand[] = []): SceneDocument {
  return {
    version: 2,
    title: 'replicas',
    seed: 3,
    nodes: [
      { id: 'web', kind: 'client', at: [0, 0], config: { rate: 100 } },
      { id: 'lb', kind: 'load-balancer', at: [200, 0] },
      { id: 'pool', kind: 'pool', at: [400, 0] },
      { id: 's', kind: 'server', at: [16, 40], in: 'pool', replicas: { min: 1, max: 3 } },
    ],
    edges: [
      { id: 'e1', from: 'web', to: 'lb', protocol: 'http' },
      { id: 'e2', from: 'lb', to: 'pool', protocol: 'http' },
    ],
    commands,
  };
}

function runOf(commands: DocumentCommand[] = [], untilMs = 3_000): Run {
  const run = new Run(document(commands), kinds);
  run.runUntil(untilMs * 1_000);
  return run;
}

const lanesTo = (run: Run) =>
  run.kernel.world.lanes
    .filter(({ edge, gone }) => edge === 'e2' && !gone)
    .map(({ target }) => run.kernel.node(target).id);

const stateOf = (run: Run, id: string) => {
  const node = run.kernel.find(id);
  return node === undefined ? null : run.kernel.stateIn(node.main).path;
};

test('an edge to their frame reaches each replica, and none stands for the template', () => {
  const run = runOf();
  expect(liveNodes(run).map(({ id }) => id)).toEqual(['web', 'lb', 'pool', 's.1', 's.2', 's.3']);
  expect(lanesTo(run)).toEqual(['s.1', 's.2', 's.3']);
  expect(run.kernel.find('pool')?.members.map(({ id }) => id)).toEqual(['s.1', 's.2', 's.3']);
  expect(run.kernel.world.counts.answered).toBeGreaterThan(200);
});

test('one replica is crashed, or all of them by the template; page and run agree', () => {
  const one: DocumentCommand = { at: 1_000, do: 'crash', node: 's.2' };
  const run = runOf([one]);
  expect(['s.1', 's.2', 's.3'].map((id) => stateOf(run, id) === 'down')).toEqual([
    false,
    true,
    false,
  ]);
  const all = runOf([{ at: 1_000, do: 'crash', node: 's' }]);
  expect(['s.1', 's.2', 's.3'].map((id) => stateOf(all, id))).toEqual(['down', 'down', 'down']);
  const { faults } = sceneAt(all.document, 2_000, kinds.specs);
  expect(Object.keys(faults)).toEqual(['s.1', 's.2', 's.3']);
  expect(all.skipped).toEqual([null]);
});

test('more replicas join by the ids they had; settings are those of the template', () => {
  const run = runOf([
    { at: 500, do: 'scale', node: 's', min: 1, max: 5 },
    { at: 1_000, do: 'scale', node: 's', min: 1, max: 2 },
    { at: 1_500, do: 'scale', node: 's', min: 1, max: 3 },
    { at: 2_000, do: 'set', node: 's', config: { slots: 9 } },
    { at: 2_100, do: 'set', node: 's.1', config: { slots: 1 } },
    { at: 2_200, do: 'remove', nodes: ['s.1'] },
  ]);
  const all = ['s.1', 's.2', 's.3', 's.4', 's.5'];
  expect(lanesTo(run)).toEqual(all);
  expect(all.map((id) => run.kernel.find(id)?.config.slots)).toEqual([9, 9, 9, 9, 9]);
  expect(all.map((id) => stateOf(run, id) === 'switched-off')).toEqual([
    ...[false, false, false],
    ...[true, true],
  ]);
  expect(run.skipped.slice(0, 4)).toEqual([null, null, null, null]);
  expect(run.skipped[4]).toMatch(/one of the replicas of Server/);
  expect(run.skipped[5]).toMatch(/one of the replicas of Server/);
});

test.each(['pool', 'zone', null])(
  'those that are too many finish what they hold and go off, and nothing is lost (%s)',
  (frame) => {
    const commands = [
      { at: 1_000, do: 'scale', node: 's', min: 1, max: 1 },
      { at: 2_000, do: 'scale', node: 's', min: 1, max: 2 },
    ];
    const made = document(commands);
    const on = { ...made, edges: made.edges.map((edge) => ({ ...edge })) };
    on.nodes = made.nodes.map((node): DocumentNode => {
      if (node.id === 'pool') return { ...node, kind: frame ?? 'pool' };
      if (node.id !== 's') return node;
      const { in: _in, ...rest } = node;
      const config = { service: { dist: 'constant', value: 150 }, slots: 20, bootTime: 300 };
      return { ...rest, config, ...(frame !== null && { in: 'pool' }) };
    });
    if (frame === null)
      on.edges = [...on.edges.slice(0, 1), { ...on.edges[1], id: 'e2', from: 'lb', to: 's' }];
    const run = new Run(on, kinds);
    const ids = ['s.1', 's.2', 's.3'];
    const states = () => ids.map((id) => stateOf(run, id));
    const enrolled = () => ids.map((id) => run.kernel.find(id)?.enrolled);
    run.runUntil(1_000_000);
    expect(enrolled()).toEqual([true, false, false]);
    expect(states().slice(1)).toEqual(['draining', 'draining']);
    run.runUntil(1_900_000);
    expect(states().slice(1)).toEqual(['switched-off', 'switched-off']);
    // What stands there is what stood there; what is written is what was asked for.
    const scene = sceneAt(on, 1_900, kinds.specs);
    expect(scene.nodes.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
    const template = written(scene).nodes.find(({ id }) => id === 's');
    expect(template?.replicas).toEqual({ min: 1, max: 1 });
    run.runUntil(2_200_000);
    expect([enrolled()[1], states()[1]]).toEqual([false, 'starting']);
    run.runUntil(3_000_000);
    expect(enrolled()).toEqual([true, true, false]);
    const { answered, sent } = messages(run);
    expect(answered).toBeGreaterThan(200);
    expect(messages(run)).toMatchObject({ failed: 0, dropped: 0 });
    expect(sent).toBeGreaterThan(answered);
  },
);

test('a part becomes a template while it runs, and its edges lead to its replicas', () => {
  const made = document([
    { at: 900, do: 'crash', node: 'a' },
    { at: 1_000, do: 'scale', node: 'a', min: 0, max: 2 },
  ]);
  made.nodes.push({ id: 'a', kind: 'server', at: [0, 300] });
  made.edges.push({ id: 'e3', from: 'lb', to: 'a', protocol: 'http' });
  const run = new Run(made, kinds);
  run.runUntil(2_000_000);
  const lanes = run.kernel.world.lanes.filter(({ edge, gone }) => edge === 'e3' && !gone);
  expect(lanes.map(({ id }) => id)).toEqual(['e3/a.1', 'e3/a.2']);
  expect(run.kernel.find('a')).toBeUndefined();
  expect(run.scene.faults).toEqual({});
});

test('a moment sought is as one lived through', () => {
  const commands = [
    { at: 500, do: 'scale', node: 's', min: 1, max: 5 },
    { at: 900, do: 'crash', node: 's.4' },
    { at: 1_000, do: 'scale', node: 's', min: 1, max: 2 },
  ];
  const straight = runOf(commands, 1_500);
  const sought = runOf(commands, 3_000);
  sought.seek(200_000);
  sought.seek(1_500_000);
  expect(sought.traceHash()).toBe(straight.traceHash());
  expect(sought.scene).toEqual(straight.scene);
});

test('an edge led from the template to its pool reaches the same replicas as one drawn there', () => {
  const linksOf = (run: Run) =>
    run.kernel.find('lb')?.links.map(({ id, frame }) => `${frame}/${id}`);
  const aside = document();
  const edges = aside.edges.map((edge) => (edge.id === 'e2' ? { ...edge, to: 's' } : edge));
  const run = new Run({ ...aside, edges }, kinds);
  run.runUntil(500_000);
  expect(linksOf(run)).toEqual(['s/s.1', 's/s.2', 's/s.3']);
  const led: DocumentCommand = { at: 500, do: 'reconnect', edge: 'e2', from: 'lb', to: 'pool' };
  const after = new Run({ ...aside, edges, commands: [led] }, kinds);
  after.runUntil(600_000);
  expect(linksOf(after)).toEqual(linksOf(runOf()));
});

test('a request that failed at a replica leads back to who crashed it, or its template', () => {
  const causeOf = (node: string) => {
    const run = runOf([{ at: 1_000, do: 'crash', node }], 1_500);
    const [row] = answerOf(requests(run)).failed;
    const causes = row === undefined ? [] : (answerOf(trace(run, row.message))?.causes ?? []);
    return causes.at(-1);
  };
  expect(causeOf('s.2')).toMatchObject({ what: 'command', command: 0, place: 's.2' });
  expect(causeOf('s')).toMatchObject({ what: 'command', command: 0 });
});

test('the log calls a replica by its name', () => {
  const named = document([{ at: 1_000, do: 'crash', node: 's.2' }]);
  named.nodes = named.nodes.map((node) => (node.id === 's' ? { ...node, name: 'app' } : node));
  const run = new Run(named, kinds);
  run.runUntil(1_500_000);
  const filter = { kinds: ['command' as const, 'state' as const], nodes: null, text: '' };
  const { rows } = answerOf(log(run, { filter, from: 0, count: 99 }));
  const said = rows.map(({ words }) => words);
  expect(said).toContain('Crash app 2');
  expect(said).toContainEqual(expect.stringMatching(/^app 2: .* → down$/));
  expect(said).toContainEqual(expect.stringMatching(/^app 2 at Load balancer: .* → unhealthy$/));
});

test('one too many stays out though it hangs, and though its frame becomes another', () => {
  const lower: DocumentCommand = { at: 1_000, do: 'scale', node: 's', min: 1, max: 1 };
  const hung = runOf([{ at: 900, do: 'hang', node: 's.2' }, lower], 1_100);
  expect(hung.kernel.find('s.2')?.enrolled).toBe(false);
  const moved = runOf([lower, { at: 2_000, do: 'place', nodes: ['s'], in: null }]);
  expect(['s.1', 's.2', 's.3'].map((id) => moved.kernel.find(id)?.enrolled)).toEqual([
    true,
    false,
    false,
  ]);
  expect(stateOf(moved, 's.2')).toBe('switched-off');
});
