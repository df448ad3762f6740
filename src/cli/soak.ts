/**
 * `npm run soak -- [--seconds 60] [--seed 1] [--only name,name] [--all]`: runs random diagrams for
 * so long and holds every run against what must be true of all. What fails is made smaller and
 * printed on stdout as a document that shows it, with its seed and what is wrong on stderr; the
 * exit code is then 1. `npm run soak -- file.json [--until 60s]` checks that document instead.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseDocument } from '../document/schema.ts';
import { kinds as product } from '../kinds/kinds.ts';
import { formatNumber, parseDuration } from '../lib/duration.ts';
import type { Kinds } from '../run/kinds.ts';
import type { Micros } from '../sim/types.ts';
import { type Check, freshRun, type Trial } from './soak/check.ts';
import { CHECKS, put, trialOf } from './soak/checks.ts';
import { shrink } from './soak/shrink.ts';

const USAGE =
  'Usage: npm run -s soak -- [--seconds 60] [--seed 1] [--only name,name] [--all]\n       npm run -s soak -- <file.json> [--until 60s] [--only name,name]\n       npm run -s soak -- --list';

/** Smaller versions of a failing document that are tried. */
const ATTEMPTS = 400;

/** @returns the exit code: 0, 1 when a check failed, 2 when the arguments are not usable */
export function soak(args: readonly string[], kinds: Kinds = product): number {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seconds: { type: 'string', default: '60' },
        seed: { type: 'string', default: '1' },
        until: { type: 'string', default: '60s' },
        only: { type: 'string' },
        all: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
      },
    });
    if (values.list) {
      for (const { name, about } of CHECKS) process.stdout.write(`${name}: ${about}\n`);
      return 0;
    }
    const checks = checksNamed(values.only);
    const [file, ...more] = positionals;
    if (more.length > 0) return reject(USAGE);
    if (file !== undefined)
      return checkFile({
        file,
        until: Math.round(parseDuration(values.until) * 1e3),
        checks,
        kinds,
      });
    const seconds = wholeNumber('--seconds', values.seconds);
    const seed = wholeNumber('--seed', values.seed);
    return checkMany({ seconds, seed, checks, kinds, goesOn: values.all });
  } catch (error) {
    return reject(error instanceof Error ? error.message : String(error));
  }
}

interface Order {
  readonly seconds: number;
  readonly seed: number;
  readonly checks: readonly Check[];
  readonly kinds: Kinds;
  /** Whether to go on after a failure, and print the first of each sort. */
  readonly goesOn: boolean;
}

function checkMany({ seconds, seed, checks, kinds, goesOn }: Order): number {
  const began = performance.now();
  const elapsed = () => (performance.now() - began) / 1000;
  const sorts = new Map<string, number>();
  let diagrams = 0;
  let events = 0;
  let simulated = 0;
  for (let next = seed; elapsed() < seconds; next++) {
    const trial = trialOf(next, kinds);
    diagrams++;
    simulated += trial.until / 1e6;
    events += eventsOf(trial);
    for (const check of checks) {
      const finding = put(check, trial, next);
      if (finding === null) continue;
      const sort = `${check.name} ${finding.sentence.replace(/[\d.]+/g, '').slice(0, 60)}`;
      sorts.set(sort, (sorts.get(sort) ?? 0) + 1);
      if (sorts.get(sort) === 1) report(check, trial, next);
      if (!goesOn) return 1;
    }
  }
  const rate = formatNumber(simulated / elapsed());
  const line = `${diagrams} diagrams from seed ${seed}, ${events} events, ${formatNumber(simulated)} s simulated (${rate} a second), ${checks.length} checks each`;
  const failures = [...sorts].map(([sort, times]) => `${times} × ${sort}\n`).join('');
  process.stderr.write(failures);
  (sorts.size === 0 ? process.stdout : process.stderr).write(
    `${line}: ${sorts.size === 0 ? 'all hold' : 'FAILED'}\n`,
  );
  return sorts.size === 0 ? 0 : 1;
}

function eventsOf(trial: Trial): number {
  try {
    const run = freshRun(trial);
    run.seek(trial.until);
    return run.events;
  } catch {
    return 0;
  }
}

interface FileOrder {
  readonly file: string;
  readonly until: Micros;
  readonly checks: readonly Check[];
  readonly kinds: Kinds;
}

function checkFile({ file, until, checks, kinds }: FileOrder): number {
  const parsed = parseDocument(readFileSync(file, 'utf8'), kinds.specs);
  if (!parsed.ok) return reject(`${parsed.error.message} ${parsed.error.next}`);
  const trial: Trial = { document: parsed.document, until, kinds };
  const failed = checks.flatMap((check) => {
    const finding = put(check, trial, 1);
    return finding === null ? [] : [`${check.name}: ${finding.sentence}\n`];
  });
  for (const line of failed) process.stderr.write(line);
  if (failed.length > 0) return 1;
  process.stdout.write(`${checks.length} checks: all hold\n`);
  return 0;
}

/**
 * Prints the failing document, made as small as it gets, for a file; and what is wrong with it for
 * people.
 */
function report(check: Check, trial: Trial, seed: number): void {
  const finding = put(check, trial, seed);
  if (finding === null)
    throw new Error(`"${check.name}" failed on seed ${seed}, and then did not.`);
  const smallest = shrink({ trial, finding }, (smaller) => put(check, smaller, seed), ATTEMPTS);
  const { sentence, document } = smallest.finding;
  const until = smallest.trial.until / 1000;
  process.stderr.write(`seed ${seed}, ${check.name}: ${sentence} (run to ${until} ms)\n`);
  const title = `${check.name}, seed ${seed}, run to ${until} ms: ${sentence}`.slice(0, 2_000);
  process.stdout.write(`${JSON.stringify({ ...document, title })}\n`);
}

function checksNamed(names: string | undefined): readonly Check[] {
  if (names === undefined) return CHECKS;
  return names.split(',').map((name) => {
    const check = CHECKS.find((each) => each.name === name.trim());
    if (check !== undefined) return check;
    const known = CHECKS.map((each) => each.name).join(', ');
    throw new Error(`There is no check "${name}". Name some of: ${known}.`);
  });
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`${option} ${text} is not a whole number of 0 or more.`);
}

function reject(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 2;
}
