/**
 * Everything that can be broken is broken from where it is looked at, now or at a moment to come,
 * and its reason shows beside a part.
 */
import { expect, type Page, test } from '@playwright/test';
import type { SceneDocument } from '../src/document/types.ts';
import { clockShows, incident, marks, openAt, pointOn } from './instruments.ts';
import { hurry, inspect, inspector, line, pause, play, runOn } from './table.ts';

/** A hundred visitors a second, three servers with room to spare, and nothing broken. */
function sound(): SceneDocument {
  return { ...incident('slow'), title: 'Nothing is broken yet', commands: [] };
}

/** The connection to the second server, picked by a click on its line. */
async function inspectEdge(page: Page): Promise<void> {
  await expect(async () => {
    await page.mouse.click(...(await pointOn(page, 'e3', 0.5)));
    await expect(inspector(page)).toContainText('balancer → s2', { timeout: 3_000 });
  }).toPass({ timeout: 20_000 });
}

const breaking = (page: Page) => inspector(page).getByRole('group', { name: 'Faults' });
const inForce = (page: Page) => inspector(page).getByRole('list', { name: 'In force' });

interface Known {
  readonly fault: string;
  readonly part: string;
  readonly says: string;
  /** Where a reason pops, and which. */
  readonly pops: readonly [node: string, reason: RegExp];
}

const FAULTS: readonly Known[] = [
  { fault: 'Crash', part: 's2', says: 'Crashed since 0:01', pops: ['s2', /connection reset/] },
  { fault: 'Hang', part: 's2', says: 'Hanging since 0:01', pops: ['web', /timeout/] },
  { fault: 'Slow ×4', part: 's2', says: 'Slow ×4 since 0:01', pops: ['web', /timeout/] },
  { fault: 'Errors 50 %', part: 's2', says: '50 % errors since 0:01', pops: ['s2', /500/] },
  { fault: 'Burst ×5', part: 'web', says: 'Burst ×5 until 0:11', pops: ['s1', /queue full/] },
  // TCP loses nothing for good: what is cut or lost comes late, and patience ends before.
  { fault: 'Cut', part: 'edge', says: 'Cut both ways since 0:01', pops: ['web', /timeout/] },
  {
    fault: 'Cut requests',
    part: 'edge',
    says: 'Requests are cut since 0:01',
    pops: ['web', /timeout/],
  },
  {
    fault: 'Cut responses',
    part: 'edge',
    says: 'Responses are cut since 0:01',
    pops: ['web', /timeout/],
  },
  { fault: 'Lose 10 %', part: 'edge', says: 'Loses 10 % since 0:01', pops: ['web', /timeout/] },
  {
    fault: 'Delay 200 ms',
    part: 'edge',
    says: 'Delays by 200 ms since 0:01',
    pops: ['web', /timeout/],
  },
];

for (const { fault, part, says, pops } of FAULTS) {
  test(`${fault}, done to ${part === 'edge' ? 'a connection' : 'a part'} while it runs, is in force at once, and its failures say why beside a part`, async ({
    page,
  }) => {
    await openAt(page, sound(), 1_000);
    await (part === 'edge' ? inspectEdge(page) : inspect(page, part));
    await breaking(page).getByRole('button', { name: fault, exact: true }).click();
    await expect(inForce(page)).toContainText(says);
    await expect(marks(page)).toHaveCount(1);
    await hurry(page);
    const [node, reason] = pops;
    const pop = page.locator(`[data-pop="${node}"]`).filter({ hasText: reason });
    // Watched for from the start: what happens once stays for two seconds.
    await Promise.all([expect(pop).toBeVisible({ timeout: 30_000 }), play(page)]);
    await pause(page);
    // Whatever was broken can be mended where it says so, but for a burst that is over by then.
    if (fault !== 'Burst ×5') await inForce(page).getByRole('button').first().click();
    else await runOn(page, 11_000);
    await expect(inForce(page)).toHaveCount(0);
  });
}

test('a fault is scheduled for a moment to come, with values of its own, and undone in one step', async ({
  page,
}) => {
  await openAt(page, sound(), 1_000);
  await inspect(page, 's2');
  await breaking(page).getByRole('button', { name: 'Choose…' }).click();
  const form = page.getByRole('dialog', { name: 'A fault for s2' });
  await form.getByLabel('What', { exact: true }).selectOption('Slow');
  await form.getByLabel('How many times').fill('7');
  await form.getByLabel('When', { exact: true }).selectOption('At a set time');
  await form.getByLabel('At', { exact: true }).fill('2.5 s');
  await form.getByRole('button', { name: 'Schedule it' }).click();
  await expect(form).toBeHidden();
  await expect(marks(page)).toHaveAccessibleName(/^Slow s2 ×7, at 0:02.5/);
  await expect(inForce(page)).toHaveCount(0);
  await clockShows(page, 1_000);
  await runOn(page, 2_000);
  await expect(inForce(page)).toContainText('Slow ×7 since 0:02.5');
  await page.getByRole('region', { name: 'Tools' }).getByRole('button', { name: /^Undo/ }).click();
  await expect(marks(page)).toHaveCount(0);
  await expect(inForce(page)).toHaveCount(0);
});

test('a cut one way is chosen for a connection, shows on its line, and heals', async ({ page }) => {
  await openAt(page, sound(), 1_000);
  await inspectEdge(page);
  await breaking(page).getByRole('button', { name: 'Choose…' }).click();
  const form = page.getByRole('dialog', { name: /^A fault for/ });
  await form.getByLabel('What', { exact: true }).selectOption('Cut');
  await form.getByLabel('Direction').selectOption('Responses');
  await form.getByRole('button', { name: 'Do it' }).click();
  await expect(line(page, 'e3')).toContainText('cut (responses)');
  await inForce(page).getByRole('button', { name: 'Heal' }).click();
  await expect(line(page, 'e3')).not.toContainText('cut');
});
