/**
 * Selecting, moving, naming and sizing on the table: what somebody expects who knows any drawing
 * program. One step of undo each.
 */
import { expect, type Page, test } from '@playwright/test';
import {
  areSelected,
  heard,
  hint,
  note,
  pick,
  placeOf,
  redo,
  saved,
  selectedEdges,
  standsStill,
  undo,
} from './hands.ts';
import { card, cards, clock, drag, inspector, middle, openScene, table } from './table.ts';

type Point = readonly [number, number];

test.use({ viewport: { width: 1440, height: 900 } });

/** A corner of a card, so far outside it. */
async function corner(page: Page, name: string, right: boolean, dy: number): Promise<Point> {
  const box = await card(page, name).boundingBox();
  if (box === null) throw new Error(`${name} is not on the screen.`);
  return [
    right ? box.x + box.width + 20 : box.x - 20,
    dy < 0 ? box.y + dy : box.y + box.height + dy,
  ];
}

/** By the name, which is not the edge that connections are drawn from. */
async function grasp(page: Page, name: string): Promise<Point> {
  const [x, y] = await middle(card(page, name));
  return [x - 20, y];
}

const by = (from: Point, dx: number, dy: number): Point => [from[0] + dx, from[1] + dy];

async function undone(page: Page, label: RegExp): Promise<void> {
  await expect(undo(page)).toHaveAccessibleName(label);
  await undo(page).click();
}

test('a marquee takes what it touches, Shift and Ctrl add to it, Ctrl A takes all, Esc lets go', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 500);
  const from = await corner(page, 'server 1', true, -20);
  const [left] = await middle(card(page, 'server 2'));
  const [, to] = await middle(card(page, 'server 2'));
  await drag(page, from, [left, to]);
  await areSelected(page, ['server 1', 'server 2']);
  await expect(inspector(page)).toContainText('2 parts are selected.');

  await pick(page, 'visitors', 'Shift');
  await pick(page, 'server 1', 'Control');
  await areSelected(page, ['server 2', 'visitors']);
  await table(page).focus();
  await page.keyboard.press('Control+a');
  await areSelected(page, ['balancer', 'server 1', 'server 2', 'server 3', 'visitors']);
  await expect(selectedEdges(page)).toHaveCount(4);
  await expect(heard(page, '9 parts selected.')).toBeAttached();
  await page.keyboard.press('Escape');
  await areSelected(page, []);
  await expect(selectedEdges(page)).toHaveCount(0);
});

test('what is selected moves together, in one step; keys nudge it by the grid, a held key in one step', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 500);
  await pick(page, 'server 1');
  await pick(page, 'server 2', 'Shift');
  const [first, second] = [await placeOf(page, 'server 1'), await placeOf(page, 'server 2')];
  const start = await grasp(page, 'server 1');
  await drag(page, start, by(start, 60, 10));
  const [moved, too] = [await placeOf(page, 'server 1'), await placeOf(page, 'server 2')];
  expect(moved).not.toEqual(first);
  expect([too[0] - second[0], too[1] - second[1]]).toEqual([
    moved[0] - first[0],
    moved[1] - first[1],
  ]);
  await undone(page, /^Undo: Move/);
  expect([await placeOf(page, 'server 1'), await placeOf(page, 'server 2')]).toEqual([
    first,
    second,
  ]);

  await page.keyboard.press('Shift+ArrowRight');
  expect(await placeOf(page, 'server 2')).toEqual(by(second, 8, 0));
  await page.keyboard.press('Control+Shift+ArrowDown');
  expect(await placeOf(page, 'server 1')).toEqual(by(first, 8, 64));
  await page.keyboard.down('Shift');
  for (let i = 0; i < 3; i++) await page.keyboard.down('ArrowLeft');
  await page.keyboard.up('ArrowLeft');
  await page.keyboard.up('Shift');
  expect(await placeOf(page, 'server 1')).toEqual(by(first, -16, 64));
  for (let i = 0; i < 3; i++) await page.keyboard.press('Control+z');
  expect(await placeOf(page, 'server 1')).toEqual(first);
  await expect(undo(page)).toBeDisabled();
  expect(await clock(page)).toBe(500);
});

