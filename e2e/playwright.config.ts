// Three kinds of browser work share one server of the production build: promises to the visitor
// (`*.spec.ts`, part of `npm test`), measurements (`*.bench.ts`, `npm run bench`) and pictures to
// look at (`*.shots.ts`, `npm run shots`).
import { defineConfig } from '@playwright/test';
import { launchOptions } from './browser.ts';

// Away from the ports people develop on, so that a page left open there is never tested by mistake.
const port = 41_730;
const address = `http://127.0.0.1:${port}`;

export default defineConfig({
  testDir: '.',
  outputDir: '../node_modules/.cache/playwright',
  fullyParallel: true,
  workers: 2,
  timeout: 90_000,
  forbidOnly: true,
  // Half a minute's work on a fast machine is a minute's on a slow one: a visitor would wait, too.
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../node_modules/.cache/e2e.json' }]],
  // Recording a trace of every test costs more than the tests; `npm run e2e -- --trace on <file>`
  // records the one in question.
  use: {
    baseURL: address,
    launchOptions: launchOptions(),
    screenshot: 'only-on-failure',
    // What works without a network is promised in a spec of its own, which allows them.
    serviceWorkers: 'block',
  },
  projects: [
    { name: 'promises', testMatch: '*.spec.ts' },
    { name: 'bench', testMatch: '*.bench.ts', timeout: 600_000 },
    { name: 'shots', testMatch: '*.shots.ts', timeout: 600_000 },
  ],
  webServer: {
    command: `npx vite preview --outDir dist/app --port ${port} --strictPort`,
    url: address,
    cwd: '..',
    reuseExistingServer: false,
  },
});
