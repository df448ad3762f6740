// One file for the three things Vite does here: serve and build the page, bundle the command line, run the tests.
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { launchOptions } from './e2e/browser.ts';

const app = {
  outDir: 'dist/app',
  target: 'es2023',
  sourcemap: true,
  // The size budgets read it to learn which chunks load before the first picture.
  manifest: true,
};

/** Everything in one file that plain Node runs, packages included: it must work wherever `npm ci` did. */
const cli = {
  ssr: 'src/cli/main.ts',
  outDir: 'dist/cli',
  target: 'node20',
  rolldownOptions: { output: { entryFileNames: 'sandtable.mjs' } },
};

/** What browser tests import. */
const browserTestPackages = [
  '@xyflow/react',
  'd3',
  'fflate',
  'idb-keyval',
  'lucide-react',
  'micromark',
  'radix-ui',
  'react',
  'react-dom',
  'vitest-browser-react',
  'xstate',
  'zod/mini',
  'zustand',
  'zustand/middleware',
];

export default defineConfig(({ mode }) => {
  const isCli = mode === 'cli';
  return {
    // Relative addresses: the build works under any path of any static host.
    base: './',
    plugins: isCli ? [] : [react()],
    publicDir: isCli ? false : 'public',
    worker: { format: 'es' as const },
    ssr: isCli ? { noExternal: true as const } : {},
    build: isCli ? cli : app,
    server: { host: '127.0.0.1' },
    preview: { host: '127.0.0.1' },
    test: {
      projects: [
        {
          extends: true as const,
          test: {
            name: 'unit',
            environment: 'node',
            include: ['src/**/*.test.{ts,tsx}'],
            exclude: ['src/**/*.browser.test.{ts,tsx}'],
            testTimeout: 30_000,
          },
        },
        {
          extends: true as const,
          // Found in the middle of a run, a package reloads the page under a test: these are bundled before it begins.
          optimizeDeps: { include: browserTestPackages },
          test: {
            name: 'browser',
            include: ['src/**/*.browser.test.{ts,tsx}'],
            testTimeout: 30_000,
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              provider: playwright({ launchOptions: launchOptions() }),
              instances: [{ browser: 'chromium' as const }],
            },
          },
        },
      ],
    },
  };
});
