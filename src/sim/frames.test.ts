/** What frames do: their members, who takes part, what links them inside. */
import { expect, test } from 'vitest';
import { setup } from 'xstate';
import type { SeriesTable } from '../lib/series.ts';
import { testModels } from './kernel.test-support.ts';
import { Kernel } from './kernel.ts';
import type { MachineModelOf, SimEvent } from './machine.ts';
import type { FrameModel, Model } from './model.ts';
import type { Sim } from './sim.ts';
import { within } from './stepper.ts';
import { add, enrol } from './topology.ts';
import { enclose, remove, setEdgeFault, setInner } from './topology-changes.ts';
import { CUT, type EdgeSetup, type NodeRecord, type NodeSetup } from './world.ts';

const frameMachine = setup({ actions: { hear: () => {} } }).createMachine({
  id: 'frame',
  initial: 'up',
  states: { up: { on: { '*': { actions: 'hear' } } } },
});

interface Heard {
  events: string[];
}

const main: MachineModelOf<typeof frameMachine, Heard, SimEvent, Sim> = {
  machine: frameMachine,
  actions: { hear: (context, event) => context.events.push(event.type) },
  guards: {},
  delays: {},
};

/** A frame, and a plain node of the same machine where it is none. */
function modelOf(kind: string, frame?: FrameModel): Model<Heard, object, null> {
  return {
    kind,
    machines: { main },
    main: () => 'main',
    ...(frame && { frame }),
    context: () => ({ events: [] }),
    configure: () => {},
    connectTo: (context, links) => {
      context.events.push(links.map(({ id, enrolled }) => (enrolled ? id : `(${id})`)).join(' '));
    },
    observe: () => null,
    held: () => [],
  };
}

const models = {
  ...testModels,
  box: modelOf('box'),
  pool: modelOf('pool', { end: 'members' }),
  desk: modelOf('desk', { end: 'itself' }),
  kept: {
    ...modelOf('kept'),
    series: {
      level: { is: 'gauge', label: 'Level', unit: 'levels' },
      times: { is: 'counter', label: 'Times', unit: 'times' },
    } as const satisfies SeriesTable,
  },
  zone: modelOf('zone', { end: 'members', isTransparent: true }),
};

function node(id: string, kind: string, frame: string | null = null): NodeSetup {
  return { id, kind, name: id, config: {}, frame };
}

function edge(from: string, to: string, inner?: true): EdgeSetup {
  return {
    id: inner ? `${from}~${to}` : `${from}-${to}`,
    from,
    to,
    latency: { dist: 'constant', value: 1 },
    loss: 0,
    carried: { protocol: null, class: null, port: null, settings: {} },
    ...(inner && { inner }),
  };
}

function table(nodes: readonly NodeSetup[], edges: readonly EdgeSetup[] = []) {
  const kernel = new Kernel({ seed: 1, models, observe: false, hash: false });
  add(kernel, nodes, edges);
  const find = (id: string) => kernel.find(id) as NodeRecord;
  return {
    kernel,
    find,
    members: (id: string) => find(id).members.map((member) => member.id),
    heard: (id: string) => (find(id).main.instance.context as Heard).events,
    act: (id: string, what: (sim: Sim) => void) => within(kernel, find(id).main, what),
  };
}

test('an edge to a frame ends at its members, through zones, or at itself', () => {
  const parts = [
    node('web', 'box'),
    node('pool', 'pool'),
    node('zone', 'zone', 'pool'),
    node('a', 'box', 'pool'),
    node('b', 'box', 'zone'),
    node('desk', 'desk'),
    node('c', 'box', 'desk'),
  ];
  const { kernel } = table(parts, [edge('web', 'pool'), edge('web', 'desk')]);
  expect(kernel.world.lanes.map(({ id }) => id)).toEqual(['web-pool/b', 'web-pool/a', 'web-desk']);
});

test('members and frames know each other, zones are seen through, and changes are told', () => {
  const { kernel, find, members, heard } = table([
    node('pool', 'pool'),
    node('zone', 'zone', 'pool'),
    node('a', 'box', 'pool'),
    node('b', 'box', 'zone'),
    node('deep', 'desk', 'zone'),
    node('c', 'box', 'deep'),
  ]);
  expect(members('pool')).toEqual(['a', 'b', 'deep']);
  expect(members('deep')).toEqual(['c']);
  // A zone is about all that stands in it.
  expect(members('zone')).toEqual(['b', 'deep', 'c']);
  expect(['a', 'b', 'c', 'zone'].map((id) => find(id).within)).toEqual(
    ['pool', 'pool', 'deep', 'pool'].map((id) => find(id).index),
  );
  enclose(kernel, ['b'], null);
  expect(members('pool')).toEqual(['a', 'deep']);
  expect(heard('pool')).toEqual(['', 'members']);
  expect(heard('deep')).toEqual(['']);
  remove(kernel, ['pool'], []);
  expect(find('a').within).toBeNull();
});

