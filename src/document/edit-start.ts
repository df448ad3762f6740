/**
 * Edits of how a document begins: at the start itself there are no commands about structure, only
 * nodes and edges.
 */
import { isStructural } from './deeds.ts';
import { written } from './derived.ts';
import type { Desk } from './edit-desk.ts';
import { faultsAgain, stillInForce } from './faults.ts';
import { applyIntervention } from './intervention.ts';
import { foldedAt, hasHappened, momentOf, sceneAt } from './scene.ts';
import type { Specs } from './spec.ts';
import type { Intervention, SceneDocument } from './types.ts';
import { specOf } from './words.ts';

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
  return { ...document, ...written({ nodes, edges }), commands };
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
  return { ...folded, ...written(outcome.scene) };
}

/**
 * What stands there now is what the document begins with, and now is 0: every command up to now is
 * folded into nodes and edges, faults still in force become commands at 0, and what was to come in
 * three seconds still comes in three seconds. Notes and conditions stay. What deeds left behind
 * that no setting can hold is lost: `foldedAt` says which.
 */
export function makeStart(
  { document, at: nowMs, specs }: Desk,
  over: ReadonlyMap<string, readonly string[]> = new Map(),
): SceneDocument {
  const { nodes, edges, faults } = foldedAt(document, nowMs, specs);
  const inForce = Object.entries(faults).flatMap(([id, left]) => {
    const spec = specOf(nodes.find((node) => node.id === id)?.kind ?? '', specs);
    const holds = stillInForce(left, over.get(id) ?? []) ?? left;
    return faultsAgain(id, holds, nowMs, spec);
  });
  const later = document.commands
    .filter((command) => !hasHappened(command, nowMs))
    .map((command) => ({ ...command, at: momentOf(command.at - nowMs) }));
  const { steps = [], view, ...rest } = document;
  const ahead = (ms: number) => momentOf(ms - nowMs);
  const toCome = steps
    .filter(({ at }) => at >= nowMs)
    .map((step) => ({ ...step, at: ahead(step.at) }));
  return {
    ...rest,
    ...(view !== undefined && {
      view: view.playFrom === undefined ? view : { ...view, playFrom: ahead(view.playFrom) },
    }),
    ...(toCome.length > 0 && { steps: toCome }),
    ...written({ nodes, edges }),
    commands: [...inForce, ...later],
  };
}
