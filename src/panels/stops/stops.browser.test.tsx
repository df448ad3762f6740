import { afterEach, beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import type { Condition } from '../../document/condition.ts';
import type { SceneDocument } from '../../document/types.ts';
import { depotSpec } from '../../kinds/shared/canary.test-support.ts';
import { specs } from '../../kinds/specs.ts';
import { openDocument, useDocument } from '../../store/document.ts';
import { connectSimulation } from '../../store/playback.ts';
import { useSelection } from '../../store/selection.ts';
import { FakeSimulation } from '../../store/simulation-test-support.ts';
import { provideSpecs } from '../../store/specs.ts';
import { useStatecharts } from '../../store/statecharts.ts';
import type { ChartSeries, Statechart } from '../../worker/protocol.ts';
import { StopNotice, StopWhen } from './stop-when.tsx';

const scene: SceneDocument = {
  version: 2,
  title: 'Two parts',
  seed: 1,
  nodes: [
    { id: 'c', kind: 'client', name: 'Visitors', at: [0, 0] },
    { id: 's', kind: 'server', name: 'Desk', at: [300, 0] },
  ],
  edges: [{ id: 'e', from: 'c', to: 's' }],
  commands: [],
};

const chart = {
  id: 'server',
  states: ['', 'up', 'up.idle', 'down'].map((path) => ({ path })),
  transitions: [],
} as unknown as Statechart;

let simulation = new FakeSimulation();

beforeEach(() => {
  simulation = new FakeSimulation();
  provideSpecs(specs);
  connectSimulation(simulation);
  const charts = { main: chart };
  useStatecharts.setState({
    byKind: new Map([
      ['server', charts],
      ['client', charts],
    ]),
  });
  openDocument(scene, { guest: true, paused: true });
});

// An open window that is torn out with its page would take the next one's first click.
afterEach(() => userEvent.keyboard('{Escape}'));

const conditions = (): readonly Condition[] => useDocument.getState().document.conditions ?? [];

async function open() {
  const screen = await render(
    <>
      <StopWhen />
      <StopNotice />
    </>,
  );
  await screen.getByRole('button', { name: /^Stop when/ }).click();
  await expect.element(screen.getByRole('dialog', { name: 'Stop the run when' })).toBeVisible();
  return screen;
}

test('a condition is added, changed and removed, one step for undo each', async () => {
  const screen = await open();
  await screen.getByRole('button', { name: 'Add', exact: true }).click();
  expect(conditions()).toEqual([
    { figure: 'response', percentile: 99, above: 500, within: 10_000 },
  ]);
  const says = 'p99 over the last 10 s is above 500 ms';
  await screen.getByRole('button', { name: `Change: ${says}` }).click();
  await screen.getByLabelText('Limit').fill('1s');
  await userEvent.keyboard('{Enter}');
  await screen.getByLabelText('Where').selectOptions('Desk');
  await screen.getByRole('button', { name: 'Save', exact: true }).click();
  expect(conditions()).toEqual([
    { figure: 'response', percentile: 99, above: 1000, within: 10_000, node: 's' },
  ]);
  await screen
    .getByRole('button', { name: /^Remove: p99 at Desk over the last 10 s is above 1 s/ })
    .click();
  expect(conditions()).toEqual([]);
  expect(useDocument.getState().past).toHaveLength(3);
  await expect.element(screen.getByRole('button', { name: 'Add a condition' })).toHaveFocus();
  await userEvent.keyboard('{Escape}');
  await expect.element(screen.getByRole('button', { name: /^Stop when/ })).toHaveFocus();
});

test('what cannot be read is explained at its field and not saved', async () => {
  const screen = await open();
  await screen.getByLabelText('Over the last').fill('2h');
  await userEvent.keyboard('{Enter}');
  await screen.getByRole('button', { name: 'Add', exact: true }).click();
  await expect.element(screen.getByText(/too large: enter 1 h or less/)).toBeVisible();
  await expect.element(screen.getByText('Correct the marked field first.')).toBeVisible();
  expect(conditions()).toEqual([]);
});

test('a state is chosen from those of the node’s statechart', async () => {
  const screen = await open();
  await screen.getByLabelText('When', { exact: true }).selectOptions('State');
  await screen.getByLabelText('Where').selectOptions('Desk');
  await screen.getByLabelText('Is', { exact: true }).selectOptions('up, idle');
  await screen.getByRole('button', { name: 'Add', exact: true }).click();
  expect(conditions()).toEqual([{ state: 'up.idle', node: 's' }]);
  await expect.element(screen.getByText('Desk is up, idle')).toBeVisible();
});

test('checks are combined, in groups and for a time; what is removed takes its mistake along', async () => {
  const screen = await open();
  await screen.getByRole('button', { name: 'Combine with another' }).click();
  const first = screen.getByRole('group', { name: 'Part 1', exact: true });
  await first.getByLabelText('When', { exact: true }).selectOptions('State');
  await first.getByLabelText('Where').selectOptions('Desk');
  await first.getByLabelText('Is', { exact: true }).selectOptions('up');
  await first.getByLabelText('Holds while').selectOptions('It is not so');
  await first.getByLabelText('For at least').fill('2s');
  const second = screen.getByRole('group', { name: 'Part 2', exact: true });
  await second.getByLabelText('Over the last').fill('2h');
  await userEvent.keyboard('{Enter}');
  await screen.getByRole('button', { name: 'Add a group' }).click();
  await screen.getByRole('button', { name: 'Remove part 2', exact: true }).click();
  await expect.element(screen.getByRole('button', { name: 'Add a part' }).last()).toHaveFocus();
  const left = screen.getByRole('group', { name: 'Part 2.1', exact: true });
  await left.getByLabelText('When', { exact: true }).selectOptions('Queue');
  await left.getByLabelText('Compare').selectOptions('Below');
  await left.getByLabelText('Limit').fill('3');
  const right = screen.getByRole('group', { name: 'Part 2.2', exact: true });
  await right.getByLabelText('When', { exact: true }).selectOptions('Something is done');
  await right.getByLabelText('On').selectOptions('Desk');
  await userEvent.keyboard('{Tab}');
  await screen.getByRole('button', { name: 'Add', exact: true }).click();
  expect(conditions()).toEqual([
    {
      all: [
        { not: { state: 'up', node: 's' }, for: 2_000 },
        {
          any: [
            { figure: 'queue', node: 'c', below: 3 },
            { verb: 'crash', node: 's' },
          ],
        },
      ],
    },
  ]);
  const says =
    'not (Desk is up) for 2 s, and (fewer than 3 wait at Visitors, or “Crash” is done to Desk)';
  await expect.element(screen.getByText(says)).toBeVisible();
});

test('a figure of a kind’s own is chosen among those of the parts that keep some', async () => {
  const screen = await open();
  await screen.getByLabelText('When', { exact: true }).selectOptions('A figure of a part');
  await expect.element(screen.getByLabelText('Figure')).toHaveValue('requests');
  await screen.getByLabelText('Of', { exact: true }).selectOptions('Desk');
  await screen.getByRole('button', { name: 'Add', exact: true }).click();
  expect(conditions()).toEqual([
    { series: 'requests', node: 'c', key: 's', above: 1, within: 10_000 },
  ]);
  const says = '“Requests”, Desk, at Visitors over the last 10 s is above 1/s';
  await expect.element(screen.getByText(says)).toBeVisible();
});

test('a line of a figure is named, of those seen so far or any other; nameless it is all of them', async () => {
  provideSpecs({ ...specs, depot: depotSpec });
  const store = { id: 'd', kind: 'depot', name: 'Store', at: [0, 0] as [number, number] };
  const chart = { is: 'counter', unit: 'parcels', by: 'crate', areNodes: false } as const;
  const named = { ...chart, label: 'Parcels', other: null };
  const seen: ChartSeries['own'] = [
    {
      ...named,
      id: 'd parcels',
      node: 'd',
      lines: [
        ['crate 1', [3]],
        ['箱 2', [1]],
      ],
    },
    { ...named, id: 'other parcels', node: 'other', lines: [['not here', [3]]] },
  ];
  simulation.answers.series = { own: seen } as Partial<ChartSeries> as ChartSeries;
  openDocument({ ...scene, nodes: [store] }, { guest: true, paused: true });
  const screen = await open();
  await screen.getByLabelText('When', { exact: true }).selectOptions('A figure of a part');
  expect(simulation.queries.at(-1)).toMatchObject({ ask: 'series', nodes: ['d'], from: 0 });
  const crate = screen.getByLabelText('Crate', { exact: true });
  const offered = () => {
    const { list } = crate.element() as HTMLInputElement;
    return Array.from(list?.options ?? [], ({ value }) => value);
  };
  await expect.poll(offered).toEqual(['crate 1', '箱 2']);
  await crate.fill('ящик 3');
  await userEvent.keyboard('{Enter}');
  await screen.getByRole('button', { name: 'Add', exact: true }).click();
  const whole = { series: 'parcels', node: 'd', above: 1, within: 10_000 };
  expect(conditions()).toEqual([{ ...whole, key: 'ящик 3' }]);
  await screen.getByRole('button', { name: /^Change: / }).click();
  await screen.getByLabelText('Crate', { exact: true }).fill('');
  await screen.getByRole('button', { name: 'Save', exact: true }).click();
  expect(conditions()).toEqual([whole]);
});

test('tags and deeds that only one kind knows are chosen by name', async () => {
  provideSpecs({ ...specs, depot: depotSpec });
  const store = { id: 'd', kind: 'depot', name: 'Store', at: [0, 0] as [number, number] };
  openDocument({ ...scene, nodes: [store] }, { guest: true, paused: true });
  const screen = await open();
  const when = screen.getByLabelText('When', { exact: true });
  await when.selectOptions('Number of parts');
  await screen.getByLabelText('That are').selectOptions('Restocking');
  await when.selectOptions('Something is done');
  await screen.getByLabelText('Deed').selectOptions('Stock');
  await screen.getByRole('button', { name: 'Add', exact: true }).click();
  expect(conditions()).toEqual([{ verb: 'stock' }]);
});

test('what has no fields is shown in words and kept', async () => {
  const deep: Condition = { any: [{ not: { all: [{ error: true }] } }, { error: true }] };
  openDocument({ ...scene, conditions: [deep] }, { guest: true, paused: true });
  const screen = await open();
  await screen.getByRole('button', { name: /^Change: / }).click();
  await expect.element(screen.getByText('not (a request fails)', { exact: true })).toBeVisible();
  await screen.getByLabelText('Must hold').selectOptions('All of these');
  await screen.getByRole('button', { name: 'Save', exact: true }).click();
  expect(conditions()).toEqual([{ all: [{ not: { all: [{ error: true }] } }, { error: true }] }]);
});

test('while changed conditions take long to be judged, it is said', async () => {
  const screen = await render(<StopNotice />);
  await expect.element(screen.getByRole('status')).toHaveTextContent('');
  simulation.reach(2e6, [], undefined, { judging: true });
  await expect
    .element(screen.getByRole('status'))
    .toHaveTextContent('Checking the run so far for the changed conditions.');
  simulation.reach(2e6);
  await expect.element(screen.getByRole('status')).toHaveTextContent('');
});

test('a run that stopped says why, and leads to where', async () => {
  openDocument(
    { ...scene, conditions: [{ figure: 'queue', node: 's', above: 5 }] },
    { guest: true, paused: true },
  );
  const screen = await render(<StopNotice />);
  const stopped = { condition: 0, at: 2e6, words: '6 waiting at Desk, more than 5' };
  simulation.reach(2e6, [], undefined, { stopped, playing: false });
  await expect
    .element(screen.getByRole('status'))
    .toHaveTextContent('Stopped: 6 waiting at Desk, more than 5.');
  await screen.getByRole('button', { name: 'Show Desk' }).click();
  expect(useSelection.getState().ids).toEqual(['s']);
});

test('the keyboard goes on where a form opens and closes', async () => {
  const screen = await open();
  const at = (name: string) => expect.element(screen.getByLabelText(name, { exact: true }));
  const enter = () => userEvent.keyboard('{Enter}');
  await at('When').toHaveFocus();
  (screen.getByRole('button', { name: 'Combine with another' }).element() as HTMLElement).focus();
  await enter();
  const second = screen.getByRole('group', { name: 'Part 2', exact: true });
  await expect.element(second.getByLabelText('When', { exact: true })).toHaveFocus();
  (screen.getByRole('button', { name: 'Add', exact: true }).element() as HTMLElement).focus();
  await enter();
  const adder = screen.getByRole('button', { name: 'Add a condition' });
  await expect.element(adder).toHaveFocus();
  await enter();
  await at('When').toHaveFocus();
  (screen.getByRole('button', { name: 'Cancel' }).element() as HTMLElement).focus();
  await enter();
  await expect.element(adder).toHaveFocus();
  const change = screen.getByRole('button', { name: /^Change: / });
  for (const leave of ['Cancel', 'Save']) {
    (change.element() as HTMLElement).focus();
    await enter();
    await at('Must hold').toHaveFocus();
    (screen.getByRole('button', { name: leave }).element() as HTMLElement).focus();
    await enter();
    await expect.element(change).toHaveFocus();
  }
});

test.each<[Condition, Readonly<Record<string, string>>]>([
  [{ state: 'flying', node: 's' }, { Is: 'flying' }],
  [{ count: 'parts', kind: 'zebra', above: 0 }, { Kind: 'zebra' }],
  [{ figure: 'queue', node: 's2', above: 3 }, { Where: 'Second desk' }],
  [{ verb: 'crash', node: 's2' }, { On: 'Second desk' }],
  [{ path: { from: 'c', to: 's2' } }, { To: 'Second desk' }],
  [{ verb: 'brew', node: 't' }, { Deed: 'brew' }],
  [
    { series: 'cups', node: 't', key: 'green', above: 1 },
    { Where: 'Tea', Figure: 'cups', Line: 'green' },
  ],
])('what is held is shown, also where no list offers it: %j', async (condition, fields) => {
  const later = { id: 's2', kind: 'server', name: 'Second desk', at: [0, 0] };
  const tea = { id: 't', kind: 'teapot', name: 'Tea', at: [0, 0] as [number, number] };
  const document: SceneDocument = {
    ...scene,
    nodes: [...scene.nodes, tea],
    commands: [{ at: 5_000, do: 'add', nodes: [later] }],
    conditions: [condition],
  };
  openDocument(document, { guest: true, paused: true });
  const screen = await open();
  await screen.getByRole('button', { name: /^Change: / }).click();
  for (const [label, shown] of Object.entries(fields)) {
    const field = screen.getByLabelText(label, { exact: true });
    await expect.element(field).toHaveDisplayValue(shown);
  }
  await screen.getByRole('button', { name: 'Save', exact: true }).click();
  expect(conditions()).toEqual([condition]);
});

test('a deed is chosen by what it is called, and is done to parts that it can be done to', async () => {
  const screen = await open();
  await screen.getByLabelText('When', { exact: true }).selectOptions('Something is done');
  const offered = () =>
    Array.from(
      (screen.getByLabelText('On', { exact: true }).element() as HTMLSelectElement).options,
      ({ label }) => label,
    );
  await screen.getByLabelText('Deed').selectOptions('Slow');
  expect(offered()).toEqual(['Any part', 'Desk']);
  await screen.getByLabelText('On', { exact: true }).selectOptions('Desk');
  await screen.getByLabelText('Deed').selectOptions('Change settings of an edge');
  expect(offered()).toEqual(['Any part', 'Visitors → Desk']);
  await screen.getByRole('button', { name: 'Add', exact: true }).click();
  expect(conditions()).toEqual([{ verb: 'set-edge' }]);
  const says = '“Change settings of an edge” is done';
  await expect.element(screen.getByText(says, { exact: true })).toBeVisible();
});

test('of a figure, only what its part can keep is offered', async () => {
  const at = [0, 0] as [number, number];
  const nodes = [
    { id: 'p', kind: 'database', name: 'Primary', at },
    { id: 'r', kind: 'database', name: 'Copy', at, config: { role: 'replica' } },
  ];
  openDocument({ ...scene, nodes, edges: [] }, { guest: true, paused: true });
  const screen = await open();
  await screen.getByLabelText('When', { exact: true }).selectOptions('A figure of a part');
  const offered = (label: string) =>
    Array.from(
      (screen.getByLabelText(label, { exact: true }).element() as HTMLSelectElement).options,
      (option) => option.label,
    );
  expect(offered('Figure')).toEqual(['Changes sent', 'Changes unsent']);
  expect(offered('Of')).toEqual(['All together', 'Copy']);
  await screen.getByLabelText('Where').selectOptions('Copy');
  expect(offered('Figure')).toEqual(['Changes to apply']);
});
