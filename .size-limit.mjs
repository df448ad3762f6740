// Budgets for what a visitor downloads before the first moving message, as gzip sums over every chunk involved.
// The build's manifest says which chunks the page needs at once; chunks loaded later on demand do not count.
// Workers are built on their own and are not in the manifest: the simulation's is found by its name.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const build = 'dist/app';
const manifestFile = `${build}/.vite/manifest.json`;
if (!existsSync(manifestFile)) {
  throw new Error(`${manifestFile} is missing: run "npm run build" before "npm run size".`);
}
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));

/** Files of a chunk and of everything it imports statically. */
function filesOf(key, seen = new Set()) {
  if (seen.has(key)) return [];
  seen.add(key);
  const { file, css = [], imports = [] } = manifest[key];
  return [file, ...css, ...imports.flatMap((inner) => filesOf(inner, seen))];
}

const page = new Set(filesOf('index.html'));
// A worker loaded later on demand, as the one that lays a diagram out, does not count either.
const workers = readdirSync(`${build}/assets`)
  .filter((name) => /^sim\.worker-.*\.js$/.test(name))
  .map((name) => `assets/${name}`);
if (workers.length === 0) throw new Error(`${build}/assets holds no sim.worker: was it renamed?`);

const budget = (name, files, limit) => ({
  name,
  path: files.map((file) => `${build}/${file}`),
  limit,
  gzip: true,
});

export default [
  budget('page: scripts and styles', ['index.html', ...page], '260 kB'),
  budget('worker', workers, '90 kB'),
];
