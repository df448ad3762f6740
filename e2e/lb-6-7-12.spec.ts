/**
 * Health checks, a second balancer, and what is got wrong with both: seen on the cards, done by
 * hand.
 */
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { crash } from './keeping.ts';
import {
  card,
  inspect,
  inspector,
  line,
  middle,
  openFile,
  openScene,
  pause,
  runOn,
  showTab,
} from './table.ts';

const says = (page: Page, name: string, words: string | RegExp) =>
  expect(card(page, name)).toContainText(words);

test('LB-6: a server that is down is found by its checks, is out, and comes back', async ({
  page,
}) => {
  await openScene(page, 'health-checks', 3_000);
  await says(page, 'balancer', '3 backends');
  await openScene(page, 'health-checks', 10_000);
  await says(page, 'server 2', 'down');
  await says(page, 'balancer', '2 of 3 · checks fail for');
  await inspect(page, 'server 2');
  await expect(inspector(page)).toContainText('Gets nothing new from balancer: checks fail for');
  await inspect(page, 'balancer');
  const row = inspector(page)
    .getByRole('row', { name: /server 2/ })
    .first();
  await expect(row).toBeVisible();
  await openScene(page, 'health-checks', 24_000);
  await says(page, 'balancer', '3 backends');
});

test('LB-7: the active balancer dies, and its partner takes the address over', async ({ page }) => {
  // Without what the scene itself does later.
  const file = new URL('../src/scenarios/balancer-pair.json', import.meta.url);
  const scene = JSON.parse(readFileSync(file, 'utf8')) as { title: string };
  const alone = { ...scene, title: 'A pair', commands: [] } as { title: string };
  await page.goto('/');
  await openFile(page, alone);
  await pause(page);
  await runOn(page, 1_000);
  await says(page, 'edge', 'balancer 1 active');
  await crash(page, 'balancer 1');
  await runOn(page, 5_000);
  await says(page, 'edge', 'balancer 2 active');
  // How long it takes, the scene says in which that happens after five seconds.
  await openScene(page, 'balancer-pair', 6_000);
  await says(page, 'edge', /out for \d+ ms/);
  // Between both frames runs one line; just now nothing travels it that would be followed instead.
  const trunk = line(page, 'e2');
  await expect(trunk.locator('path[marker-end]')).toHaveCount(1);
  await page.mouse.click(...(await middle(trunk)));
  await expect(trunk).toHaveAttribute('data-selected', 'true');
  await expect(inspector(page)).toContainText('edge → pool');
  await expect(inspector(page)).toContainText('Connection of 6 lanes');
  await openScene(page, 'balancer-pair', 9_000);
  await expect(card(page, 'edge')).toHaveAttribute('aria-label', /took \d+ ms/);
});

test('LB-7: a balancer alone is a single point of failure', async ({ page }) => {
  await openScene(page, 'first-minute', 2_000);
  await crash(page, 'balancer');
  await runOn(page, 3_000);
  await inspect(page, 'visitors');
  await expect(page.locator('tr[data-figure="throughput"] td').first()).toHaveText(/^0/);
});

test('LB-12: heartbeats cut, both balancers take the address; healed, one yields', async ({
  page,
}) => {
  await openScene(page, 'split-brain', 10_000);
  await says(page, 'edge', 'split brain');
  await expect(line(page, 'lb1~lb2')).toBeVisible();
  await openScene(page, 'split-brain', 20_000);
  await says(page, 'edge', 'balancer 1 active');
});

test('LB-12: a check on the wrong path takes every backend out', async ({ page }) => {
  await openScene(page, 'wrong-health-path', 12_000);
  await says(page, 'balancer', '0 of 3 · checks fail for');
  await says(page, 'server 1', 'out: checks fail for');
  await inspect(page, 'balancer');
  await showTab(page, 'Settings');
  await expect(inspector(page).getByLabel('Check path')).toHaveValue('/helth');
});
