/**
 * How a trial is brought to an end: hung nodes go on, lines are sound again, processes that are
 * down are started, nothing fails by itself any more. Then those who send are stopped, and whoever
 * waits for ever may be set to wait as long as others do.
 */
import type { Effect } from '../../document/deed.ts';
import {
  commandFor,
  deedNameOf,
  deedsOfEdges,
  deedsOfKind,
  targetsOf,
} from '../../document/deeds.ts';
import { removes, sets, setsEdge } from '../../document/deeds-table.ts';
import { endOf, withEffect } from '../../document/faults.ts';
import { completeConfig, type Field } from '../../document/field.ts';
import { reach } from '../../document/reach.ts';
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
import { cards } from '../../run/reports.ts';
import { freshRun, type Trial } from './check.ts';

/** What restarts has come up by then, and what came late has gone its way, ms after the trial. */
export const CALM_MS = 12_000;
/** Then, after so many seconds, those who sent are taken away. */
const LEAVE_S = 2_600;

/** The document with an end put to every fault where the trial ends; traffic goes on. */
export function mendedDocument(trial: Trial): SceneDocument {
  const { document, until, kinds } = trial;
  const untilMs = until / 1000;
  const commands = document.commands.filter(({ at }) => at <= untilMs);
  const shown = { ...document, commands, conditions: [] };
  const { nodes, edges, faults } = sceneAt(shown, untilMs, kinds.specs);
  const isDown = downNodes({ ...trial, document: shown });
  const healed = edges.flatMap((edge) => soundAgain(edge, commands));
  // What was done to a template or a zone was done to all that it stands for.
  const reached = commands.map((command) => {
    const targets = nodes.filter(({ id }) => targetsOf(command).includes(id));
    const all = targets.flatMap((node) => reach(node, { nodes }, kinds.specs));
    return { command, ids: new Set([...targets, ...all].map(({ id }) => id)) };
  });
  const mended = nodes.flatMap((node) => {
    const spec = kinds.specs[node.kind];
    if (spec === undefined) return [];
    const isOut =
      isDown.has(node.id) || withEffect(faults[node.id], ['down', 'leaving'], spec).length > 0;
    const own = settingsFor(node, ownDeeds(node, spec));
    const suffered = reached.filter(({ ids }) => ids.has(node.id)).map(({ command }) => command);
    // Who has left a zone since is still cut off.
    const isolated = commands.filter((command) => effectOf(command, spec) === 'isolated');
    return [...own, ...endsFor(node, spec, isOut, [...suffered, ...isolated])];
  });
  return later(shown, untilMs, [...healed, ...mended]);
}

/**
 * The same, and some time later traffic stops; when all must be at rest, its sources are taken
 * away.
 * @param isPatient whether those who wait for ever may go on to do so
 */
export function stoppedDocument(trial: Trial, isPatient: boolean): SceneDocument {
  const { until, kinds } = trial;
  const mended = mendedDocument(trial);
  const untilMs = until / 1000;
  const { nodes } = sceneAt(mended, untilMs, kinds.specs);
  const stops = nodes.flatMap((node) => {
    const spec = kinds.specs[node.kind];
    if (spec === undefined) return [];
    const limits = isPatient ? [] : settingsFor(node, limitedWaits(node, spec));
    return [...stopped(node, spec), ...limits, ...settingsFor(node, switchedOff(node, spec))];
  });
  // Frames whose members speak with each other all the time have no other end.
  const isRestless = (spec: Spec | undefined) => isSource(spec) || spec?.frame?.inner !== undefined;
  const sources = nodes.filter(({ kind }) => isRestless(kinds.specs[kind])).map(({ id }) => id);
  const quiet = later(mended, untilMs + CALM_MS, stops);
  if (sources.length === 0) return quiet;
  const leave = removes(sources, []);
  return later(quiet, untilMs + CALM_MS + LEAVE_S * 1_000, [leave]);
}

/** With more that happens at a moment after all others. */
function later(document: SceneDocument, ms: number, acts: readonly Intervention[]): SceneDocument {
  const more = acts.map((act): DocumentCommand => ({ ...act, at: momentOf(ms) }));
  return { ...document, commands: [...document.commands, ...more] };
}