test('a drag called off with Esc leaves everything as it was', async ({ page }) => {
  await openScene(page, 'crash-and-recovery', 500);
  const before = await saved(page);
  const start = await grasp(page, 'server 2');
  await page.mouse.move(...start);
  await page.mouse.down();
  await page.mouse.move(...by(start, -200, 40), { steps: 6 });
  await expect(hint(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(hint(page)).toBeHidden();
  expect(await saved(page)).toEqual(before);
  await expect(undo(page)).toBeDisabled();
});

test('copies are made beside what is selected and deleted again, one step each', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 0);
  await pick(page, 'balancer');
  await pick(page, 'server 3', 'Shift');
  await table(page).focus();
  await page.keyboard.press('Control+d');
  await expect(cards(page)).toHaveCount(7);
  await expect(page.locator('[data-edge]')).toHaveCount(5);
  await areSelected(page, ['balancer 2', 'server 4']);
  await page.keyboard.press('Delete');
  await expect(cards(page)).toHaveCount(5);
  await expect(page.locator('[data-edge]')).toHaveCount(4);
  await undone(page, /^Undo: Remove 2 parts/);
  await expect(cards(page)).toHaveCount(7);
  await undone(page, /^Undo: Add 2 nodes/);
  await expect(cards(page)).toHaveCount(5);
  await expect(undo(page)).toBeDisabled();
});

test('a name is written where it stands: a double click or F2, Enter keeps it, Esc does not', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 500);
  await card(page, 'server 2').dblclick({ position: { x: 80, y: 24 } });
  const editor = page.getByLabel('Name of server 2');
  await expect(editor).toBeFocused();
  await page.keyboard.type('cellar');
  await page.keyboard.press('Escape');
  await expect(card(page, 'server 2')).toBeVisible();
  await expect(table(page)).toBeFocused();
  await expect(undo(page)).toBeDisabled();
  await page.keyboard.press('F2');
  await page.keyboard.type('attic');
  await page.keyboard.press('Enter');
  await expect(card(page, 'attic')).toBeVisible();
  await expect(table(page)).toBeFocused();
  await undone(page, /^Undo: Rename server 2/);
  await expect(card(page, 'server 2')).toBeVisible();
  await redo(page).click();
  await expect(card(page, 'attic')).toBeVisible();
  expect(await clock(page)).toBe(500);
});

test('a part is dragged out of its frame and back, and is told before where it would go', async ({
  page,
}) => {
  await openScene(page, 'crash-and-recovery', 0);
  const start = await grasp(page, 'server 3');
  const [outside] = await middle(card(page, 'balancer'));
  const out: Point = [outside, start[1] + 60];
  await page.mouse.move(...start);
  await page.mouse.down();
  await page.mouse.move(...out, { steps: 8 });
  await expect(hint(page)).toHaveText('Move out of pool');
  await page.mouse.up();
  const holder = async () => (await saved(page)).nodes.find(({ name }) => name === 'server 3')?.in;
  expect(await holder()).toBeUndefined();

  await standsStill(page);
  const frame = await card(page, 'pool').boundingBox();
  if (frame === null) throw new Error('The pool is not on the screen.');
  const inside: Point = [frame.x + frame.width / 2 - 20, frame.y + frame.height * 0.8];
  await page.mouse.move(...(await grasp(page, 'server 3')));
  await page.mouse.down();
  await page.mouse.move(...inside, { steps: 8 });
  await expect(hint(page)).toHaveText('Move into pool');
  await expect(card(page, 'pool')).toHaveAttribute('data-target', 'legal');
  await page.mouse.up();
  await expect(card(page, 'pool')).not.toHaveAttribute('data-target', 'legal');
  expect(await holder()).toBeDefined();

  // What a pool cannot hold is told so, and stays outside.
  await page.mouse.move(...(await grasp(page, 'visitors')));
  await page.mouse.down();
  await page.mouse.move(...inside, { steps: 8 });
  await expect(hint(page)).toHaveText('pool cannot contain visitors.');
  await page.mouse.up();
  expect((await saved(page)).nodes.find(({ name }) => name === 'visitors')?.in).toBeUndefined();
});

