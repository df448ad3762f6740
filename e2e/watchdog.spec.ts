/** A simulation that stops answering is replaced, and nothing is lost. */
import { expect, test } from '@playwright/test';
import {
  card,
  cardWords,
  clock,
  clockReaches,
  inspect,
  inspector,
  openScene,
  pixelsAlong,
  play,
} from './table.ts';

test('a worker that hangs is restarted: the page says so, keeps the diagram, and plays on', async ({
  page,
}) => {
  await openScene(page, 'first-minute');
  await clockReaches(page, 200);
  await inspect(page, 'server 3');
  await inspector(page).getByRole('button', { name: 'Crash' }).click();
  await expect(card(page, 'server 3')).toContainText('down');
  const [worker] = page.workers();
  if (worker === undefined) throw new Error('The simulation runs in no worker.');
  // Never answers; the browser ends it together with the worker.
  worker
    .evaluate(() => {
      for (;;);
    })
    .catch(() => undefined);
  await expect(page.getByText(/^The simulation did not respond and was restarted\./)).toBeVisible({
    timeout: 20_000,
  });
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect.poll(() => clock(page)).toBeGreaterThan(150);
  await expect(card(page, 'server 3')).toContainText('down');
  expect(await cardWords(page)).toHaveLength(5);

  const at = await clock(page);
  const still = await pixelsAlong(page, 'e2');
  await play(page);
  await clockReaches(page, at + 30);
  await expect.poll(() => pixelsAlong(page, 'e2')).not.toBe(still);
  await page.getByRole('button', { name: /^Undo: Crash server 3/ }).click();
  await expect(card(page, 'server 3')).toContainText(/idle|busy|saturated/);
});
