/** Nothing anybody made is lost: not by a reload, not by opening a link, not by a bad file. */
import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { decodeLink } from '../src/document/link.ts';
import { specs } from '../src/kinds/specs.ts';
import { backToMine, crash, problem, rename } from './keeping.ts';
import {
  card,
  cards,
  cardWords,
  chooseFile,
  clock,
  inspect,
  openFile,
  openScene,
  set,
  showTab,
  title,
} from './table.ts';

test('what I edited is there again after a reload, at the moment where I left it', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 700);
  await crash(page, 'server 1');
  await inspect(page, 'visitors');
  await showTab(page, 'Settings');
  await set(page, 'Rate', '33');
  await expect(card(page, 'visitors')).toContainText('33 requests/s');
  await rename(page, 'My shop');
  const words = await cardWords(page);
  // The address still names the scene it came from; the page as such opens what was worked on last.
  await page.goto('about:blank');
  await page.goto('/');
  await expect(title(page)).toHaveValue('My shop');
  await expect.poll(() => clock(page)).toBe(700);
  await expect.poll(() => cardWords(page)).toEqual(words);
  await expect(backToMine(page)).toBeHidden();
  await page.reload();
  await expect(title(page)).toHaveValue('My shop');
  await expect(card(page, 'server 1')).toContainText('down');
});

test('a link opens as a guest, leaves my diagram alone, and is kept from its first edit on', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 100);
  await rename(page, 'Mine');
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByLabel('Link', { exact: true }).inputValue();
  await page.keyboard.press('Escape');
  await rename(page, 'Mine, changed');

  await page.goto('/#x=read-replicas');
  await expect(card(page, 'primary')).toBeVisible();
  await backToMine(page).click();
  await expect(title(page)).toHaveValue('Mine, changed');

  // My own link of earlier is a guest, too: it overwrites nothing.
  await page.goto('about:blank');
  await page.goto(link);
  await expect(title(page)).toHaveValue('Mine');
  await expect(backToMine(page)).toBeVisible();
  await page.goto('about:blank');
  await page.goto('/');
  await expect(title(page)).toHaveValue('Mine, changed');

  // A guest that is edited becomes mine, beside what was mine before.
  await page.goto(link);
  await expect(title(page)).toHaveValue('Mine');
  await rename(page, 'A second one');
  await expect(backToMine(page)).toBeHidden();
  await page.goto('about:blank');
  await page.goto('/');
  await expect(title(page)).toHaveValue('A second one');
});

test('a diagram is saved as a file and opened again; a link is the same diagram', async ({
  page,
}) => {
  await openScene(page, 'crash-and-recovery', 3_000);
  const words = await cardWords(page);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Save as a file' }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe('a-crash-and-its-recovery.json');
  const text = await readFile(await saved.path(), 'utf8');
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByLabel('Link', { exact: true }).inputValue();
  await page.keyboard.press('Escape');
  const decoded = decodeLink(new URL(link).hash, specs);
  expect(decoded).toMatchObject({ ok: true, document: JSON.parse(text) });

  await page.goto('/#x=round-robin');
  await expect(card(page, 'pool')).toHaveCount(0);
  await openFile(page, JSON.parse(text));
  await expect(card(page, 'pool')).toBeVisible();
  await page.getByRole('button', { name: 'Crash server 2, at 0:02' }).click();
  await page.getByRole('button', { name: 'Go to 0:02' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.goto(`/${new URL(link).hash.replace('#', '#t=3000&')}`);
  await expect.poll(() => clock(page)).toBe(3_000);
  await expect.poll(() => cardWords(page)).toEqual(words);
});

test('a file that is no diagram says so, where and what to do, and changes nothing', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 0);
  const name = await title(page).inputValue();
  await chooseFile(page, 'holiday.json', 'not { json');
  await expect(problem(page)).toContainText('“holiday.json” is not JSON.');
  await problem(page).getByRole('button', { name: 'Close' }).click();
  await expect(problem(page)).toBeHidden();

  const bad = {
    version: 1,
    title: 'Bad',
    seed: 1,
    nodes: [{ id: 'a', kind: 'client', at: [0, 0], config: { rate: -5 } }],
    edges: [],
    commands: [],
  };
  await chooseFile(page, 'bad.json', JSON.stringify(bad));
  await expect(problem(page)).toContainText('nodes[0].config.rate');
  await expect(problem(page)).toContainText('-5');
  await expect(title(page)).toHaveValue(name);
  await expect(cards(page)).toHaveCount(5);
});
