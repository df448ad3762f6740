/**
 * The figures that scenes and shared links gave at 60 s when the baseline was stored: whoever opens
 * an old link meets the run that was shared. A figure that differs since stands in
 * `fixtures/baseline-changes.json` with its reason; one that no longer differs must leave that
 * list. `BASELINE=write npx vitest run --project unit src/run/baseline.test.ts` stores scenes and
 * links that are new, and no others.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeLink } from '../document/link.ts';
import { validate } from '../document/schema.ts';
import type { SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { specs } from '../kinds/specs.ts';
import { loadScenario, scenarioSlugs } from '../scenarios/scenarios.ts';
import { Run } from './run.ts';
import { summarize } from './summary.ts';

/** Simulated, in µs. */
const UNTIL = 60_000_000;

/** By the scene's or link's name: every figure by its path, 'nodes.web.responseMs.p99'. */
type Baseline = Record<string, Record<string, unknown>>;

interface Change {
  readonly of: string;
  /**
   * Paths of figures, or the beginnings of paths: 'nodes.web' stands for all figures of that node.
   */
  readonly figures: readonly string[];
  readonly reason: string;
}

const file = (name: string): URL => new URL(`./fixtures/${name}.json`, import.meta.url);
const read = <T>(url: URL): T => JSON.parse(readFileSync(url, 'utf8')) as T;

const stored = read<Baseline>(file('baseline'));
const changes = read<Change[]>(file('baseline-changes'));
const links = read<{ about: string; kinds: string; link: string }[]>(
  new URL('../document/fixtures/links.json', import.meta.url),
).filter(({ kinds }) => kinds === 'real');

const subjects = [
  ...scenarioSlugs.map((slug) => `scene ${slug}`),
  ...links.map(({ about }) => `link ${about}`),
];

async function documentOf(subject: string): Promise<SceneDocument> {
  const link = links.find(({ about }) => `link ${about}` === subject);
  const opened = link
    ? decodeLink(link.link, specs)
    : validate(await loadScenario(subject.slice('scene '.length)), specs);
  if (!opened.ok || !('document' in opened)) throw new Error(`${subject} does not open.`);
  return opened.document;
}

function flatten(value: unknown, path: string, into: Record<string, unknown>): void {
  if (typeof value !== 'object' || value === null) {
    into[path] = value;
    return;
  }
  for (const [key, part] of Object.entries(value)) {
    flatten(part, path === '' ? key : `${path}.${key}`, into);
  }
}

async function figuresOf(subject: string): Promise<Record<string, unknown>> {
  const run = new Run(await documentOf(subject), kinds, { checkpointBytes: 0 });
  run.runUntil(UNTIL);
  const figures: Record<string, unknown> = {};
  // As `sim --json` prints them.
  flatten(JSON.parse(JSON.stringify(summarize(run))), '', figures);
  return figures;
}

const isWithin = (path: string, figure: string): boolean =>
  path === figure || path.startsWith(`${figure}.`);

/** Figures that are not what they were, or went. One that is new was never told otherwise. */
function differences(was: Record<string, unknown>, is: Record<string, unknown>): string[] {
  return Object.keys(was).filter((path) => !Object.is(was[path], is[path]));
}

if (process.env.BASELINE === 'write') {
  for (const subject of subjects) stored[subject] ??= await figuresOf(subject);
  writeFileSync(file('baseline'), `${JSON.stringify(stored, null, 2)}\n`);
}

describe('figures at 60 s are what they were, but for the changes that are listed', () => {
  test.each(subjects)('%s', async (subject) => {
    const was = stored[subject];
    if (was === undefined) throw new Error(`${subject} has no baseline yet: store it.`);
    const differ = differences(was, await figuresOf(subject));
    const listed = changes.filter(({ of }) => of === subject).flatMap(({ figures }) => figures);
    const unlisted = differ.filter((path) => !listed.some((figure) => isWithin(path, figure)));
    expect(unlisted).toEqual([]);
    const idle = listed.filter((figure) => !differ.some((path) => isWithin(path, figure)));
    expect(idle, 'listed, but as they were').toEqual([]);
  });

  test('each listed change names a subject and says why', () => {
    for (const { of, reason } of changes) {
      expect(subjects).toContain(of);
      expect(reason.length).toBeGreaterThan(20);
    }
  });
});
