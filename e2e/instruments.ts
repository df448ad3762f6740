/**
 * What a visitor does with the instruments and what can be read off them: the drawer, the timeline,
 * what breaks and what stops a run.
 */
import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { encodeLink } from '../src/document/link.ts';
import type { SceneDocument } from '../src/document/types.ts';
import { specs } from '../src/kinds/specs.ts';
import { clock, inspector, isUpToDate, line, title } from './table.ts';

/** A prepared incident: "crash", "slow", "cut", "queue", "burst", "timeout" or "chance". */
export function incident(name: string): SceneDocument {
  const path = new URL(`../src/run/fixtures/incident-${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as SceneDocument;
}

/** Opens a document by a link that shows it at a moment (ms), paused. */
export async function openAt(page: Page, document: SceneDocument, atMs: number): Promise<void> {
  await page.goto(`/${encodeLink(document, specs, { t: atMs }).fragment}`);
  await expect(title(page)).toHaveValue(document.title);
  await isUpToDate(page);
  await clockShows(page, atMs);
}

export async function clockShows(page: Page, ms: number): Promise<void> {
  await expect.poll(() => clock(page), { timeout: 30_000 }).toBe(ms);
}

type DrawerPage = 'Charts' | 'Requests' | 'Log' | 'Outline';

/** Opens the drawer at one of its pages, if it does not show that already. */
export async function openDrawer(page: Page, name: DrawerPage): Promise<Locator> {
  const shown = page.locator('[data-drawer]');
  const tab = shown.getByRole('tab', { name });
  if (await shown.isVisible()) await tab.click();
  else {
    const island = page.getByRole('toolbar', { name: 'Instruments' });
    await island.getByRole('button', { name }).click();
  }
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  return shown;
}

/** The recent requests that failed, or took longest. */
export const requestRows = (page: Page, list: 'Failed' | 'Slowest'): Locator =>
  page.getByRole('list', { name: list }).getByRole('button');

/** The request that is followed, with its trace. */
export const followed = (page: Page): Locator =>
  page.getByRole('region', { name: 'Followed request' });

/** The chain of causes of the request that is followed, from its end to the first cause. */
export const causes = (page: Page): Locator =>
  page.getByRole('region', { name: 'Why' }).getByRole('listitem');

/** The chain in words, without its arrows. */
export async function causeWords(page: Page): Promise<string[]> {
  await expect(causes(page).first()).toBeVisible();
  return (await causes(page).allInnerTexts()).map((words) => words.replace(/^←\s*/, ''));
}

/** What the inspector is about. */
export async function inspected(page: Page): Promise<string> {
  return inspector(page).getByLabel('Name').inputValue();
}

export const marks = (page: Page): Locator => page.locator('[data-command]');

/** The line of the timeline as it lies on the screen. */
export const timeline = (page: Page): Locator => page.getByRole('slider', { name: 'Timeline' });

/**
 * The link of the share dialog, which opens at the start or at the moment shown; opens and closes
 * the dialog.
 */
export async function linkOf(page: Page, { atMoment }: { atMoment: boolean }): Promise<string> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this diagram' });
  await dialog.getByLabel(/^Open paused at/).setChecked(atMoment);
  const link = dialog.getByLabel('Link', { exact: true });
  await expect(link).toHaveValue(atMoment ? /#t=/ : /#d2=/);
  const address = await link.inputValue();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  return address;
}

/** Goes to a moment (ms) by a click on the timeline, as near as a pixel is. */
export async function clickMoment(page: Page, ms: number): Promise<void> {
  const end = Number(await timeline(page).getAttribute('aria-valuemax')) * 1000;
  const box = await timeline(page).boundingBox();
  if (box === null) throw new Error('The timeline is not on the screen.');
  await timeline(page).click({ position: { x: (box.width * ms) / end, y: box.height / 2 } });
}

/** Where a line is, at a share of its length, on the screen. */
export async function pointOn(page: Page, edge: string, share: number): Promise<[number, number]> {
  return await line(page, edge)
    .locator('path')
    .first()
    .evaluate((path, along) => {
      const curve = path as SVGPathElement;
      const toScreen = curve.getScreenCTM();
      if (toScreen === null) throw new Error('The line is not on the screen.');
      const at = curve.getPointAtLength(along * curve.getTotalLength()).matrixTransform(toScreen);
      return [at.x, at.y] as [number, number];
    }, share);
}

/** How many pixels around a point have the colour of an ink, as the screen shows them. */
export async function inkAround(
  page: Page,
  [x, y]: readonly [number, number],
  ink: string,
): Promise<number> {
  const reach = 14;
  const clip = { x: x - reach, y: y - reach, width: 2 * reach, height: 2 * reach };
  const shot = await page.screenshot({ clip, animations: 'disabled' });
  return await page.evaluate(
    async ([picture, name]) => {
      const bytes = Uint8Array.from(atob(picture), (char) => char.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const ctx = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      if (ctx === null) throw new Error('There is no canvas to read pixels with.');
      const style = getComputedStyle(document.documentElement);
      const wanted = Number.parseInt(style.getPropertyValue(`--ink-${name}`).slice(1), 16);
      ctx.drawImage(bitmap, 0, 0);
      const { data } = ctx.getImageData(0, 0, bitmap.width, bitmap.height);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        const [r = 0, g = 0, b = 0] = data.subarray(i, i + 3);
        const far = [wanted >> 16, (wanted >> 8) & 255, wanted & 255].some(
          (part, at) => Math.abs(part - ([r, g, b][at] ?? 0)) > 24,
        );
        if (!far) count++;
      }
      return count;
    },
    [shot.toString('base64'), ink] as const,
  );
}
