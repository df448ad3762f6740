// `npm test`: every stage runs even when an earlier one failed, so that one run tells everything
// there is to mend. Then come the failed stages by name, and as the last line `N passed, N failed`.
// A failed stage without failed tests of its own (a lint error, a build that broke) counts as one
// failure.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readReport, summarise } from './summary.mjs';

const home = fileURLToPath(new URL('..', import.meta.url));
const report = (name) => `${home}node_modules/.cache/${name}.json`;

const stages = [
  { title: 'browser for the tests', script: 'browser' },
  { title: 'types', script: 'types' },
  { title: 'types of the pure folders', script: 'types:pure' },
  { title: 'lint and format', script: 'lint' },
  { title: 'import rules', script: 'boundaries' },
  { title: 'dead code', script: 'dead' },
  { title: 'unit tests', script: 'unit', report: report('unit') },
  { title: 'component tests', script: 'component', report: report('component') },
  { title: 'build', script: 'build' },
  { title: 'size budgets', script: 'size' },
  { title: 'end-to-end tests', script: 'e2e', report: report('e2e') },
];

function runStage(stage) {
  console.log(`\n=== ${stage.title} (npm run ${stage.script})`);
  const began = performance.now();
  // A report of an earlier run must not speak for a stage that crashed in this one.
  if (stage.report !== undefined) rmSync(stage.report, { force: true });
  const { status } = spawnSync('npm', ['run', '-s', stage.script], {
    cwd: home,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const counts = stage.report === undefined ? undefined : readReport(stage.report);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const ok = status === 0 && (counts === undefined || counts.passed > 0);
  console.log(`--- ${stage.title}: ${ok ? 'passed' : 'FAILED'} (${seconds} s)`);
  return { title: stage.title, script: stage.script, ok, counts };
}

const results = stages.map(runStage);
const { lines, isGood } = summarise(results);
console.log(`\n${lines.join('\n')}`);
process.exitCode = isGood ? 0 : 1;
