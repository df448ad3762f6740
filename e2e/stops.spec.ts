/**
 * A run that pauses by itself: at the very microsecond that the command line computes, here and
 * wherever the link is opened.
 */
import { expect, type Page, test } from '@playwright/test';
import type { Condition } from '../src/document/condition.ts';
import type { SceneDocument } from '../src/document/types.ts';
import { kinds } from '../src/kinds/kinds.ts';
import { Run } from '../src/run/run.ts';
import { clockShows, incident, linkOf, openAt } from './instruments.ts';
import { clock, clockReaches, hurry, inspector, title } from './table.ts';

/** Where and why the engine pauses, run without a page. */
function stopOf(document: SceneDocument, stop: Condition): { at: number; words: string } {
  const run = new Run({ ...document, conditions: [stop] }, kinds);
  run.runUntil(60_000_000);
  if (run.stopped === null) throw new Error('It never stops.');
  return run.stopped;
}

/** A server becomes slow, and visitors wait for it. */
function patient(): SceneDocument {
  const document = incident('slow');
  const nodes = document.nodes.map((node) =>
    node.id === 'web' ? { ...node, config: { ...node.config, timeout: 5_000 } } : node,
  );
  return { ...document, nodes };
}

const editor = (page: Page) => page.getByRole('dialog', { name: 'Stop the run when' });

async function openEditor(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Stop when/ }).click();
  await expect(editor(page)).toBeVisible();
}

/** Fills in the form for a condition, as somebody would who has read it aloud. */
async function addStop(page: Page, kind: string, fields: Record<string, string>): Promise<void> {
  await openEditor(page);
  await editor(page).getByLabel('When', { exact: true }).selectOption(kind);
  for (const [label, value] of Object.entries(fields)) {
    const field = editor(page).getByLabel(label, { exact: true });
    const isChoice = await field.evaluate((element) => element.tagName === 'SELECT');
    if (isChoice) await field.selectOption(value);
    else {
      await field.fill(value);
      await field.press('Enter');
    }
  }
  await editor(page).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(editor(page).getByRole('list', { name: 'Conditions' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(editor(page)).toBeHidden();
}

/** As fast as the computer can: it may have stopped before the button says Pause. */
async function race(page: Page): Promise<void> {
  await hurry(page);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
}

const stopNotice = (page: Page) => page.getByRole('status').filter({ hasText: 'Stopped:' });

/** Waits until the run pauses by itself; the exact moment is the one that its link names. */
async function stopsAt(page: Page): Promise<number> {
  await expect(stopNotice(page)).toBeVisible({ timeout: 45_000 });
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  const [, ms = ''] = /#t=([\d.]+)/.exec(await linkOf(page, { atMoment: true })) ?? [];
  return Math.round(Number(ms) * 1000);
}

interface Known {
  readonly title: string;
  readonly document: SceneDocument;
  readonly kind: string;
  readonly fields: Record<string, string>;
  readonly stop: Condition;
}

const CONDITIONS: readonly Known[] = [
  {
    title: 'the 99th percentile of a sliding window',
    document: patient(),
    kind: 'Response time',
    fields: { Percentile: 'p99', Limit: '200 ms', 'Over the last': '2 s' },
    stop: { figure: 'response', percentile: 99, above: 200, within: 2_000 },
  },
  {
    title: 'any error',
    document: incident('crash'),
    kind: 'Any error',
    fields: {},
    stop: { error: true },
  },
  {
    title: 'a queue',
    document: incident('burst'),
    kind: 'Queue',
    fields: { Where: 's1', Limit: '40' },
    stop: { figure: 'queue', node: 's1', above: 40 },
  },
  {
    title: 'a state',
    document: incident('crash'),
    kind: 'State',
    fields: { Where: 's1', Is: 'down' },
    stop: { state: 'down', node: 's1' },
  },
];

for (const { title: what, document, kind, fields, stop } of CONDITIONS) {
  test(`stop when: ${what}, set in the page, pauses at the very microsecond that the engine computes`, async ({
    page,
  }) => {
    const expected = stopOf(document, stop);
    await openAt(page, document, 500);
    await addStop(page, kind, fields);
    await race(page);
    expect(await stopsAt(page)).toBe(expected.at);
    await expect(stopNotice(page)).toContainText(expected.words);
    const happened = page.getByRole('toolbar', { name: 'Events' });
    await expect(happened.getByRole('button').last()).toBeVisible();
  });
}

test('stop when: the condition travels with the link, pauses there at the same microsecond, and playing goes on from there', async ({
  page,
  browser,
}) => {
  const document = patient();
  const stop: Condition = { figure: 'response', percentile: 95, above: 250, within: 1_000 };
  await openAt(page, document, 0);
  await addStop(page, 'Response time', {
    Percentile: 'p95',
    Limit: '250 ms',
    'Over the last': '1 s',
  });
  const link = await linkOf(page, { atMoment: false });

  const context = await browser.newContext();
  const there = await context.newPage();
  await there.goto(link);
  await expect(title(there)).toHaveValue(document.title);
  await hurry(there);
  expect(await stopsAt(there)).toBe(stopOf(document, stop).at);
  const stopped = await clock(there);

  // It says where it was, and one more press leads past it.
  await there.getByRole('button', { name: 'Play', exact: true }).click();
  await clockReaches(there, stopped + 500);
  await context.close();
});

test('stop when: a condition leads to its part, and setting it is one step to undo', async ({
  page,
}) => {
  await openAt(page, incident('crash'), 500);
  await addStop(page, 'State', { Where: 's1', Is: 'down' });
  await expect(page.getByRole('button', { name: 'Stop when… (1 condition)' })).toBeVisible();
  await race(page);
  await expect(stopNotice(page)).toBeVisible({ timeout: 45_000 });
  await stopNotice(page).getByRole('button', { name: 'Show s1' }).click();
  await expect(inspector(page).getByLabel('Name')).toHaveValue('s1');
  await clockShows(page, 3_000);

  await page.getByRole('button', { name: /^Undo/ }).click();
  await expect(page.getByRole('button', { name: 'Stop when…', exact: true })).toBeVisible();
  await clockShows(page, 3_000);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await clockReaches(page, 3_500);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  const happened = page.getByRole('toolbar', { name: 'Events' });
  await expect(happened.getByRole('button', { name: /^s1 is down, at 0:03/ })).toBeVisible();

  // Set again later, it marks where it would have stopped: there are two events then.
  await page.getByRole('button', { name: /^Redo/ }).click();
  await expect(page.getByRole('button', { name: 'Stop when… (1 condition)' })).toBeVisible();
  await expect(happened.getByRole('button', { name: /^2 events between 0:03/ })).toBeVisible();
});

test('stop when: what cannot be read is explained at its field, and nothing is added', async ({
  page,
}) => {
  await openAt(page, incident('crash'), 500);
  await openEditor(page);
  const within = editor(page).getByLabel('Over the last', { exact: true });
  await within.fill('2 h');
  await within.press('Enter');
  await editor(page).getByRole('button', { name: 'Add', exact: true }).click();
  await expect(editor(page)).toContainText('1 h or less');
  await expect(editor(page).getByRole('alert').last()).toContainText(
    'Correct the marked field first.',
  );
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Stop when…', exact: true })).toBeVisible();
});
