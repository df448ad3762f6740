/**
 * On every view of the page, on a desk and on a phone, no rule of axe is broken, light or dark, and
 * whatever can be pressed is large enough.
 */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { card, inspect } from './table.ts';
import { SCREENS, type Screen, show, type View, viewsOf } from './views.ts';

/** CSS pixels: what WCAG 2.2 asks for at level AA. */
const LEAST = 24;

/**
 * There are no frames in the page: what it takes to look into them would double the time. What is
 * in order need not be listed.
 */
const axe = (page: Page) =>
  new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });

async function brokenRules(builder: AxeBuilder): Promise<string[]> {
  const { violations } = await builder.analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join('; ')}`,
  );
}

/** `without` names rules that do not fit what is shown. */
async function isClean(page: Page, what: string, without: string[] = []): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  expect.soft(await brokenRules(axe(page).disableRules(without)), what).toEqual([]);
  // All that another theme changes.
  await page.emulateMedia({ colorScheme: 'dark' });
  expect
    .soft(await brokenRules(axe(page).withRules('color-contrast')), `${what}, dark`)
    .toEqual([]);
}

const PRESSED =
  'button, a[href], input, select, textarea, summary, [role="slider"], [role="tab"], [role="menuitem"], [role="option"]';

/**
 * What can be pressed and is smaller than that, in CSS pixels. Links within a text, and what is
 * drawn to the scale of the diagram, are as large as they are.
 */
async function tooSmall(page: Page, least: number): Promise<string[]> {
  return page.locator(PRESSED).evaluateAll((all, least) => {
    const isMeant = (element: Element) =>
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
      !element.matches(':disabled, [type="file"], p a, li p a') &&
      element.closest('.react-flow__viewport, [inert], [aria-hidden="true"]') === null;
    return all.filter(isMeant).flatMap((element) => {
      const around = element.matches('[type="checkbox"]') ? element.closest('label') : null;
      const { width, height } = (around ?? element).getBoundingClientRect();
      // Half a pixel is rounding. What has no size at all is there for the keyboard alone.
      if (width <= 1 || Math.min(width, height) >= least - 0.5) return [];
      // Some are larger to a hand than they look: counted pixel by pixel, across and down, where
      // they can be seen.
      element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      const { x, y } = element.getBoundingClientRect();
      const [left, top] = [x + width / 2, y + height / 2];
      const reach = Array.from({ length: 2 * least + 1 }, (_, index) => index - least);
      const isHit = (dx: number, dy: number) =>
        element.contains(document.elementFromPoint(left + dx, top + dy));
      const across = reach.filter((by) => isHit(by, 0)).length;
      const down = reach.filter((by) => isHit(0, by)).length;
      if (Math.min(across, down) >= least - 1) return [];
      const name = element.getAttribute('aria-label') ?? element.textContent ?? '';
      return [
        `${element.tagName} ${name.slice(0, 40)}: ${width.toFixed(1)} × ${height.toFixed(1)}`,
      ];
    });
  }, least);
}

/**
 * On a phone the inspector lies in a sheet. What is in it was looked at on a desk, for every part;
 * here one part is enough.
 */
const isNew = (screen: Screen, { name }: View): boolean =>
  screen === 'desk' || !/^inspector-(?:server|visitors)/.test(name);

for (const screen of Object.keys(SCREENS) as Screen[]) {
  test.describe(`on a ${screen}`, () => {
    test.use({ ...SCREENS[screen], contextOptions: { reducedMotion: 'reduce' } });
    for (const [group, views] of viewsOf(screen)) {
      test(`${group}: by axe's rules, light and dark, and nothing too small to hit`, async ({
        page,
      }) => {
        test.setTimeout(20_000 * views.length);
        for (const view of views.filter((one) => isNew(screen, one))) {
          await test.step(view.name, () => checks(page, view, screen));
        }
      });
    }
  });
}

test.describe('with forced colours', () => {
  test.use({ contextOptions: { forcedColors: 'active' } });

  test('states are told by words and by shape, and what is chosen by more than its ink', async ({
    page,
  }) => {
    await show(page, { name: 'forced' }, 'desk');
    const border = (name: string) =>
      card(page, name).evaluate((element) => getComputedStyle(element).borderTopWidth);
    await expect(card(page, 'server 2')).toContainText('down');
    await expect(card(page, 'server 3')).toContainText('saturated');
    expect(await border('server 2')).not.toBe(await border('server 1'));
    await inspect(page, 'server 2');
    const line = (name: string) =>
      page
        .getByRole('tab', { name })
        .evaluate((element) => getComputedStyle(element).borderBottomColor);
    expect(await line('Now')).not.toBe(await line('Settings'));
    expect(await line('Settings')).toBe(await line('States'));
    expect(await brokenRules(axe(page).disableRules('color-contrast'))).toEqual([]);
  });
});

async function checks(page: Page, view: View, screen: Screen): Promise<void> {
  await show(page, view, screen);
  await isClean(page, view.name, view.without);
  expect.soft(await tooSmall(page, LEAST), view.name).toEqual([]);
}
