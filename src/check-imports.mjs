// Holds the import graph of src/ against src/import-rules.json and says how many modules it read.
// Reading none is a failure: a checker that lost its TypeScript parser would otherwise pass for
// ever.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const home = fileURLToPath(new URL('..', import.meta.url));
const depcruise = join(home, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** The graph as dependency-cruiser reports it: modules, and violations with the rule's cure. */
function readGraph() {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [depcruise, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'],
    { cwd: home, encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  if (!stdout.startsWith('{')) throw new Error(`dependency-cruiser gave no report.\n${stderr}`);
  return JSON.parse(stdout);
}

/** Modules of src/ that no area of the list claims: nothing would check them. */
function homeless(modules) {
  const { areas } = JSON.parse(readFileSync(join(home, 'src/import-rules.json'), 'utf8'));
  const paths = areas.map(({ path }) => new RegExp(path));
  return modules
    .map(({ source }) => source)
    .filter((source) => /^src\/.*\.(?:tsx?|mjs)$/.test(source) && !/\.d\.ts$/.test(source))
    .filter((source) => !paths.some((path) => path.test(source)));
}

const { modules, summary } = readGraph();
const ours = modules.filter(({ source }) => source.startsWith('src/'));
const comments = new Map(summary.ruleSetUsed.forbidden.map(({ name, comment }) => [name, comment]));
const problems = [
  ...summary.violations.map(({ from, to, rule, cycle }) => {
    const target = cycle ? cycle.map(({ name }) => name).join(' -> ') : to;
    return `${from} -> ${target}\n    ${rule.name}: ${comments.get(rule.name)}`;
  }),
  ...homeless(ours).map(
    (source) => `${source} belongs to no area\n    Add it to src/import-rules.json.`,
  ),
];

for (const problem of problems) console.error(`  ${problem}`);
console.log(`import rules: ${ours.length} modules read, ${problems.length} problems`);
if (problems.length > 0) console.log('The list of who may import whom is src/import-rules.json.');
if (ours.length === 0) console.error('No module was read: the check itself is broken.');
process.exitCode = problems.length > 0 || ours.length === 0 ? 1 : 0;
