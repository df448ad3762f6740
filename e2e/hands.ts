/**
 * What hands do beyond clicking: whole keyboards, fingers, menus and the list of commands, and what
 * the page says of it.
 */
import { readFile } from 'node:fs/promises';
import { expect, type Locator, type Page } from '@playwright/test';
import type { SceneDocument } from '../src/document/types.ts';
import { card, cards, clock, middle, table } from './table.ts';

const tools = (page: Page): Locator => page.getByRole('region', { name: 'Tools' });
export const undo = (page: Page): Locator => tools(page).getByRole('button', { name: /^Undo/ });
export const redo = (page: Page): Locator => tools(page).getByRole('button', { name: /^Redo/ });

/** A sentence that is shown and read to those who listen; shown twice, it is one sentence. */
export function heard(page: Page, words: string | RegExp): Locator {
  return page.getByRole('status').getByText(words).first();
}

/** What stands beside the pointer while it does something. */
export const hint = (page: Page): Locator => table(page).locator('[data-tone][data-side]');

/** Waits until these parts and no others are selected, by name, in the order of the alphabet. */
export async function areSelected(page: Page, names: readonly string[]): Promise<void> {
  await expect.poll(() => selected(page)).toEqual(names);
}

async function selected(page: Page): Promise<string[]> {
  const names = page.locator('[data-node][data-selected="true"]');
  const all = await names.evaluateAll((nodes) =>
    nodes.map((node) => node.getAttribute('aria-label')?.split(',')[0] ?? ''),
  );
  return all.sort();
}

export const selectedEdges = (page: Page): Locator =>
  page.locator('[data-edge][data-selected="true"]');

export const note = (page: Page): Locator => page.locator('[data-note]');

/** The diagram as it would be saved, by the key for it. */
export async function saved(page: Page): Promise<SceneDocument> {
  await table(page).focus();
  const download = page.waitForEvent('download');
  await page.keyboard.press('Control+s');
  const file = await (await download).path();
  return JSON.parse(await readFile(file, 'utf8')) as SceneDocument;
}

/** Where a part stands, by its name. */
export async function placeOf(page: Page, name: string): Promise<readonly [number, number]> {
  const { nodes } = await saved(page);
  const node = nodes.find((candidate) => candidate.name === name);
  if (node === undefined) throw new Error(`${name} is not on the table.`);
  return node.at;
}

/** Does a command from the list of all commands, by its first words. */
export async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const list = page.getByRole('dialog', { name: 'Commands' });
  await expect(list.getByRole('combobox')).toBeFocused();
  await page.keyboard.type(words);
  await expect(list.getByRole('option').first()).toContainText(words);
  await page.keyboard.press('Enter');
  await expect(list).toBeHidden();
}

/**
 * Arrow keys towards a part until the keyboard stands on it; where one way only leads back, the
 * other is tried.
 */
export async function walkTo(page: Page, name: string): Promise<void> {
  const cursor = page.locator('[data-cursor="true"]');
  const seen = new Set<string>();
  for (let steps = 0; steps < 24; steps++) {
    const isSomewhere = (await cursor.count()) > 0;
    const here = isSomewhere ? ((await cursor.getAttribute('aria-label')) ?? '') : '';
    if (here.startsWith(`${name},`)) return;
    const [x, y] = isSomewhere ? await middle(cursor) : [0, 0];
    const [toX, toY] = await middle(card(page, name));
    const isAcross = Math.abs(toX - x) > Math.abs(toY - y) !== seen.has(here);
    seen.add(here);
    const [back, on] = isAcross ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    await page.keyboard.press((isAcross ? toX < x : toY < y) ? back : on);
  }
  throw new Error(`The arrow keys never reach ${name}.`);
}

/** Presses Tab until something has the keyboard. */
export async function tabTo(page: Page, wanted: Locator, key = 'Tab'): Promise<void> {
  for (let i = 0; i < 80; i++) {
    const isThere = await wanted.evaluateAll((all) =>
      all.some((one) => one === document.activeElement),
    );
    if (isThere) return;
    await page.keyboard.press(key);
  }
  throw new Error('Tab never leads there.');
}

/** Waits until the table no longer moves: the camera makes room for what a click has opened. */
export async function standsStill(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let [seen, since] = ['', performance.now()];
        const look = (now: number) => {
          const where =
            document.querySelector<HTMLElement>('.react-flow__viewport')?.style.transform;
          if (where !== seen) [seen, since] = [where ?? '', now];
          if (now - since > 900) resolve();
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      }),
  );
}

/** A finger that rests until a menu opens, and is lifted then. */
export async function longPress(page: Page, [x, y]: readonly [number, number]): Promise<Locator> {
  await standsStill(page);
  const client = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchEnd') =>
    client.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: type === 'touchStart' ? [{ x, y }] : [],
    });
  await touch('touchStart');
  const menu = page.getByRole('menu').first();
  await expect(menu).toBeVisible();
  await touch('touchEnd');
  await client.detach();
  return menu;
}

/** From the built-in scene to an empty table, which stands still at its beginning, by buttons. */
export async function emptyTable(page: Page): Promise<void> {
  await page.goto('/');
  await expect(cards(page).first()).toBeVisible();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'New diagram' }).click();
  await expect(cards(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect.poll(() => clock(page)).toBe(0);
  // The keyboard is where one goes on.
  await expect(table(page)).toBeFocused();
}

/** Clicks a part with keys held, which selects it and moves nothing. */
export async function pick(page: Page, name: string, ...keys: ('Shift' | 'Control')[]) {
  await card(page, name).click({ position: { x: 60, y: 20 }, modifiers: keys });
}

/**
 * Opens a menu within a menu and picks from it; the pointer goes there as a hand moves it: across
 * first, or it would leave the way.
 */
export async function pickWithin(page: Page, entry: string | RegExp, item: string): Promise<void> {
  const opener = page.getByRole('menuitem', { name: entry });
  await opener.click();
  const wanted = page.getByRole('menuitem', { name: item, exact: true });
  await expect(wanted).toBeVisible();
  const [, y] = await middle(opener);
  const [x, to] = await middle(wanted);
  await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.move(x, to, { steps: 4 });
  await wanted.click();
}
