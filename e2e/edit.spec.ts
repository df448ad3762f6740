/**
 * Building, breaking and going back while it runs: by mouse, by keyboard alone, by clicks without
 * dragging, by touch.
 */
import { expect, type Locator, type Page, test } from '@playwright/test';
import { heard, redo, standsStill, undo, walkTo } from './hands.ts';
import {
  card,
  cards,
  clock,
  clockReaches,
  drag,
  figure,
  inspect,
  inspector,
  line,
  middle,
  openScene,
  pause,
  picks,
  play,
  readTrace,
  runOn,
  setSpeed,
  showTab,
  table,
} from './table.ts';

/** A fourth server is chosen by the balancer as often as the others. */
async function getsTraffic(page: Page, name: string): Promise<void> {
  await inspect(page, 'balancer');
  await expect(inspector(page).getByRole('row', { name: new RegExp(`^${name}`) })).toBeVisible();
  await runOn(page, 2_000);
  expect((await picks(page))[name]).toBeGreaterThan(10);
}

test('a fourth server is dragged in, wired up while it runs, and gets traffic; undo and redo keep the clock', async ({
  page,
}) => {
  test.slow();
  await openScene(page, 'first-minute');
  await clockReaches(page, 150);
  const part = page.getByRole('button', { name: /^Server/ });
  const [, below] = await middle(card(page, 'server 3'));
  const [column] = await middle(card(page, 'balancer'));
  await drag(page, await middle(part), [column, below]);
  await expect(card(page, 'Server 4')).toBeVisible();
  await expect(inspector(page).getByLabel('Name')).toHaveValue('Server 4');

  // From the grip on the balancer's side to the new card.
  await card(page, 'balancer').hover();
  const grip = card(page, 'balancer').locator('[data-handlepos="bottom"]');
  const before = await page.locator('[data-edge]').count();
  await drag(page, await middle(grip), await middle(card(page, 'Server 4')));
  await expect(page.locator('[data-edge]')).toHaveCount(before + 1);
  expect(await clock(page)).toBeGreaterThan(150);
  await pause(page);
  await getsTraffic(page, 'Server 4');

  const at = await clock(page);
  await undo(page).click();
  await undo(page).click();
  await expect(cards(page)).toHaveCount(5);
  await expect.poll(() => clock(page)).toBe(at);
  await redo(page).click();
  await redo(page).click();
  await expect(cards(page)).toHaveCount(6);
  await expect(page.locator('[data-edge]')).toHaveCount(before + 1);
  await expect.poll(() => clock(page)).toBe(at);
});

test('the same by keyboard alone', async ({ page }) => {
  await openScene(page, 'first-minute', 500);
  await table(page).focus();
  await page.keyboard.press('ArrowRight');
  for (let i = 0; i < 6; i++) {
    if ((await inspector(page).getByLabel('Name').inputValue()) === 'balancer') break;
    await page.keyboard.press('ArrowRight');
  }
  await expect(inspector(page).getByLabel('Name')).toHaveValue('balancer');
  const search = page.getByRole('searchbox', { name: 'Find a part' });
  await search.focus();
  await page.keyboard.type('server');
  await page.keyboard.press('Enter');
  await expect(card(page, 'Server 4')).toBeVisible();

  // Back on the table: to the balancer, C, to the new server, Enter.
  await table(page).focus();
  await walkTo(page, 'balancer');
  await page.keyboard.press('c');
  await expect(page.getByText('Choose what balancer sends to.')).toBeVisible();
  await walkTo(page, 'Server 4');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Choose what balancer sends to.')).toBeHidden();
  await expect(page.getByText('balancer now sends to Server 4.')).toBeAttached();

  // E goes through the connections, Delete removes, and undo brings back.
  await walkTo(page, 'Server 4');
  await page.keyboard.press('e');
  await expect(inspector(page)).toContainText('balancer → Server 4');
  await page.keyboard.press('Delete');
  await expect(inspector(page)).toBeHidden();
  await page.keyboard.press('Control+z');
  await getsTraffic(page, 'Server 4');
});

test('the same by clicks without dragging; what may not be connected is explained', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 500);
  await page.getByRole('button', { name: /^Server/ }).click();
  await expect(page.getByText('Choose a place for the server.')).toBeVisible();
  const [x] = await middle(card(page, 'balancer'));
  const [, y] = await middle(card(page, 'server 3'));
  await page.mouse.click(x, y);
  await expect(card(page, 'Server 4')).toBeVisible();

  await inspect(page, 'balancer');
  await inspector(page).getByRole('button', { name: 'Connect to…' }).click();
  await expect(page.getByText('Choose what balancer sends to.')).toBeVisible();
  await card(page, 'visitors').click();
  await expect(heard(page, 'visitors accepts nothing, so it cannot be a target.')).toBeVisible();
  await card(page, 'server 1').click();
  await expect(heard(page, 'balancer is already connected to server 1.')).toBeVisible();
  await card(page, 'Server 4').click();
  await expect(page.getByText('Choose what balancer sends to.')).toBeHidden();
  await getsTraffic(page, 'Server 4');

  // A line is picked by a click on it, and taken away.
  const count = await page.locator('[data-edge]').count();
  await inspect(page, 'Server 4');
  await inspector(page).getByRole('button', { name: 'Remove' }).click();
  await expect(card(page, 'Server 4')).toHaveCount(0);
  await expect(page.locator('[data-edge]')).toHaveCount(count - 1);
});

