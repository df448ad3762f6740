/**
 * The gallery: every scene with its picture, found by words, family and concept, opened beside what
 * is one's own.
 */
import { readdir, readFile } from 'node:fs/promises';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { ABOUT, CONCEPTS } from '../src/scenarios/about.ts';
import { backToMine, rename } from './keeping.ts';
import { card, cards, clockReaches, openScene, title } from './table.ts';

const folder = new URL('../src/scenarios/', import.meta.url);

async function read(slug: string): Promise<{ title: string; nodes: unknown[] }> {
  return JSON.parse(await readFile(new URL(`${slug}.json`, folder), 'utf8'));
}

const titleOf = async (slug: string): Promise<string> => (await read(slug)).title;

const gallery = (page: Page): Locator => page.getByRole('dialog', { name: 'Gallery' });
const scenes = (page: Page): Locator => gallery(page).getByRole('link');

async function openGallery(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Gallery' }).click();
  await expect(scenes(page).first()).toBeVisible();
}

test('every scene there is can be seen, with a sentence, its concepts and a picture of all its parts', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 0);
  await openGallery(page);
  const slugs = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  await expect(scenes(page)).toHaveCount(slugs.length);
  for (const [slug, { line, concepts }] of Object.entries(ABOUT)) {
    const scene = scenes(page).and(page.locator(`[href$="#x=${slug}"]`));
    const { title: name, nodes } = await read(slug);
    await expect(scene).toContainText(name);
    await expect(scene).toContainText(line);
    for (const concept of concepts) await expect(scene).toContainText(CONCEPTS[concept]);
    // A shape that can be seen for each part there is, and one to lie on.
    expect(await shapesSeen(scene.locator('svg').first())).toBeGreaterThan(nodes.length);
  }
});

/** How many rectangles of a picture have a size and stand out by a line or a colour. */
function shapesSeen(picture: Locator): Promise<number> {
  return picture.locator('rect').evaluateAll(
    (all) =>
      all.filter((one) => {
        const { width, height } = one.getBoundingClientRect();
        const { fill, stroke } = getComputedStyle(one);
        return width * height > 0 && (fill !== 'none' || stroke !== 'none');
      }).length,
  );
}

test('words, a family and a concept narrow it down, together and each alone', async ({ page }) => {
  await openScene(page, 'first-minute', 0);
  await openGallery(page);
  const all = await scenes(page).count();
  const found = gallery(page).getByRole('status');
  await gallery(page).getByLabel('Concept').selectOption(CONCEPTS.replication);
  const replicating = Object.entries(ABOUT).filter(([, { concepts }]) =>
    concepts.includes('replication'),
  );
  await expect(found).toHaveText(`${replicating.length} of ${all} scenes`);
  await expect(scenes(page)).toHaveCount(replicating.length);
  await gallery(page).getByLabel('Find a scene').fill('import database');
  await expect(scenes(page)).toHaveCount(1);
  await expect(scenes(page)).toContainText(await titleOf('balanced-database'));

  await gallery(page).getByLabel('Find a scene').fill('zeppelin');
  await expect(gallery(page).getByText('No scene matches.')).toBeVisible();
  await gallery(page).getByRole('button', { name: 'Show all scenes' }).click();
  await expect(scenes(page)).toHaveCount(all);

  await gallery(page).getByLabel('Family').selectOption('Balancing');
  const overloaded = scenes(page).and(page.locator('[href$="#x=one-server-overloaded"]'));
  await expect(overloaded).toHaveCount(0);
  expect(await scenes(page).count()).toBeGreaterThan(5);
  // A family that no scene shows is not offered.
  await expect(gallery(page).getByRole('option', { name: 'Streaming' })).toHaveCount(0);
});

test('a scene opens as a guest, plays, and leads back to what is mine', async ({ page }) => {
  await openScene(page, 'first-minute', 0);
  await rename(page, 'Mine');
  await openGallery(page);
  await scenes(page)
    .filter({ hasText: await titleOf('read-replicas') })
    .click();
  await expect(gallery(page)).toBeHidden();
  await expect(card(page, 'primary')).toBeVisible();
  await clockReaches(page, 1);
  await backToMine(page).click();
  await expect(title(page)).toHaveValue('Mine');

  // The same scene again, although the address names it already.
  await page.goto('/#x=read-replicas');
  await expect(card(page, 'primary')).toBeVisible();
  await rename(page, 'Mine, too');
  await openGallery(page);
  await scenes(page)
    .filter({ hasText: await titleOf('read-replicas') })
    .click();
  await expect(title(page)).toHaveValue(await titleOf('read-replicas'));
  await backToMine(page).click();
  await expect(title(page)).toHaveValue('Mine, too');
});

test('by the keyboard alone: arrows walk the scenes, Enter opens one, Esc gives the keyboard back', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 0);
  const button = page.getByRole('button', { name: 'Gallery' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(scenes(page).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(gallery(page)).toBeHidden();
  await expect(button).toBeFocused();

  await page.keyboard.press('Enter');
  await gallery(page).getByLabel('Find a scene').focus();
  await page.keyboard.type('layer');
  await gallery(page).getByLabel('Concept').focus();
  await page.keyboard.press('Tab');
  await expect(scenes(page).first()).toBeFocused();
  await page.keyboard.press('End');
  await expect(scenes(page).last()).toBeFocused();
  const last = await scenes(page).last().getAttribute('href');
  await page.keyboard.press('Enter');
  await expect(gallery(page)).toBeHidden();
  const slug = last?.replace(/^.*#x=/, '') ?? '';
  await expect(title(page)).toHaveValue(await titleOf(slug));
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('it is in the menu, fits the width and opens by a tap', async ({ page }) => {
    await openScene(page, 'first-minute', 0);
    await page.getByRole('button', { name: 'More', exact: true }).tap();
    await page.getByRole('menuitem', { name: 'Gallery' }).tap();
    await expect(scenes(page).first()).toBeVisible();
    const [width, inside] = await gallery(page).evaluate((one) => [
      one.getBoundingClientRect().right,
      one.scrollWidth - one.clientWidth,
    ]);
    expect(width).toBeLessThanOrEqual(390);
    expect(inside).toBeLessThanOrEqual(0);
    await scenes(page)
      .filter({ hasText: await titleOf('round-robin') })
      .tap();
    await expect(title(page)).toHaveValue(await titleOf('round-robin'));
    await expect(cards(page).first()).toBeVisible();
  });
});
