/** A panel of a kind that no list names: what it is given suffices for all it shows and does. */
import { beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import type { DocumentNode, Question, SceneDocument } from '../../document/types.ts';
import type { PanelProps } from '../../kinds/panel-props.ts';
import { depotSpec } from '../../kinds/shared/canary.test-support.ts';
import { NotFetched } from '../../lib/fetched.ts';
import { openDocument, undo, useDocument } from '../../store/document.ts';
import { connectSimulation } from '../../store/playback.ts';
import { useScene } from '../../store/scene.ts';
import { FakeSimulation } from '../../store/simulation-test-support.ts';
import { provideSpecs } from '../../store/specs.ts';
import { Place } from '../../ui/place.tsx';
import { PanelHost } from './own-panel.tsx';

const depot: DocumentNode = { id: 'dp1', kind: 'depot', at: [0, 0], config: { crates: 3 } };
const scene: SceneDocument = {
  version: 2,
  title: 'Depot',
  seed: 1,
  nodes: [depot],
  edges: [],
  commands: [],
};

type Props = PanelProps<{ crates: number }, { shaken: number }, { crates: readonly number[] }>;

function DepotPanel({ config, observation, ask, set, act, history }: Props) {
  const crates = ask({ about: 'crates', least: 2 });
  const past = history();
  return (
    <div>
      <p>
        {config.crates} crates, shaken {observation.shaken} times, seen {crates?.join(' and ')}
      </p>
      <p>came from {past?.transitions.map(({ from }) => from)}</p>
      <button type="button" onClick={(event) => write(event, set({ crates: 7 }))}>
        Seven
      </button>
      <button type="button" onClick={(event) => write(event, set({ crates: 700 }))}>
        Too many
      </button>
      <button type="button" onClick={(event) => write(event, act('stock', { more: 2 }))}>
        Stock
      </button>
      <button type="button" onClick={(event) => write(event, act('crash'))}>
        Crash
      </button>
    </div>
  );
}

function write({ currentTarget }: { currentTarget: HTMLElement }, why: string | null): void {
  currentTarget.title = why ?? 'done';
}

function Shown() {
  const node = useScene((shown) => shown.nodes[0]);
  return node === undefined ? null : <PanelHost Panel={DepotPanel} node={node} spec={depotSpec} />;
}

let simulation: FakeSimulation;
const now = () => useDocument.getState().document;

beforeEach(() => {
  simulation = new FakeSimulation();
  simulation.answers.observation = { shaken: 5 };
  simulation.answers.kind = ({ question }: { question: Question }) => [question.least, 3];
  provideSpecs({ depot: depotSpec });
  connectSimulation(simulation);
  openDocument(scene, { guest: true, paused: true });
});

test('sees its node, and asks what it needs again as the run moves on', async () => {
  const screen = await render(<Shown />);
  await expect.element(screen.getByText('3 crates, shaken 5 times, seen 2 and 3')).toBeVisible();
  simulation.answers.kind = () => [2, 3, 4];
  simulation.reach(1_000);
  await expect.element(screen.getByText('seen 2 and 3 and 4')).toBeVisible();
  simulation.answers.kind = () => [5];
  simulation.reach(1_000, [], undefined, { trace: { events: 1, hash: 'a' } });
  await expect.element(screen.getByText('seen 5')).toBeVisible();
  const asked = simulation.queries.filter(({ ask }) => ask === 'kind');
  expect(asked[0]).toEqual({
    ask: 'kind',
    node: 'dp1',
    question: { about: 'crates', least: 2 },
  });
});

test('knows what its node has gone through', async () => {
  const change = { at: 1, machine: 'depot', key: '', from: 'shut', to: 'open', event: 'restart' };
  const spans = { throughputPerSecond: null, utilization: null, meanInSystem: null };
  const none = { mean: null, p50: null, p95: null, p99: null };
  const recent = { ...spans, responseMs: none, waitingMs: none };
  simulation.answers.states = {
    machine: 'depot',
    state: 'open',
    children: [],
    transitions: [change],
  };
  simulation.answers.figures = {
    id: 'dp1',
    recent,
    total: { ...recent, dropped: {} },
    series: { bucketMicros: 1, from: 0, throughput: [], inSystem: [], responseMs: [] },
  };
  const screen = await render(<Shown />);
  await expect.element(screen.getByText('came from shut')).toBeVisible();
});

test('changes settings in one step of undo, and is told in words why not', async () => {
  const screen = await render(<Shown />);
  const bad = screen.getByRole('button', { name: 'Too many' });
  await bad.click();
  await expect.element(bad).toHaveAttribute('title', expect.stringContaining('at most 100'));
  expect(now().nodes[0]).toEqual(depot);
  await screen.getByRole('button', { name: 'Seven' }).click();
  await expect.element(screen.getByText('7 crates')).toBeVisible();
  undo();
  expect(now().nodes[0]).toEqual(depot);
});

test('does deeds of its own and general ones', async () => {
  const screen = await render(<Shown />);
  simulation.reach(250_000);
  const stock = screen.getByRole('button', { name: 'Stock' });
  await stock.click();
  await expect.element(stock).toHaveAttribute('title', 'done');
  await screen.getByRole('button', { name: 'Crash' }).click();
  expect(now().commands).toEqual([
    { at: 250, do: 'act', node: 'dp1', act: 'stock', args: { more: 2 } },
    { at: 250, do: 'crash', node: 'dp1' },
  ]);
});

test('what could not be answered is said where it would stand, and asked again', async () => {
  const line = { isDown: true };
  simulation.answers.observation = () => {
    if (line.isDown) throw new NotFetched([]);
    return { shaken: 6 };
  };
  const screen = await render(
    <Place>
      <Shown />
    </Place>,
  );
  await expect.element(screen.getByRole('alert')).toHaveTextContent('could not be loaded');
  const asked = () => simulation.queries.length;
  const before = asked();
  vi.useFakeTimers();
  simulation.reach(1_000);
  simulation.reach(2_000);
  vi.runOnlyPendingTimers();
  vi.useRealTimers();
  expect(asked()).toBe(before);
  line.isDown = false;
  await screen.getByRole('button', { name: 'Try again' }).click();
  await expect.element(screen.getByText('shaken 6 times')).toBeVisible();
});
