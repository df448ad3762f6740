/**
 * The check that nothing is ever stuck. Where the trial ends, everything that was done to the table
 * is ended too: hung nodes go on, lines are sound again, processes that are down are started,
 * whoever waits for ever is told to wait as long as others do, and those who send are stopped. Some
 * time later (nobody knows how long: TCP alone gives up after 924 s) all must have come to rest.
 * Then those who sent are taken away, and the connections they kept must be forgotten.
 */
import { completeConfig } from '../../document/field.ts';
import { momentOf, sceneAt } from '../../document/scene.ts';
import type { Spec } from '../../document/spec.ts';
import type {
  ConfigJson,
  DocumentCommand,
  DocumentEdge,
  DocumentNode,
  Intervention,
  Json,
  SceneDocument,
} from '../../document/types.ts';
import { cards, liveNodes, observationOf } from '../../run/reports.ts';
import type { Run } from '../../run/run.ts';
import { type Check, EVENTS, freshRun, type Trial } from './check.ts';
import { type ConnectionSeen, connectionsOf, underWay } from './kernel-audit.ts';

/**
 * Seconds after that at which it is looked whether all is at rest: in step with nothing that
 * repeats.
 */
const REST_S = [2.1, 15.37, 75.7, 141.3, 303.9, 1_003.3, 2_503.7];
/** Then those who sent are taken away, and with them go the connections they kept. */
const LEAVE_S = 2_600;
/** Seconds at which it is looked whether they are forgotten. */
const FORGOTTEN_S = [2_604.1, 2_703.7, 3_601.3, 7_203.9];
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
    const stages = [
      { looks: REST_S, isOver: false },
      { looks: FORGOTTEN_S, isOver: true },
    ];
    for (const { looks, isOver } of stages) {
      let left: string[] = [];
      for (const seconds of looks) {
        const at = trial.until + SETTLE_MS * 1_000 + seconds * 1e6;
        const before = run.events;
        if (!run.seek(at, BUSY)) return null;
        left = leftOver(run, { isOver, isStill: run.events === before });
        if (left.length === 0) break;
      }
      if (left.length === 0) continue;
      const since = Math.round((run.now - trial.until) / 1e6);
      const told = left.slice(0, 6).join('; ');
      return { sentence: `${since} s after all has ended: ${told}.`, document };
    }
    return null;
  },
};

/** Everything that is not at rest, in words. */
function leftOver(run: Run, when: { isOver: boolean; isStill: boolean }): string[] {
  const left = underWay(run);
  const connections = connectionsOf(run);
  const kept = new Set(connections.map(({ to }) => to));
  for (const node of liveNodes(run)) {
    const judged = new Set(LEVELS);
    if (when.isOver && !kept.has(node.id)) judged.add(CONNECTED);
    if (when.isStill) for (const level of OWED) judged.add(level);
    for (const [name, value] of levelsIn(observationOf(run, node), judged)) {
      left.push(`${node.id} shows ${name} ${value}`);
    }
  }
  left.push(...unsound(connections));
  return left;
}

/**
 * Connections that are not as they should be at rest: one of each sort, and how many there are of
 * it.
 */
function unsound(connections: readonly ConnectionSeen[]): string[] {
  const sorts = new Map<string, string[]>();
  const note = (sort: string, words: string): void => {
    sorts.set(sort, [...(sorts.get(sort) ?? []), words]);
  };
  for (const { words, opener, target, endedRequests } of connections) {
    if (endedRequests.length > 0) note('held by an ended request', `${words}: ${endedRequests[0]}`);
    const ends = [opener, target];
    if (ends.includes('opening')) note('opening for ever', words);
    else if (ends.includes('open') && opener !== target) {
      note('open at one end only', `${words}, at its ${opener === 'open' ? 'opener' : 'target'}`);
    } else if (!ends.includes('open')) note('known at no end', words);
  }
  return [...sorts].map(([sort, all]) => `${all.length} × a connection ${sort}: ${all[0]}`);
}

/** Figures of an observation that say how much is there now: nothing, when all is at rest. */
const LEVELS = ['busy', 'inFlight', 'outstanding', 'serving', 'waiting'];

/** Requests or connections by backend: nothing, once nobody keeps a connection to the node. */
const CONNECTED = 'active';
/** Nothing, unless somebody still tries to hand it over, and is refused. */
const OWED = ['behind', 'unsent'];

function levelsIn(value: unknown, levels: ReadonlySet<string>, path = ''): [string, number][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]): [string, number][] => {
    const place = path === '' ? name : `${path}.${name}`;
    if (typeof part !== 'number') return levelsIn(part, levels, place);
    return levels.has(name) && part !== 0 ? [[place, part]] : [];
  });
}

