/**
 * The table as text: always what the engine says, and enough to do everything without the picture.
 */
import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { encodeLink } from '../src/document/link.ts';
import type { DocumentCommand, SceneDocument } from '../src/document/types.ts';
import { kinds } from '../src/kinds/kinds.ts';
import { specs } from '../src/kinds/specs.ts';
import { cards as cardReports } from '../src/run/reports.ts';
import { Run } from '../src/run/run.ts';
import { areSelected, heard, saved, undo } from './hands.ts';
import { card, cards, clock, inspector, openScene, pause, table } from './table.ts';

test.use({ viewport: { width: 1440, height: 900 } });

const drawer = (page: Page): Locator => page.getByRole('region', { name: 'Instruments' });
const row = (page: Page, name: string): Locator =>
  drawer(page).locator('[data-outline]').filter({ hasText: name });
const actions = (page: Page, name: string): Locator =>
  page.getByRole('group', { name: `Actions for ${name}` });

async function openOutline(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Outline' }).click();
  await expect(drawer(page).getByRole('heading', { name: 'Parts' })).toBeVisible();
}

/** The same numbers every time: which command comes next is chance, but not of today. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % sides;
  };
}

/**
 * So many commands at odd moments, whatever comes of them: what does not apply is skipped by every
 * engine alike.
 */
function randomCommands(count: number, untilMs: number): DocumentCommand[] {
  const roll = dice(50);
  const ids = ['s1', 's2', 's3', 'extra0', 'extra1'];
  const one = (index: number): DocumentCommand => {
    const at = Math.floor((index * untilMs) / count) + roll(100);
    const node = ids[roll(ids.length)] ?? 's1';
    const edge = roll(2) === 0 ? 'e1' : 'e2';
    const all: DocumentCommand[] = [
      { at, do: 'crash', node },
      { at, do: 'restart', node },
      { at, do: 'hang', node },
      { at, do: 'resume', node },
      { at, do: 'drain', node },
      { at, do: 'slow', node, factor: 1 + roll(8) },
      { at, do: 'errors', node, rate: roll(10) / 10 },
      { at, do: 'burst', node: 'web', factor: 1 + roll(4), for: 500 },
      { at, do: 'cut', edge, way: roll(2) === 0 ? 'forward' : 'back' },
      { at, do: 'lose', edge, rate: roll(10) / 20 },
      { at, do: 'delay', edge, by: roll(200) },
      { at, do: 'heal', edge },
      { at, do: 'set', node: 'web', config: { rate: 20 + roll(200) } },
    ];
    return all[roll(all.length)] ?? { at, do: 'heal', edge };
  };
  const joins = (at: number, index: number): DocumentCommand => {
    const spot: [number, number] = [16, 360 + 96 * index];
    const name = `extra ${index}`;
    const node = { id: `extra${index}`, kind: 'server', name, at: spot, in: 'pool' };
    return { at, do: 'add', nodes: [node] };
  };
  const odd = Array.from({ length: count - 3 }, (_, index) => one(index));
  const more = [joins(2_000, 0), joins(untilMs - 1_500, 1)];
  const gone: DocumentCommand = { at: untilMs - 700, do: 'remove', nodes: ['extra0'] };
  return [...odd, ...more, gone].sort((a, b) => a.at - b.at);
}

/** What Node says of each part at that moment. */
function engineWords(document: SceneDocument, atMs: number): Record<string, string> {
  const run = new Run(document, kinds);
  run.seek(atMs * 1000);
  return Object.fromEntries(cardReports(run).map(({ id, words }) => [id, words]));
}

/** What the outline says of each part that is there, and what the cards say. */
async function pageWords(page: Page) {
  const said = await drawer(page)
    .locator('[data-outline-state]')
    .evaluateAll((all) =>
      all.map((one) => [one.getAttribute('data-outline-state') ?? '', one.textContent ?? '']),
    );
  const drawn = await cards(page).evaluateAll((all) =>
    all.map((one) => [
      one.getAttribute('data-node') ?? '',
      one.getAttribute('aria-label')?.split(', ').slice(2).join(', ') ?? '',
    ]),
  );
  const standing = (rows: string[][]) =>
    Object.fromEntries(rows.filter(([, words]) => words?.startsWith('joins at') === false));
  return { outline: standing(said), cards: standing(drawn) };
}

async function isInStep(page: Page, document: SceneDocument, at: number): Promise<void> {
  const words = engineWords(document, at);
  await expect
    .poll(() => pageWords(page), { message: `at ${at} ms` })
    .toEqual({ outline: words, cards: words });
}