/** Closes a sheet that may be open. */
async function putAway(sheet: Locator): Promise<void> {
  if (await sheet.isVisible()) await sheet.getByRole('button', { name: 'Close' }).first().tap();
  await expect(sheet).toBeHidden();
}

test.describe('by touch, on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the same with taps', async ({ page }) => {
    await openScene(page, 'first-minute', 500);
    await page.getByRole('button', { name: 'Parts' }).tap();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Server/ })
      .tap();
    await expect(page.getByText('Choose a place for the server.')).toBeVisible();
    const [x] = await middle(card(page, 'balancer'));
    const [, y] = await middle(card(page, 'server 3'));
    await page.touchscreen.tap(x, y + 60);
    await expect(card(page, 'Server 4')).toBeVisible();

    await card(page, 'balancer').tap();
    const sheet = page.getByRole('dialog', { name: 'Inspector' });
    await sheet.getByRole('button', { name: 'Connect to…' }).tap();
    await expect(page.getByText('Choose what balancer sends to.')).toBeVisible();
    await card(page, 'Server 4').tap();
    await expect(page.getByText('Choose what balancer sends to.')).toBeHidden();
    await putAway(sheet);
    await page.getByRole('button', { name: 'Play', exact: true }).tap();
    await card(page, 'balancer').tap();
    await expect
      .poll(async () => (await picks(page))['Server 4'], { timeout: 30_000 })
      .toBeGreaterThan(0);

    await putAway(sheet);
    await card(page, 'server 2').tap();
    await sheet.getByRole('button', { name: 'Crash' }).tap();
    await expect(card(page, 'server 2')).toHaveAttribute('aria-label', /down/);
  });
});

test('rewinding to before the crash brings back what was then; making it the start forgets it', async ({
  page,
}) => {
  await openScene(page, 'crash-and-recovery', 1_500);
  await inspect(page, 'server 2');
  const before = { trace: await readTrace(page), mean: await figure(page, 'response-mean') };
  await setSpeed(page, '1 s shows 1 s');
  await play(page);
  await expect(card(page, 'server 2')).toContainText('down', { timeout: 15_000 });
  await pause(page);

  // Back by the keys of the timeline …
  const timeline = page.getByRole('slider', { name: 'Timeline' });
  await timeline.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => clock(page)).toBe(0);
  await expect(card(page, 'server 2')).toContainText('idle');
  // … by a mark, and by dragging.
  await page.getByRole('button', { name: 'Crash server 2, at 0:02' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Go to 0:02' }).click();
  await expect.poll(() => clock(page)).toBe(2_000);
  await expect(card(page, 'server 2')).toContainText('down');
  // The line moves up for this row.
  await expect(page.getByText('1 command comes later.')).toBeVisible();
  const track = await timeline.boundingBox();
  if (track === null) throw new Error('There is no timeline.');
  const y = track.y + track.height / 2;
  await drag(page, [track.x + track.width * 0.6, y], [track.x + track.width * 0.15, y]);
  await expect.poll(() => clock(page)).toBeLessThan(2_000);
  await expect(card(page, 'server 2')).toContainText(/idle|busy|saturated/);

  // The same moment has the same figures, however it was reached.
  await openScene(page, 'crash-and-recovery', 1_500);
  await inspect(page, 'server 2');
  expect(await readTrace(page)).toEqual(before.trace);
  expect(await figure(page, 'response-mean')).toBe(before.mean);

  await openScene(page, 'crash-and-recovery', 3_000);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Start the run from this state' }).click();
  // What is broken now is broken from the start; what came before is no longer told.
  await expect(page.getByRole('button', { name: 'Crash server 2, at 0:02' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Crash server 2, at 0:00' })).toBeVisible();
  expect(await clock(page)).toBe(0);
});

test('a server moves out of the pool and back in, and traffic follows; a line is cut and healed', async ({
  page,
}) => {
  test.slow();
  await openScene(page, 'crash-and-recovery', 1_000);
  await inspect(page, 'balancer');
  // The table makes room for the inspector, and does not come back as that goes.
  await standsStill(page);
  await page.keyboard.press('Escape');
  const home = await middle(card(page, 'server 3'));
  const [outside] = await middle(card(page, 'balancer'));
  await drag(page, [home[0], home[1] - 20], [outside, home[1] + 60]);
  await inspect(page, 'balancer');
  const rows = inspector(page)
    .getByRole('table', { name: 'Share per backend' })
    .locator('tbody tr');
  await expect(rows).toHaveCount(2);
  await undo(page).click();
  await expect(rows).toHaveCount(3);
  await redo(page).click();
  await expect(rows).toHaveCount(2);
  await page.keyboard.press('Escape');
  await standsStill(page);
  const now = await middle(card(page, 'server 3'));
  await drag(page, [now[0], now[1] - 20], [home[0], home[1] - 20]);
  await inspect(page, 'balancer');
  await expect(rows).toHaveCount(3);

  await page.keyboard.press('Escape');
  await standsStill(page);
  const [x1, y] = await middle(card(page, 'visitors'));
  const [x2] = await middle(card(page, 'balancer'));
  await page.mouse.click((x1 + x2) / 2, y);
  await expect(inspector(page)).toContainText('visitors → balancer');
  await inspector(page).getByRole('button', { name: 'Cut', exact: true }).click();
  await expect(line(page, 'e1')).toContainText('cut');
  await expect(inspector(page)).toContainText('Cut both ways');
  await inspector(page).getByRole('button', { name: 'Heal' }).click();
  await expect(line(page, 'e1')).not.toContainText('cut');
  await showTab(page, 'Now');
});
