/**
 * Copying and pasting go through the clipboard of the computer: between tabs, and to and from any
 * text. What is no diagram is rejected in words.
 */
import { expect, type Page, test } from '@playwright/test';
import { areSelected, heard, pick, saved, undo } from './hands.ts';
import { card, cards, inspect, inspector, openScene, table } from './table.ts';

test.use({
  viewport: { width: 1440, height: 900 },
  permissions: ['clipboard-read', 'clipboard-write'],
});

const toClipboard = (page: Page, text: string) =>
  page.evaluate((words) => navigator.clipboard.writeText(words), text);

test('what is copied in one tab is pasted in another, with its connections, again and again', async ({
  page,
  context,
}) => {
  await openScene(page, 'first-minute', 500);
  await pick(page, 'balancer');
  await pick(page, 'server 1', 'Shift');
  await table(page).focus();
  await page.keyboard.press('Control+c');
  await expect(heard(page, '2 parts copied.')).toBeAttached();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(text)).toMatchObject({ nodes: [{ name: 'balancer' }, { name: 'server 1' }] });

  const other = await context.newPage();
  await openScene(other, 'read-replicas', 0);
  await other.bringToFront();
  const before = await cards(other).count();
  await table(other).focus();
  await other.keyboard.press('Control+v');
  await expect(cards(other)).toHaveCount(before + 2);
  // There is a balancer here already.
  await areSelected(other, ['balancer 2', 'server 1']);
  await other.keyboard.press('Control+v');
  await expect(cards(other)).toHaveCount(before + 4);
  await areSelected(other, ['balancer 3', 'server 2']);
  const { nodes, edges } = await saved(other);
  const idOf = (name: string) => nodes.find((node) => node.name === name)?.id;
  for (const [from, to] of [
    ['balancer 2', 'server 1'],
    ['balancer 3', 'server 2'],
  ] as const) {
    expect(edges).toContainEqual(expect.objectContaining({ from: idOf(from), to: idOf(to) }));
  }
  // The second lies beside the first, and each is one step.
  const placeOf = (name: string) => nodes.find((node) => node.name === name)?.at;
  expect(placeOf('server 2')).not.toEqual(placeOf('server 1'));
  await undo(other).click();
  await undo(other).click();
  await expect(cards(other)).toHaveCount(before);
  await expect(undo(other)).toBeDisabled();
});

test('what is cut is gone here and can be pasted back', async ({ page }) => {
  await openScene(page, 'first-minute', 0);
  await pick(page, 'server 3');
  await table(page).focus();
  await page.keyboard.press('Control+x');
  await expect(card(page, 'server 3')).toHaveCount(0);
  await page.keyboard.press('Control+v');
  await expect(card(page, 'server 3')).toBeVisible();
  await areSelected(page, ['server 3']);
  await undo(page).click();
  await undo(page).click();
  await expect(card(page, 'server 3')).toBeVisible();
  await expect(page.locator('[data-edge]')).toHaveCount(4);
});

test('text that is no diagram, and 50 MB of it, is rejected in words, and nothing is lost', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 500);
  const before = await saved(page);
  await toClipboard(page, 'Milk, eggs, flour');
  await table(page).focus();
  await page.keyboard.press('Control+v');
  await expect(
    heard(
      page,
      'The clipboard holds no diagram. Copy parts of a diagram, the text of its file, or its link.',
    ),
  ).toBeVisible();
  await toClipboard(page, '{ "version": 1, "nodes": [{ "id": 7 }] }');
  await page.keyboard.press('Control+v');
  await expect(heard(page, /^The clipboard holds a damaged diagram\./)).toBeVisible();
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', `{"nodes": "${'x'.repeat(50 * 1024 * 1024)}"}`);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    document.activeElement?.dispatchEvent(event);
  });
  await expect(heard(page, /^The clipboard holds 50 MB, too much for a diagram/)).toBeVisible();
  expect(await saved(page)).toEqual(before);
  await expect(undo(page)).toBeDisabled();
});

test('a whole file and a link are pasted as parts; a field keeps what is pasted into it', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 500);
  await toClipboard(page, JSON.stringify(await saved(page)));
  await table(page).focus();
  await page.keyboard.press('Control+v');
  await expect(cards(page)).toHaveCount(10);
  await undo(page).click();
  await page.getByRole('button', { name: 'Share' }).click();
  const link = await page.getByLabel('Link', { exact: true }).inputValue();
  await page.keyboard.press('Escape');
  await toClipboard(page, link);
  await table(page).focus();
  await page.keyboard.press('Control+v');
  await expect(cards(page)).toHaveCount(10);
  await undo(page).click();

  await inspect(page, 'server 1');
  await toClipboard(page, 'attic');
  const name = inspector(page).getByLabel('Name');
  await name.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+v');
  await expect(name).toHaveValue('attic');
  await name.press('Enter');
  await expect(card(page, 'attic')).toBeVisible();
  await expect(cards(page)).toHaveCount(5);
});
