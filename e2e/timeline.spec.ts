/**
 * The timeline: what was done stands where it was done, and can be moved, changed and given up
 * there, one step for undo each.
 */
import { expect, type Page, test } from '@playwright/test';
import type { SceneDocument } from '../src/document/types.ts';
import { clickMoment, clockShows, incident, marks, openAt, timeline } from './instruments.ts';
import { clock, drag, inspect, inspector, middle, runOn } from './table.ts';

/** Slowed at 3 s, mended at 6 s. */
function slowed(): SceneDocument {
  const document = incident('slow');
  return {
    ...document,
    commands: [...document.commands, { at: 6_000, do: 'slow', node: 's2', factor: 1 }],
  };
}

/** Seconds at which a mark says that it stands: "Slow s2 ×40, at 0:03.2". */
async function secondsOf(page: Page, mark: number): Promise<number> {
  const says = (await marks(page).nth(mark).getAttribute('aria-label')) ?? '';
  const [, minutes = '', seconds = ''] = /, at (\d+):([\d.]+)/.exec(says) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

const tools = (page: Page) => page.getByRole('region', { name: 'Tools' });
const undo = (page: Page) => tools(page).getByRole('button', { name: /^Undo/ });
const redo = (page: Page) => tools(page).getByRole('button', { name: /^Redo/ });
const editor = (page: Page) => page.getByRole('dialog');

test('a mark on the timeline is dragged to another moment, in one step for undo', async ({
  page,
}) => {
  await openAt(page, slowed(), 500);
  await expect(marks(page)).toHaveCount(2);
  const from = await middle(marks(page).first());
  await drag(page, from, [from[0] + 40, from[1] + 30]);
  await expect.poll(() => secondsOf(page, 0)).toBeGreaterThan(3.1);
  const moved = await secondsOf(page, 0);
  expect(moved).toBeLessThan(6);
  await expect(undo(page)).toHaveAccessibleName(/^Undo: Move “Slow s2/);
  await clockShows(page, 500);
  await undo(page).click();
  await expect.poll(() => secondsOf(page, 0)).toBe(3);
  await expect(undo(page)).toBeDisabled();
  await redo(page).click();
  await expect.poll(() => secondsOf(page, 0)).toBe(moved);
});

test('Esc calls a drag of a mark off', async ({ page }) => {
  await openAt(page, slowed(), 500);
  const [x, y] = await middle(marks(page).first());
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 40, y, { steps: 4 });
  await expect(marks(page).first()).toHaveAttribute('data-held', 'true');
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect(await secondsOf(page, 0)).toBe(3);
  await expect(undo(page)).toBeDisabled();
  await expect(editor(page)).toHaveCount(0);
});

test('a mark is moved by the arrow keys, one step for undo however long the key is held', async ({
  page,
}) => {
  await openAt(page, slowed(), 500);
  await marks(page).first().focus();
  // Held down: it repeats until it is let go.
  for (let repeats = 0; repeats < 5; repeats++) await page.keyboard.down('ArrowRight');
  await page.keyboard.up('ArrowRight');
  await expect.poll(() => secondsOf(page, 0)).toBeGreaterThan(3);
  await expect(marks(page).first()).toBeFocused();
  await undo(page).click();
  await expect.poll(() => secondsOf(page, 0)).toBe(3);
  await expect(undo(page)).toBeDisabled();
});

test('by keyboard alone a mark is opened, its moment and its values changed, and closed again', async ({
  page,
}) => {
  await openAt(page, slowed(), 500);
  await marks(page).first().focus();
  await page.keyboard.press('Enter');
  await expect(editor(page)).toContainText('Slow s2 ×40');
  const at = editor(page).getByLabel('At', { exact: true });
  await at.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('4.25 s');
  await page.keyboard.press('Enter');
  await expect.poll(() => secondsOf(page, 0)).toBe(4.25);
  const factor = editor(page).getByLabel('How many times');
  await factor.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('20');
  await page.keyboard.press('Enter');
  await expect(marks(page).first()).toHaveAccessibleName(/^Slow s2 ×20/);
  await page.keyboard.press('Escape');
  await expect(editor(page)).toHaveCount(0);
  await undo(page).click();
  await expect(marks(page).first()).toHaveAccessibleName(/^Slow s2 ×40, at 0:04.25/);
  await undo(page).click();
  await expect.poll(() => secondsOf(page, 0)).toBe(3);
});

