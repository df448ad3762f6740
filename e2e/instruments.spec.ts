/**
 * What there is to see of a run: a request followed, the events, the states, and figures over time
 * that agree with the engine's.
 */
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import type { SceneDocument } from '../src/document/types.ts';
import { kinds } from '../src/kinds/kinds.ts';
import { clockText } from '../src/lib/clock.ts';
import { formatDuration } from '../src/lib/duration.ts';
import { answerOf } from '../src/run/answers.test-support.ts';
import { log } from '../src/run/log.ts';
import { requests } from '../src/run/requests.ts';
import { Run } from '../src/run/run.ts';
import { series } from '../src/run/series.ts';
import { trace } from '../src/run/trace.ts';
import {
  clickMoment,
  clockShows,
  followed,
  incident,
  inkAround,
  inspected,
  openAt,
  openDrawer,
  pointOn,
  requestRows,
  timeline,
} from './instruments.ts';
import { clock, inspect, inspector, runOn, showTab } from './table.ts';

/** The engine without a page, at a moment (ms). */
function runTo(document: SceneDocument, ms: number): Run {
  const run = new Run(document, kinds);
  run.runUntil(ms * 1000);
  return run;
}

/**
 * A moment (ms) at which the first request is about half-way along the first line, and where
 * exactly, as a share of it.
 */
function halfWay(document: SceneDocument): { at: number; share: number } {
  const run = runTo(document, 2_000);
  const spans = answerOf(trace(run, 1))?.spans ?? [];
  const travel = spans.find(({ what }) => what === 'travel');
  const [from, to] = [travel?.from ?? 0, travel?.to ?? 0];
  const at = Math.round((from + to) / 2000);
  return { at, share: (at * 1000 - from) / (to - from) };
}

test('a click on a dot rings its request and shows its trace, which goes on while it runs', async ({
  page,
}) => {
  const slow = incident('slow');
  const document: SceneDocument = {
    ...slow,
    nodes: slow.nodes.map((node) => (node.id === 'web' ? { ...node, config: { rate: 5 } } : node)),
  };
  const { at, share } = halfWay(document);
  await openAt(page, document, at);
  const dot = await pointOn(page, 'e1', share);
  await expect.poll(() => inkAround(page, dot, 'traffic')).toBeGreaterThan(0);
  expect(await inkAround(page, dot, 'accent')).toBe(0);

  await page.mouse.click(...dot);
  await expect(followed(page)).toContainText('GET / from web');
  await expect(followed(page)).toContainText('in progress');
  await page.mouse.move(2, 2);
  await expect
    .poll(async () => inkAround(page, await pointOn(page, 'e1', share), 'accent'))
    .toBeGreaterThan(10);

  await runOn(page, 300);
  await expect(followed(page)).toContainText('answered');
  await expect(followed(page).getByRole('row', { name: /^s\d service/ })).toBeVisible();
  await followed(page).getByRole('button', { name: 'Stop following' }).click();
  await expect(followed(page)).toContainText('Choose a dot in the diagram');
});

test('the slowest and the failed of the recent requests are listed to pick from', async ({
  page,
}) => {
  const document = incident('chance');
  const known = answerOf(requests(runTo(document, 8_000)));
  await openAt(page, document, 8_000);
  await openDrawer(page, 'Requests');
  await expect(requestRows(page, 'Slowest')).toHaveCount(known.slowest.length);
  await expect(requestRows(page, 'Failed')).toHaveCount(known.failed.length);
  for (const [index, row] of [...known.failed.entries()].slice(0, 5)) {
    await expect(requestRows(page, 'Failed').nth(index)).toContainText(row.failure ?? '');
  }
  const [slowest] = known.slowest;
  await expect(requestRows(page, 'Slowest').first()).toContainText(
    formatDuration((slowest?.took ?? 0) / 1000),
  );
  await requestRows(page, 'Slowest').first().click();
  await expect(followed(page)).toContainText(
    `${formatDuration((slowest?.took ?? 0) / 1000)} in total`,
  );
});

test('a request that is no longer held is traced by running its time once more', async ({
  page,
}) => {
  const busy: SceneDocument = {
    version: 2,
    title: 'More than anybody can remember',
    seed: 7,
    nodes: [
      { id: 'web', kind: 'client', name: 'web', at: [0, 0], config: { rate: 4_000 } },
      {
        id: 's1',
        kind: 'server',
        name: 's1',
        at: [304, 0],
        config: { slots: 200, service: { dist: 'constant', value: 5 } },
      },
    ],
    edges: [{ id: 'e1', from: 'web', to: 's1' }],
    commands: [],
  };
  await openAt(page, busy, 400);
  await openDrawer(page, 'Requests');
  await requestRows(page, 'Slowest').first().click();
  const rows = followed(page).getByRole('row');
  await expect(rows.first()).toBeVisible();
  const held = await rows.allInnerTexts();
  await expect(followed(page)).not.toContainText('run once more');
  await runOn(page, 14_000);
  await expect(followed(page)).toContainText('Recomputed, because it was no longer in memory.', {
    timeout: 30_000,
  });
  expect(await rows.allInnerTexts()).toEqual(held);
});

const events = (page: Page) => page.getByRole('list', { name: 'Event log' });