test('who steps out of what its frame offers keeps its lanes, and callers see it', () => {
  const parts = [node('web', 'box'), node('pool', 'pool'), node('a', 'box', 'pool')];
  const { kernel, find, heard, act } = table(
    [...parts, node('b', 'box', 'pool')],
    [edge('web', 'pool')],
  );
  enrol(kernel, find('a'), false);
  expect(heard('web')).toEqual(['a b', '(a) b', 'topology']);
  expect(kernel.world.lanes.filter(({ gone }) => !gone).length).toBe(2);
  act('pool', (sim) => sim.enrol(find('b').index, false));
  act('a', (sim) => sim.enrol(sim.self, true));
  expect(heard('web').slice(3)).toEqual(['(a) (b)', 'topology', 'a (b)', 'topology']);
  act('pool', (sim) => sim.tellMember(find('a').index, { type: 'power' }));
  expect(heard('a')).toContain('power');
  expect(() => act('a', (sim) => sim.enrol(find('b').index, true))).toThrow('no member of "a"');
  expect(() => act('pool', (sim) => sim.tellMember(find('web').index, { type: 'x' }))).toThrow();
});

test('who changes its frame hears of it and takes part in what the new one offers', () => {
  const { kernel, find, members, heard } = table([
    node('pool', 'pool'),
    node('zone', 'zone', 'pool'),
    node('desk', 'desk'),
    node('a', 'box', 'pool'),
  ]);
  enrol(kernel, find('a'), false);
  enclose(kernel, ['a'], 'zone');
  expect(heard('a')).toEqual(['']);
  expect(find('a').enrolled).toBe(false);
  enclose(kernel, ['a'], 'desk');
  expect(find('desk').members).toMatchObject([{ id: 'a', enrolled: true }]);
  remove(kernel, ['desk'], []);
  expect(heard('a')).toEqual(['', 'frame', 'frame']);
  expect(members('pool')).toEqual([]);
});

test('a frame reads the figures that its members keep', () => {
  const { kernel, find, act } = table([node('pool', 'pool'), node('a', 'kept', 'pool')]);
  const { index } = find('a');
  const figures: (number | null)[] = [];
  const read = (series: string, micros: number) =>
    act('pool', (sim) => figures.push(sim.figureOf(index, series, micros)));
  read('level', 0);
  act('a', (sim) => {
    sim.gauge(0, 4);
    sim.count(1, 3);
  });
  kernel.run(1_000_000, 100);
  act('a', (sim) => sim.gauge(0, 2));
  kernel.run(2_000_000, 100);
  for (const micros of [0, 500_000, 2_000_000]) read('level', micros);
  read('times', 2_000_000);
  read('toString', 0);
  expect(figures).toEqual([null, 2, 2, 3, 1.5, null]);
  expect(() => act('a', (sim) => sim.figureOf(index, 'level', 0))).toThrow('no member of "a"');
});

test('inner links are links of another list, and are cut like any edge', () => {
  const parts = [node('pool', 'pool'), node('a', 'box', 'pool'), node('b', 'box', 'pool')];
  const { kernel, find, heard } = table(parts);
  setInner(kernel, [edge('a', 'b', true), edge('b', 'a', true)]);
  expect(find('a').links).toEqual([]);
  expect(find('a').inner.map(({ id, edge: along }) => [id, along])).toEqual([['b', 'a~b']]);
  // Its edges are as they were: only that something changed is told.
  expect(heard('a')).toEqual(['', 'topology']);
  setInner(kernel, [edge('a', 'b', true), edge('b', 'a', true)]);
  expect(heard('a')).toEqual(['', 'topology']);
  setEdgeFault(kernel, 'a~b', 'shut', CUT.both);
  expect(kernel.world.lanes.map(({ imposed }) => imposed.shut)).toEqual([CUT.both, CUT.none]);
  setInner(kernel, [edge('b', 'a', true)]);
  expect(find('a').inner).toEqual([]);
  expect(kernel.world.lanes.map(({ gone }) => gone)).toEqual([true, false]);
});

test('an edge that is cut stays cut for a member that joins its frame later', () => {
  const { kernel } = table(
    [node('a', 'box'), node('pool', 'pool'), node('b', 'box', 'pool')],
    [edge('a', 'pool')],
  );
  setEdgeFault(kernel, 'a-pool', 'shut', CUT.both);
  add(kernel, [node('c', 'box', 'pool')], []);
  expect(kernel.world.lanes.map((lane) => [lane.id, lane.imposed.shut])).toEqual([
    ['a-pool/b', CUT.both],
    ['a-pool/c', CUT.both],
  ]);
});

test('who leaves a frame has left what it stepped out of, and tells it nothing more', () => {
  const parts = [node('pool', 'pool'), node('zone', 'zone', 'pool'), node('a', 'box', 'zone')];
  const { kernel, find, heard, act } = table(parts);
  const say = (type: string) => act('a', (sim) => sim.tellFrame({ type }));
  say('first');
  act('pool', (sim) => sim.enrol(find('a').index, false));
  enclose(kernel, ['a'], 'pool');
  expect(find('a').enrolled).toBe(false);
  enclose(kernel, ['a'], null);
  expect(find('a').enrolled).toBe(true);
  say('second');
  expect(heard('pool')).toContain('first');
  expect(heard('pool')).not.toContain('second');
});

test('whoever is connected to a member itself reaches it whether it takes part or not', () => {
  const parts = [node('web', 'box'), node('pool', 'pool'), node('a', 'box', 'pool')];
  const { kernel, find, heard } = table(parts, [edge('web', 'pool'), edge('web', 'a')]);
  enrol(kernel, find('a'), false);
  expect(heard('web')).toContain('(a) a');
});
