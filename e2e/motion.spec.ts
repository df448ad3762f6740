/** What moves does so only while time passes: asserted on the screen's own pixels. */
import { expect, type Page, test } from '@playwright/test';
import {
  card,
  clock,
  clockReaches,
  openScene,
  pause,
  pixelsAlong,
  play,
  readTrace,
} from './table.ts';

/** Looks again and again, as long as it takes to see that nothing changes. */
async function looks(page: Page, edge: string, times: number, to = 0.9): Promise<string[]> {
  const seen: string[] = [];
  for (let i = 0; i < times; i++) seen.push(await pixelsAlong(page, edge, 0.1, to));
  return seen;
}

test('the page opens on a running scene: dots move along the lines, and cards say what goes on', async ({
  page,
}) => {
  await page.goto('/');
  await expect(card(page, 'server 2')).toBeVisible();
  await expect(page.getByText('Click a server, then Crash.')).toBeVisible();
  const before = await pixelsAlong(page, 'e1');
  await expect.poll(() => pixelsAlong(page, 'e1')).not.toBe(before);
  for (const edge of ['e2', 'e3', 'e4']) {
    const still = await pixelsAlong(page, edge);
    await expect.poll(() => pixelsAlong(page, edge), { timeout: 15_000 }).not.toBe(still);
  }
  await expect(card(page, 'server 1')).toHaveAttribute('aria-label', /busy|idle|saturated/);
});

test('paused, not a pixel moves; playing goes on from there', async ({ page }) => {
  await openScene(page, 'first-minute');
  await clockReaches(page, 120);
  await pause(page);
  // The last frame may still be on its way to the screen.
  await expect(async () => {
    const [first, ...rest] = await looks(page, 'e1', 3);
    expect(rest).toEqual([first, first]);
  }).toPass();
  const stoppedAt = await clock(page);
  const seen = await looks(page, 'e1', 10);
  expect(new Set(seen).size).toBe(1);
  expect(await clock(page)).toBe(stoppedAt);
  await play(page);
  await expect.poll(() => pixelsAlong(page, 'e1')).not.toBe(seen[0]);
  await clockReaches(page, stoppedAt + 1);
});

test('one step is one event, by button and by key', async ({ page }) => {
  await openScene(page, 'first-minute', 200);
  const before = await readTrace(page);
  await page.getByRole('button', { name: 'Run one event' }).click();
  await expect.poll(() => clock(page)).toBeGreaterThanOrEqual(200);
  await expect(async () => {
    expect((await readTrace(page)).events).toBe(before.events + 1);
  }).toPass();
  await page.keyboard.press('.');
  await page.keyboard.press('.');
  await expect(async () => {
    expect((await readTrace(page)).events).toBe(before.events + 3);
  }).toPass();
});

test.describe('with reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('nothing travels: lines carry numbers instead, and stepping works', async ({ page }) => {
    await openScene(page, 'first-minute');
    await clockReaches(page, 300);
    await expect(page.locator('[data-edge="e1"] text')).toHaveText(/^\d+\/s$/);
    await expect(page.getByText('Wider lines carry more messages.')).toBeVisible();
    // Away from the number in the middle; the width of the line varies in the beginning.
    await expect(async () => {
      const began = await clock(page);
      const seen = await looks(page, 'e1', 6, 0.3);
      expect(new Set(seen).size).toBe(1);
      expect(await clock(page)).toBeGreaterThan(began);
    }).toPass({ timeout: 20_000 });
    await pause(page);
    const before = await readTrace(page);
    await page.keyboard.press('.');
    await expect(async () => {
      expect((await readTrace(page)).events).toBe(before.events + 1);
    }).toPass();
  });
});
