/**
 * The part of `npm run bench` about large tables: what a running one costs the page's thread, and
 * how a drag feels on it.
 */
import { type Browser, expect, type Page, test } from '@playwright/test';
import { encodeLink } from '../src/document/link.ts';
import type { DocumentNode, SceneDocument } from '../src/document/types.ts';
import { specs } from '../src/kinds/specs.ts';
import { quantile, row, traceThreads } from './bench-support.ts';
import { card, cards, clock, play } from './table.ts';

const WATCHED_MS = 4_000;
const WARM_MS = 2_000;
const GROUP = 10;

/** Groups of one client, one balancer and eight servers, five groups to a row. */
function populous(nodes: number): SceneDocument {
  const groups = Array.from({ length: nodes / GROUP }, (_, index) => index);
  const at = (group: number, column: number, row: number): [number, number] => [
    (group % 5) * 960 + column * 264,
    Math.floor(group / 5) * 1040 + row * 112,
  ];
  const servers = Array.from({ length: GROUP - 2 }, (_, index) => index);
  return {
    version: 2,
    title: `${nodes} nodes`,
    seed: 1,
    nodes: groups.flatMap((g): DocumentNode[] => [
      { id: `c${g}`, kind: 'client', name: `client ${g}`, at: at(g, 0, 3), config: { rate: 20 } },
      { id: `b${g}`, kind: 'load-balancer', name: `balancer ${g}`, at: at(g, 1, 3) },
      ...servers.map((i) => ({
        id: `s${g}-${i}`,
        kind: 'server',
        name: `server ${g}.${i}`,
        at: at(g, 2, i),
      })),
    ]),
    edges: groups.flatMap((g) => [
      { id: `e${g}`, from: `c${g}`, to: `b${g}` },
      ...servers.map((i) => ({ id: `e${g}-${i}`, from: `b${g}`, to: `s${g}-${i}` })),
    ]),
    commands: [],
  };
}

async function openTable(page: Page, nodes: number, camera?: readonly [number, number, number]) {
  const { fragment } = encodeLink(populous(nodes), specs, {
    t: WARM_MS,
    ...(camera !== undefined && { c: camera }),
  });
  await page.goto('about:blank');
  await page.goto(`/${fragment}`);
  await expect(cards(page)).toHaveCount(nodes, { timeout: 120_000 });
  await expect.poll(() => clock(page), { timeout: 120_000 }).toBe(WARM_MS);
  await play(page);
}

test('tables', async ({ page, browser }: { page: Page; browser: Browser }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  console.log('\nA running table, 10 observations a second (1440 × 900, everything in view)');
  row('', 'page thread a frame', 'page thread a second', 'painter a frame');
  for (const nodes of [50, 200, 500]) {
    await openTable(page, nodes);
    const { pageMs, paintMs, frames } = await traceThreads(browser, page, WATCHED_MS);
    expect(frames).toBeGreaterThan(0);
    row(
      `${nodes} nodes`,
      `${(pageMs / frames).toFixed(2)} ms`,
      `${(pageMs / (WATCHED_MS / 1000)).toFixed(0)} ms`,
      `${(paintMs / frames).toFixed(2)} ms`,
    );
  }
});

test('drag', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  await openTable(page, 500, [2200, 2400, 1]);
  const held = card(page, 'balancer 12');
  const box = await held.boundingBox();
  if (box === null) throw new Error('The card to drag is not on the screen.');
  const log = await page.evaluateHandle(() => {
    const frames: number[] = [];
    let last = performance.now();
    const count = (now: number) => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    return frames;
  });
  await page.mouse.move(box.x + 60, box.y + 8);
  await page.mouse.down();
  const before = await log.evaluate((frames) => frames.length);
  for (let turn = 0; turn < 120; turn++) {
    await page.mouse.move(box.x + 60 + 3 * turn, box.y + 8 + 40 * Math.sin(turn / 8));
  }
  const frames = (await log.jsonValue()).slice(before);
  await page.mouse.up();
  const after = await held.boundingBox();
  expect(Math.abs((after?.x ?? box.x) - box.x)).toBeGreaterThan(100);
  console.log('\nDragging one node among 500 while they run');
  row('median frame', `${quantile(frames, 0.5).toFixed(1)} ms`);
  row('95th percentile', `${quantile(frames, 0.95).toFixed(1)} ms`);
});
