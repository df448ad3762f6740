/**
 * What a visitor does at the table and what can be read off it, in the words of the page. Every
 * promise is kept through these.
 */
import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import type { SceneDocument } from '../src/document/types.ts';

/** The title of a built-in scene. */
function titleOf(slug: string): string {
  const path = new URL(`../src/scenarios/${slug}.json`, import.meta.url);
  const scene = JSON.parse(readFileSync(path, 'utf8')) as SceneDocument;
  return scene.title;
}

/** Opens a built-in scene; with a moment (ms) it opens paused there. */
export async function openScene(page: Page, slug: string, atMs?: number): Promise<void> {
  await page.goto(atMs === undefined ? `/#x=${slug}` : `/#t=${atMs}&x=${slug}`);
  // What was open before stays on the table until the scene has come.
  await expect(title(page)).toHaveValue(titleOf(slug));
  await expect(cards(page).first()).toBeVisible();
  if (atMs === undefined) return;
  await isUpToDate(page);
  await expect.poll(() => clock(page)).toBe(atMs);
  // The clock is there first; then what the parts say of that moment.
  await expect(cards(page).first()).toHaveAttribute('aria-label', /^[^,]+, [^,]+, ./);
}

/** Opens a document as somebody would who has it as a file. It plays. */
export async function openFile(page: Page, document: { title: string }): Promise<void> {
  await chooseFile(page, 'diagram.json', JSON.stringify(document));
  await expect(title(page)).toHaveValue(document.title);
}

/** Chooses a file, whatever is in it. */
export async function chooseFile(page: Page, name: string, text: string): Promise<void> {
  await expect(cards(page).first()).toBeVisible();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Open a file' }).click();
  const file = { name, mimeType: 'application/json', buffer: Buffer.from(text) };
  await (await chooser).setFiles(file);
}

export const title = (page: Page): Locator => page.getByLabel('Title of this diagram');

export const cards = (page: Page): Locator => page.locator('[data-node]');

/** A card by the name written on it. */
export function card(page: Page, name: string): Locator {
  return cards(page).filter({ has: page.getByText(name, { exact: true }) });
}

/** All that is written on the cards: name, kind and state of each. */
export async function cardWords(page: Page): Promise<string[]> {
  return cards(page).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
}

/** A line by its id in the document: two lines may join parts of one name. */
export const line = (page: Page, id: string): Locator => page.locator(`[data-edge="${id}"]`);

const clockFace = (page: Page): Locator => page.getByRole('status', { name: 'Simulated time' });

/** The clock in milliseconds of simulated time: "0:12.480", "day 3, 04:05:06.000". */
export async function clock(page: Page): Promise<number> {
  const [, day = '1', time = ''] =
    /^(?:day (\d+), )?(.*)$/.exec(await clockFace(page).innerText()) ?? [];
  const inDay = time.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  return Math.round(((Number(day) - 1) * 86_400 + inDay) * 1000);
}

export async function clockReaches(page: Page, ms: number): Promise<void> {
  await expect.poll(() => clock(page), { timeout: 45_000 }).toBeGreaterThanOrEqual(ms);
}

/** The run stands where it was asked to stand, or plays: the clock says what is. */
export async function isUpToDate(page: Page): Promise<void> {
  await expect(clockFace(page)).toHaveAttribute('aria-busy', 'false');
}

export const transport = (page: Page): Locator => page.getByRole('region', { name: 'Playback' });

export async function play(page: Page): Promise<void> {
  await transport(page).getByRole('button', { name: 'Play', exact: true }).click();
  await expect(transport(page).getByRole('button', { name: 'Pause' })).toBeVisible();
}

export async function pause(page: Page): Promise<void> {
  await transport(page).getByRole('button', { name: 'Pause' }).click();
  await expect(transport(page).getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await isUpToDate(page);
}

/** As fast as the computer can. */
export async function hurry(page: Page): Promise<void> {
  await transport(page).getByRole('button', { name: 'Full speed' }).click();
}

/** Sets the speed slider by its keys, until its words say what is wanted: "1 s shows 500 ms". */
export async function setSpeed(page: Page, words: string): Promise<void> {
  const slider = page.getByRole('slider', { name: 'Speed' });
  if ((await slider.getAttribute('aria-valuetext')) === words) return;
  await slider.focus();
  await slider.press('Home');
  for (let steps = 0; steps < 91; steps++) {
    if ((await slider.getAttribute('aria-valuetext')) === words) return;
    await slider.press('ArrowRight');
  }
  throw new Error(`The speed slider never says "${words}".`);
}

/** Plays quickly until the clock has moved on by at least so much, and pauses. */
export async function runOn(page: Page, ms: number): Promise<void> {
  const until = (await clock(page)) + ms;
  await setSpeed(page, '1 s shows 10 s');
  await play(page);
  await clockReaches(page, until);
  await pause(page);
}

export const inspector = (page: Page): Locator =>
  page.getByRole('complementary', { name: 'Inspector' });

export const table = (page: Page): Locator => page.getByRole('application', { name: 'Diagram' });

/** Fits the diagram between the islands, as `0` does, when a part is not to be seen. */
async function bringIntoView(page: Page, part: Locator): Promise<void> {
  const isSeen = await part.evaluate((element) => {
    const { left, top } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(left + 40, top + 8));
  });
  if (isSeen) return;
  await table(page).focus();
  await page.keyboard.press('0');
}

