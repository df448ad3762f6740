/**
 * A pool that grows while it runs, by hand or by itself: more servers, more throughput, at once and
 * without a word to the balancer.
 */
import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { crash } from './keeping.ts';
import {
  card,
  clock,
  inspect,
  inspector,
  openFile,
  openScene,
  pause,
  picks,
  play,
  runOn,
  setSpeed,
  showTab,
  table,
} from './table.ts';

/** Answered per second, over the last second. */
async function perSecond(page: Page): Promise<number> {
  const recent = page.locator('tr[data-figure="throughput"] td').first();
  return Number.parseFloat(await recent.innerText());
}

test('LB-8: each server that joins the pool raises the throughput', async ({ page }) => {
  const throughput: number[] = [];
  for (const at of [4_900, 9_900, 14_900, 19_900]) {
    await openScene(page, 'growing-pool', at);
    await inspect(page, 'visitors');
    throughput.push(await perSecond(page));
    await inspect(page, 'balancer');
    expect(Object.keys(await picks(page))).toHaveLength(throughput.length);
  }
  const [one = 0, two = 0, three = 0, four = 0] = throughput;
  // A server alone answers 40 a second; the visitors send 150.
  expect(one).toBeLessThan(60);
  expect(two).toBeGreaterThan(one * 1.4);
  expect(three).toBeGreaterThan(two * 1.15);
  expect(four).toBeGreaterThan(three * 1.05);
});

test('LB-8: a server put into the pool by hand while it runs takes traffic at once', async ({
  page,
}) => {
  const file = new URL('../src/scenarios/growing-pool.json', import.meta.url);
  const scene = JSON.parse(readFileSync(file, 'utf8')) as { title: string; commands: unknown[] };
  await page.goto('/');
  await openFile(page, { ...scene, title: 'A pool to grow', commands: [] } as { title: string });
  await pause(page);
  await runOn(page, 5_000);
  await inspect(page, 'visitors');
  expect(await perSecond(page)).toBeLessThan(60);

  await setSpeed(page, '1 s shows 100 ms');
  await play(page);
  await inspect(page, 'server 1');
  const before = await clock(page);
  await page.getByRole('searchbox', { name: 'Find a part' }).focus();
  await page.keyboard.type('server');
  await page.keyboard.press('Enter');
  const joined = card(page, 'Server 2');
  await expect(joined).toBeVisible();
  // It is busy within moments, and nothing was told to the balancer.
  await expect(joined).toHaveAttribute('aria-label', /busy|full/);
  await pause(page);
  expect(await clock(page)).toBeGreaterThan(before);
  await table(page).focus();
  await inspect(page, 'balancer');
  expect((await picks(page))['Server 2']).toBeGreaterThan(0);
  await runOn(page, 3_000);
  await inspect(page, 'visitors');
  expect(await perSecond(page)).toBeGreaterThan(80);
});

test('LB-8: an autoscaler switches servers on as load rises, and misses one that is lost', async ({
  page,
}) => {
  await openScene(page, 'autoscaling-pool', 8_000);
  await expect(card(page, 'pool')).toContainText('growing · 2 of 6 wanted');
  await expect(card(page, 'app 4')).toHaveAttribute('data-tone', 'standby');
  await inspect(page, 'visitors');
  const before = await perSecond(page);

  // Four times the traffic comes at 10 s. From here on nobody does anything but watch.
  await runOn(page, 28_000);
  await expect(card(page, 'pool')).toContainText(/\w+ · [4-6] of 6 wanted/);
  await expect(card(page, 'app 4')).not.toHaveAttribute('data-tone', 'standby');
  await inspect(page, 'visitors');
  expect(await perSecond(page)).toBeGreaterThan(3 * before);

  // How many are on, and why: what each look saw, and what came of it.
  await inspect(page, 'pool');
  await expect(inspector(page)).toContainText(/[4-6] of 6 members are wanted, \d take part\./);
  const looks = inspector(page).getByRole('table', { name: 'Last looks' });
  await expect(looks.getByRole('row', { name: /2 → \d/ }).last()).toContainText(/% of 60 %/);

  // A replica is a part like any other: lost, it is missed, and it takes part again once it is up.
  await crash(page, 'app 2');
  await runOn(page, 2_000);
  await expect(card(page, 'pool')).toHaveText(/\d of 6 wanted · \d ready/);
  await expect(card(page, 'balancer')).toContainText(/\d of [46] ·/);
  await showTab(page, 'Settings');
  await expect(inspector(page).getByRole('button', { name: 'Go to app' })).toBeVisible();
  await inspector(page).getByRole('button', { name: 'Bring back' }).click();
  await runOn(page, 12_000);
  await expect(card(page, 'app 2')).not.toHaveAttribute('data-tone', /down|starting|standby/);
  await inspect(page, 'pool');
  await showTab(page, 'Now');
  await expect(inspector(page)).toContainText(/(\d) of 6 members are wanted, \1 take part\./);
});
