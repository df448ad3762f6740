// How tests start the browser that `ensure-browser.mjs` found; without its note, Playwright's own
// is used.
import { existsSync, readFileSync } from 'node:fs';

const note = new URL('../node_modules/.cache/browser.json', import.meta.url);

interface FoundBrowser {
  executablePath?: string;
  noSandbox?: boolean;
}

const found = (): FoundBrowser =>
  existsSync(note) ? (JSON.parse(readFileSync(note, 'utf8')) as FoundBrowser) : {};

/**
 * Launch options for Playwright and for Vitest's browser mode. Quiet flags keep a test run off the
 * network.
 */
export function launchOptions(): { executablePath?: string; args: string[] } {
  const { executablePath, noSandbox } = found();
  return {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      ...(noSandbox === true ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  };
}
