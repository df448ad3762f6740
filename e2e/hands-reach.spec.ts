/** Everybody reaches everything: nothing traps the keyboard, the diagram is one tab stop, and nothing to press is smaller than a fingertip allows. */
import { expect, type Page, test } from '@playwright/test';
import { tabTo } from './hands.ts';
import { card, inspect, inspector, openScene, showTab, table } from './table.ts';

/** Whether the keyboard is on the page at all. */
const isOnPage = (page: Page) =>
  page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body);

/** Comes in from the address bar and presses a key until the keyboard has left the page; the names of all that had it, in order. */
async function tour(page: Page, key: 'Tab' | 'Shift+Tab'): Promise<string[]> {
  for (let i = 0; await isOnPage(page); i++) {
    expect(i, 'The keyboard never comes out').toBeLessThan(150);
    await page.keyboard.press(key);
  }
  const names: string[] = [];
  for (;;) {
    await page.keyboard.press(key);
    if (!(await isOnPage(page))) return names;
    const name = await page.evaluate(() => {
      const here = document.activeElement;
      const label = here?.getAttribute('aria-label') ?? here?.textContent?.trim().slice(0, 40);
      return `${here?.getAttribute('role') ?? here?.tagName.toLowerCase()} ${label}`;
    });
    names.push(name);
    expect(names.length, names.slice(-8).join(', ')).toBeLessThan(150);
  }
}

test('Tab leads through the whole page and out again, both ways, and the diagram is one stop', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openScene(page, 'crash-and-recovery', 3_000);
  await inspect(page, 'balancer');
  for (const instrument of ['Charts', 'Requests', 'Log', 'Outline'] as const) {
    await test.step(instrument, async () => {
      await page.getByRole('toolbar', { name: 'Instruments' }).getByLabel(instrument).click();
      await expect(page.getByRole('tabpanel', { name: instrument })).not.toBeEmpty();
      const there = await tour(page, 'Tab');
      expect(there.filter((name) => name === 'application Diagram')).toHaveLength(1);
      for (const wanted of [
        'input Title of this diagram',
        'button Share',
        'input Find a part',
        'input Name',
        'tab Now',
        'button Play',
        'slider Timeline',
        `tab ${instrument}`,
      ]) {
        expect(there).toContain(wanted);
      }
      const back = await tour(page, 'Shift+Tab');
      expect(new Set(back)).toEqual(new Set(there));
    });
  }
});

test('what opens takes the keyboard and gives it back: dialogs, menus, the inspector, the instruments', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openScene(page, 'first-minute', 500);
  for (const [button, role] of [
    ['Share', 'dialog'],
    ['Gallery', 'dialog'],
    ['My diagrams', 'dialog'],
    ['More', 'menu'],
  ] as const) {
    const opener = page.getByRole('button', { name: button, exact: true });
    await opener.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole(role).first()).toBeVisible();
    const opened = page.getByRole(role).first();
    await expect
      .poll(() => opened.evaluate((it) => it.contains(document.activeElement)))
      .toBe(true);
    await page.keyboard.press('Escape');
    await expect(page.getByRole(role)).toHaveCount(0);
    await expect(opener).toBeFocused();
  }
  await table(page).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(inspector(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(table(page)).toBeFocused();
  await page.keyboard.press('1');
  await expect(page.getByRole('tab', { name: 'Charts' })).toBeVisible();
  await tabTo(page, page.getByRole('tab', { name: 'Charts' }));
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tab', { name: 'Charts' })).toBeHidden();
  await expect(table(page)).toBeFocused();
});

/** What is smaller than 24 px either way, of all there is to press; links within a sentence are as high as their line. */
async function tooSmall(page: Page): Promise<string[]> {
  const all = page.locator(
    'button, select, textarea, input:not([type="file"]), summary, a[href], [role="slider"], [role="tab"], [role="menuitem"], [role="option"], [role="switch"]',
  );
  return all.evaluateAll((elements) =>
    elements.flatMap((element) => {
      const { width, height } = element.getBoundingClientRect();
      const isShown = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
      if (!isShown || width === 0 || height === 0 || element.closest('p a, li a') !== null)
        return [];
      // A box to tick is pressed by its label, too.
      const label = element.closest('label')?.getBoundingClientRect();
      const [w, h] = [Math.max(width, label?.width ?? 0), Math.max(height, label?.height ?? 0)];
      if (w > 23.5 && h > 23.5) return [];
      const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 30);
      return `${element.tagName.toLowerCase()} ${name}: ${Math.round(w)} × ${Math.round(h)}`;
    }),
  );
}

test.describe('on a wide screen', () => {
  test.use({ viewport: { width: 1440, height: 900 } });

  test('nothing to press is smaller than 24 pixels', async ({ page }) => {
    test.slow();
    await openScene(page, 'crash-and-recovery', 3_000);
    const found = await tooSmall(page);
    const look = async (where: string) => {
      found.push(...(await tooSmall(page)).map((each) => `${where}: ${each}`));
    };
    await inspect(page, 'balancer');
    for (const tab of ['Now', 'Settings', 'States', 'Help'] as const) {
      await showTab(page, tab);
      await expect(page.getByRole('tabpanel', { name: tab })).not.toBeEmpty();
      await look(tab);
    }
    for (const name of ['Charts', 'Requests', 'Log', 'Outline'] as const) {
      await page.getByRole('toolbar', { name: 'Instruments' }).getByLabel(name).click();
      await expect(page.getByRole('tabpanel', { name })).not.toBeEmpty();
      await look(name);
    }
    await page.getByRole('button', { name: 'Close the instruments' }).click();
    for (const name of ['Share', 'Gallery', 'My diagrams', 'More'] as const) {
      await page.getByRole('button', { name, exact: true }).click();
      await expect(page.getByRole(name === 'More' ? 'menu' : 'dialog').first()).toBeVisible();
      await look(name);
      await page.keyboard.press('Escape');
    }
    await card(page, 'server 2').click({ button: 'right' });
    await expect(page.getByRole('menu')).toBeVisible();
    await look('the menu of a part');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog', { name: 'Commands' })).toBeVisible();
    await look('the list of commands');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Crash server 2, at 0:02' }).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look('the editor of a mark');
    expect(found).toEqual([]);
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('nothing to press is smaller than 24 pixels', async ({ page }) => {
    test.slow();
    await openScene(page, 'crash-and-recovery', 3_000);
    const found = await tooSmall(page);
    const look = async (where: string) => {
      found.push(...(await tooSmall(page)).map((each) => `${where}: ${each}`));
    };
    await page.getByRole('button', { name: 'Parts' }).tap();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look('the parts');
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).tap();
    await card(page, 'balancer').tap();
    const sheet = page.getByRole('dialog', { name: 'Inspector' });
    await expect(sheet).toBeVisible();
    for (const tab of ['Now', 'Settings', 'States', 'Help'] as const) {
      await showTab(page, tab);
      await expect(page.getByRole('tabpanel', { name: tab })).not.toBeEmpty();
      await look(tab);
    }
    await sheet.getByRole('button', { name: 'Close' }).first().tap();
    for (const name of ['Charts', 'Requests', 'Log', 'Outline'] as const) {
      await page.getByRole('toolbar', { name: 'Instruments' }).getByLabel(name).tap();
      await expect(page.getByRole('tabpanel', { name })).not.toBeEmpty();
      await look(name);
    }
    expect(found).toEqual([]);
  });
});
