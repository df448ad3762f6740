// Runs a command of src/cli/main.ts straight from a fresh clone:
// `node src/cli/launch.mjs sim shop.json --json`. Node 20 cannot read TypeScript, so Vite bundles
// the command line first; that takes a moment and happens only when a source changed since. Each
// state of the sources has a bundle of its own, renamed into place when it is complete, so that
// commands started side by side never read a half-written one. Only the command itself writes to
// stdout.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const home = fileURLToPath(new URL('../..', import.meta.url));
const shelf = join(home, 'node_modules/.cache/cli');
const keepMillis = 3_600_000;

/**
 * Names, sizes and times of everything the bundle is made from: a renamed or deleted file counts as
 * a change, too.
 */
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
  return hash.digest('hex').slice(0, 16);
}

/**
 * Bundles of sources that are gone; one that another command may still be reading is left alone.
 */
function clearOld() {
  for (const name of readdirSync(shelf)) {
    const folder = join(shelf, name);
    if (Date.now() - statSync(folder).mtimeMs > keepMillis)
      rmSync(folder, { recursive: true, force: true });
  }
}

async function bundleInto(folder) {
  const draft = `${folder}.${process.pid}`;
  const { build } = await import('vite');
  await build({ root: home, mode: 'cli', logLevel: 'error', build: { outDir: draft } });
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another command was quicker with the same sources.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  clearOld();
}

const folder = join(shelf, fingerprint());
if (!existsSync(folder)) await bundleInto(folder);
await import(pathToFileURL(join(folder, 'sandtable.mjs')).href);
