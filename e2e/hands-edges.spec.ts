/**
 * Connections by hand: what may be connected lights up, what may not says why; led elsewhere, set
 * and cut on the line itself.
 */
import { expect, type Page, test } from '@playwright/test';
import { heard, hint, saved, standsStill, undo } from './hands.ts';
import { card, clock, drag, inspector, line, middle, openScene, table } from './table.ts';

type Point = readonly [number, number];

test.use({ viewport: { width: 1440, height: 900 } });

/** In the middle of the free part of a line between two cards. */
async function between(page: Page, from: string, to: string): Promise<Point> {
  const [a, b] = await Promise.all([card(page, from).boundingBox(), card(page, to).boundingBox()]);
  if (a === null || b === null) throw new Error('A card is not on the screen.');
  return [(a.x + a.width + b.x) / 2, (a.y + a.height / 2 + b.y + b.height / 2) / 2];
}

const bar = (page: Page) => page.getByRole('toolbar', { name: /^This connection/ });

async function pickLine(page: Page, from: string, to: string): Promise<void> {
  await expect(async () => {
    await page.mouse.click(...(await between(page, from, to)));
    await expect(bar(page)).toHaveAccessibleName(
      `This connection: Connection from ${from} to ${to}`,
      { timeout: 2_000 },
    );
  }).toPass({ timeout: 20_000 });
  await standsStill(page);
}

/** Both ends of a connection, by name. */
async function ends(page: Page, id: string): Promise<readonly (string | undefined)[]> {
  const { nodes, edges } = await saved(page);
  const edge = edges.find((candidate) => candidate.id === id);
  const called = (node: string | undefined) => nodes.find((one) => one.id === node)?.name;
  return [called(edge?.from), called(edge?.to)];
}

test('while a connection is drawn, what may be its target lights up, and what may not says why', async ({
  page,
}) => {
  await openScene(page, 'crash-and-recovery', 500);
  await card(page, 'balancer').hover();
  const grip = card(page, 'balancer').locator('[data-handlepos="bottom"]');
  await page.mouse.move(...(await middle(grip)));
  await page.mouse.down();
  await page.mouse.move(...(await middle(card(page, 'visitors'))), { steps: 8 });
  await expect(card(page, 'balancer')).toHaveAttribute('data-target', 'source');
  await expect(card(page, 'server 1')).toHaveAttribute('data-target', 'legal');
  await expect(card(page, 'visitors')).toHaveAttribute('data-target', 'illegal');
  await expect(hint(page)).toHaveText('visitors accepts nothing, so it cannot be a target.');
  await expect(page.locator('[data-wire="illegal"]')).toBeAttached();
  await page.mouse.move(...(await middle(card(page, 'server 1'))), { steps: 8 });
  await expect(hint(page)).toBeHidden();
  await expect(page.locator('[data-wire="legal"]')).toBeAttached();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(page.locator('[data-wire]')).toHaveCount(0);
  await expect(card(page, 'server 1')).not.toHaveAttribute('data-target', /./);
  await expect(undo(page)).toBeDisabled();

  // Let go over what may not be a target: nothing is connected, and the reason stays to be read.
  const count = await page.locator('[data-edge]').count();
  await card(page, 'balancer').hover();
  await drag(page, await middle(grip), await middle(card(page, 'visitors')));
  await expect(heard(page, 'visitors accepts nothing, so it cannot be a target.')).toBeVisible();
  await expect(page.locator('[data-edge]')).toHaveCount(count);
});

test('by keys, a target that may not be one says why, too', async ({ page }) => {
  await openScene(page, 'first-minute', 500);
  await card(page, 'balancer').click();
  await page.keyboard.press('c');
  await page.keyboard.press('ArrowLeft');
  await expect(heard(page, 'visitors accepts nothing, so it cannot be a target.')).toBeAttached();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Choose what balancer sends to.')).toBeHidden();
});

test('an end of a connection is dragged to another part, in one step; where it may not end, it says why', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 500);
  await pickLine(page, 'balancer', 'server 1');
  const end = page.locator('[data-end-of="e2"][data-end="to"]');
  await drag(page, await middle(end), await middle(card(page, 'visitors')));
  await expect(heard(page, /visitors accepts nothing/)).toBeVisible();
  expect(await ends(page, 'e2')).toEqual(['balancer', 'server 1']);

  // A second line to server 2 may not be: it is led there once the first one is gone.
  await drag(page, await middle(end), await middle(card(page, 'server 2')));
  await expect(heard(page, 'balancer is already connected to server 2.')).toBeVisible();
  await pickLine(page, 'balancer', 'server 2');
  await page.keyboard.press('Delete');
  await expect(line(page, 'e3')).toHaveCount(0);
  await pickLine(page, 'balancer', 'server 1');
  await drag(page, await middle(end), await middle(card(page, 'server 2')));
  await expect(heard(page, 'balancer now sends to server 2.')).toBeAttached();
  await expect(undo(page)).toHaveAccessibleName(
    'Undo: Change target of balancer → server 1 to server 2',
  );
  await undo(page).click();
  await expect(undo(page)).toHaveAccessibleName(/^Undo: Remove/);
  expect(await clock(page)).toBe(500);
});

test('the same without dragging: its menu leads the end elsewhere, and the part is picked by a click', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 500);
  await pickLine(page, 'balancer', 'server 1');
  await page.mouse.click(...(await between(page, 'balancer', 'server 1')), { button: 'right' });
  await page.getByRole('menuitem', { name: 'Change target…' }).click();
  await expect(page.getByText('Choose the new target.')).toBeVisible();
  await expect(card(page, 'visitors')).toHaveAttribute('data-target', 'illegal');
  await card(page, 'server 3').click();
  await expect(heard(page, 'balancer is already connected to server 3.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByText('Choose the new target.')).toBeHidden();
});

test('how long and how lossy a line is, and whether it is whole, is set on the line itself', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 0);
  await pickLine(page, 'visitors', 'balancer');
  await bar(page).getByLabel('Latency').fill('200 ms');
  await bar(page).getByLabel('Latency').press('Enter');
  await bar(page).getByLabel('Loss').fill('5 %');
  await bar(page).getByLabel('Loss').press('Enter');
  const config = async () => (await saved(page)).edges.find(({ id }) => id === 'e1')?.config;
  expect(await config()).toEqual({ latency: { dist: 'constant', value: 200 }, loss: 0.05 });

  await bar(page).getByRole('button', { name: 'Cut', exact: true }).click();
  await expect(line(page, 'e1')).toContainText('cut');
  await expect(inspector(page)).toContainText('Cut both ways');
  await bar(page).getByRole('button', { name: 'Heal' }).click();
  await expect(line(page, 'e1')).not.toContainText('cut');
  await bar(page).getByRole('button', { name: 'Other cuts' }).click();
  await page.getByRole('menuitem', { name: 'Cut responses' }).click();
  await expect(line(page, 'e1')).toContainText('cut (responses)');
  await bar(page).getByRole('button', { name: 'Remove' }).click();
  await expect(line(page, 'e1')).toHaveCount(0);
  await expect(bar(page)).toBeHidden();
  await table(page).focus();
  await page.keyboard.press('Control+z');
  await expect(line(page, 'e1')).toContainText('cut (responses)');
});
