// One file for the three things Vite does here: serve and build the page, bundle the command line,
// run the tests.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { type Plugin, transformWithOxc, Visitor } from 'vite';
import { defineConfig } from 'vitest/config';
import { launchOptions } from './e2e/browser.ts';
import { offlineFiles } from './src/app/service-worker-files.ts';

/** Chunks of a kind's folder are called by the kind: `server.spec`. */
const output = {
  chunkFileNames: ({ facadeModuleId }: { facadeModuleId: string | null }) => {
    const [, kind, file] =
      /\/kinds\/[^/]+\/([^/]+)\/([a-zA-Z]+)\.(?:tsx?|md)/.exec(facadeModuleId ?? '') ?? [];
    return `assets/${kind === undefined ? '[name]' : `${kind}.${file}`}-[hash].js`;
  },
};

const app = {
  outDir: 'dist/app',
  rolldownOptions: { output },
  target: 'es2023',
  sourcemap: true,
  // The size budgets read it to learn which chunks load before the first picture.
  manifest: true,
};

/**
 * Everything in one file that plain Node runs, packages included: it must work wherever `npm ci`
 * did.
 */
const cli = {
  ssr: 'src/cli/main.ts',
  outDir: 'dist/cli',
  target: 'node20',
  rolldownOptions: { output: { entryFileNames: 'sandtable.mjs' } },
};

const digest = (content: string | Buffer) =>
  createHash('sha256').update(content).digest('hex').slice(0, 12);

/** Writes `sw.js` when everything else is built, with the list of what it is to keep. */
function serviceWorker(): Plugin {
  const source = fileURLToPath(new URL('src/app/service-worker.ts', import.meta.url));
  return {
    name: 'service-worker',
    apply: 'build',
    writeBundle: {
      order: 'post',
      sequential: true,
      async handler({ dir = app.outDir }) {
        const built = readdirSync(dir, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name).slice(join(dir).length + 1))
          .map(
            (path) => [path.replaceAll('\\', '/'), digest(readFileSync(join(dir, path)))] as const,
          );
        const files = JSON.stringify(offlineFiles(new Map(built), digest));
        const { code: module } = await transformWithOxc(readFileSync(source, 'utf8'), source);
        // A service worker is a plain script: nothing is imported, and nobody imports it.
        const code = module.replace(/^export \{\};$/m, '');
        writeFileSync(join(dir, 'sw.js'), `const OFFLINE_FILES = ${files};\n${code}`);
      },
    },
  };
}

/**
 * Vite fetches the styles of a chunk before it, and one that failed counts as had when the chunk is
 * asked for again: it would be shown without. Here that is forgotten, with the element that failed.
 */
