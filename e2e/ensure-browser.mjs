// Makes a Chromium available without any manual step, and records which one in
// node_modules/.cache/browser.json:
// 1. $CHROME_PATH, or an installed Chrome/Chromium/Edge that really starts;
// 2. Playwright's own Chromium, if already downloaded;
// 3. `playwright install chromium`, then `install-deps` if it lacks system libraries;
// 4. Debian's package through apt-get (as root, or with passwordless sudo).
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const cache = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url));
const root = process.getuid?.() === 0;
const cli = fileURLToPath(import.meta.resolve('playwright-core/package.json')).replace(
  /package\.json$/,
  'cli.js',
);

/**
 * Starts it for real (a snap stub or a binary with missing libraries does not count); tells whether
 * it needs --no-sandbox.
 */
function starts(path) {
  if (!path || !existsSync(path)) return undefined;
  if (!root && startsWith(path, [])) return { noSandbox: false };
  return startsWith(path, ['--no-sandbox']) ? { noSandbox: true } : undefined;
}
function startsWith(path, flags) {
  const dir = mkdtempSync(join(tmpdir(), 'ensure-'));
  const r = spawnSync(
    path,
    [
      '--headless',
      ...flags,
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      `--user-data-dir=${dir}`,
      '--dump-dom',
      'data:text/html,<p>up</p>',
    ],
    { encoding: 'utf8', timeout: 60_000 },
  );
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  return r.status === 0 && r.stdout.includes('<p>up</p>');
}
function installed() {
  const names = [
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge',
  ];
  const dirs = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const mac = ['Google Chrome', 'Chromium', 'Microsoft Edge'].map(
    (n) => `/Applications/${n}.app/Contents/MacOS/${n}`,
  );
  const win = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((v) => v !== undefined)
    .flatMap((v) => [
      `${v}\\Google\\Chrome\\Application\\chrome.exe`,
      `${v}\\Microsoft\\Edge\\Application\\msedge.exe`,
    ]);
  const paths = [
    process.env.CHROME_PATH,
    ...names.flatMap((n) => dirs.map((d) => join(d, n))),
    ...mac,
    ...win,
  ];
  for (const executablePath of [...new Set(paths)]) {
    const how = starts(executablePath);
    if (how) return { executablePath, ...how };
  }
  return undefined;
}
function run(title, cmd, args, timeout, env = {}) {
  console.log(`ensure-browser: ${title}`);
  const r = spawnSync(cmd, args, {
    encoding: 'utf8',
    timeout,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (r.status !== 0) {
    const lines = `${r.stdout ?? ''}\n${r.stderr ?? ''}`.split('\n');
    const why = lines.find((l) => /^E: |error|failed/i.test(l));
    console.log(`ensure-browser: that failed: ${why?.trim() ?? r.error ?? `exit ${r.status}`}`);
  }
  return r.status === 0;
}
const has = (cmd) => spawnSync('sh', ['-c', `command -v ${cmd}`]).status === 0;
function record(found) {
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'browser.json'), `${JSON.stringify(found)}\n`);
  console.log(
    `ensure-browser: using ${found.executablePath ?? `Playwright's Chromium at ${chromium.executablePath()}`}`,
  );
}
function playwrightOwn() {
  const how = starts(chromium.executablePath());
  if (how || !existsSync(chromium.executablePath())) return how;
  if (
    process.platform !== 'linux' ||
    !run(
      "installing Playwright Chromium's libraries",
      process.execPath,
      [cli, 'install-deps', 'chromium'],
      600_000,
    )
  )
    return undefined;
  return starts(chromium.executablePath());
}
function apt() {
  if (process.platform !== 'linux' || !has('apt-get')) return false;
  const sudo = root
    ? []
    : has('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0
      ? ['sudo', '-n']
      : null;
  if (!sudo) return false;
  const go = (title, ...args) => {
    const [cmd, ...rest] = [...sudo, 'apt-get', '-o', 'DPkg::Lock::Timeout=300', ...args];
    return run(title, cmd, rest, 600_000, { DEBIAN_FRONTEND: 'noninteractive' });
  };
  go('apt-get update', 'update', '-qq');
  return go(
    'apt-get install chromium',
    'install',
    '-y',
    '-qq',
    '--no-install-recommends',
    'chromium',
    'fonts-dejavu-core',
  );
}
function ensure() {
  const found = installed() ?? playwrightOwn();
  if (found) return found;
  if (process.env.PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD !== '1') {
    const done = run(
      'playwright install chromium',
      process.execPath,
      [cli, 'install', 'chromium'],
      600_000,
    );
    const own = done ? playwrightOwn() : undefined;
    if (own) return own;
  }
  return apt() ? installed() : undefined;
}
const result = ensure();
if (result) record(result);
else {
  console.error(
    'ensure-browser: no browser could be found or installed. Install Chrome or Chromium, or set CHROME_PATH.',
  );
  process.exitCode = 1;
}
