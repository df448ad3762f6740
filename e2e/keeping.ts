/**
 * What a visitor does with whole diagrams: naming, listing, returning to them; and what the page
 * says about keeping them.
 */
import { expect, type Locator, type Page } from '@playwright/test';
import { card, inspect, inspector, table, title } from './table.ts';

export async function rename(page: Page, words: string): Promise<void> {
  await title(page).fill(words);
  await title(page).press('Enter');
}

/** Crashes a server: an edit like any other. */
export async function crash(page: Page, name: string): Promise<void> {
  await inspect(page, name);
  await inspector(page).getByRole('button', { name: 'Crash' }).click();
  // A small card has no room for the word.
  await expect(card(page, name)).toHaveAttribute('aria-label', /\bdown\b/);
}

export const backToMine = (page: Page): Locator =>
  page.getByRole('button', { name: 'Back to my diagram' });

/** What could not be opened, and why. */
export const problem = (page: Page): Locator =>
  page.getByRole('alert', { name: 'This could not be opened' });

/** A sentence that the page says for as long as it is so, or for a moment. */
export const notice = (page: Page, words: string | RegExp): Locator =>
  page.getByRole('status').filter({ hasText: words });

export async function openDiagrams(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'My diagrams' }).click();
  const dialog = page.getByRole('dialog', { name: 'My diagrams' });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** The titles in the list of diagrams, in any order; opens and closes the list. */
export async function diagrams(page: Page): Promise<string[]> {
  const dialog = await openDiagrams(page);
  const list = dialog.getByRole('list', { name: 'My diagrams' });
  await expect(list.or(dialog.getByText('No saved diagrams yet.'))).toBeVisible();
  const more = list.getByRole('button', { name: /^More for / });
  const names = await more.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  return names.map((name) => (name ?? '').replace('More for ', '')).sort();
}

/** Waits until the browser has stored that title: what is killed after that must come back. */
export async function isStored(page: Page, words: string): Promise<void> {
  const read = () =>
    page.evaluate(
      (wanted) =>
        new Promise<boolean>((resolve, reject) => {
          const opening = indexedDB.open('sandtable');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const { result: base } = opening;
            const all = base.transaction('documents').objectStore('documents').getAll();
            all.onsuccess = () => {
              base.close();
              resolve(all.result.some((one) => one?.document?.title === wanted));
            };
          };
        }),
      words,
    );
  await expect.poll(read).toBe(true);
}

/** Takes back the last edit, by the keys. */
export async function undo(page: Page): Promise<void> {
  await table(page).focus();
  await page.keyboard.press('ControlOrMeta+z');
}