function stylesAgain(): Plugin {
  const changes = [
    [/(\(err\) => \{\s*)seen\[href\] = void 0;/, '$1delete seen[href];'],
    [/(if \(e\.type === "error"\)) (rej\(.+\));/, '$1 { link.remove(); $2; }'],
  ] as const;
  return {
    name: 'styles-again',
    apply: 'build',
    transform: {
      order: 'post',
      filter: { id: /vite\/preload-helper/ },
      handler(code) {
        const missing = changes.find(([from]) => !from.test(code));
        if (missing !== undefined) this.error(`Vite no longer preloads like this: ${missing[0]}`);
        return {
          code: changes.reduce((text, [from, to]) => text.replace(from, to), code),
          map: null,
        };
      },
    },
  };
}

/**
 * What a setting or a deed is for, under which heading it stands and when, what fits it, how its
 * button or a row of it reads and which icon a kind has is seen on the page alone, and only the
 * page merges deeds and spells links, where settings and kinds go by a key: the worker's build
 * leaves that out. Each stands on a line of its own, which stays as an empty one, so that lines are
 * what they are in the source maps.
 */
function withoutHelp(): Plugin {
  const shown =
    /^ +(?:key|help|summary|icon|group|about|button|inForce|onLine|merge|each|mustBe|whileEmpty|fits|shownWhen): .+,$|^ +(?:about|help):(\n).+,$/gm;
  return {
    name: 'without-help',
    enforce: 'pre',
    transform: {
      filter: {
        id: /\/(?:entry|spec|edge|http|protocol|deeds-\w+|kinds\/.+-(?:fields|deeds))\.ts$/,
      },
      handler: (code) => ({ code: code.replace(shown, '$1'), map: null }),
    },
  };
}

/** What of xstate interprets, changes or prints machines, by the file it stands in. */
const LEFT_OUT = {
  StateMachine: [
    'next',
    'events',
    'ownEvents',
    'on',
    'definition',
    'toJSON',
    'provide',
    'resolveState',
    'transition',
    'microstep',
    'getTransitionData',
    '_getPreInitialState',
    'getInitialSnapshot',
    'start',
    'getPersistedSnapshot',
    'restoreSnapshot',
  ],
  raise: [
    'toJSON',
    'resolveCancel',
    'executeCancel',
    'resolveRaise',
    'executeRaise',
    'checkNot',
    'checkAnd',
    'checkOr',
    'formatRouteTransitions',
  ],
};

/**
 * The worker runs xstate's definitions by tables of its own (`sim/machine-compile.ts`) and never
 * asks xstate to interpret them: its build leaves out how, and the actions that `setup` offers
 * beside `createMachine`, which no model uses. What xstate says of a definition that is wrong is
 * left out, too: tests compile every machine with xstate whole.
 */
function withoutInterpreter(): Plugin {
  return {
    name: 'without-interpreter',
    transform: {
      filter: { id: /\/xstate\/dist\/(?:StateMachine-\w+|raise-\w+|xstate)\.esm\.js$/ },
      handler(code, id) {
        const [, file] = /(\w+)(?:-\w+)?\.esm\.js$/.exec(id) ?? [];
        const names = file === 'StateMachine' || file === 'raise' ? LEFT_OUT[file] : ['setup'];
        const found = new Set<string>();
        const cuts: { start: number; end: number; by: string }[] = [];
        const empty = (name: string, body: { start: number; end: number } | null | undefined) => {
          if (!names.includes(name) || !body) return;
          found.add(name);
          cuts.push({ start: body.start, end: body.end, by: '{}' });
        };
        new Visitor({
          MethodDefinition({ key, value: { body } }) {
            if (key.type === 'Identifier') empty(key.name, body);
          },
          Property({ key, value }) {
            if (key.type === 'Identifier' && 'body' in value) empty(key.name, value.body);
          },
          FunctionDeclaration({ id: name, body }) {
            if (name?.name !== 'setup') empty(name?.name ?? '', body);
            const last = body?.body.at(-1);
            if (name?.name !== 'setup' || last?.type !== 'ReturnStatement') return;
            if (last.argument?.type !== 'ObjectExpression') return;
            const { properties } = last.argument;
            const kept = properties.find((each) => each.type === 'Property' && !each.shorthand);
            if (!properties[0] || !kept) return;
            found.add('setup');
            cuts.push({ start: properties[0].start, end: kept.start, by: '' });
          },
          NewExpression({ callee, arguments: [first] }) {
            const isError = callee.type === 'Identifier' && callee.name === 'Error';
            if (isError && first) cuts.push({ start: first.start, end: first.end, by: '' });
          },
        }).visit(this.parse(code));
        const missing = names.find((name) => !found.has(name));
        if (missing !== undefined) {
          this.error(`xstate is written otherwise now: ${missing} is not left out.`);
        }
        let left = '';
        let at = 0;
        for (const { start, end, by } of cuts.toSorted((a, b) => a.start - b.start)) {
          // Within what is cut already.
          if (start < at) continue;
          left += code.slice(at, start) + by;
          at = end;
        }
        return { code: left + code.slice(at), map: null };
      },
    },
  };
}

/** What browser tests import. */
const browserTestPackages = [
  '@xyflow/react',
  'cmdk',
  'd3',
  'fflate',
  'idb-keyval',
  'lucide-react',
  'micromark',
  'radix-ui',
  'react',
  'react-dom',
  'tinykeys',
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
    plugins: isCli ? [] : [react(), stylesAgain(), serviceWorker()],
    publicDir: isCli ? false : 'public',
    worker: {
      format: 'es' as const,
      plugins: () => [withoutHelp(), withoutInterpreter()],
      rolldownOptions: { output },
    },
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
            setupFiles: 'src/lib/seed.test-support.ts',
          },
        },
        {
          extends: true as const,
          // Found in the middle of a run, a package reloads the page under a test: these are
          // bundled before it begins.
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
