// Adds up what the test stages reported, and words the end of `npm test`.
import { existsSync, readFileSync } from 'node:fs';

const none = { passed: 0, failed: 0, skipped: 0 };

/**
 * Counts of one JSON report, by Vitest or by Playwright (which has `stats`); a missing report
 * counts nothing.
 */
export function readReport(file) {
  if (!existsSync(file)) return none;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if (report.stats !== undefined) {
    const { expected, flaky, unexpected, skipped } = report.stats;
    return { passed: expected + flaky, failed: unexpected, skipped };
  }
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Failures of a stage: its failed tests, or one for itself when it failed without any. */
const failuresOf = ({ ok, counts = none }) => (ok ? 0 : Math.max(1, counts.failed));

/**
 * Turns `{title, script, ok, counts?}` of every stage into the closing lines. The last one is
 * `N passed, N failed`.
 */
export function summarise(stages) {
  const sum = (count) => stages.reduce((total, stage) => total + count(stage), 0);
  const passed = sum(({ counts = none }) => counts.passed);
  const failed = sum(failuresOf);
  const skipped = sum(({ counts = none }) => counts.skipped);
  const broken = stages.filter(({ ok }) => !ok);
  const lines = broken.map(
    ({ title, script }) => `failed: ${title} (again alone: npm run ${script})`,
  );
  if (passed === 0) lines.push('No test ran.');
  if (skipped > 0) lines.push(`${skipped} tests were skipped.`);
  lines.push(`${passed} passed, ${failed} failed`);
  return { lines, isGood: broken.length === 0 && passed > 0 };
}
