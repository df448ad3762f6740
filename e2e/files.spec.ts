/**
 * Files: dropped anywhere on the page they open; bad ones say why and change nothing; one chosen
 * early is not replaced.
 */
import { expect, type Page, test } from '@playwright/test';
import { backToMine, notice, problem, rename, undo } from './keeping.ts';
import { cards, cardWords, openScene, title } from './table.ts';

const diagram = (name: string) => ({
  version: 1,
  title: name,
  seed: 1,
  nodes: [
    { id: 'a', kind: 'client', name: 'readers', at: [0, 0] },
    { id: 'b', kind: 'server', name: 'library', at: [320, 0] },
  ],
  edges: [{ id: 'e', from: 'a', to: 'b' }],
  commands: [],
});

interface Dropped {
  name: string;
  text: string;
  /** Filled up to so many bytes. */
  bytes?: number;
}

const jsonFile = (name: string, document: object): Dropped => ({
  name,
  text: JSON.stringify(document),
});

/** Carries files over the page, and lets them go there. */
async function carry(page: Page, files: readonly Dropped[]) {
  const carried = await page.evaluateHandle((all) => {
    const data = new DataTransfer();
    for (const { name, text, bytes = 0 } of all) {
      const rest = ' '.repeat(Math.max(0, bytes - text.length));
      data.items.add(new File([text, rest], name));
    }
    return data;
  }, files);
  const target = page.getByRole('application', { name: 'Diagram' }).first();
  for (const type of ['dragenter', 'dragover'])
    await target.dispatchEvent(type, { dataTransfer: carried });
  await expect(page.getByText('Drop the file to open it')).toBeVisible();
  return {
    drop: () => target.dispatchEvent('drop', { dataTransfer: carried }),
    leave: () => target.dispatchEvent('dragleave', { dataTransfer: carried }),
  };
}

async function drop(page: Page, ...files: Dropped[]): Promise<void> {
  const carried = await carry(page, files);
  await carried.drop();
  await expect(page.getByText('Drop the file to open it')).toBeHidden();
}

test('a file dropped on the page opens beside what is mine', async ({ page }) => {
  await openScene(page, 'first-minute', 0);
  await rename(page, 'Mine');
  const carried = await carry(page, [jsonFile('one.json', diagram('Carried by'))]);
  await carried.leave();
  await expect(page.getByText('Drop the file to open it')).toBeHidden();
  await expect(title(page)).toHaveValue('Mine');

  await drop(page, jsonFile('library.json', diagram('A library')));
  await expect(title(page)).toHaveValue('A library');
  await expect(cards(page)).toHaveCount(2);
  await backToMine(page).click();
  await expect(title(page)).toHaveValue('Mine');

  await drop(
    page,
    jsonFile('first.json', diagram('First')),
    jsonFile('second.json', diagram('Second')),
  );
  await expect(title(page)).toHaveValue('First');
  await expect(notice(page, '“first.json” was opened. The other file was not')).toBeVisible();
});

test('a file dropped while the list of diagrams is open is seen', async ({ page }) => {
  await openScene(page, 'first-minute', 0);
  await page.getByRole('button', { name: 'My diagrams' }).click();
  await expect(page.getByRole('dialog', { name: 'My diagrams' })).toBeVisible();
  const file = JSON.stringify(diagram('A library'));
  const carried = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'library.json'));
    return data;
  }, file);
  await page.getByRole('dialog').dispatchEvent('drop', { dataTransfer: carried });
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(title(page)).toHaveValue('A library');
});

test('a wrong, huge or damaged file is rejected in words, and all stays as it was', async ({
  page,
}) => {
  await openScene(page, 'first-minute', 0);
  await rename(page, 'Mine');
  const words = await cardWords(page);
  const damaged = diagram('Damaged');
  const rejections: readonly (readonly [file: Dropped, sentence: string])[] = [
    [{ name: 'holiday.png', text: '\u0089PNG\r\n' }, '“holiday.png” is not JSON.'],
    [{ ...jsonFile('huge.json', damaged), bytes: 4 * 1024 * 1024 + 1 }, '“huge.json” is larger'],
    [jsonFile('cut.json', { ...damaged, edges: [{ id: 'e', from: 'a', to: 'nobody' }] }), 'nobody'],
    [{ name: 'half.json', text: JSON.stringify(damaged).slice(0, 80) }, '“half.json” is not JSON.'],
    [jsonFile('list.json', []), 'object'],
  ];
  for (const [file, sentence] of rejections) {
    await test.step(file.name, async () => {
      await drop(page, file);
      await expect(problem(page)).toContainText(sentence);
      await expect(title(page)).toHaveValue('Mine');
      expect(await cardWords(page)).toEqual(words);
      await problem(page).getByRole('button', { name: 'Close' }).click();
      await expect(problem(page)).toBeHidden();
    });
  }
  // Not even the way back to before is lost.
  await undo(page);
  await expect(title(page)).toHaveValue('A load balancer in front of three servers');
});

/** Holds back the file of a scene, as a slow line does. */
async function holdBack(page: Page, slug: string) {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const asked = page.waitForRequest(new RegExp(`/${slug}-[^/]+\\.js$`));
  await page.route(new RegExp(`/${slug}-[^/]+\\.js$`), async (route) => {
    await held;
    await route.continue();
  });
  return { asked, release };
}

for (const [words, address, slug] of [
  ['the first scene', '/', 'first-minute'],
  ['a scene that a link names', '/#x=read-replicas', 'read-replicas'],
] as const) {
  test(`a file chosen while ${words} is still on its way stays on the table`, async ({ page }) => {
    const { asked, release } = await holdBack(page, slug);
    await page.goto(address);
    const request = await asked;
    const buffer = Buffer.from(JSON.stringify(diagram('Chosen early')));
    const file = { name: 'early.json', mimeType: 'application/json', buffer };
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Open a file' }).click();
    await (await chooser).setFiles(file);
    await expect(title(page)).toHaveValue('Chosen early');
    release();
    // It has arrived, and the page has had the time to do something about it.
    await page.evaluate(async (url) => {
      await import(url);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }, request.url());
    await expect(title(page)).toHaveValue('Chosen early');
    await expect(cards(page)).toHaveCount(2);
  });
}