/** Who is down where the trial ends, by its own doing, too. */
function downNodes(trial: Trial): ReadonlySet<string> {
  const run = freshRun(trial);
  run.seek(trial.until);
  return new Set(cards(run).flatMap(({ id, tone }) => (tone === 'down' ? [id] : [])));
}

/** The deed that ends everything an edge suffers from. */
function allOver(id: string): Intervention[] {
  const [ender] = deedsOfEdges.filter(([, { ends }]) => ends === 'all');
  return ender === undefined ? [] : [commandFor(ender[0], id, {})];
}

/** What ends the faults of a line, its own losses included. */
function soundAgain(edge: DocumentEdge, commands: readonly DocumentCommand[]): Intervention[] {
  const { id, config } = edge;
  const isFaulty = commands.some((command) => targetsOf(command).includes(id));
  return [...(isFaulty ? allOver(id) : []), ...(config?.loss ? [setsEdge(id, { loss: 0 })] : [])];
}

/**
 * Ends of what was done to the node; one that is up is not started again, which would clear its
 * memory.
 */
function endsFor(
  node: DocumentNode,
  spec: Spec,
  isOut: boolean,
  suffered: readonly DocumentCommand[],
): Intervention[] {
  const { id } = node;
  const known = deedsOfKind(spec);
  const done = new Set(suffered.map((each) => deedNameOf(each)));
  const ended = (effects: readonly Effect[]) =>
    known.flatMap(([name, { fault }]) => {
      if (fault?.effect === undefined || !effects.includes(fault.effect)) return [];
      return endOf(name, { id, node, spec, known, isAlone: false })?.act ?? [];
    });
  const isDone = (act: Intervention) => done.has(deedNameOf(act));
  const has = (effect: Effect) =>
    known.some(([name, { fault }]) => fault?.effect === effect && done.has(name));
  return [
    ...(has('hung') ? ended(['hung']) : []),
    ...(isOut ? ended(['down']) : []),
    ...ended(['slower', 'wrong-answers']).filter(isDone),
    ...(has('isolated') ? ended(['isolated']) : []),
  ];
}

function effectOf(command: DocumentCommand, spec: Spec): Effect | undefined {
  const name = deedNameOf(command);
  return deedsOfKind(spec).find(([each]) => each === name)?.[1].fault?.effect;
}

/** What a part does beside its work, where that can be switched off. */
function switchedOff(node: DocumentNode, spec: Spec): ConfigJson {
  const config: ConfigJson = completeConfig(spec, node.config) as ConfigJson;
  const isOn = ([name, { accepts }]: [string, Field]) =>
    accepts.type === 'choice' && accepts.options.includes('off') && config[name] !== 'off';
  return Object.fromEntries(
    Object.entries(spec.fields)
      .filter(isOn)
      .map(([name]) => [name, 'off']),
  );
}

/** Whoever sends of its own accord stops. */
function stopped(node: DocumentNode, spec: Spec): Intervention[] {
  if (!isSource(spec)) return [];
  const leaving = deedsOfKind(spec).find(([, { fault }]) => fault?.effect === 'leaving');
  return leaving === undefined ? [] : [commandFor(leaving[0], node.id, {})];
}

/** Whether somebody waits for ever in the end, and only for what TCP carries. */
export function waitsOnTcp(trial: Trial): boolean {
  const { until, kinds } = trial;
  const { nodes } = sceneAt(mendedDocument(trial), until / 1000, kinds.specs);
  const isUdp = ({ config = {} }: DocumentNode) => Object.values(config).includes('udp');
  const waits = nodes.some((node) => {
    const spec = kinds.specs[node.kind];
    return spec !== undefined && Object.keys(limitedWaits(node, spec)).length > 0;
  });
  return waits && !nodes.some(isUdp);
}

/** Whoever sends though nobody sent to it. */
function isSource(spec: Spec | undefined): boolean {
  return spec !== undefined && spec.gives.length > 0 && spec.takes.length === 0;
}

function settingsFor({ id }: DocumentNode, config: ConfigJson): Intervention[] {
  return Object.keys(config).length === 0 ? [] : [sets(id, config)];
}

/** Durations that are 0 where the kind would have some: timeouts that never come. */
function limitedWaits(node: DocumentNode, spec: Spec): ConfigJson {
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
