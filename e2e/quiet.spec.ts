/**
 * Long times: what is quiet is skipped, and what is too short to be seen at that speed is drawn so
 * that it is.
 */
import { expect, type Page, test } from '@playwright/test';
import type { SceneDocument } from '../src/document/types.ts';
import { openAt } from './instruments.ts';
import { clock, clockReaches, pause, pixelsAlong, play, setSpeed, transport } from './table.ts';

/** Visitors who ask so many times a second, and a server that is a hop of 2 ms away. */
function visited(rate: number): SceneDocument {
  return {
    version: 2,
    title: 'Seldom',
    seed: 1,
    nodes: [
      { id: 'web', kind: 'client', name: 'web', at: [0, 100], config: { rate } },
      { id: 's1', kind: 'server', name: 's1', at: [400, 100] },
    ],
    edges: [
      {
        id: 'e1',
        from: 'web',
        to: 's1',
        config: { latency: { dist: 'constant', value: 2 } },
      },
    ],
    commands: [],
  };
}

const skip = (page: Page) => transport(page).getByRole('button', { name: /^Skip quiet time/ });

test('quiet time is skipped up to the next message, and then there is nothing to skip', async ({
  page,
}) => {
  await openAt(page, visited(0.002), 0);
  await expect(skip(page)).toHaveAttribute('aria-disabled', 'false');
  await skip(page).click();
  await clockReaches(page, 10_000);
  await expect(skip(page)).toHaveAttribute('aria-disabled', 'true');
  const at = await clock(page);
  await page.keyboard.press('s');
  await expect(page.getByText('Nothing to skip: something is happening now.')).toBeVisible();
  expect(await clock(page)).toBe(at);
});

test('where nothing is going to happen it says so, and stays', async ({ page }) => {
  await openAt(page, visited(0), 5_000);
  await expect(skip(page)).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('s');
  await expect(page.getByText('Nothing more will happen.')).toBeVisible();
  expect(await clock(page)).toBe(5_000);
});

test('at an hour a second a hop of 2 ms is seen, and the same after going away and back', async ({
  page,
}) => {
  await openAt(page, visited(0.05), 0);
  const empty = await pixelsAlong(page, 'e1');
  await setSpeed(page, '1 s shows 1 h');
  await play(page);
  await clockReaches(page, 3_600_000);
  await pause(page);
  await expect(page.getByText('Short trips are drawn longer than they take.')).toBeVisible();
  const at = await clock(page);
  const seen = await pixelsAlong(page, 'e1');
  expect(seen).not.toBe(empty);
  await page.locator('body').press('j');
  await expect.poll(() => clock(page)).toBeLessThan(at);
  await page.locator('body').press('l');
  await expect.poll(() => clock(page)).toBe(at);
  await expect.poll(() => pixelsAlong(page, 'e1')).toBe(seen);
});

test('the clock counts days, and up to ten of them go by in a second', async ({ page }) => {
  await openAt(page, visited(0), 86_400_000 * 2 + 14_706_000);
  await expect(page.getByRole('status', { name: 'Simulated time' })).toHaveText(
    'day 3, 04:05:06.000',
  );
  await setSpeed(page, '1 s shows 10 days');
});
