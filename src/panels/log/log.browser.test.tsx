import { beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { specs } from '../../kinds/specs.ts';
import { useInstruments } from '../../store/instruments.ts';
import { connectSimulation } from '../../store/playback.ts';
import { FakeSimulation } from '../../store/simulation-test-support.ts';
import { provideSpecs } from '../../store/specs.ts';
import type { LogPage, Query } from '../../worker/protocol.ts';
import { EventLog } from './log.tsx';
import { logCsv } from './log-csv.ts';

const TOTAL = 200_000;

function rowsOf({ from, count }: { from: number; count: number }): LogPage {
  const last = Math.min(TOTAL, from + count);
  return {
    total: TOTAL,
    heldFrom: 0,
    rows: Array.from({ length: Math.max(0, last - from) }, (_, i) => ({
      index: from + i,
      at: (from + i) * 1000,
      kind: 'failed' as const,
      node: 's1',
      words: `event ${from + i}`,
      message: from + i,
    })),
  };
}

let simulation = new FakeSimulation();

function asked(): Extract<Query, { ask: 'log' }>[] {
  return simulation.queries.filter((query) => query.ask === 'log');
}

beforeEach(() => {
  simulation = new FakeSimulation();
  simulation.answers = { log: rowsOf };
  provideSpecs(specs);
  connectSimulation(simulation);
});

async function show() {
  return await render(
    <div style={{ width: 800, height: 300 }}>
      <EventLog />
    </div>,
  );
}

test('of two hundred thousand events only those in view are asked for and drawn', async () => {
  const screen = await show();
  await expect.element(screen.getByText('200,000 events')).toBeVisible();
  await expect.element(screen.getByText('event 199999')).toBeVisible();
  expect(Math.max(...asked().map(({ count }) => count))).toBeLessThan(120);
  expect(screen.getByRole('listitem').elements().length).toBeLessThan(120);
});

test('a row goes to its moment; F follows its request', async () => {
  const screen = await show();
  await screen.getByText('event 199999').click();
  expect(simulation.sent).toContainEqual(
    expect.objectContaining({ type: 'seek', to: 199_999_000 }),
  );
  await userEvent.keyboard('{Home}');
  await expect.element(screen.getByText('event 0', { exact: true })).toBeVisible();
  await userEvent.keyboard('{ArrowDown}');
  await expect.poll(() => document.activeElement?.textContent).toContain('event 1');
  await userEvent.keyboard('f');
  expect(useInstruments.getState().followed).toEqual({ message: 1, near: 1000 });
});

test('kinds and words make the filter', async () => {
  const screen = await show();
  await screen.getByRole('button', { name: 'Failed' }).click();
  await screen.getByRole('searchbox').fill('queue');
  await expect
    .poll(() => asked().at(-1)?.filter)
    .toEqual({ kinds: ['failed'], nodes: null, text: 'queue' });
});

test('a saved file quotes what would break its columns', () => {
  const row = { index: 0, at: 1_500_000, kind: 'info' as const, node: 'lb', message: null };
  expect(logCsv([{ ...row, words: 'said "no", left' }])).toBe(
    'Time (s),What,Where,Event,Request\r\n1.500000,Info,lb,"said ""no"", left",\r\n',
  );
});
