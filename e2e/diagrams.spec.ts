/**
 * Several diagrams in one browser, in several tabs, in tabs that are killed, and in browsers that
 * store nothing: nothing made is lost.
 */
import { readFile } from 'node:fs/promises';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { backToMine, crash, diagrams, isStored, notice, openDiagrams, rename } from './keeping.ts';
import { card, cards, clock, clockReaches, openScene, play, title } from './table.ts';

/** A diagram of one's own, made of a scene. */
async function make(page: Page, scene: string, name: string): Promise<void> {
  await openScene(page, scene, 0);
  await rename(page, name);
  await isStored(page, name);
}

test('several diagrams are kept side by side: pictured, renamed, copied, deleted, brought back', async ({
  page,
}) => {
  await make(page, 'first-minute', 'Shop');
  await make(page, 'one-server-overloaded', 'Kiosk');
  const dialog = await openDiagrams(page);
  const list = dialog.getByRole('list', { name: 'My diagrams' });
  const one = (name: string) => list.getByRole('listitem').filter({ hasText: name });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(one('Kiosk')).toContainText('Open now');
  await expect(one('Shop')).toContainText('5 parts');
  // The picture is of this diagram: it has a card for each of its parts.
  const drawn = async (name: string) => one(name).locator('svg').first().locator('rect').count();
  expect(await drawn('Shop')).toBeGreaterThan(await drawn('Kiosk'));
  expect(await drawn('Kiosk')).toBeGreaterThanOrEqual(2);

  await one('Shop').getByRole('button').first().focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('Bookshop');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Renamed to “Bookshop”.')).toBeVisible();
  await one('Bookshop').getByRole('button', { name: 'More for Bookshop' }).click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await one('Bookshop').first().getByRole('button').first().focus();
  await page.keyboard.press('Delete');
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await dialog.getByRole('button', { name: /^Restore Bookshop/ }).click();
  await expect(list.getByRole('listitem')).toHaveCount(3);
  await one('Kiosk').getByRole('button', { name: 'More for Kiosk' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(list.getByRole('listitem')).toHaveCount(2);

  await page.goto('about:blank');
  await page.goto('/');
  await expect(cards(page)).toHaveCount(5);
  expect(await diagrams(page)).toEqual(['Bookshop', 'Bookshop (copy)']);
  await openDiagrams(page);
  await dialog.getByLabel('Find a diagram').fill('copy');
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await list.getByRole('button').first().click();
  await expect(title(page)).toHaveValue('Bookshop (copy)');
});

/** As the system does when memory runs out: nothing of the page gets to say goodbye. */
async function kill(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  const killed = page.waitForEvent('crash');
  session.send('Page.crash').catch(() => undefined);
  await killed;
}

test('what was edited in a tab that is killed is there in the next, at its moment', async ({
  context,
  page,
}) => {
  await openScene(page, 'first-minute', 700);
  await crash(page, 'server 1');
  await rename(page, 'Nearly lost');
  await isStored(page, 'Nearly lost');
  await kill(context, page);
  const next = await context.newPage();
  await next.goto('/');
  await expect(title(next)).toHaveValue('Nearly lost');
  await expect(card(next, 'server 1')).toContainText('down');
  await expect.poll(() => clock(next)).toBe(700);
});

test('an edit made in the instant before the page is left is kept, even while the browser is busy storing', async ({
  context,
  page,
}) => {
  await make(page, 'first-minute', 'Before');
  // Another tab keeps the storage of this browser to itself for a while.
  const other = await context.newPage();
  await other.goto('/schema/document-1.json');
  await other.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('sandtable');
        opening.onsuccess = () => {
          const hold = opening.result.transaction('documents', 'readwrite');
          const until = performance.now() + 1_500;
          const go = () => {
            resolve();
            if (performance.now() < until) again();
          };
          const again = () => {
            hold.objectStore('documents').get('nothing').onsuccess = go;
          };
          again();
        };
      }),
  );
  await rename(page, 'After');
  await page.goto('about:blank');
  // The way back from a link leads to it as it was left, too.
  await page.goto('/#x=round-robin');
  await backToMine(page).click();
  await expect(title(page)).toHaveValue('After');
  expect(await diagrams(page)).toEqual(['After']);
});