test('after fifty random commands the text says what the engine says, and what the cards say', async ({
  page,
}) => {
  test.slow();
  const file = new URL('../src/scenarios/crash-and-recovery.json', import.meta.url);
  const scene = JSON.parse(readFileSync(file, 'utf8')) as SceneDocument;
  const document = { ...scene, title: 'A bad day', commands: randomCommands(42, 8_000) };
  const open = async (t: number) => {
    await page.goto(`/${encodeLink(document, specs, { t }).fragment}`);
    await expect.poll(() => clock(page)).toBe(t);
  };
  await open(500);
  await openOutline(page);
  await isInStep(page, document, 500);
  await expect(row(page, 'extra 0').locator('xpath=..')).toContainText('joins at 0:02');
  for (const at of [2_500, 5_200, 8_300]) {
    await open(at);
    await isInStep(page, document, at);
  }

  // Eight more by hand, where they are offered in the text.
  const roll = dice(8);
  for (let i = 0; i < 8; i++) {
    const name = `server ${1 + roll(3)}`;
    await row(page, name).click();
    const offers = actions(page, name)
      .getByRole('group', { name: 'Faults' })
      .locator('button:enabled');
    await offers.nth(roll(await offers.count())).click();
  }
  const now = await saved(page);
  expect(now.commands.length).toBeGreaterThan(42);
  await isInStep(page, now, 8_300);
  // An event may come within the same millisecond.
  await expect(async () => {
    await page.keyboard.press('.');
    expect(await clock(page)).toBeGreaterThan(8_300);
  }).toPass();
});

test('while it runs, the text and the cards say the same at the same time', async ({ page }) => {
  await openScene(page, 'crash-and-recovery', 1_900);
  await openOutline(page);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(row(page, 'server 2').locator('xpath=..')).toContainText('down');
  await pause(page);
  // What came with the last report is written to both, to each at its own pace.
  await expect(async () => {
    const { outline, cards: drawn } = await pageWords(page);
    expect(outline).toEqual(drawn);
  }).toPass({ timeout: 15_000 });
});

test('everything is done in the text alone: select, rename, connect, break, move, take away', async ({
  page,
}) => {
  await openScene(page, 'crash-and-recovery', 0);
  await openOutline(page);
  await row(page, 'visitors').focus();
  await page.keyboard.press('ArrowDown');
  await expect(row(page, 'balancer')).toBeFocused();
  await page.keyboard.press('Enter');
  await areSelected(page, ['balancer']);
  await expect(actions(page, 'balancer')).toBeVisible();

  await page.keyboard.press('F2');
  const name = actions(page, 'balancer').getByLabel('Name');
  await expect(name).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('door');
  await page.keyboard.press('Enter');
  await expect(row(page, 'door')).toBeVisible();
  await expect(card(page, 'door')).toBeVisible();

  const door = actions(page, 'door');
  await door.getByLabel('Connect to').selectOption({ label: 'server 2' });
  await door.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(heard(page, 'door now sends to server 2.')).toBeAttached();
  const lines = door.getByRole('list', { name: 'Connections' });
  await expect(lines).toContainText('Connection from door to server 2');
  await lines.getByRole('button', { name: 'Remove Connection from door to server 2' }).click();
  await expect(lines).not.toContainText('server 2');

  await row(page, 'server 2').click();
  const server = actions(page, 'server 2');
  await server.getByRole('button', { name: 'Crash', exact: true }).click();
  await expect(card(page, 'server 2')).toHaveAttribute('aria-label', /down/);
  await server.getByLabel('Move into').selectOption({ label: 'No frame' });
  await server.getByRole('button', { name: 'Move', exact: true }).click();
  const holder = async () => (await saved(page)).nodes.find((node) => node.name === 'server 2')?.in;
  expect(await holder()).toBeUndefined();
  await server.getByRole('button', { name: 'Settings', exact: true }).click();
  await expect(inspector(page)).toBeFocused();
  await server.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(card(page, 'server 2')).toHaveCount(0);
  await expect(row(page, 'server 2')).toHaveCount(0);

  await table(page).focus();
  await page.keyboard.press('n');
  await page.keyboard.type('Two left');
  await page.keyboard.press('Control+Enter');
  const note = drawer(page).getByLabel('Text of the note');
  await expect(note).toHaveValue('Two left');
  await note.fill('Two are left');
  await note.press('Control+Enter');
  await expect(page.locator('[data-note]')).toContainText('Two are left');
  for (let i = 0; i < 12 && (await undo(page).isEnabled()); i++) await undo(page).click();
  await expect(row(page, 'balancer')).toBeVisible();
  await expect(row(page, 'server 2')).toBeVisible();
  expect(await clock(page)).toBe(0);
});
