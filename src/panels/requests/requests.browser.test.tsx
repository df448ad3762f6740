import { beforeEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { specs } from '../../kinds/specs.ts';
import { follow, unfollow, useInstruments } from '../../store/instruments.ts';
import { connectSimulation } from '../../store/playback.ts';
import { useSelection } from '../../store/selection.ts';
import { FakeSimulation } from '../../store/simulation-test-support.ts';
import { provideSpecs } from '../../store/specs.ts';
import type { RequestLists, Trace } from '../../worker/protocol.ts';
import { Requests } from './requests.tsx';

const trace: Trace = {
  message: 12,
  root: 12,
  words: 'GET /cart from visitors',
  from: 1_000_000,
  to: 1_100_000,
  outcome: 'dropped',
  spans: [
    {
      message: 12,
      depth: 0,
      what: 'message',
      place: 'web',
      name: 'visitors',
      from: 1_000_000,
      to: 1_100_000,
      outcome: 'dropped',
      failure: 'timed out',
    },
    {
      message: 13,
      depth: 1,
      what: 'wait',
      place: 's2',
      name: 'server 2',
      from: 1_020_000,
      to: 1_070_000,
      outcome: null,
      failure: null,
    },
  ],
  causes: [
    { what: 'end', words: 'timed out at visitors', at: 1_100_000, place: 'web', command: null },
    { what: 'state', words: 'queue of 37 at server 2', at: 900_000, place: 's2', command: null },
    { what: 'command', words: 'you crashed server 1', at: 500_000, place: 's1', command: 0 },
  ],
  recomputed: false,
};

const lists: RequestLists = {
  slowest: [
    {
      message: 4,
      at: 600_000,
      words: 'GET / from visitors',
      took: 80_000,
      outcome: 'answered',
      failure: null,
    },
  ],
  failed: [
    {
      message: 12,
      at: 1_000_000,
      words: 'GET /cart from visitors',
      took: 100_000,
      outcome: 'dropped',
      failure: 'timed out',
    },
  ],
};

let simulation = new FakeSimulation();

beforeEach(() => {
  simulation = new FakeSimulation();
  simulation.answers = { trace, requests: lists };
  provideSpecs(specs);
  connectSimulation(simulation);
  unfollow();
  useSelection.setState({ ids: [] });
});

test('a failed request picked from the list is ringed, and its trace is shown', async () => {
  const screen = await render(<Requests />);
  await expect.element(screen.getByText(/^Choose a dot/)).toBeVisible();
  // A failed one is told by when it failed, a slow one by when it began.
  await expect
    .element(screen.getByRole('button', { name: /timed out/ }))
    .toHaveTextContent(/^0:01.1/);
  await expect
    .element(screen.getByRole('button', { name: /GET \/ from/ }))
    .toHaveTextContent(/^0:00.6/);
  await screen.getByRole('button', { name: /timed out/ }).click();
  expect(useInstruments.getState().followed).toEqual({ message: 12, near: 1_000_000 });
  expect(simulation.sent).toContainEqual({ type: 'follow', message: 12 });
  await expect
    .element(screen.getByRole('heading', { name: 'GET /cart from visitors' }))
    .toBeVisible();
  await expect.element(screen.getByText('100 ms in total')).toBeVisible();
});

test('what could not be answered is asked again with the next report', async () => {
  simulation.answers = { requests: lists };
  simulation.reach(2_000_000);
  follow(12, 1_000_000);
  const screen = await render(<Requests />);
  await expect.element(screen.getByText(/^Loading this request/)).toBeVisible();
  await expect.poll(() => simulation.queries.some(({ ask }) => ask === 'trace')).toBe(true);
  simulation.answers = { requests: lists, trace };
  simulation.reach(2_000_000);
  await expect.element(screen.getByText('100 ms in total')).toBeVisible();
});

test('the waterfall tells where each part of the time went', async () => {
  follow(12, 1_000_000);
  const screen = await render(
    <div style={{ width: 900 }}>
      <Requests />
    </div>,
  );
  const row = screen.getByRole('row', { name: /^server 2/ });
  await expect.element(row).toHaveTextContent('queue');
  const bar = row.getByRole('button', { name: /^from 20 ms, 50 ms/ });
  const track = bar.element().parentElement?.getBoundingClientRect();
  const box = bar.element().getBoundingClientRect();
  expect((box.left - (track?.left ?? 0)) / (track?.width ?? 1)).toBeCloseTo(0.2, 2);
  expect(box.width / (track?.width ?? 1)).toBeCloseTo(0.5, 2);
  await row.getByRole('button', { name: 'server 2' }).click();
  expect(useSelection.getState().ids).toEqual(['s2']);
});

test('the chain of causes leads from the end back to the first fact', async () => {
  follow(12, 1_000_000);
  const screen = await render(<Requests />);
  const chain = screen.getByRole('region', { name: 'Why' }).getByRole('listitem');
  await expect
    .poll(() => chain.elements().map((item) => item.textContent))
    .toEqual(['timed out at visitors', '←queue of 37 at server 2', '←you crashed server 1']);
  await screen.getByRole('button', { name: 'you crashed server 1' }).click();
  expect(simulation.sent).toContainEqual(expect.objectContaining({ type: 'seek', to: 500_000 }));
  expect(useSelection.getState().ids).toEqual(['s1']);
});

test('its end stays known when somebody looks back to before it', async () => {
  follow(12, 1_000_000);
  simulation.reach(2_000_000);
  const screen = await render(<Requests />);
  const chain = screen.getByRole('region', { name: 'Why' });
  await expect.element(chain).toBeVisible();
  const before = simulation.queries.length;
  const underWay: Trace = { ...trace, to: null, outcome: 'in-flight', causes: [] };
  simulation.answers = { trace: underWay, requests: lists };
  simulation.reach(1_050_000);
  await expect
    .poll(() => simulation.queries.slice(before).some(({ ask }) => ask === 'trace'))
    .toBe(true);
  await expect.element(screen.getByText('100 ms in total')).toBeVisible();
  await expect.element(chain).toBeVisible();
});

test('letting go takes the ring away', async () => {
  follow(12, 1_000_000);
  const screen = await render(<Requests />);
  await screen.getByRole('button', { name: 'Stop following' }).click();
  expect(simulation.sent.at(-1)).toEqual({ type: 'follow', message: null });
  await expect.element(screen.getByText(/^Choose a dot/)).toBeVisible();
});
