/**
 * Pictures of the page to look at before calling a visible change done: each view, light and dark,
 * on a desk and on a phone.
 */
import { type Page, test } from '@playwright/test';
import { SCREENS, type Screen, show, viewsOf } from './views.ts';

/** Where islands come closest to each other. */
const IN_BETWEEN = ['bad-day', 'inspector-balancer-now', 'charts-beside-inspector', 'log'];
const FOLDER = new URL('../shots/', import.meta.url).pathname;

for (const screen of Object.keys(SCREENS) as Screen[]) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test.describe(`${screen} ${colorScheme}`, () => {
      test.use({ ...SCREENS[screen], colorScheme, actionTimeout: 20_000 });
      for (const view of viewsOf(screen).flatMap(([, views]) => views)) {
        test(view.name, async ({ page }) => {
          await show(page, view, screen);
          await comesToRest(page);
          await page.screenshot({ path: `${FOLDER}${screen}-${colorScheme}-${view.name}.png` });
        });
      }
    });
  }
}

test.describe('forced colours', () => {
  test.use({
    ...SCREENS.desk,
    contextOptions: { forcedColors: 'active', reducedMotion: 'reduce' },
  });
  for (const view of viewsOf('desk').flatMap(([, views]) => views)) {
    test(view.name, async ({ page }) => {
      await show(page, view, 'desk');
      await page.screenshot({ path: `${FOLDER}forced-${view.name}.png` });
    });
  }
});

for (const width of [1100, 1280]) {
  test(`${width} pixels wide`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    for (const view of viewsOf('desk').flatMap(([, views]) => views)) {
      if (!IN_BETWEEN.includes(view.name)) continue;
      await show(page, view, 'desk');
      await comesToRest(page);
      await page.screenshot({ path: `${FOLDER}${width}-${view.name}.png` });
    }
  });
}

/** Until two pictures are the same, or it is clear that something goes on moving. */
async function comesToRest(page: Page): Promise<void> {
  let last = '';
  for (let times = 0; times < 8; times++) {
    const picture = (await page.screenshot()).toString('base64');
    if (picture === last) return;
    last = picture;
  }
}
