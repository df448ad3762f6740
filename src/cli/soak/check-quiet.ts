/**
 * The check that nothing is ever stuck. Where the trial ends, everything that was done to the table is
 * ended too: hung nodes go on, edges are healed, processes are started again, whoever waits for ever is
 * told to wait as long as others do, and those who send are stopped. Some time later (nobody knows how
 * long: TCP alone gives up after 924 s) all must have come to rest.
 */
import { completeConfig } from '../../document/field.ts';
import { sceneAt } from '../../document/scene.ts';
import type { Spec } from '../../document/spec.ts';
import type {
  ConfigJson,
  DocumentCommand,
  DocumentNode,
  Intervention,
  Json,
  SceneDocument,
} from '../../document/types.ts';
import { liveNodes, observationOf } from '../../run/reports.ts';
import type { Run } from '../../run/run.ts';
import { type Check, EVENTS, type Finding, freshRun, type Trial } from './check.ts';
import { connectionsOf, underWay } from './kernel-audit.ts';

/** Seconds after the end at which it is looked whether all is at rest. */
const LOOKS_S = [2, 15, 75, 140, 300, 1_000, 2_500, 7_200];
/** What restarts has come up by then, and what came late has gone its way, ms. */
const SETTLE_MS = 12_000;
/** A run that is busier than this when it should be quiet cannot be judged. */
const BUSY = 40 * EVENTS;

export const quiet: Check = {
  name: 'quiet',
  about:
    'With every fault ended and traffic stopped, nothing is under way, held or open at one end for ever.',
  find(trial) {
    const document = withEnd(trial);
    const run = freshRun({ ...trial, document });
    const from = trial.until + SETTLE_MS * 1_000;
    let left: string[] = [];
    for (const seconds of LOOKS_S) {
      if (!run.seek(from + seconds * 1e6, BUSY)) return null;
      left = leftOver(run);
      if (left.length === 0) return null;
    }
    const hours = `${(run.now - from) / 3.6e9} h after all has ended`;
    return { sentence: `${hours}: ${left.slice(0, 6).join('; ')}.`, document } satisfies Finding;
  },
};

/** Everything that is not at rest, in words. */
function leftOver(run: Run): string[] {
  const left = underWay(run);
  for (const node of liveNodes(run)) {
    for (const [name, value] of levelsIn(observationOf(run, node), '')) {
      left.push(`${node.id} shows ${name} ${value}`);
    }
  }
  for (const { words, opener, target, endedRequests } of connectionsOf(run)) {
    if (endedRequests.length > 0)
      left.push(`${words} is held by ended ${endedRequests.join(', ')}`);
    const ends = [opener, target];
    const isWhole = ends.every((end) => end === 'open');
    if (!isWhole) left.push(`${words} is ${opener} at its opener and ${target} at its target`);
  }
  return left;
}

/** Figures of an observation that say how much is there now: nothing, when all is at rest. */
const LEVELS: ReadonlySet<string> = new Set([
  'active',
  'behind',
  'busy',
  'inFlight',
  'outstanding',
  'serving',
  'unsent',
  'waiting',
]);

function levelsIn(value: unknown, path: string): [string, number][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]): [string, number][] => {
    const place = path === '' ? name : `${path}.${name}`;
    if (typeof part !== 'number') return levelsIn(part, place);
    return LEVELS.has(name) && part !== 0 ? [[place, part]] : [];
  });
}

/** The document with an end put to everything where the trial ends. */
function withEnd({ document, until, kinds }: Trial): SceneDocument {
  const untilMs = until / 1000;
  const shown = { ...document, commands: document.commands.filter(({ at }) => at <= untilMs) };
  const { nodes, edges } = sceneAt(shown, untilMs, kinds.specs);
  const at = (ms: number, acts: readonly Intervention[]) =>
    acts.map((act): DocumentCommand => ({ ...act, at: (until + ms * 1_000) / 1_000 }));
  const each = (act: (node: DocumentNode, spec: Spec) => Intervention[]) =>
    nodes.flatMap((node) => {
      const spec = kinds.specs[node.kind];
      return spec === undefined ? [] : act(node, spec);
    });
  const heals = edges.map(({ id }): Intervention => ({ do: 'heal', edge: id }));
  return {
    ...shown,
    commands: [
      ...shown.commands,
      ...at(0, [...heals, ...each(mended)]),
      ...at(SETTLE_MS, each(stopped)),
    ],
    stops: [],
  };
}

/** Ends of the faults that its kind knows, in an order in which none keeps another from working. */
function mended({ id }: DocumentNode, spec: Spec): Intervention[] {
  const ends: Intervention[] = [
    { do: 'resume', node: id },
    { do: 'restart', node: id },
    { do: 'slow', node: id, factor: 1 },
    { do: 'errors', node: id, rate: 0 },
  ];
  return ends.filter((end) => spec.faults.some((fault) => fault === end.do));
}

/** Whoever sends of its own accord stops, and nobody waits for ever any more. */
function stopped(node: DocumentNode, spec: Spec): Intervention[] {
  const { id } = node;
  const sends = spec.gives.length > 0 && spec.takes.length === 0;
  const patience = patienceOf(node, spec);
  return [
    ...(sends && spec.faults.includes('drain') ? [{ do: 'drain', node: id } as const] : []),
    ...(Object.keys(patience).length > 0
      ? [{ do: 'set', node: id, config: patience } as const]
      : []),
  ];
}

/** Durations that are 0 where the kind would have some: timeouts that never come. */
function patienceOf(node: DocumentNode, spec: Spec): ConfigJson {
  const config: Readonly<Record<string, unknown>> = completeConfig(spec, node.config);
  const endless = Object.entries(spec.fields).filter(
    ([name, field]) =>
      field.widget === 'duration' && config[name] === 0 && Number(field.default) > 0,
  );
  return Object.fromEntries(endless.map(([name, field]) => [name, field.default as Json]));
}