/** Clicks a card, which opens the inspector on it. */
export async function inspect(page: Page, name: string): Promise<void> {
  // Whoever clicks beside a card because the table was just moving clicks again.
  await expect(async () => {
    await bringIntoView(page, card(page, name));
    await card(page, name).click({ position: { x: 40, y: 8 } });
    await expect(inspector(page).getByLabel('Name')).toHaveValue(name, { timeout: 5_000 });
  }).toPass({ timeout: 45_000 });
}

export async function showTab(page: Page, name: 'Now' | 'Settings' | 'States' | 'Help') {
  await page.getByRole('tab', { name }).click();
}

/**
 * A row of the inspector's figures as written, over the whole run: `figure(page, 'response-p95')`
 * is "41.2 ms".
 */
export async function figure(page: Page, row: string): Promise<string> {
  return page.locator(`tr[data-figure="${row}"] td`).last().innerText();
}

/** Milliseconds of "0.5 ms", "41.2 ms", "1.2 s", "2 min 5 s". */
export function millis(words: string): number {
  const units: Readonly<Record<string, number>> = {
    ms: 1,
    s: 1000,
    min: 60_000,
    h: 3_600_000,
    d: 86_400_000,
  };
  const parts = [...words.matchAll(/([\d.]+) (ms|s|min|h|d)/g)];
  if (parts.length === 0) throw new Error(`"${words}" is no duration.`);
  return parts.reduce(
    (sum, [, amount, unit]) => sum + Number(amount) * (units[unit ?? ''] ?? 0),
    0,
  );
}

/** A number as figures are written: "12", "1.23k". */
function count(words: string): number {
  const [, amount, prefix] = /^([\d.,]+)([kMG]?)/.exec(words.trim()) ?? [];
  if (amount === undefined) throw new Error(`"${words}" is no number.`);
  const scale = { '': 1, k: 1e3, M: 1e6, G: 1e9 }[prefix ?? ''] ?? 1;
  return Number(amount.replaceAll(',', '')) * scale;
}

/**
 * How often a balancer chose each backend, by the backend's name, from the table in its inspector.
 */
export async function picks(page: Page): Promise<Record<string, number>> {
  const rows = page.getByRole('table', { name: 'Share per backend' }).locator('tbody tr');
  await rows.first().waitFor();
  const all = await rows.evaluateAll((trs) =>
    trs.map((tr) => [
      tr.querySelector('th')?.firstChild?.textContent ?? '',
      tr.querySelectorAll('td')[1]?.textContent ?? '',
    ]),
  );
  return Object.fromEntries(all.map(([name, chosen]) => [name, count(chosen ?? '')]));
}

/** Fills in a number or a duration in the inspector's settings and leaves the field. */
export async function set(page: Page, label: string, value: string): Promise<void> {
  const field = inspector(page).getByLabel(label, { exact: true });
  await field.fill(value);
  await field.press('Enter');
}

/** The sentence of the share dialog about the run so far; opens and closes the dialog. */
export async function readTrace(page: Page): Promise<{ events: number; hash: string }> {
  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this diagram' });
  const sentence = await dialog.getByText(/^Run up to/).innerText();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  const [, events, hash] = /: ([\d,]+) events, code ([0-9a-f]{16})/.exec(sentence) ?? [];
  if (events === undefined || hash === undefined) throw new Error(`"${sentence}" names no trace.`);
  return { events: count(events), hash };
}

/**
 * What the screen shows along a line, between two shares of its length: the strip where its dots
 * travel, and nothing of the cards.
 */
export async function pixelsAlong(page: Page, edge: string, from = 0.1, to = 0.9): Promise<string> {
  const clip = await line(page, edge)
    .locator('path')
    .first()
    .evaluate(
      (path, [begin, end]) => {
        const curve = path as SVGPathElement;
        const toScreen = curve.getScreenCTM();
        if (toScreen === null) throw new Error('The line is not on the screen.');
        const points = Array.from({ length: 21 }, (_, index) => {
          const share = begin + ((end - begin) * index) / 20;
          return curve.getPointAtLength(share * curve.getTotalLength()).matrixTransform(toScreen);
        });
        const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
        const room = 12;
        const [x, y] = [Math.min(...xs), Math.min(...ys) - room];
        return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) + room - y };
      },
      [from, to] as const,
    );
  return (await page.screenshot({ clip, animations: 'disabled' })).toString('base64');
}

/** The middle of a part on the screen. */
export async function middle(part: Locator): Promise<[x: number, y: number]> {
  const box = await part.boundingBox();
  if (box === null) throw new Error('It is not on the screen.');
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Presses, moves and lets go, as a hand does. */
export async function drag(
  page: Page,
  from: readonly [number, number],
  to: readonly [number, number],
): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { steps: 6 });
  await page.mouse.move(...to, { steps: 6 });
  await page.mouse.up();
}
