/** After the first visit the page opens and works without a network, all of it. */
import { expect, type Page, test } from '@playwright/test';
import { isStored, rename } from './keeping.ts';
import { card, cards, clockReaches, inspect, openScene, showTab, title } from './table.ts';

test.use({ serviceWorkers: 'allow' });

/** The first visit is over when the browser has what it needs for the second. */
async function isKept(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
}

const isReachable = (page: Page) =>
  page.evaluate(() =>
    fetch('schema/document-1.json', { cache: 'no-store' }).then(
      () => true,
      () => false,
    ),
  );

test('opens, plays and keeps edits, with the parts that were never loaded before', async ({
  context,
  page,
}) => {
  await page.goto('/');
  await expect(cards(page).first()).toBeVisible();
  await isKept(page);
  await context.setOffline(true);
  await page.reload();
  expect(await isReachable(page)).toBe(false);
  await expect(cards(page)).toHaveCount(5);
  await clockReaches(page, 20);

  await page.getByRole('button', { name: 'Charts' }).click();
  await expect(page.getByRole('slider', { name: 'Throughput' })).toBeVisible();
  await inspect(page, 'server 1');
  await showTab(page, 'Help');
  await expect(page.getByRole('tabpanel', { name: 'Help' })).toContainText('What is left out');
  await page.getByRole('button', { name: 'Gallery' }).click();
  const gallery = page.getByRole('dialog', { name: 'Gallery' });
  await gallery.getByRole('link', { name: /^A pool that grows/ }).click();
  await expect(title(page)).toHaveValue(/pool that grows/);
  await page.goto('/#x=read-replicas');
  await expect(card(page, 'primary')).toContainText('idle');

  await rename(page, 'Made on a train');
  await isStored(page, 'Made on a train');
  const link = await share(page);
  const next = await context.newPage();
  await next.goto('/');
  await expect(title(next)).toHaveValue('Made on a train');
  await next.goto('about:blank');
  await next.goto(link);
  await expect(title(next)).toHaveValue('Made on a train');
  await expect(cards(next).first()).toBeVisible();
});

async function share(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByLabel('Link', { exact: true }).inputValue();
  await page.keyboard.press('Escape');
  return link;
}

test('a visit pays for it after the first dots move, and nothing of other places is kept', async ({
  page,
}) => {
  await openScene(page, 'first-minute');
  expect(await page.evaluate(() => navigator.serviceWorker.controller === null)).toBe(true);
  await clockReaches(page, 1);
  await isKept(page);
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return { names, addresses: requests.flat().map(({ url }) => url) };
  });
  expect(kept.names).toHaveLength(1);
  const { origin } = new URL(page.url());
  expect(kept.addresses.length).toBeGreaterThan(20);
  for (const address of kept.addresses) expect(new URL(address).origin).toBe(origin);
});