/** The document with an end put to everything where the trial ends. */
function withEnd(trial: Trial): SceneDocument {
  const { document, until, kinds } = trial;
  const untilMs = until / 1000;
  const commands = document.commands.filter(({ at }) => at <= untilMs);
  const shown = { ...document, commands, stops: [] };
  const { nodes, edges, faults } = sceneAt(shown, untilMs, kinds.specs);
  const isDown = downNodes({ ...trial, document: shown });
  const of = (ms: number, act: (node: DocumentNode, spec: Spec) => Intervention[]) =>
    nodes.flatMap((node) => {
      const spec = kinds.specs[node.kind];
      if (spec === undefined) return [];
      return act(node, spec).map((each): DocumentCommand => ({ ...each, at: untilMs + ms }));
    });
  const healed = edges.flatMap((edge) => soundAgain(edge, commands));
  const mended = of(0, (node, spec) => {
    const { crashed, drained } = faults[node.id] ?? {};
    const isOut = crashed === true || drained === true || isDown.has(node.id);
    const ends = endsFor(node, isOut, commands).filter(({ do: does }) =>
      spec.faults.some((fault) => fault === does),
    );
    return [...settingsFor(node, ownDeeds(node, spec)), ...ends];
  });
  const ended = [...healed.map((act): DocumentCommand => ({ ...act, at: untilMs })), ...mended];
  const leaving = nodes.filter(({ kind }) => isSource(kinds.specs[kind])).map(({ id }) => id);
  const gone: Intervention = { do: 'remove', nodes: leaving };
  const leave =
    leaving.length === 0 ? [] : [{ ...gone, at: untilMs + SETTLE_MS + LEAVE_S * 1_000 }];
  return {
    ...shown,
    commands: [...commands, ...ended, ...of(SETTLE_MS, stopped), ...leave].map((command) => ({
      ...command,
      at: momentOf(command.at),
    })),
  };
}

/** Who is down where the trial ends, by its own doing, too. */
function downNodes(trial: Trial): ReadonlySet<string> {
  const run = freshRun(trial);
  run.seek(trial.until);
  return new Set(cards(run).flatMap(({ id, tone }) => (tone === 'down' ? [id] : [])));
}

/** What ends the faults of a line, its own losses included. */
function soundAgain(edge: DocumentEdge, commands: readonly DocumentCommand[]): Intervention[] {
  const { id, config } = edge;
  const isFaulty = commands.some((command) => 'edge' in command && command.edge === id);
  return [
    ...(isFaulty ? [{ do: 'heal', edge: id } as const] : []),
    ...(config?.loss ? [{ do: 'set-edge', edge: id, config: { loss: 0 } } as const] : []),
  ];
}

/**
 * Ends of what was done to the node; one that is up is not started again, which would clear its
 * memory.
 */
function endsFor(
  { id }: DocumentNode,
  isOut: boolean,
  commands: readonly DocumentCommand[],
): Intervention[] {
  const was = (does: Intervention['do']): boolean =>
    commands.some((each) => each.do === does && 'node' in each && each.node === id);
  return [
    ...(was('hang') ? [{ do: 'resume', node: id } as const] : []),
    ...(isOut ? [{ do: 'restart', node: id } as const] : []),
    ...(was('slow') ? [{ do: 'slow', node: id, factor: 1 } as const] : []),
    ...(was('errors') ? [{ do: 'errors', node: id, rate: 0 } as const] : []),
  ];
}

/** Whoever sends of its own accord stops, and nobody waits for ever any more. */
function stopped(node: DocumentNode, spec: Spec): Intervention[] {
  const mayStop = isSource(spec) && spec.faults.includes('drain');
  return [
    ...(mayStop ? [{ do: 'drain', node: node.id } as const] : []),
    ...settingsFor(node, patience(node, spec)),
  ];
}

/** Whoever sends though nobody sent to it. */
function isSource(spec: Spec | undefined): boolean {
  return spec !== undefined && spec.gives.length > 0 && spec.takes.length === 0;
}

function settingsFor({ id }: DocumentNode, config: ConfigJson): Intervention[] {
  return Object.keys(config).length === 0 ? [] : [{ do: 'set', node: id, config }];
}

/** Durations that are 0 where the kind would have some: timeouts that never come. */
function patience(node: DocumentNode, spec: Spec): ConfigJson {
  return usualDurations(node, spec, (set, usual) => set === 0 && usual > 0);
}

/** Durations that the kind would not have at all: what a part does to itself every so often. */
function ownDeeds(node: DocumentNode, spec: Spec): ConfigJson {
  return usualDurations(node, spec, (set, usual) => set > 0 && usual === 0);
}

function usualDurations(
  node: DocumentNode,
  spec: Spec,
  isMeant: (set: number, usual: number) => boolean,
): ConfigJson {
  const config: Readonly<Record<string, unknown>> = completeConfig(spec, node.config);
  const meant = Object.entries(spec.fields).filter(
    ([name, field]) =>
      field.widget === 'duration' && isMeant(Number(config[name]), Number(field.default)),
  );
  return Object.fromEntries(meant.map(([name, field]) => [name, field.default as Json]));
}