test.describe('two tabs on one diagram', () => {
  /** The second has read what the first stored, and both know of each other. */
  async function two(context: BrowserContext, first: Page): Promise<Page> {
    await make(first, 'first-minute', 'Shared');
    const second = await context.newPage();
    await second.goto('/');
    await expect(title(second)).toHaveValue('Shared');
    await expect(notice(second, 'also open in another tab')).toBeVisible();
    return second;
  }

  test('the one that looks on is told, and takes the change or keeps what it has', async ({
    context,
    page,
  }) => {
    const second = await two(context, page);
    await rename(page, 'Changed by the first');
    const message = notice(second, 'This diagram was changed in another tab.');
    await expect(message).toBeVisible();
    await expect(title(second)).toHaveValue('Shared');
    await message.getByRole('button', { name: 'Show the other version' }).click();
    await expect(title(second)).toHaveValue('Changed by the first');
    await expect(message).toBeHidden();

    await rename(second, 'Changed by the second');
    const first = notice(page, 'This diagram was changed in another tab.');
    await first.getByRole('button', { name: 'Keep mine as a copy' }).click();
    await expect(title(page)).toHaveValue('Changed by the first (copy)');
    await expect(first).toBeHidden();
    await isStored(page, 'Changed by the first (copy)');
    expect(await diagrams(page)).toEqual(['Changed by the first (copy)', 'Changed by the second']);
  });

  for (const order of ['first', 'second'] as const) {
    test(`both changes stay when both are edited at once, the ${order} one before the other`, async ({
      context,
      page,
    }) => {
      const second = await two(context, page);
      const [early, late] = order === 'first' ? [page, second] : [second, page];
      // While a name is being typed the change of the other tab arrives.
      await title(late).fill('Late');
      await rename(early, 'Early');
      await isStored(early, 'Early');
      await title(late).press('Enter');
      const message = notice(late, 'This tab shows your version, kept as a copy.');
      await expect(message).toBeVisible();
      await expect(title(late)).toHaveValue('Late (copy)');
      await isStored(late, 'Late (copy)');
      await rename(early, 'Early again');
      await isStored(early, 'Early again');
      expect(await diagrams(late)).toEqual(['Early again', 'Late (copy)']);

      // Taking theirs puts one's own away, to be brought back.
      await message.getByRole('button', { name: 'Show the other version' }).click();
      await expect(title(late)).toHaveValue('Early again');
      const dialog = await openDiagrams(late);
      await dialog.getByRole('button', { name: 'Restore Late (copy)' }).click();
      await expect(dialog.getByRole('listitem')).toHaveCount(2);
    });
  }
});

test.describe('a browser that stores nothing', () => {
  const failures = {
    full: {
      sentence: 'The storage of this browser is full',
      fail: () => {
        const { put } = IDBObjectStore.prototype;
        IDBObjectStore.prototype.put = function (this: IDBObjectStore, ...all) {
          if (document.documentElement.dataset.stores === undefined)
            throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
          return put.apply(this, all);
        };
      },
    },
    shut: {
      sentence: 'This browser does not allow storage',
      fail: () => {
        const { open } = IDBFactory.prototype;
        IDBFactory.prototype.open = function (this: IDBFactory, ...all) {
          if (document.documentElement.dataset.stores === undefined)
            throw new DOMException('Not in this window.', 'SecurityError');
          return open.apply(this, all);
        };
      },
    },
  } as const;

  for (const [why, { sentence, fail }] of Object.entries(failures)) {
    test(`says so, goes on and stores it when it can again: ${why}`, async ({ context, page }) => {
      await page.addInitScript(fail);
      await openScene(page, 'first-minute', 0);
      await rename(page, 'Only here');
      const message = notice(page, sentence);
      await expect(message).toBeVisible();
      const download = page.waitForEvent('download');
      await message.getByRole('button', { name: 'Save as a file' }).click();
      const text = await readFile(await (await download).path(), 'utf8');
      expect(JSON.parse(text)).toMatchObject({ title: 'Only here' });

      await play(page);
      await clockReaches(page, 20);
      await rename(page, 'Still only here');
      await expect(message).toBeVisible();
      // Whoever closes the tab now is asked first.
      const asked = page.waitForEvent('dialog');
      await page.close({ runBeforeUnload: true });
      const question = await asked;
      expect(question.type()).toBe('beforeunload');
      await question.dismiss();

      await page.evaluate(() => {
        document.documentElement.dataset.stores = '';
      });
      await rename(page, 'Everywhere');
      await expect(message).toBeHidden();
      const next = await context.newPage();
      await next.goto('/');
      await expect(title(next)).toHaveValue('Everywhere');
    });
  }
});
