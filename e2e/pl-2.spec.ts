/**
 * Everything a visitor needs is on the page: an empty table becomes a running, broken, repaired and
 * measured diagram.
 */
import { expect, type Page, test } from '@playwright/test';
import {
  card,
  cards,
  clockReaches,
  drag,
  figure,
  inspect,
  inspector,
  middle,
  millis,
  pause,
  play,
  runOn,
  table,
} from './table.ts';

/** Takes a part from the palette to a place on the table. */
async function put(page: Page, part: RegExp, x: number, y: number): Promise<void> {
  const before = await cards(page).count();
  await drag(page, await middle(page.getByRole('button', { name: part })), [x, y]);
  await expect(cards(page)).toHaveCount(before + 1);
}

/** Draws a line from the grip on the right of one card to another. */
async function wire(page: Page, from: string, to: string): Promise<void> {
  const before = await page.locator('[data-edge]').count();
  await card(page, from).hover();
  await drag(
    page,
    await middle(card(page, from).locator('[data-handlepos="right"]')),
    await middle(card(page, to)),
  );
  await expect(page.locator('[data-edge]')).toHaveCount(before + 1);
}

test('PL-2: drag, connect, run, break, repair and measure, with nothing to install', async ({
  page,
}) => {
  test.slow();
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto('/');
  await expect(cards(page).first()).toBeVisible();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'New diagram' }).click();
  await expect(cards(page)).toHaveCount(0);

  await put(page, /^Client/, 380, 380);
  await put(page, /^Load balancer/, 640, 380);
  await put(page, /^Server/, 920, 300);
  await put(page, /^Server/, 920, 480);
  await table(page).focus();
  await page.keyboard.press('Escape');
  await wire(page, 'Client 1', 'Load balancer 1');
  await wire(page, 'Load balancer 1', 'Server 1');
  await wire(page, 'Load balancer 1', 'Server 2');

  await play(page);
  await clockReaches(page, 100);
  await pause(page);
  await inspect(page, 'Client 1');
  await runOn(page, 10_000);
  const healthy = Number.parseFloat(await figure(page, 'throughput'));
  expect(healthy).toBeGreaterThan(1);
  expect(millis(await figure(page, 'response-p95'))).toBeGreaterThan(0);

  await inspect(page, 'Server 2');
  await inspector(page).getByRole('button', { name: 'Crash', exact: true }).click();
  await expect(card(page, 'Server 2')).toHaveAttribute('aria-label', /down/);
  await runOn(page, 2_000);
  await expect(card(page, 'Load balancer 1')).toHaveAttribute('aria-label', /, 1 of 2 · /);

  await inspector(page).getByRole('button', { name: 'Bring back' }).click();
  // A backend that failed is left out for ten seconds.
  await runOn(page, 11_000);
  await expect(card(page, 'Server 2')).not.toHaveAttribute('aria-label', /down/);
  await expect(card(page, 'Load balancer 1')).toHaveAttribute('aria-label', /L7 · 2 backends/);
});
