/** Everybody reaches everything: nothing traps the keyboard, and the diagram is one tab stop. */
import { expect, type Locator, type Page, test } from '@playwright/test';
import { tabTo } from './hands.ts';
import { openDrawer } from './instruments.ts';
import { card, inspect, inspector, openScene, table } from './table.ts';

/** Whether the keyboard is on the page at all. */
const isOnPage = (page: Page) =>
  page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body);

/**
 * Comes in from the address bar and presses a key until the keyboard has left the page; the names
 * of all that had it, in order.
 */
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

test('by clicks alone the table is seen larger, smaller, as large as life and whole, and a figure says how large', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openScene(page, 'first-minute', 500);
  const zoom = page.getByRole('region', { name: 'Zoom' });
  const percent = async () => Number.parseInt(await zoom.innerText(), 10);
  const whole = await percent();
  await zoom.getByRole('button', { name: 'Zoom in' }).click();
  await expect.poll(percent).toBe(Math.round(whole * 1.2));
  await zoom.getByRole('button', { name: 'Zoom to 100 %' }).click();
  await expect.poll(percent).toBe(100);
  expect((await card(page, 'balancer').boundingBox())?.width).toBeCloseTo(184, 0);
  await zoom.getByRole('button', { name: 'Zoom out' }).click();
  await expect.poll(percent).toBe(83);
  await zoom.getByRole('button', { name: 'Fit the diagram' }).click();
  await expect.poll(percent).toBe(whole);
});

for (const [held, viewport] of [
  ['upright', { width: 390, height: 844 }],
  ['sideways', { width: 844, height: 390 }],
] as const) {
  test.describe(`on a phone held ${held}`, () => {
    test.use({ viewport, hasTouch: true, isMobile: true });

    test('what is inspected stays in sight beside all there is to know of it, and the view comes back', async ({
      page,
    }) => {
      await openScene(page, 'crash-and-recovery', 1_000);
      const part = card(page, 'server 2');
      const before = await part.boundingBox();
      await part.tap({ position: { x: 12, y: 8 } });
      const sheet = page.getByRole('dialog', { name: 'Inspector' });
      for (const name of ['Settings', 'States', 'Help', 'Now']) {
        await sheet.getByRole('tab', { name, exact: true }).tap();
        await expect(sheet.getByRole('tabpanel', { name })).not.toBeEmpty();
      }
      await expect.poll(() => isClearOf(part, sheet)).toBe(true);
      await sheet.getByRole('button', { name: 'Close' }).tap();
      await expect(sheet).toBeHidden();
      await expect.poll(() => part.boundingBox()).toEqual(before);
      const drawer = await openDrawer(page, 'Log');
      await expect(drawer.getByText(/^GET/).last()).toBeInViewport();
    });
  });
}

async function isClearOf(one: Locator, other: Locator): Promise<boolean> {
  const [a, b] = [await one.boundingBox(), await other.boundingBox()];
  if (a === null || b === null) return false;
  return a.x + a.width <= b.x || a.y + a.height <= b.y;
}
