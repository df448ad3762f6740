import { beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import type { SceneDocument } from '../../document/types.ts';
import { specs } from '../../kinds/specs.ts';
import { cssVariables } from '../../lib/ink.ts';
import { useDocument } from '../../store/document.ts';
import { useInstruments } from '../../store/instruments.ts';
import { connectSimulation, loadDocument, usePlayback } from '../../store/playback.ts';
import { select } from '../../store/selection.ts';
import { FakeSimulation } from '../../store/simulation-test-support.ts';
import { provideSpecs } from '../../store/specs.ts';
import type { ChartSeries, OwnChart, Query } from '../../worker/protocol.ts';
import { Charts } from './charts.tsx';
import { figuresCsv, figuresOf } from './figures.ts';

const inks = document.createElement('style');
inks.textContent = cssVariables();
document.head.append(inks);

const scene: SceneDocument = {
  version: 2,
  title: 'Shop',
  seed: 1,
  nodes: [
    { id: 'web', kind: 'client', name: 'visitors', at: [0, 0] },
    { id: 's1', kind: 'server', name: 'desk, "left"', at: [0, 0] },
  ],
  edges: [],
  commands: [{ at: 2000, do: 'crash', node: 's1' }],
};

/** Four points of a second each. */
const SERIES: ChartSeries = {
  from: 0,
  bucketMicros: 1e6,
  throughput: [10, 20, 30, 1234.5678],
  p50: [null, 40, 45.678, 50],
  p95: [null, 80, 90, 100],
  p99: [null, 160, 180, 200],
  errors: { 'queue-full': [0, 0, 5, 0], 'status-502': [0, 2, 0, 0] },
  utilization: { s1: [0.1, 0.5, 1, 0.25] },
  queue: { s1: [0, 0, 7.5, 1] },
  inFlight: [1, 2, 3, 4],
  own: [],
};

class Answering extends FakeSimulation {
  readonly asked: Query[] = [];
  override ask(query?: Query) {
    if (query !== undefined) this.asked.push(query);
    return Promise.resolve(SERIES as never);
  }
}

let simulation = new Answering();

const seeks = () =>
  simulation.sent.flatMap((request) => (request.type === 'seek' ? [request.to / 1e6] : []));

beforeEach(() => {
  simulation = new Answering();
  provideSpecs(specs);
  connectSimulation(simulation);
  useDocument.setState({ document: scene, id: 'd', guest: false, past: [], future: [] });
  loadDocument(scene, 0);
  simulation.reach(4e6);
  select([]);
  useInstruments.setState({ pointedAt: null });
});

async function show() {
  document.documentElement.dataset.theme = 'light';
  return await render(
    <div style={{ width: 1100 }}>
      <Charts />
    </div>,
  );
}

/** The colours that a chart's canvas holds, as #rrggbb. */
function colours(chart: Element): Set<string> {
  const canvas = chart.querySelector('canvas') as HTMLCanvasElement;
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data;
  const found = new Set<string>();
  for (let at = 0; at < (pixels?.length ?? 0); at += 4) {
    const [r = 0, g = 0, b = 0, alpha] = [...(pixels?.slice(at, at + 4) ?? [])];
    if (alpha === 255)
      found.add(`#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`);
  }
  return found;
}

test('every chart says its newest values, and the line at its end carries its name', async () => {
  const screen = await show();
  for (const [name, text] of [
    ['Throughput', '0:04.000: finished 1.23k/s'],
    ['Response time', '0:04.000: p50 50 ms, p95 100 ms, p99 200 ms'],
    ['Errors by reason', '0:04.000: queue full 0/s, answered 502 0/s'],
    ['Utilization', '0:04.000: desk, "left" 25 %'],
    ['Queue', '0:04.000: desk, "left" 1'],
    ['In progress', '0:04.000: in progress 4'],
  ] as const) {
    await expect
      .element(screen.getByRole('slider', { name }))
      .toHaveAttribute('aria-valuetext', text);
  }
  const response = screen.getByRole('slider', { name: 'Response time' }).element();
  // The scales follow once it is known how wide the chart is.
  await expect.poll(() => response.textContent).toContain('0:02');
  expect(response.textContent).toContain('p99200 ms');
});

test('lines are drawn in the inks of the theme, and follow it', async () => {
  const screen = await show();
  const chart = screen.getByRole('slider', { name: 'In progress' });
  await expect.poll(() => [...colours(chart.element())]).toContain('#3b5bdb');
  document.documentElement.dataset.theme = 'dark';
  simulation.reach(4.2e6);
  await expect.poll(() => [...colours(chart.element())]).toContain('#91a7ff');
});

test('the pointer shows one moment on all charts, and a click goes there', async () => {
  const screen = await show();
  const chart = screen.getByRole('slider', { name: 'Queue' });
  await expect.element(chart).toHaveAttribute('aria-valuemax', '4');
  const { width } = chart.element().getBoundingClientRect();
  // The plot lies between the values on the left and the names on the right.
  const middle = 48 + (width - 48 - 132) * 0.625;
  await userEvent.hover(chart, { position: { x: middle, y: 40 } });
  await expect.poll(() => useInstruments.getState().pointedAt ?? 0).toBeCloseTo(2.5e6, -4.5);
  const response = screen.getByRole('slider', { name: 'Response time' });
  await expect
    .element(response)
    .toHaveAttribute('aria-valuetext', expect.stringMatching(/: p50 45.7 ms, p95 90 ms/));
  await userEvent.click(chart, { position: { x: middle, y: 40 } });
  expect(seeks()[0]).toBeCloseTo(2.5, 1);
  await userEvent.unhover(chart);
  await expect.poll(() => useInstruments.getState().pointedAt).toBeNull();
});

test('the keyboard walks the cursor and goes there', async () => {
  const screen = await show();
  const chart = screen.getByRole('slider', { name: 'Throughput' });
  await expect.element(chart).toHaveAttribute('aria-valuenow', '4');
  chart.element().focus();
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}{ArrowRight}');
  expect(useInstruments.getState().pointedAt).toBe(3e6);
  await userEvent.keyboard('{Home}');
  await expect.element(chart).toHaveAttribute('aria-valuetext', '0:00.000: finished 10/s');
  await userEvent.keyboard('{ArrowRight}{Enter}');
  expect(seeks()).toEqual([1]);
  await userEvent.keyboard('{Escape}');
  expect(useInstruments.getState().pointedAt).toBeNull();
});

