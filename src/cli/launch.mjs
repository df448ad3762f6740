// Runs a command of src/cli/main.ts straight from a fresh clone: `node src/cli/launch.mjs sim shop.json --json`.
// Node 20 cannot read TypeScript, so Vite bundles the command line into dist/cli first; that takes a moment and happens
// only when a source changed since. Nothing but the command itself ever writes to stdout.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const home = fileURLToPath(new URL('../..', import.meta.url));
const bundle = join(home, 'dist/cli/sandtable.mjs');
const stamp = join(home, 'dist/cli/sources.sha256');

/** Names, sizes and times of everything the bundle is made from: a renamed or deleted file counts as a change, too. */
function fingerprint() {
  const hash = createHash('sha256');
  const add = (file) => {
    const { size, mtimeMs } = statSync(join(home, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  };
  for (const entry of readdirSync(join(home, 'src'), { recursive: true }).sort()) {
    const file = join('src', entry);
    if (/\.(?:ts|tsx|json|md)$/.test(file) && !/\.test\.tsx?$/.test(file)) add(file);
  }
  add('vite.config.ts');
  add('package-lock.json');
  return hash.digest('hex');
}

const isFresh = (print) =>
  existsSync(bundle) && existsSync(stamp) && readFileSync(stamp, 'utf8') === print;

const print = fingerprint();
if (!isFresh(print)) {
  const { build } = await import('vite');
  await build({ root: home, mode: 'cli', logLevel: 'error' });
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, print);
}
await import(pathToFileURL(bundle).href);
