/**
 * `npm run -s sim -- <file.json | scene> [--until 60s] [--warmup 0s] [--seed n] [--no-stop]
 * [--json]`: runs a document and prints what came of it, at most up to where a condition of the
 * document makes it stop. A bad document ends with exit code 2 and the error's code, path and
 * sentence on stderr.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseDocument, type Validated, validate } from '../document/schema.ts';
import type { SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { specs } from '../kinds/specs.ts';
import { parseDuration } from '../lib/duration.ts';
import { encodingOf } from '../lib/text-encoding.ts';
import { Run } from '../run/run.ts';
import { type OwnTotals, ownTotals, summarize } from '../run/summary.ts';
import { loadScenario, scenarioSlugs } from '../scenarios/scenarios.ts';
import { table } from './table.ts';

const USAGE =
  'Usage: npm run -s sim -- <file.json | scene> [--until 60s] [--warmup 0s] [--seed n] [--no-stop] [--json]\n       npm run -s sim -- --list';

/** @returns the exit code: 0, or 2 when the arguments or the document are not usable */
export async function simulate(args: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        until: { type: 'string', default: '60s' },
        warmup: { type: 'string', default: '0s' },
        seed: { type: 'string' },
        'no-stop': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
      },
    });
    if (values.list) {
      for (const slug of scenarioSlugs) process.stdout.write(`${slug}\n`);
      return 0;
    }
    const [source, ...more] = positionals;
    if (source === undefined || more.length > 0) return reject(USAGE);
    const found = await load(source);
    if (!found.ok) return reject(found.sentence);
    const document =
      values.seed === undefined ? found.document : withSeed(found.document, values.seed);
    const until = Math.round(parseDuration(values.until) * 1000);
    const warmup = Math.round(parseDuration(values.warmup) * 1000);
    if (warmup > until)
      return reject(`--warmup ${values.warmup} is longer than --until ${values.until}.`);
    const run = new Run(document, kinds, { checkpointBytes: 0 });
    const go = (to: number) => (values['no-stop'] ? run.seek(to) : run.runUntil(to));
    go(warmup);
    let before: OwnTotals | undefined;
    if (values['no-stop'] || run.stopped === null) {
      run.resetFigures();
      before = ownTotals(run);
      go(until);
    }
    const summary = summarize(run, before);
    process.stdout.write(
      values.json ? `${JSON.stringify(summary)}\n` : table(document.title, summary),
    );
    return 0;
  } catch (error) {
    return reject(error instanceof Error ? error.message : String(error));
  }
}

type Found = { ok: true; document: SceneDocument } | { ok: false; sentence: string };

async function load(source: string): Promise<Found> {
  const scenario = await loadScenario(source);
  if (scenario !== null) return judged(validate(scenario, specs));
  try {
    const bytes = readFileSync(source);
    return judged(parseDocument(new TextDecoder(encodingOf(bytes)).decode(bytes), specs));
  } catch {
    const sentence = `There is no file and no scene "${source}". --list prints the scenes.`;
    return { ok: false, sentence };
  }
}

function judged(result: Validated): Found {
  if (result.ok) return result;
  const { code, path, message, next } = result.error;
  return {
    ok: false,
    sentence: `${code} at ${path === '' ? 'the document' : path}: ${message} ${next}`,
  };
}

function withSeed(document: SceneDocument, text: string): SceneDocument {
  const seed = Number(text);
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new Error(`--seed ${text} is not a whole number of 0 or more.`);
  }
  return { ...document, seed };
}

function reject(sentence: string): number {
  process.stderr.write(`${sentence}\n`);
  return 2;
}
