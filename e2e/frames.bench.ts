/**
 * The half of `npm run bench` that needs a browser: what a frame costs the page's thread and the
 * painter's with many messages under way, how soon the first one moves, and how much is downloaded
 * before. Costs are read from the browser's own trace of its threads.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { encodeLink } from '../src/document/link.ts';
import type { SceneDocument } from '../src/document/types.ts';
import { specs } from '../src/kinds/specs.ts';
import { quantile, row, traceThreads } from './bench-support.ts';
import { card, clock, pause, setSpeed } from './table.ts';

const home = fileURLToPath(new URL('..', import.meta.url));
const WATCHED_MS = 4_000;
const PAIRS = 8;
/** By then connections are open and as many messages end as begin. */
const WARM_MS = 12_000;

/** Clients and servers far apart: a second each way keeps about `messages` under way. */
function crowded(messages: number): SceneDocument {
  const rate = messages / PAIRS / 2;
  const pairs = Array.from({ length: PAIRS }, (_, index) => index);
  return {
    version: 2,
    title: `${messages} messages`,
    seed: 1,
    nodes: pairs.flatMap((i) => [
      {
        id: `c${i}`,
        kind: 'client',
        at: [0, i * 112] as [number, number],
        config: { rate, protocol: 'http2' },
      },
      {
        id: `s${i}`,
        kind: 'server',
        at: [760, i * 112] as [number, number],
        config: { slots: 1000, service: { dist: 'constant' as const, value: 1 } },
      },
    ]),
    edges: pairs.map((i) => ({
      id: `e${i}`,
      from: `c${i}`,
      to: `s${i}`,
      config: { latency: { dist: 'constant' as const, value: 1000 } },
    })),
    commands: [],
  };
}

async function framesOf(page: Page): Promise<number> {
  return page.evaluate(
    (until) =>
      new Promise<number>((resolve) => {
        let frames = 0;
        const began = performance.now();
        const count = (now: number) => {
          frames += 1;
          if (now - began < until) requestAnimationFrame(count);
          else resolve((frames * 1000) / (now - began));
        };
        requestAnimationFrame(count);
      }),
    WATCHED_MS,
  );
}

test('frames', async ({ page, browser }) => {
  await page.setViewportSize({ width: 1440, height: 900 });
  console.log(
    '\nA frame with many messages under way (1440 × 900, in slow motion, so that painting is nearly all there is to do)',
  );
  row('', 'page thread', 'painter', 'frames/s', 'legend');
  for (const messages of [1_000, 5_000, 20_000]) {
    const { fragment } = encodeLink(crowded(messages), specs, { t: WARM_MS });
    await page.goto('about:blank');
    await page.goto(`/${fragment}`);
    await expect.poll(() => clock(page), { timeout: 120_000 }).toBe(WARM_MS);
    await setSpeed(page, '1 s shows 1 ms');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    const legend = await page.getByText(/^1 dot = /).innerText();
    const { pageMs, paintMs, frames } = await traceThreads(browser, page, WATCHED_MS);
    const perSecond = await framesOf(page);
    await pause(page);
    expect(frames).toBeGreaterThan(0);
    row(
      `${messages} messages`,
      `${(pageMs / frames).toFixed(2)} ms`,
      `${(paintMs / frames).toFixed(2)} ms`,
      perSecond.toFixed(0),
      legend,
    );
  }
});

interface Strip {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Shot {
  data: string;
  /** Seconds since 1970. */
  timestamp: number;
}

/** The strip below the first line where requests travel: nothing else is ever drawn there. */
async function stripOf(page: Page): Promise<Strip> {
  await page.goto('/');
  const [left, right] = [
    await card(page, 'visitors').boundingBox(),
    await card(page, 'balancer').boundingBox(),
  ];
  if (left === null || right === null) throw new Error('The first scene is not on the screen.');
  const x = Math.ceil(left.x + left.width) + 4;
  // Clear of the grips, the line itself and its arrow.
  return {
    x,
    y: Math.round(left.y + left.height / 2) + 4,
    width: Math.floor(right.x) - 16 - x,
    height: 6,
  };
}

/** Of each picture, a word for what is in the strip; empty while nothing is. */
async function stripWords(helper: Page, shots: readonly Shot[], strip: Strip): Promise<string[]> {
  return helper.evaluate(
    async ({ all, clip }) => {
      const words: string[] = [];
      for (const data of all) {
        const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
        const picture = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
        const canvas = new OffscreenCanvas(clip.width, clip.height);
        const ctx = canvas.getContext('2d');
        if (ctx === null) throw new Error('No canvas.');
        ctx.drawImage(picture, -clip.x, -clip.y);
        const { data: bytesOf } = ctx.getImageData(0, 0, clip.width, clip.height);
        // Red alone: no dot is red there. A dot is much darker than the ground, a compressed ground
        // hardly.
        const columns = Array.from({ length: clip.width }, (_, x) => {
          const reds = Array.from(
            { length: clip.height },
            (_row, y) => bytesOf[4 * (y * clip.width + x)] ?? 255,
          );
          return Math.min(...reds) < 200 ? '#' : ' ';
        });
        words.push(columns.join('').trimEnd());
      }
      return words;
    },
    {
      all: shots.map(({ data }) => data),
      clip: strip,
    },
  );
}

/** Milliseconds from navigation to the second picture of a dot: one that has moved. */
async function coldStart(browser: Browser, strip: Strip): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const shots: Shot[] = [];
  session.on('Page.screencastFrame', ({ data, metadata, sessionId }) => {
    shots.push({ data, timestamp: metadata.timestamp ?? 0 });
    session.send('Page.screencastFrameAck', { sessionId }).catch(() => undefined);
  });
  await session.send('Page.startScreencast', { format: 'jpeg', quality: 90, everyNthFrame: 1 });
  await page.goto('/');
  await expect.poll(() => clock(page), { intervals: [500] }).toBeGreaterThan(60);
  await session.send('Page.stopScreencast');
  const began = await page.evaluate(() => performance.timeOrigin);
  const helper = await context.newPage();
  const words = await stripWords(helper, shots, strip);
  const first = words.findIndex((word) => word !== '');
  const moved = words.findIndex(
    (word, index) => index > first && first >= 0 && word !== words[first],
  );
  const shot = shots[moved];
  if (shot === undefined) throw new Error('No dot was seen to move.');
  await context.close();
  return shot.timestamp * 1000 - began;
}

test('start', async ({ page, browser }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  const strip = await stripOf(page);
  await page.goto('about:blank');
  const times: number[] = [];
  for (let turn = 0; turn < 5; turn++) times.push(await coldStart(browser, strip));
  console.log('\nFrom navigation to the first dot that has moved, nothing cached');
  row('median of 5', `${quantile(times, 0.5).toFixed(0)} ms`);
  row('each', times.map((time) => time.toFixed(0)).join(' '));
});

interface Budget {
  name: string;
  path: string[];
  limit: string;
}

test('sizes', async () => {
  const file = new URL('../.size-limit.mjs', import.meta.url).href;
  const budgets = ((await import(file)) as { default: Budget[] }).default;
  console.log('\nDownloaded before the first dot moves, gzip');
  for (const { name, path, limit } of budgets) {
    const bytes = path.reduce(
      (sum, one) => sum + gzipSync(readFileSync(`${home}${one}`), { level: 9 }).length,
      0,
    );
    expect(bytes).toBeGreaterThan(0);
    row(name, `${(bytes / 1000).toFixed(1)} kB`, `of ${limit}`);
  }
});