test('a frame is made larger by its corner and by keys, and never smaller than what it holds', async ({
  page,
}) => {
  await openScene(page, 'crash-and-recovery', 500);
  await card(page, 'pool').click({ position: { x: 60, y: 16 } });
  await standsStill(page);
  const size = async () => {
    const box = await card(page, 'pool').boundingBox();
    return [Math.round(box?.width ?? 0), Math.round(box?.height ?? 0)] as const;
  };
  const before = await size();
  const grip = page.locator('[data-resize="se"]');
  const at = await middle(grip);
  await drag(page, at, by(at, 40, 30));
  await expect.poll(async () => (await size())[0]).toBeGreaterThan(before[0] + 20);
  await expect.poll(async () => (await size())[1]).toBeGreaterThan(before[1] + 15);
  await undone(page, /^Undo: Resize/);
  await expect.poll(size).toEqual(before);

  await drag(page, await middle(grip), await middle(card(page, 'server 1')));
  const [pool, last] = await Promise.all([
    card(page, 'pool').boundingBox(),
    card(page, 'server 3').boundingBox(),
  ]);
  if (pool === null || last === null) throw new Error('The pool is not on the screen.');
  expect(pool.x + pool.width).toBeGreaterThan(last.x + last.width);
  expect(pool.y + pool.height).toBeGreaterThan(last.y + last.height);

  await table(page).focus();
  const [width] = await size();
  await page.keyboard.press('Alt+Shift+ArrowRight');
  await expect.poll(async () => (await size())[0]).toBeGreaterThan(width);
  expect(await clock(page)).toBe(500);
});

test('a folded frame is a card with dots, is saved as one, and opens again', async ({ page }) => {
  await openScene(page, 'crash-and-recovery', 2_500);
  await card(page, 'pool').click({ position: { x: 60, y: 16 } });
  await page.keyboard.press('f');
  const dots = card(page, 'pool').locator('[data-dots] > [data-tone]');
  await expect(dots).toHaveCount(3);
  await expect(dots.and(page.locator('[data-tone="down"]'))).toHaveCount(1);
  await expect(card(page, 'server 1')).toHaveCount(0);
  await expect(card(page, 'pool')).toHaveAttribute('aria-label', /folded, with 3 parts, 1 down$/);
  const { view } = await saved(page);
  expect(view).toEqual({ folded: ['pool'] });
  await card(page, 'pool').locator('[data-fold]').click();
  await expect(card(page, 'server 1')).toBeVisible();
  await undone(page, /^Undo: Unfold pool/);
  await expect(dots).toHaveCount(3);
});

test('a note is written, attached by dropping it on a part, goes along with it, and is taken off', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 500);
  await table(page).focus();
  await page.keyboard.press('n');
  await expect(note(page).getByRole('textbox')).toBeFocused();
  await page.keyboard.type('**Slow** since May');
  await page.keyboard.press('Control+Enter');
  await expect(note(page).getByText('Slow', { exact: true })).toHaveCSS('font-weight', /[67]00/);
  await drag(page, await middle(note(page)), await middle(card(page, 'server 1')));
  await expect(heard(page, 'Attached to server 1.')).toBeAttached();
  await expect(note(page)).toHaveAttribute('aria-label', /^Note on server 1/);

  const off = async () => {
    const [here, there] = [await middle(note(page)), await middle(card(page, 'server 1'))];
    const zoom = ((await card(page, 'server 1').boundingBox())?.width ?? 184) / 184;
    return [Math.round((here[0] - there[0]) / zoom), Math.round((here[1] - there[1]) / zoom)];
  };
  await standsStill(page);
  const [before, place] = [await off(), await placeOf(page, 'server 1')];
  const start = await grasp(page, 'server 1');
  await drag(page, start, by(start, 40, -40));
  expect(await placeOf(page, 'server 1')).not.toEqual(place);
  await expect.poll(off).toEqual(before);
  await note(page).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Detach the note' }).click();
  await expect(heard(page, 'Note detached.')).toBeAttached();
  await pick(page, 'server 1');
  await note(page).click();
  await page.keyboard.press('Delete');
  await expect(note(page)).toHaveCount(0);
});
