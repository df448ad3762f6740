import { beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import type { SceneDocument } from '../../document/types.ts';
import { specs } from '../../kinds/specs.ts';
import { openDocument, useDocument } from '../../store/document.ts';
import { connectSimulation } from '../../store/playback.ts';
import { select } from '../../store/selection.ts';
import { FakeSimulation } from '../../store/simulation-test-support.ts';
import { provideSpecs } from '../../store/specs.ts';
import { Inspector } from '../inspector.tsx';

const scene: SceneDocument = {
  version: 2,
  title: 'Two parts',
  seed: 1,
  nodes: [
    { id: 'c', kind: 'client', name: 'Visitors', at: [0, 0] },
    { id: 's', kind: 'server', name: 'Desk', at: [300, 0] },
    { id: 'x', kind: 'teapot', at: [600, 0] },
  ],
  edges: [{ id: 'e', from: 'c', to: 's' }],
  commands: [],
};

let simulation = new FakeSimulation();

beforeEach(() => {
  simulation = new FakeSimulation();
  provideSpecs(specs);
  connectSimulation(simulation);
  openDocument(scene, { guest: true, paused: true });
  select([]);
});

function now(): SceneDocument {
  return useDocument.getState().document;
}

test('nothing is shown while nothing is selected', async () => {
  const screen = await render(<Inspector />);
  expect(screen.container.textContent).toBe('');
});

test('only what is shown is asked for', async () => {
  select(['s']);
  const screen = await render(<Inspector />);
  const asked = () => new Set(simulation.queries.map(({ ask }) => ask));
  await expect.poll(asked).toEqual(new Set(['figures']));
  let at = 0;
  // What is asked as a tab opens, and what again as the run moves on.
  for (const [tab, once, again] of [
    ['Settings', [], []],
    ['States', ['statecharts', 'states'], ['states']],
    ['Help', [], []],
  ] as const) {
    await screen.getByRole('tab', { name: tab }).click();
    await expect.element(screen.getByRole('tabpanel', { name: tab })).toBeVisible();
    for (const ask of once) await expect.poll(asked).toContain(ask);
    simulation.queries.length = 0;
    at += 1_000;
    simulation.reach(at);
    await expect.poll(asked).toEqual(new Set(again));
  }
  await screen.getByRole('tab', { name: 'Now' }).click();
});

test('a selected node is asked about, and let go again', async () => {
  const screen = await render(<Inspector />);
  select(['s']);
  await expect.element(screen.getByRole('textbox', { name: 'Name' })).toHaveValue('Desk');
  await expect.poll(() => simulation.queries).toContainEqual({ ask: 'figures', node: 's' });
  select([]);
  await expect.poll(() => screen.container.textContent).toBe('');
  const asked = simulation.queries.length;
  simulation.reach(1_000);
  expect(simulation.queries).toHaveLength(asked);
});

test('each fault is one command at the moment shown, and its end is offered', async () => {
  select(['s']);
  const screen = await render(<Inspector />);
  simulation.reach(250_000);
  await screen.getByRole('button', { name: 'Slow ×4' }).click();
  expect(now().commands).toEqual([{ at: 250, do: 'slow', node: 's', factor: 4 }]);
  await screen.getByRole('button', { name: 'Normal speed' }).click();
  await screen.getByRole('button', { name: 'Hang' }).click();
  await screen.getByRole('button', { name: 'Resume' }).click();
  await screen.getByRole('button', { name: 'Crash' }).click();
  expect(now().commands.map((command) => command.do)).toContain('crash');
});

test('what is in force is said with the moment it began, and ended there', async () => {
  select(['s']);
  const screen = await render(<Inspector />);
  simulation.reach(12_400_000);
  await screen.getByRole('button', { name: 'Slow ×4' }).click();
  await expect
    .element(screen.getByRole('button', { name: 'Slow ×4' }))
    .toHaveAttribute('aria-pressed', 'true');
  const active = screen.getByRole('list', { name: 'In force' });
  await expect.element(active).toHaveTextContent('Slow ×4 since 0:12.4');
  await active.getByRole('button', { name: 'Normal speed' }).click();
  await expect.element(active).not.toBeInTheDocument();
});

test('a fault is scheduled with a value of its own', async () => {
  select(['s']);
  const screen = await render(<Inspector />);
  await screen.getByRole('button', { name: 'Choose…' }).click();
  const form = screen.getByRole('dialog', { name: 'A fault for Desk' });
  await form.getByLabelText('What').selectOptions('slow');
  await form.getByLabelText('How many times').fill('-3');
  await userEvent.keyboard('{Enter}');
  await form.getByRole('button', { name: 'Do it' }).click();
  expect(now().commands).toEqual([]);
  await expect.element(form.getByText('Correct the marked field first.')).toBeVisible();
  await form.getByLabelText('How many times').fill('8');
  await form.getByLabelText('When').selectOptions('later');
  await form.getByLabelText('At', { exact: true }).fill('0:12');
  await form.getByRole('button', { name: 'Schedule it' }).click();
  expect(now().commands).toEqual([{ at: 12_000, do: 'slow', node: 's', factor: 8 }]);
  await expect.element(form).not.toBeInTheDocument();
  await expect.element(screen.getByRole('button', { name: 'Choose…' })).toHaveFocus();
});

test('a part is renamed in place; an empty name is the kind’s own', async () => {
  select(['s']);
  const screen = await render(<Inspector />);
  const name = screen.getByRole('textbox', { name: 'Name' });
  await name.fill('Till');
  await userEvent.keyboard('{Enter}');
  expect(now().nodes[1]?.name).toBe('Till');
  await name.fill('');
  await userEvent.keyboard('{Enter}');
  expect(now().nodes[1]?.name).toBeUndefined();
  await expect.element(name).toHaveValue(specs.server!.title);
});

test('a setting changed at the start is saved with the node, without its defaults', async () => {
  select(['s']);
  const screen = await render(<Inspector />);
  await screen.getByRole('tab', { name: 'Settings' }).click();
  await screen.getByLabelText('Slots').fill('9');
  await userEvent.keyboard('{Enter}');
  expect(now().nodes[1]?.config).toEqual({ slots: 9 });
  expect(now().commands).toEqual([]);
});

test('a connection is cut and healed, each way', async () => {
  select(['e']);
  const screen = await render(<Inspector />);
  await expect.element(screen.getByRole('heading', { name: 'Visitors → Desk' })).toBeVisible();
  await screen.getByRole('button', { name: 'Cut requests' }).click();
  await expect.element(screen.getByText('Requests are cut', { exact: true })).toBeVisible();
  await screen.getByRole('button', { name: 'Heal' }).click();
  await expect.element(screen.getByText('No fault in force.')).toBeVisible();
});

test('what is cut of a replication is its changes, and no answers are offered', async () => {
  const copy = (id: string, role: string) => ({
    id,
    kind: 'database',
    at: [0, 0] as [number, number],
    config: { role },
  });
  const [primary, replica] = [copy('p', 'primary'), copy('r', 'replica')];
  const edges = [{ id: 'e', from: 'p', to: 'r', protocol: 'replication' }];
  const commands = [{ at: 0, do: 'cut', edge: 'e', way: 'forward' }];
  const nodes = [primary, replica];
  openDocument({ ...scene, nodes, edges, commands }, { guest: true, paused: true });
  select(['e']);
  const screen = await render(<Inspector />);
  await expect.element(screen.getByText('Changes are cut', { exact: true })).toBeVisible();
  await expect.element(screen.getByRole('button', { name: 'Cut', exact: true })).toBeVisible();
  expect(screen.getByRole('button', { name: 'Cut responses' }).query()).toBeNull();
  await screen.getByRole('button', { name: 'Choose…' }).click();
  const ways = screen.getByLabelText('Direction').element() as HTMLSelectElement;
  const offered = Array.from(ways.options, ({ label }) => label);
  expect(offered).toEqual(['Both ways', 'Changes', 'Acknowledgements']);
});

test('a part of an unknown kind is said to be one, and nothing breaks', async () => {
  select(['x']);
  const screen = await render(<Inspector />);
  await expect.element(screen.getByText(/does not know this kind of part/)).toBeVisible();
  expect(screen.getByRole('tab').query()).toBeNull();
});

test('several parts are removed in one step', async () => {
  select(['s', 'x']);
  const screen = await render(<Inspector />);
  await screen.getByRole('button', { name: 'Remove all 2' }).click();
  expect(now().nodes.map((node) => node.id)).toEqual(['c']);
  expect(useDocument.getState().past).toHaveLength(1);
});
