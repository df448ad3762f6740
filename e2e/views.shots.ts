/** Pictures of the page to look at before calling a visible change done: each view, light and dark, on a desk and on a phone. */
import { expect, type Page, test } from '@playwright/test';
import { card, clockReaches, inspect, openScene, pause, setSpeed, showTab } from './table.ts';

const FOLDER = new URL('../shots/', import.meta.url).pathname;

const SCREENS = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
} as const;

const TABS = ['Now', 'Settings', 'States', 'Help'] as const;

for (const [screen, device] of Object.entries(SCREENS)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${screen}, ${colorScheme}`, () => {
      test.use({ ...device, colorScheme, actionTimeout: 20_000 });
      const keep = (page: Page, name: string) =>
        page.screenshot({ path: `${FOLDER}${screen}-${colorScheme}-${name}.png` });

      test('the table', async ({ page }) => {
        await openScene(page, 'first-minute', 0);
        await keep(page, 'idle');
        await openScene(page, 'first-minute');
        await clockReaches(page, 400);
        await keep(page, 'running');
        await openScene(page, 'one-server-overloaded', 20_000);
        await keep(page, 'overloaded');
        await openScene(page, 'one-two-four-servers', 3_000);
        await keep(page, 'many');
        await openScene(page, 'read-replicas', 3_000);
        await keep(page, 'replicas');
      });

      test('a crash', async ({ page }) => {
        await openScene(page, 'crash-and-recovery', 3_000);
        await keep(page, 'broken');
        await openScene(page, 'crash-and-recovery', 1_900);
        if (screen === 'desk') await setSpeed(page, '1 s shows 100 ms');
        await page.getByRole('button', { name: 'Play', exact: true }).click();
        await expect(page.locator('[data-pop]').first()).toBeVisible({ timeout: 30_000 });
        await keep(page, 'errors');
        await pause(page);
      });

      test('the inspector', async ({ page }) => {
        for (const [slug, name] of [
          ['crash-and-recovery', 'balancer'],
          ['crash-and-recovery', 'server 2'],
          ['first-minute', 'visitors'],
        ] as const) {
          await openScene(page, slug, 3_000);
          if (screen === 'desk') await inspect(page, name);
          else await card(page, name).tap();
          for (const tab of TABS) {
            await showTab(page, tab);
            await expect(page.getByRole('tabpanel', { name: tab })).not.toBeEmpty();
            await keep(page, `inspector-${name.replace(' ', '-')}-${tab.toLowerCase()}`);
          }
          await showTab(page, 'Now');
          // On a phone the inspector covers the cards.
          await page
            .getByRole('button', { name: /^Close/ })
            .first()
            .click();
        }
        await openScene(page, 'layer-4-beside-layer-7', 3_000);
        if (screen === 'phone') return;
        await inspect(page, 'layer 4 balancer');
        await page.getByText('NAT table', { exact: false }).first().scrollIntoViewIfNeeded();
        await keep(page, 'inspector-layer-4');
      });

      test('dialogs', async ({ page }) => {
        await openScene(page, 'first-minute', 400);
        await page.getByRole('button', { name: 'Share' }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
        await keep(page, 'share');
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'More' }).click();
        await keep(page, 'menu');
        await page.getByRole('menuitem', { name: 'Keys' }).click();
        await expect(page.getByRole('dialog')).toBeVisible();
        await keep(page, 'keys');
        await page.keyboard.press('Escape');
        await page.goto('/#d0=abc.abcdef');
        await expect(page.getByRole('alert', { name: /could not/ })).toBeVisible();
        await keep(page, 'problem');
        if (screen === 'desk') return;
        await page.getByRole('button', { name: 'Close' }).first().click();
        await page.getByRole('button', { name: 'Parts' }).click();
        await keep(page, 'parts');
      });
    });
  }
}
