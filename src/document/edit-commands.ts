/** Edits of the list of commands. The list is in order of time; commands at the same moment happen in the order listed. */
import { mergeConfig, withConfig } from './config.ts';
import { edgeFields } from './edge.ts';
import { isSameJson } from './field.ts';
import { idsOf } from './fresh-id.ts';
import { sceneAt } from './scene.ts';
import type { Specs } from './spec.ts';
import type { DocumentCommand, Intervention, SceneDocument } from './types.ts';
import { specOf } from './words.ts';

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
 * Adds a change of settings. Changes at one moment of a paused clock are one change: it is merged into the last command there that
 * concerns the same part, when that set it too or brought it.
 */
export function insertSetting(
  document: SceneDocument,
  act: Extract<Intervention, { do: 'set' | 'set-edge' }>,
  at: number,
  specs: Specs,
): SceneDocument {
  const id = act.do === 'set' ? act.node : act.edge;
  const { commands } = document;
  const last = commands.findLastIndex(
    (command) => command.at === at && idsOf(command).includes(id),
  );
  const before = commands[last];
  const merged = before === undefined ? null : mergedSetting(before, act, specs);
  if (merged === null) return { ...document, commands: insertCommand(commands, { at, ...act }) };
  return { ...document, commands: commands.with(last, merged) };
}

function mergedSetting(
  before: DocumentCommand,
  act: Extract<Intervention, { do: 'set' | 'set-edge' }>,
  specs: Specs,
): DocumentCommand | null {
  if (before.do === 'set' && act.do === 'set') {
    return { ...before, config: { ...before.config, ...act.config } };
  }
  if (before.do === 'set-edge' && act.do === 'set-edge') {
    return { ...before, config: { ...before.config, ...act.config } };
  }
  if (before.do !== 'add') return null;
  if (act.do === 'set') {
    const nodes = before.nodes?.map((node) => {
      if (node.id !== act.node) return node;
      const spec = specOf(node.kind, specs);
      return withConfig(node, mergeConfig(spec, node.config, act.config));
    });
    return nodes === undefined ? null : { ...before, nodes };
  }
  const edges = before.edges?.map((edge) => {
    if (edge.id !== act.edge) return edge;
    return withConfig(edge, mergeConfig({ fields: edgeFields }, edge.config, act.config));
  });
  return edges === undefined ? null : { ...before, edges };
}

/** Leads an edge elsewhere. Like settings, the change is made to the last command at that moment that led or brought it, when that will do. */
export function insertReconnect(
  document: SceneDocument,
  act: Extract<Intervention, { do: 'reconnect' }>,
  at: number,
  specs: Specs,
): SceneDocument {
  const { commands } = document;
  const inserted = { ...document, commands: insertCommand(commands, { at, ...act }) };
  const last = commands.findLastIndex(
    (command) => command.at === at && idsOf(command).includes(act.edge),
  );
  const led = ledElsewhere(commands[last], act);
  if (led === null) return inserted;
  const merged = { ...document, commands: commands.with(last, led) };
  // Its new end may have joined only after that command.
  const [wanted, got] = [inserted, merged].map((made) => sceneAt(made, at, specs).edges);
  return isSameJson(wanted, got) ? merged : inserted;
}

function ledElsewhere(
  before: DocumentCommand | undefined,
  { edge: id, from, to }: Extract<Intervention, { do: 'reconnect' }>,
): DocumentCommand | null {
  if (before?.do === 'reconnect') return before.edge === id ? { ...before, from, to } : null;
  if (before?.do !== 'add' || before.edges === undefined) return null;
  if (!before.edges.some((edge) => edge.id === id)) return null;
  const edges = before.edges.map((edge) => (edge.id === id ? { ...edge, from, to } : edge));
  return { ...before, edges };
}

/**
 * Removes what commands at `at` or later bring: what joins at the very moment shown, or would join later. Commands at that moment
 * which name nothing else go with it; later ones stay, to be skipped.
 */
export function withdraw(
  commands: readonly DocumentCommand[],
  ids: ReadonlySet<string>,
  at: number,
): DocumentCommand[] {
  return commands.flatMap((command) => {
    if (command.at < at) return [command];
    if (command.do !== 'add') {
      const named = idsOf(command);
      // An edge cannot be led to what is not there, whatever else is.
      const moot =
        command.at === at &&
        (command.do === 'reconnect'
          ? named.some((id) => ids.has(id))
          : named.every((id) => ids.has(id)));
      return moot ? [] : [command];
    }
    const nodes = (command.nodes ?? []).filter((node) => !ids.has(node.id));
    const edges = (command.edges ?? []).filter(
      (edge) => !ids.has(edge.id) && !ids.has(edge.from) && !ids.has(edge.to),
    );
    if (nodes.length + edges.length === 0) return [];
    const { nodes: _nodes, edges: _edges, ...rest } = command;
    return [{ ...rest, ...(nodes.length > 0 && { nodes }), ...(edges.length > 0 && { edges }) }];
  });
}
