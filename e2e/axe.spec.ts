/** No rule of axe is broken on any view of the page, light or dark, wide or narrow. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { card, inspect, inspector, openScene, showTab } from './table.ts';

/** `without` names a rule that does not fit what is shown. */
async function isClean(page: Page, without: string[] = []): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).disableRules(without).analyze();
  const said = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`,
  );
  expect(said).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    test('start page, inspector and dialogs', async ({ page }) => {
      test.slow();
      await openScene(page, 'crash-and-recovery', 3_000);
      await isClean(page);
      await inspect(page, 'balancer');
      for (const tab of ['Now', 'Settings', 'States', 'Help'] as const) {
        await test.step(tab, async () => {
          await showTab(page, tab);
          await expect(page.getByRole('tabpanel', { name: tab })).not.toBeEmpty();
          await isClean(page);
        });
      }
      await inspect(page, 'server 2');
      await isClean(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Share' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await isClean(page);
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'More' }).click();
      await expect(page.getByRole('menu')).toBeVisible();
      // A menu belongs to its button, wherever it lies in the page; landmarks are for what is there to stay.
      await isClean(page, ['region']);
      await page.getByRole('menuitem', { name: 'Keys' }).click();
      await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
      await isClean(page);
      await page.goto('/#d0=abc.abcdef');
      await page.keyboard.press('Escape');
      await expect(page.getByRole('alert', { name: 'This could not be opened' })).toBeVisible();
      await isClean(page);
    });

    test.describe('on a phone', () => {
      test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

      test('start page, parts and inspector', async ({ page }) => {
        await openScene(page, 'first-minute', 500);
        await isClean(page);
        await page.getByRole('button', { name: 'Parts' }).tap();
        await expect(page.getByRole('dialog')).toBeVisible();
        await isClean(page);
        await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();
        await card(page, 'server 2').tap();
        await expect(page.getByRole('dialog', { name: 'Inspector' })).toBeVisible();
        await isClean(page);
        await expect(inspector(page)).toBeHidden();
      });
    });
  });
}
