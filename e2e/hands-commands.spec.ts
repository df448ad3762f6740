/**
 * Everything the page can do is in the list of commands, in menus and under keys; order is made in
 * one step; the map leads anywhere.
 */
import { expect, type Page, test } from '@playwright/test';
import {
  areSelected,
  command,
  heard,
  longPress,
  pick,
  pickWithin,
  placeOf,
  redo,
  saved,
  undo,
} from './hands.ts';
import {
  card,
  cards,
  clock,
  clockReaches,
  inspect,
  inspector,
  middle,
  openFile,
  openScene,
  pause,
  setSpeed,
  table,
} from './table.ts';

test.use({ viewport: { width: 1440, height: 900 } });

interface Box {
  name: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where every card and note is on the screen. */
async function boxes(page: Page): Promise<Box[]> {
  return page.locator('[data-node], [data-note]').evaluateAll((all) =>
    all.map((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      return { name: one.getAttribute('aria-label')?.split(',')[0] ?? '', x, y, width, height };
    }),
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** Pairs that lie on each other though neither is the frame around the other. */
function overlaps(all: readonly Box[], frame: string, members: readonly string[]): string[] {
  const isHeld = (a: Box, b: Box) => a.name === frame && members.includes(b.name);
  return all.flatMap((a, index) =>
    all
      .slice(index + 1)
      .filter((b) => !isHeld(a, b) && !isHeld(b, a) && overlap(a, b))
      .map((b) => `${a.name} and ${b.name}`),
  );
}

test('tidying puts a heap in order in one step: nothing overlaps, members stay in their frame', async ({
  page,
}) => {
  await page.goto('/');
  const members = ['server 1', 'server 2', 'server 3'];
  const server = (id: string, name: string) => ({
    id,
    kind: 'server',
    name,
    at: [16, 48],
    in: 'p',
  });
  const heap = {
    version: 1,
    title: 'A heap',
    seed: 1,
    nodes: [
      { id: 'c', kind: 'client', name: 'visitors', at: [0, 0] },
      { id: 'b', kind: 'load-balancer', name: 'balancer', at: [8, 8] },
      { id: 'p', kind: 'pool', name: 'pool', at: [16, 16] },
      ...members.map((name, index) => server(`s${index}`, name)),
    ],
    edges: [
      { id: 'e1', from: 'c', to: 'b' },
      { id: 'e2', from: 'b', to: 'p' },
    ],
    notes: [{ id: 'n1', text: 'On the balancer', at: [0, 92], on: 'b' }],
    commands: [],
  };
  await openFile(page, heap);
  await pause(page);
  expect(overlaps(await boxes(page), 'pool', members)).not.toEqual([]);
  const before = await saved(page);
  const at = await clock(page);
  await page.keyboard.press('Shift+T');
  await expect(heard(page, '6 parts tidied.')).toBeAttached();
  await expect.poll(async () => overlaps(await boxes(page), 'pool', members)).toEqual([]);
  const all = await boxes(page);
  const frame = all.find(({ name }) => name === 'pool');
  for (const name of members) {
    const box = all.find((one) => one.name === name);
    if (box === undefined || frame === undefined) throw new Error(`${name} is gone.`);
    expect(box.x).toBeGreaterThan(frame.x);
    expect(box.x + box.width).toBeLessThan(frame.x + frame.width);
    expect(box.y + box.height).toBeLessThan(frame.y + frame.height);
  }
  // From left to right, as messages go.
  const [client, balancer] = [
    await middle(card(page, 'visitors')),
    await middle(card(page, 'balancer')),
  ];
  expect(balancer[0]).toBeGreaterThan(client[0]);
  await undo(page).click();
  expect(await saved(page)).toEqual(before);
  await expect(undo(page)).toBeDisabled();
  expect(await clock(page)).toBe(at);
});

test('the map leads anywhere by a click and by dragging', async ({ page }) => {
  await openScene(page, 'first-minute', 500);
  const map = page.getByRole('img', { name: 'Map of the diagram' });
  const [x, y] = await middle(map);
  const before = await middle(card(page, 'balancer'));
  await page.mouse.click(x + 30, y);
  await expect.poll(async () => (await middle(card(page, 'balancer')))[0]).toBeLessThan(before[0]);
  const then = await middle(card(page, 'balancer'));
  await page.mouse.move(x + 30, y);
  await page.mouse.down();
  await page.mouse.move(x - 40, y, { steps: 5 });
  await page.mouse.up();
  await expect.poll(async () => (await middle(card(page, 'balancer')))[0]).toBeGreaterThan(then[0]);
  await areSelected(page, []);
});

test('a right click, or Shift F10, offers what can be done with what is there', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 500);
  await card(page, 'server 2').click({ button: 'right' });
  const item = (name: string | RegExp) => page.getByRole('menuitem', { name });
  await expect(page.getByRole('menu')).toHaveAccessibleName('Actions');
  await expect(item('Remove')).toBeVisible();
  await pickWithin(page, 'Faults', 'Crash');
  await expect(card(page, 'server 2')).toHaveAttribute('aria-label', /down/);
  await expect(table(page)).toBeFocused();

  // Of several selected parts it speaks of all; of the bare table it speaks of that.
  await pick(page, 'server 1');
  await pick(page, 'server 3', 'Shift');
  await card(page, 'server 3').click({ button: 'right' });
  await expect(item('Remove 2 parts')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await areSelected(page, ['server 1', 'server 3']);
  await table(page).click({ button: 'right', position: { x: 700, y: 100 } });
  await pickWithin(page, /^Place$/, 'Place database');
  await expect(card(page, 'Database 1')).toBeVisible();
  await undo(page).click();

  await pick(page, 'server 3');
  await page.keyboard.press('Shift+F10');
  await expect(item('Rename')).toBeVisible();
  await page.keyboard.press('f');
  await expect(item('Faults')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(item('Crash')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(card(page, 'server 3')).toHaveAttribute('aria-label', /down/);
  await expect(table(page)).toBeFocused();
});

test('the list of commands finds parts, kinds, faults and scenes, and gives the keyboard back', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 500);
  await table(page).focus();
  await command(page, 'Go to server 2');
  await expect(inspector(page).getByLabel('Name')).toHaveValue('server 2');
  await expect(table(page)).toBeFocused();
  await command(page, 'Crash');
  await expect(card(page, 'server 2')).toHaveAttribute('aria-label', /down/);
  await command(page, 'Place database');
  await expect(cards(page)).toHaveCount(6);
  await page.keyboard.press('Control+k');
  const list = page.getByRole('dialog', { name: 'Commands' });
  await expect(list.getByRole('option').first()).toContainText('Place database');
  await page.keyboard.type('quizzing');
  await expect(list.getByText('No command matches.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list).toBeHidden();
  await expect(table(page)).toBeFocused();
  await command(page, 'Open scene: read replicas');
  await expect(card(page, 'primary')).toBeVisible();
});

test('the sheet of keys says what is true', async ({ page }) => {
  await openScene(page, 'first-minute', 500);
  await table(page).focus();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  await expect(sheet).toBeVisible();
  const rows = await sheet
    .locator('dl > div')
    .evaluateAll((all) => all.map((row) => row.querySelector('dd')?.textContent ?? ''));
  expect(rows.length).toBeGreaterThan(30);
  expect(new Set(rows).size).toBe(rows.length);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();

  // A few of them, each by what it says.
  await page.keyboard.press('.');
  await expect.poll(() => clock(page)).toBeGreaterThan(500);
  for (const [key, name] of [
    ['1', 'Charts'],
    ['2', 'Requests'],
    ['3', 'Log'],
    ['4', 'Outline'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole('tab', { name, exact: true })).toHaveAttribute(
      'aria-selected',
      'true',
    );
    await table(page).focus();
  }
  await page.keyboard.press('4');
  await expect(page.getByRole('tab', { name: 'Outline' })).toBeHidden();
  const width = async () => (await card(page, 'balancer').boundingBox())?.width ?? 0;
  await page.keyboard.press('Shift+)');
  await expect.poll(width).toBe(184);
  await page.keyboard.press('+');
  await expect.poll(width).toBeGreaterThan(190);
  await page.keyboard.press('Control+a');
  await areSelected(page, ['balancer', 'server 1', 'server 2', 'server 3', 'visitors']);
  await page.keyboard.press('Escape');
  await areSelected(page, []);
});

test('undo and redo say what they do, and the run goes on from where it is', async ({ page }) => {
  await openScene(page, 'first-minute', 700);
  const place = await placeOf(page, 'server 1');
  await inspect(page, 'server 1');
  await inspector(page).getByRole('button', { name: 'Crash', exact: true }).click();
  await expect(undo(page)).toHaveAccessibleName('Undo: Crash server 1');
  await inspector(page).getByLabel('Name').fill('attic');
  await inspector(page).getByLabel('Name').press('Enter');
  await expect(undo(page)).toHaveAccessibleName('Undo: Rename server 1');
  await table(page).focus();
  await page.keyboard.press('Shift+ArrowUp');
  await expect(undo(page)).toHaveAccessibleName(/^Undo: Move/);
  await page.keyboard.press('Control+z');
  await expect(redo(page)).toHaveAccessibleName(/^Redo: Move/);
  expect(await placeOf(page, 'attic')).toEqual(place);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(redo(page)).toHaveAccessibleName('Redo: Crash server 1');
  await expect(card(page, 'server 1')).not.toHaveAttribute('aria-label', /down/);
  expect(await clock(page)).toBe(700);
  await page.keyboard.press('Control+Shift+z');
  await expect(card(page, 'server 1')).toHaveAttribute('aria-label', /down/);
  expect(await clock(page)).toBe(700);

  // While it plays, undoing takes the fault back at the moment shown, and the clock goes on.
  await setSpeed(page, '1 s shows 500 ms');
  await table(page).focus();
  await page.keyboard.press('Space');
  await clockReaches(page, 1_000);
  const at = await clock(page);
  await page.keyboard.press('Control+z');
  await expect(card(page, 'server 1')).not.toHaveAttribute('aria-label', /down/);
  await pause(page);
  expect(await clock(page)).toBeGreaterThanOrEqual(at);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a finger that rests opens the same menu, and the finger that moves does not', async ({
    page,
  }) => {
    await openScene(page, 'first-minute', 500);
    const menu = await longPress(page, await middle(card(page, 'server 2')));
    await expect(menu).toHaveAccessibleName('Actions');
    await menu.getByRole('menuitem', { name: 'Crash' }).tap();
    await expect(card(page, 'server 2')).toHaveAttribute('aria-label', /down/);
    // Nothing was clicked when the finger was lifted, and the map has no room here.
    await expect(page.getByRole('dialog', { name: 'Inspector' })).toBeHidden();
    await expect(page.getByRole('img', { name: 'Map of the diagram' })).toHaveCount(0);
  });
});