test('the log shows the few of many events that are in view, filters them, and each leads to its moment', async ({
  page,
}) => {
  await openAt(page, incident('slow'), 20_000);
  const drawer = await openDrawer(page, 'Log');
  await expect(drawer.getByText(/^\d,\d{3} events$/)).toBeVisible();
  expect(await events(page).getByRole('listitem').count()).toBeLessThan(120);

  await drawer.getByRole('button', { name: 'Command', exact: true }).click();
  await expect(drawer.getByText('1 event', { exact: true })).toBeVisible();
  await events(page)
    .getByRole('button', { name: /Slow s2 ×40/ })
    .click();
  await clockShows(page, 3_000);

  // At the end of the list the newest rows are in view.
  const filter = { kinds: [], nodes: null, text: 'timed out' };
  const known = answerOf(log(runTo(incident('slow'), 20_000), { filter, from: 0, count: 1_000 }));
  const chosen = known.rows.findLast(({ at }) => at < 15_000_000);
  await clickMoment(page, 15_500);
  await drawer.getByRole('button', { name: 'Command', exact: true }).click();
  await drawer.getByRole('searchbox').fill('TIMED OUT');
  const row = events(page)
    .getByRole('listitem')
    .filter({ hasText: clockText(chosen?.at ?? 0) });
  await expect(row).toContainText('timed out at web');
  await row.getByRole('button').first().click();
  await clockShows(page, Math.floor((chosen?.at ?? 0) / 1000));
});

test('the states of the last minute are a strip, in words too, and each leads to its moment', async ({
  page,
}) => {
  await openAt(page, incident('crash'), 5_000);
  await inspect(page, 's1');
  await showTab(page, 'Now');
  const strip = inspector(page).getByRole('region', { name: 'States in the last minute' });
  await expect(strip.getByRole('img', { name: /now down$/ })).toBeVisible();
  await strip.getByText('Show as a table').click();
  await expect(strip.getByRole('row').nth(1)).toContainText('down');
  await strip.getByRole('button', { name: 'Go to 0:03', exact: true }).click();
  await clockShows(page, 3_000);
});

/** The figures as a file, by column. */
async function download(page: Page): Promise<Map<string, string[]>> {
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  const [head = '', ...lines] = readFileSync(await (await coming).path(), 'utf8')
    .trimEnd()
    .split('\r\n');
  const rows = lines.map((words) => words.split(','));
  return new Map(head.split(',').map((name, at) => [name, rows.map((row) => row[at] ?? '')]));
}

test('charts show what the engine computes, as a table and as a file, of the table or of what is selected', async ({
  page,
}) => {
  const document = incident('slow');
  const run = runTo(document, 8_000);
  const window = { from: 0, to: 8_000_000, points: 120 };
  const whole = series(run, { nodes: null, ...window });
  await openAt(page, document, 8_000);
  const drawer = await openDrawer(page, 'Charts');
  await expect(drawer.getByRole('slider', { name: 'Throughput' })).toBeVisible();
  await drawer.getByRole('button', { name: 'Table', exact: true }).click();
  const table = drawer.getByRole('table');
  await expect(table.locator('tbody tr')).toHaveCount(whole.throughput.length);
  const file = await download(page);
  const columns = await table.locator('thead th').allInnerTexts();
  expect([...file.keys()]).toEqual(columns);
  const numbers = (name: string) => (file.get(name) ?? []).map((cell) => Number(cell));
  expect(numbers('Throughput (1/s)')).toEqual(whole.throughput.map((value) => value ?? 0));
  expect(numbers('In progress (messages)').length).toBe(whole.inFlight.length);
  // The same figures, to three digits.
  const column = 1 + columns.indexOf('Throughput (1/s)');
  const cells = await table.locator(`tbody tr td:nth-child(${column})`).allInnerTexts();
  expect(cells.map(Number)).toEqual(numbers('Throughput (1/s)'));

  await inspect(page, 's2');
  await drawer.getByRole('button', { name: 's2', exact: true }).click();
  await expect(table.locator('caption')).toContainText('s2');
  const one = series(run, { nodes: ['s2'], ...window });
  await expect(async () => {
    const of = await download(page);
    expect(of.get('Throughput (1/s)')?.map(Number)).toEqual(one.throughput.map((v) => v ?? 0));
  }).toPass({ timeout: 20_000 });
  expect(await inspected(page)).toBe('s2');
});

test('one cursor is shared by charts and timeline; a click and Enter go to its moment', async ({
  page,
}) => {
  await openAt(page, incident('slow'), 8_000);
  const drawer = await openDrawer(page, 'Charts');
  const chart = drawer.getByRole('slider', { name: 'Throughput' });
  await expect(chart).toBeVisible();
  await chart.hover();
  const pointed = page.locator('[data-pointed]');
  await expect(pointed).toBeVisible();
  const moment = Number(await pointed.getAttribute('data-pointed'));
  expect(moment).toBeGreaterThan(2_000_000);
  expect(moment).toBeLessThan(6_000_000);
  await chart.click();
  await expect.poll(() => clock(page)).toBeLessThan(6_000);
  expect(Math.abs((await clock(page)) - moment / 1000)).toBeLessThan(100);

  await page.mouse.move(2, 2);
  await chart.focus();
  await chart.press('Home');
  await chart.press('ArrowRight');
  await expect(chart).toHaveAttribute('aria-valuetext', /^0:00\.1/);
  await chart.press('Enter');
  await clockShows(page, 100);

  await timeline(page).hover();
  await expect(chart).not.toHaveAttribute('aria-valuetext', /^0:00\.1/);
});