test('by clicks alone a mark is gone to, moved to the moment shown, and deleted', async ({
  page,
}) => {
  await openAt(page, slowed(), 500);
  await marks(page).first().click();
  await editor(page).getByRole('button', { name: 'Go to 0:03' }).click();
  await clockShows(page, 3_000);
  await page.keyboard.press('Escape');
  await clickMoment(page, 4_500);
  await expect.poll(() => clock(page)).toBeGreaterThan(4_300);
  const shown = await clock(page);
  await marks(page).first().click();
  await editor(page)
    .getByRole('button', { name: /^Move to/ })
    .click();
  await expect.poll(() => secondsOf(page, 0)).toBeCloseTo(shown / 1000, 1);
  await editor(page).getByRole('button', { name: 'Remove' }).click();
  await expect(marks(page)).toHaveCount(1);
  await undo(page).click();
  await expect(marks(page)).toHaveCount(2);
  await undo(page).click();
  await expect.poll(() => secondsOf(page, 0)).toBe(3);
});

test('a double-click on a mark leaves its editor open', async ({ page }) => {
  await openAt(page, slowed(), 500);
  await marks(page).first().dblclick();
  await expect(editor(page)).toContainText('Slow s2 ×40');
  await expect(editor(page).getByLabel('At', { exact: true })).toBeVisible();
});

test('keep the past, change the future: later commands go, in one step for undo', async ({
  page,
}) => {
  await openAt(page, slowed(), 8_000);
  await expect(marks(page)).toHaveCount(2);
  await clickMoment(page, 4_500);
  await expect.poll(() => clock(page)).toBeLessThan(5_000);
  const at = await clock(page);
  await expect(page.getByText('1 command comes later.')).toBeVisible();
  await page.getByRole('button', { name: 'Remove everything after this moment' }).click();
  await expect(marks(page)).toHaveCount(1);
  expect(await secondsOf(page, 0)).toBe(3);
  await clockShows(page, at);
  await expect(undo(page)).toHaveAccessibleName(/^Undo: Remove everything after/);
  await undo(page).click();
  await expect(marks(page)).toHaveCount(2);
  await clockShows(page, at);
  await redo(page).click();
  await expect(marks(page)).toHaveCount(1);
});

test('make this the start: the clock begins at 0, what was due in three seconds is due in three seconds, and undo leads back', async ({
  page,
}) => {
  const document = incident('slow');
  await openAt(page, { ...document, commands: [{ at: 6_000, do: 'crash', node: 's2' }] }, 3_000);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Start the run from this state' }).click();
  await clockShows(page, 0);
  expect(await secondsOf(page, 0)).toBe(3);
  await undo(page).click();
  await clockShows(page, 3_000);
  expect(await secondsOf(page, 0)).toBe(6);
  await redo(page).click();
  await clockShows(page, 0);
  await runOn(page, 3_200);
  await inspect(page, 's2');
  await expect(inspector(page).getByRole('list', { name: 'In force' })).toContainText(
    'Crashed since 0:03',
  );
});

test('what happened by itself has marks of its own, which lead to their moment', async ({
  page,
}) => {
  await openAt(page, incident('crash'), 5_000);
  const happened = page.getByRole('toolbar', { name: 'Events' });
  await happened.getByRole('button', { name: /^s1 is down, at 0:03/ }).click();
  await clockShows(page, 3_000);
});

test('the timeline is walked by its keys', async ({ page }) => {
  await openAt(page, slowed(), 1_000);
  await timeline(page).focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => clock(page)).toBeGreaterThan(1_000);
  await page.keyboard.press('ArrowLeft');
  await clockShows(page, 1_000);
  await page.keyboard.press('Home');
  await clockShows(page, 0);
  await expect(timeline(page)).toHaveAttribute('aria-valuetext', /^0:00/);
});