test('looking back within the window asks for nothing and shows the values of that moment', async () => {
  const screen = await show();
  const chart = screen.getByRole('slider', { name: 'Throughput' });
  await expect.element(chart).toHaveAttribute('aria-valuenow', '4');
  const { length } = simulation.asked;
  simulation.reach(1.5e6);
  await expect.element(chart).toHaveAttribute('aria-valuetext', '0:01.500: finished 20/s');
  expect(chart.element().textContent).toContain('finished20/s');
  expect(simulation.asked).toHaveLength(length);
  simulation.reach(4.5e6);
  await expect.poll(() => simulation.asked.at(-1)).toMatchObject({ ask: 'series', to: 4.5e6 });
});

test('the selected nodes can be looked at instead of the whole table, over another window', async () => {
  const screen = await show();
  await expect.element(screen.getByRole('button', { name: 'Nothing selected' })).toBeDisabled();
  select(['s1', 'web']);
  await screen.getByRole('button', { name: 'desk, "left", visitors' }).click();
  await expect
    .poll(() => simulation.asked.at(-1))
    .toMatchObject({ nodes: ['s1', 'web'], from: 0, to: 4e6 });
  simulation.reach(30e6);
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Window' }), 'Last 10 s');
  await expect.poll(() => simulation.asked.at(-1)).toMatchObject({ from: 20e6, to: 30e6 });
});

