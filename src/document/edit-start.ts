/**
 * Edits of how a document begins: at the start itself there are no commands about structure, only
 * nodes and edges.
 */
import type { Desk } from './edit-desk.ts';
import { type FaultName, type Faults, stillInForce } from './faults.ts';
import { applyIntervention } from './intervention.ts';
import { hasHappened, momentOf, sceneAt } from './scene.ts';
import type { Specs } from './spec.ts';
import type { DocumentCommand, Intervention, SceneDocument } from './types.ts';

const STRUCTURAL: ReadonlySet<Intervention['do']> = new Set([
  'add',
  'remove',
  'place',
  'set',
  'set-edge',
  'reconnect',
]);

/** Whether the intervention changes nodes and edges themselves; faults do not. */
export function isStructural(act: Intervention): boolean {
  return STRUCTURAL.has(act.do);
}

/**
 * The same document with what commands at 0 do to nodes and edges done already, as a hand-written
 * file may contain them. What was skipped there goes, since it might apply after a later edit of
 * the start.
 */
function foldStart(document: SceneDocument, specs: Specs): SceneDocument {
  const first = document.commands.filter((command) => hasHappened(command, 0));
  if (!first.some(isStructural)) return document;
  const { nodes, edges, skipped } = sceneAt(document, 0, specs);
  const idle = new Set(skipped.map((skip) => skip.command));
  const commands = document.commands.filter(
    (command, index) => !hasHappened(command, 0) || !(isStructural(command) || idle.has(index)),
  );
  return { ...document, nodes: [...nodes], edges: [...edges], commands };
}

/** Does a structural intervention to the nodes and edges a document starts with. */
export function changeStart(
  document: SceneDocument,
  act: Intervention,
  specs: Specs,
): SceneDocument | string {
  const folded = foldStart(document, specs);
  const outcome = applyIntervention(folded, act, specs);
  if (!outcome.ok) return outcome.why;
  return { ...folded, nodes: [...outcome.scene.nodes], edges: [...outcome.scene.edges] };
}

/**
 * What stands there now is what the document begins with, and now is 0: every command up to now is
 * folded into nodes and edges, faults still in force become commands at 0, and what was to come in
 * three seconds still comes in three seconds. Notes and conditions stay.
 */
export function makeStart(
  { document, at: nowMs, specs }: Desk,
  over: ReadonlyMap<string, readonly FaultName[]> = new Map(),
): SceneDocument {
  const { nodes, edges, faults } = sceneAt(document, nowMs, specs);
  const inForce = Object.entries(faults).flatMap(([id, fault]) =>
    commandsFor(id, stillInForce(fault, over.get(id) ?? []) ?? fault, nowMs),
  );
  const later = document.commands
    .filter((command) => !hasHappened(command, nowMs))
    .map((command) => ({ ...command, at: momentOf(command.at - nowMs) }));
  return { ...document, nodes: [...nodes], edges: [...edges], commands: [...inForce, ...later] };
}

/**
 * In an order in which none undoes another: a crash comes last but for hanging, which a crash would
 * end.
 */
function commandsFor(id: string, faults: Faults, nowMs: number): DocumentCommand[] {
  const commands: DocumentCommand[] = [];
  if (faults.slow !== undefined) {
    commands.push({ at: 0, do: 'slow', node: id, factor: faults.slow });
  }
  if (faults.errors !== undefined) {
    commands.push({ at: 0, do: 'errors', node: id, rate: faults.errors });
  }
  if (faults.burst !== undefined) {
    const { factor, until } = faults.burst;
    const left = Math.round((until - nowMs) * 1000) / 1000;
    if (left > 0) commands.push({ at: 0, do: 'burst', node: id, factor, for: left });
  }
  if (faults.drained === true) commands.push({ at: 0, do: 'drain', node: id });
  if (faults.crashed === true) commands.push({ at: 0, do: 'crash', node: id });
  if (faults.hung === true) commands.push({ at: 0, do: 'hang', node: id });
  if (faults.lose !== undefined) commands.push({ at: 0, do: 'lose', edge: id, rate: faults.lose });
  if (faults.delay !== undefined) commands.push({ at: 0, do: 'delay', edge: id, by: faults.delay });
  if (faults.cut !== undefined) commands.push({ at: 0, do: 'cut', edge: id, way: faults.cut });
  return commands;
}
