/**
 * What the browser half of `npm run bench` shares: rows of a table, and the time that threads
 * spent, from the browser's own trace.
 */
import type { Browser, Page } from '@playwright/test';

export function row(title: string, ...figures: string[]): void {
  console.log(`  ${title.padEnd(36)}${figures.map((figure) => figure.padStart(22)).join('')}`);
}

/** The value below which that share (0..1) of the others lie. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  dur?: number;
  args: { name?: string };
}

/**
 * Milliseconds spent by the page's own thread and in the worker's frames during the trace, and how
 * many of those frames there were.
 */
function readThreads(trace: Buffer): { pageMs: number; paintMs: number; frames: number } {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const threads = new Map<string, string>();
  for (const { name, pid, tid, args } of traceEvents) {
    if (name === 'thread_name') threads.set(`${pid} ${tid}`, args.name ?? '');
  }
  const spent = { pageMs: 0, paintMs: 0, frames: 0 };
  const workers = new Set<string>();
  for (const event of traceEvents) {
    const key = `${event.pid} ${event.tid}`;
    if (event.name === 'FireAnimationFrame' && /Worker/.test(threads.get(key) ?? '')) {
      workers.add(`${event.pid}`);
      spent.paintMs += (event.dur ?? 0) / 1000;
      spent.frames += 1;
    }
  }
  for (const { name, pid, tid, dur } of traceEvents) {
    // The page is in the process where the worker is; other renderers are the browser's own.
    const isPage = threads.get(`${pid} ${tid}`) === 'CrRendererMain' && workers.has(`${pid}`);
    if (isPage && name === 'RunTask') spent.pageMs += (dur ?? 0) / 1000;
  }
  return spent;
}

const CATEGORIES = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel'];

/** Has the browser trace its threads for so long. */
export async function traceThreads(
  browser: Browser,
  page: Page,
  ms: number,
): Promise<ReturnType<typeof readThreads>> {
  await browser.startTracing(page, { categories: CATEGORIES });
  await page.evaluate((wait) => new Promise((done) => setTimeout(done, wait)), ms);
  return readThreads(await browser.stopTracing());
}
