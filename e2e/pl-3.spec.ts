/**
 * The link carries everything: whoever opens it sees the same run, event for event, and so does the
 * command line.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { formatRate } from '../src/lib/duration.ts';
import {
  cardWords,
  clock,
  clockReaches,
  figure,
  inspect,
  inspector,
  openScene,
  pause,
  readTrace,
  set,
  setSpeed,
  showTab,
} from './table.ts';

const home = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

interface Summary {
  events: number;
  traceHash: string;
  messages: { answered: number };
  nodes: Record<string, { throughputPerSecond: number | null }>;
}

/** The same document by `npm run -s sim`. */
async function headless(file: string, untilMs: string): Promise<Summary> {
  const args = ['src/cli/launch.mjs', 'sim', file, '--until', `${untilMs}ms`, '--json'];
  const { stdout } = await run(process.execPath, args, { cwd: home, maxBuffer: 1e8 });
  return JSON.parse(stdout) as Summary;
}

/** What can be seen of a moment: every card, the figures of the balancer, and the trace. */
async function seen(page: Page) {
  await inspect(page, 'balancer');
  await showTab(page, 'Now');
  await expect(inspector(page)).toContainText('Share per backend');
  const figures = await inspector(page).getByRole('table').allInnerTexts();
  const trace = await readTrace(page);
  // Words follow the run four times a second: read last, they have caught up.
  return { figures, trace, at: await clock(page), words: await cardWords(page) };
}

async function opened(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

test('PL-3: the receiver of a link sees the same run, event for event, as the sender and as the command line', async ({
  page,
  browser,
}) => {
  test.slow();
  await openScene(page, 'first-minute');
  await setSpeed(page, '1 s shows 500 ms');
  await clockReaches(page, 700);
  await inspect(page, 'server 2');
  await inspector(page).getByRole('button', { name: 'Crash' }).click();
  await inspect(page, 'visitors');
  await showTab(page, 'Settings');
  await set(page, 'Rate', '180');
  await clockReaches(page, 3_000);
  await pause(page);
  const mine = await seen(page);

  await page.getByRole('button', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share this diagram' });
  await expect(dialog).toContainText('Works in any app.');
  await dialog.getByLabel(/^Open paused at/).check();
  const address = await dialog.getByLabel('Link', { exact: true }).inputValue();
  expect(address).toMatch(/#t=\d+/);

  const theirs = await opened(browser, address);
  await expect.poll(() => clock(theirs), { timeout: 20_000 }).toBe(mine.at);
  await expect(theirs.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(async () => expect(await seen(theirs)).toEqual(mine)).toPass({ timeout: 20_000 });

  const download = theirs.waitForEvent('download');
  await theirs.getByRole('button', { name: 'Share' }).click();
  await theirs.getByRole('button', { name: 'Save as a file' }).click();
  const file = await (await download).path();
  const [, untilMs = ''] = /#t=([\d.]+)&/.exec(address) ?? [];
  const node = await headless(file, untilMs);
  expect(node.traceHash).toBe(mine.trace.hash);
  expect(node.events).toBe(mine.trace.events);
  await theirs.keyboard.press('Escape');
  await inspect(theirs, 'visitors');
  expect(await figure(theirs, 'throughput')).toBe(
    formatRate(node.nodes.web?.throughputPerSecond ?? 0),
  );
  await theirs.context().close();
});
