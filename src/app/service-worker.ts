/**
 * Keeps the files the page is made of, so that it opens without a network. It is built to `sw.js`
 * beside index.html, with the list of files and their version written in by the build
 * (`service-worker-files.ts`).
 *
 * One version is kept whole or not at all. The page itself comes from the network when there is
 * one; what it then asks for carries a hash in its name, so that a kept file is the right one or
 * not asked for. A newer worker waits until no page of the older is open, and then takes the older
 * files away. Nothing is kept but this list, and nothing of other servers.
 */
import type { OfflineFiles } from './service-worker-files.ts';

/** Written in by the build. */
declare const OFFLINE_FILES: OfflineFiles;

/**
 * What is used of the worker's own global: compiled beside the page, `self` carries the type of a
 * window.
 */
interface Lasting extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface Fetching extends Lasting {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

/** A network slower than that is treated as none where the page is kept. */
const PATIENCE_MS = 4_000;

const home = new URL('./', location.href);
const family = `sandtable ${home.pathname} `;
const current = `${family}${OFFLINE_FILES.version}`;
const kept = new Set(OFFLINE_FILES.files.map((file) => new URL(file, home).href));

addEventListener('install', (event) => (event as Lasting).waitUntil(keepAll()));
addEventListener('activate', (event) => (event as Lasting).waitUntil(takeOver()));
addEventListener('fetch', (event) => {
  const { request } = event as Fetching;
  const address = new URL(request.url);
  if (request.method !== 'GET' || address.origin !== home.origin) return;
  address.hash = '';
  address.search = '';
  if (request.mode === 'navigate') {
    const isPage = address.href === home.href || address.href === `${home.href}index.html`;
    if (isPage) (event as Fetching).respondWith(page(request));
  } else if (kept.has(address.href)) (event as Fetching).respondWith(file(request, address.href));
});

async function keepAll(): Promise<void> {
  const cache = await caches.open(current);
  // Past the browser's own cache, which may hold files of an older version under the same name.
  await cache.addAll([...kept].map((address) => new Request(address, { cache: 'no-cache' })));
}

async function takeOver(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(family) && name !== current) await caches.delete(name);
  }
  const { clients } = globalThis as { clients?: { claim(): Promise<void> } };
  await clients?.claim();
}

async function file(request: Request, address: string): Promise<Response> {
  const cache = await caches.open(current);
  return (await cache.match(address)) ?? fetch(request);
}

/** From the network while there is one, else as it is kept. */
async function page(request: Request): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  const cache = await caches.open(current);
  const stored = await cache.match(home.href);
  try {
    const response = await fetch(request, stored === undefined ? {} : { signal: stop.signal });
    // A server that is there but ill is no better than none.
    return response.status < 500 || stored === undefined ? response : stored;
  } catch (error) {
    if (stored !== undefined) return stored;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
