/**
 * Edits of the list of commands. The list is in order of time; commands at the same moment happen
 * in the order listed.
 */
import { own } from '../lib/table.ts';
import { bringing, broughtBy, deeds, idsOf, targetsOf } from './deeds.ts';
import { written } from './derived.ts';
import { isSameJson } from './field.ts';
import { sceneAt } from './scene.ts';
import type { Specs } from './spec.ts';
import type { DocumentCommand, Intervention, SceneDocument } from './types.ts';

/** Adds a command after those already at its moment. */
export function insertCommand(
  commands: readonly DocumentCommand[],
  command: DocumentCommand,
): DocumentCommand[] {
  const later = commands.findIndex((other) => other.at > command.at);
  return later === -1 ? [...commands, command] : commands.toSpliced(later, 0, command);
}

/** The commands in order of time. Which comes first of those at one moment stays. */
export function inOrder(commands: readonly DocumentCommand[]): DocumentCommand[] {
  return commands.toSorted((a, b) => a.at - b.at);
}

/**
 * Adds what is done to a part. Changes at one moment of a paused clock are one change: it goes into
 * the last command there that concerns the same part, where the deed can be merged with that and
 * the table is the same afterwards.
 */
export function insertMerged(
  document: SceneDocument,
  act: Intervention,
  at: number,
  specs: Specs,
): SceneDocument {
  const { commands } = document;
  const inserted = { ...document, commands: insertCommand(commands, { at, ...act }) };
  const [id = ''] = targetsOf(act);
  const last = commands.findLastIndex(
    (command) => command.at === at && idsOf(command).includes(id),
  );
  const deed = own(deeds, act.do);
  const before = commands[last];
  if (before === undefined || deed?.on !== 'table') return inserted;
  const made = deed.merge?.(before, act, specs) ?? null;
  if (made === null) return inserted;
  const merged = { ...document, commands: commands.with(last, { ...made, at }) };
  // What it needs may have joined only after that command.
  const [wanted, got] = [inserted, merged].map((each) => written(sceneAt(each, at, specs)));
  const isSame = isSameJson(wanted?.nodes, got?.nodes) && isSameJson(wanted?.edges, got?.edges);
  return isSame ? merged : inserted;
}

/**
 * Removes what commands at `at` or later bring: what joins at the very moment shown, or would join
 * later. Commands at that moment which name nothing else go with it; later ones stay, to be
 * skipped.
 */
export function withdraw(
  commands: readonly DocumentCommand[],
  ids: ReadonlySet<string>,
  at: number,
): DocumentCommand[] {
  return commands.flatMap((command) => {
    if (command.at < at) return [command];
    const { nodes, edges } = broughtBy(command);
    if (nodes.length + edges.length === 0) {
      return command.at === at && isMoot(command, ids) ? [] : [command];
    }
    const left = bringing(command, {
      nodes: nodes.filter((node) => !ids.has(node.id)),
      edges: edges.filter((edge) => !ids.has(edge.id) && !ids.has(edge.from) && !ids.has(edge.to)),
    });
    return left === null ? [] : [left];
  });
}

/** Nothing is left that it could be done to. */
function isMoot(command: DocumentCommand, ids: ReadonlySet<string>): boolean {
  const deed = own(deeds, command.do);
  const named = idsOf(command);
  const isGone = (id: string) => ids.has(id);
  const needsAll = deed?.on === 'table' && deed.needsAll === true;
  return needsAll ? named.some(isGone) : named.every(isGone);
}
