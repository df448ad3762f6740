/**
 * What a diagram needs beyond the first scene comes when it is opened: in two steps, and again
 * where it failed.
 */
import { expect, type Page, type Route, test } from '@playwright/test';
import { notice } from './keeping.ts';
import { card, cards, clockReaches, inspect, inspector, openScene, title } from './table.ts';

const REPLICAS = '/#x=read-replicas';

/** On the page, and in the worker. */
const SPEC = /database\.spec-.*\.js/;
const KIND = /database\.kind-.*\.js/;

const lost = (page: Page) => page.getByRole('alert', { name: 'This could not be loaded' });
const tryAgain = (page: Page) => lost(page).getByRole('button', { name: 'Try again' });
const cut = (route: Route) => route.abort('connectionfailed');

test('grey cards first, which cannot be changed, and then the diagram, which runs', async ({
  page,
}) => {
  const release = await hold(page, SPEC);
  await page.goto(REPLICAS);
  await expect(notice(page, 'Loading the parts of this diagram')).toBeVisible();
  await expect(card(page, 'primary')).toHaveAttribute('data-family', 'unknown');
  await expect(page.getByRole('button', { name: 'Share' })).toBeDisabled();
  await card(page, 'primary').click();
  await page.keyboard.press('Delete');
  await expect(notice(page, 'still being loaded')).toBeVisible();
  const count = await cards(page).count();

  release();
  await expect(card(page, 'primary')).toHaveAttribute('data-family', 'compute');
  await expect(notice(page, 'Loading the parts of this diagram')).toBeHidden();
  expect(await cards(page).count()).toBe(count);
  await expect(page.getByRole('button', { name: 'Share' })).toBeEnabled();
  expect(page.url()).toContain(REPLICAS);
  await clockReaches(page, 50);
});

test('what cannot be loaded is said, and comes when it is tried again: on the page and in the worker', async ({
  page,
}) => {
  await page.route(SPEC, cut);
  await page.route(KIND, cut);
  await page.goto(REPLICAS);
  await expect(lost(page)).toContainText('Database could not be loaded');
  await tryAgain(page).click();
  await expect(lost(page)).toContainText('Database could not be loaded');
  await page.unroute(SPEC);
  await tryAgain(page).click();
  await expect(card(page, 'primary')).toHaveAttribute('data-family', 'compute');
  await expect(lost(page)).toContainText('Database could not be loaded');
  // Nothing is there that could play.
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await page.unroute(KIND);
  await tryAgain(page).click();
  await expect(lost(page)).toBeHidden();
  await clockReaches(page, 50);
  await expect(card(page, 'primary')).toHaveAttribute('aria-label', /^primary, Database, ./);
});

test('a part whose kind cannot be loaded is placed when it is tried again', async ({ page }) => {
  await openScene(page, 'first-minute');
  await clockReaches(page, 5);
  await page.route(SPEC, cut);
  const before = await cards(page).count();
  await page.locator('[data-part="database"]').press('Enter');
  await expect(lost(page)).toContainText('Database could not be loaded');
  await page.unroute(SPEC);
  await tryAgain(page).click();
  await expect(cards(page)).toHaveCount(before + 1);
  await expect(title(page)).toHaveValue(/load balancer in front/);
});

test('what the page cannot fetch of itself is said, and the page goes on', async ({ page }) => {
  const errors: Error[] = [];
  page.on('pageerror', (error) => errors.push(error));
  const files = /\/(?:gallery-dialog-.*\.css|(?:answers|clip)-.*\.js)$/;
  await page.route(files, cut);
  await openScene(page, 'first-minute');
  await inspect(page, 'balancer');
  const said = inspector(page).getByRole('alert');
  await expect(said).toContainText('could not be loaded');
  await page.keyboard.press('Control+c');
  await expect(lost(page)).toContainText('Part of this page could not be loaded');
  await page.getByRole('button', { name: 'Gallery' }).click();
  await tryAgain(page).click();
  await expect(lost(page)).toBeVisible();
  await clockReaches(page, 50);
  await page.unroute(files);
  await tryAgain(page).click();
  await expect(lost(page)).toBeHidden();
  await expect(page.getByRole('dialog', { name: 'Gallery' })).toBeVisible();
  // With its styles, which count as fetched once they failed.
  const isStyled = await page.evaluate(() =>
    [...document.styleSheets].some(({ href }) => href?.includes('gallery-dialog') === true),
  );
  expect(isStyled).toBe(true);
  await page.keyboard.press('Escape');
  await said.getByRole('button').click();
  await expect(inspector(page).getByRole('rowheader', { name: 'Throughput' })).toBeVisible();
  expect(errors).toEqual([]);
});

test('what is done before the page can do it is done when it can', async ({ page }) => {
  const release = await hold(page, /\/(?:edit|keys)-.*\.js/);
  await openScene(page, 'first-minute');
  await inspect(page, 'server 1');
  await inspector(page).getByRole('button', { name: 'Crash' }).click();
  await page.keyboard.press('Control+k');
  await clockReaches(page, 5);
  await expect(card(page, 'server 1')).not.toContainText('down');
  release();
  await expect(card(page, 'server 1')).toContainText('down');
  await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
});

/** Files of that name come once the function returned is called. */
async function hold(page: Page, name: RegExp): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(name, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}