test('the file holds what the table shows, quoted where a name needs it', async () => {
  const screen = await show();
  await screen.getByRole('button', { name: 'Table', exact: true }).click();
  const table = screen.getByRole('table', { name: 'Whole diagram, 0:00 – 0:04' });
  await expect.element(table).toBeVisible();
  const cells = [...table.element().querySelectorAll('tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent ?? ''),
  );
  const csv = figuresCsv(figuresOf(SERIES, (id) => (id === 's1' ? 'desk, "left"' : id)));
  const lines = csv.split('\r\n');
  expect(lines).toHaveLength(cells.length + 1);
  expect(lines[0]).toBe(
    'Time (s),Throughput (1/s),Response time p50 (ms),Response time p95 (ms),Response time p99 (ms),' +
      'Errors: queue full (1/s),Errors: answered 502 (1/s),"Utilization: desk, ""left"" (0–1)",' +
      '"Queue: desk, ""left"" (waiting)",In progress (messages)',
  );
  expect(cells[0]?.[7]).toBe('Utilization: desk, "left" (0–1)');
  expect(lines[1]).toBe('0,10,,,,0,0,0.1,0,1');
  expect(cells[1]).toEqual(['0.0', '10', '–', '–', '–', '0', '0', '0.1', '0', '1']);
  expect(lines[4]).toBe('3,1234.5678,50,100,200,0,0,0.25,1,4');
  expect(cells[4]).toEqual(['3.0', '1.23k', '50', '100', '200', '0', '0', '0.25', '1', '4']);
});

test('what a kind keeps of its own is a chart, a column of the table and one of the file', async () => {
  const sent: OwnChart = {
    id: 'lb requests',
    node: 'web',
    is: 'counter',
    label: 'Requests',
    unit: 'requests',
    by: 'target',
    areNodes: true,
    lines: [
      ['s1', [5, 5, 5, 2000]],
      ['gone', [0, 0, 0, 1]],
    ],
    other: [1, 1, 1, 1.5],
  };
  const depth: OwnChart = {
    id: 'depth',
    node: null,
    is: 'gauge',
    label: 'Depth',
    unit: 'crates',
    by: null,
    areNodes: true,
    lines: [['s1', [null, 1, 2, 12.5]]],
    other: null,
  };
  const shelves: OwnChart = {
    ...depth,
    id: 'shelves',
    node: 's1',
    label: 'Shelves',
    by: 'row',
    areNodes: false,
    lines: Array.from({ length: 7 }, (_, at) => [at === 3 ? 'web' : `row ${at}`, [at, at, at, at]]),
  };
  const series = { ...SERIES, own: [sent, depth, shelves] };
  simulation.ask = () => Promise.resolve(series as never);
  const screen = await show();
  for (const [name, text] of [
    ['Requests per target of visitors', '0:04.000: desk, "left" 2k/s, gone 1/s, other 1.5/s'],
    ['Depth', '0:04.000: desk, "left" 12.5'],
    [
      'Shelves per row of desk, "left"',
      '0:04.000: row 1 1, row 2 2, web 3, row 4 4, row 5 5, row 6 6',
    ],
  ] as const) {
    await expect
      .element(screen.getByRole('slider', { name, exact: true }))
      .toHaveAttribute('aria-valuetext', text);
  }
  await expect.element(screen.getByText('requests per second', { exact: true })).toBeVisible();
  await expect.element(screen.getByText('crates, on average', { exact: true })).toBeVisible();
  await expect.element(screen.getByText('crates, on average, the 6 highest')).toBeVisible();
  const { columns, rows } = figuresOf(series, (id) => `(${id})`);
  expect(columns.slice(10, 15)).toEqual([
    'Requests: (web), (s1) (requests/s)',
    'Requests: (web), (gone) (requests/s)',
    'Requests: (web), other (requests/s)',
    'Depth: (s1) (crates)',
    'Shelves: (s1), row 0 (crates)',
  ]);
  expect(rows.at(0)?.slice(10, 15)).toEqual([5, 0, 1, null, 0]);
});

test('before anything ran it says what to do', async () => {
  simulation.ask = () =>
    Promise.resolve({
      ...SERIES,
      throughput: [],
      p50: [],
      p95: [],
      p99: [],
      inFlight: [],
    } as never);
  usePlayback.setState({ at: 0 });
  const screen = await show();
  await expect.element(screen.getByText(/^Press play/)).toBeVisible();
  await expect.element(screen.getByRole('button', { name: 'Save as CSV' })).toBeDisabled();
});
