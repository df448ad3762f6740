// Budgets for what a visitor downloads, as gzip sums: until the first message of the first scene
// moves, and for the kinds of each family beyond those. Each is found by walking the import graph
// from its entries: the page's in the build's manifest, the worker's, which is built on its own, in
// the files themselves.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const build = 'dist/app';
const manifestFile = `${build}/.vite/manifest.json`;
if (!existsSync(manifestFile)) {
  throw new Error(`${manifestFile} is missing: run "npm run build" before "npm run size".`);
}
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));

/** Files of a page's chunk and of everything it imports statically. */
function onPage(key, seen = new Set()) {
  if (seen.has(key)) return [];
  seen.add(key);
  const { file, css = [], imports = [] } = manifest[key];
  return [file, ...css, ...imports.flatMap((inner) => onPage(inner, seen))];
}

/** The same of a worker's chunks, by the beginning of their name. */
function inWorker(name) {
  const found = readdirSync(`${build}/assets`).filter(
    (file) => file.startsWith(name) && file.endsWith('.js'),
  );
  return found.flatMap((file) => withImports(file));
}

function withImports(file, seen = new Set()) {
  if (seen.has(file)) return [];
  seen.add(file);
  const code = readFileSync(`${build}/assets/${file}`, 'utf8');
  const imports = [...code.matchAll(/\b(?:from|import)\s*"\.\/([^"]+\.js)"/g)];
  return [`assets/${file}`, ...imports.flatMap(([, inner]) => withImports(inner, seen))];
}

const folders = (path) =>
  readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );

const kinds = folders('src/kinds').flatMap((family) =>
  folders(`src/kinds/${family}`)
    .filter((kind) => existsSync(`src/kinds/${family}/${kind}/kind.ts`))
    .map((kind) => ({ family, kind, folder: `src/kinds/${family}/${kind}` })),
);

const page = new Set([...onPage('index.html'), ...onPage('src/scenarios/first-minute.json')]);
const worker = new Set(inWorker('sim.worker-'));
if (worker.size === 0) throw new Error(`${build}/assets holds no sim.worker: was it renamed?`);

const beyond = (files, known) => [...files].filter((file) => !known.has(file));

const budget = (name, files, limit) => ({
  name,
  path: [...files].map((file) => `${build}/${file}`),
  limit,
  gzip: true,
});

/** What a family's kinds need beyond the first scene; a kind of that is in its chunks already. */
const families = [...new Set(kinds.map(({ family }) => family))].flatMap((family) => {
  const own = kinds.filter((kind) => kind.family === family);
  const parts = own.flatMap(({ folder }) => [`${folder}/spec.ts`, `${folder}/panel.tsx`]);
  const ofPage = new Set(parts.filter((key) => key in manifest).flatMap((key) => onPage(key)));
  const ofWorker = new Set(own.flatMap(({ kind }) => inWorker(`${kind}.kind-`)));
  return [
    budget(`${family}: page`, beyond(ofPage, page), '25 kB'),
    budget(`${family}: worker`, beyond(ofWorker, worker), '15 kB'),
  ].filter(({ path }) => path.length > 0);
});

export default [
  budget('page: scripts and styles', ['index.html', ...page], '225 kB'),
  budget('worker', worker, '82 kB'),
  ...families,
];
