/** What becomes, after any edit, of what names a node that has left the document for good. */

import { withoutSenseless } from './conditions.ts';
import { indexById, placeOnTable } from './connect.ts';
import { bringing, broughtBy } from './deeds.ts';
import type { Desk } from './edit-desk.ts';
import { withFolded } from './edit-looks.ts';
import { detached } from './notes.ts';
import { mayBeFrame, partsOf } from './parts.ts';
import { sceneAt } from './scene.ts';
import type { DocumentCommand, DocumentNode, SceneDocument } from './types.ts';

/**
 * A note whose node is lost stays where it stood, on its own, and so does what a later command
 * brings into a frame that is lost; a later connection to such a node goes, and so does a condition
 * that names it. A step that looked at it looks at nothing. A node that a command removes is not
 * lost: it is there before.
 */
export function settle(before: Desk, after: SceneDocument): SceneDocument {
  if (after === before.document) return after;
  const known = new Set(partsOf(after).nodes.map((node) => node.id));
  const isLost = (id: string | undefined) => id !== undefined && !known.has(id);
  // Where several nodes carry an id, the last in the list counts: the one that stands there now.
  const stood = () => [
    ...partsOf(before.document).nodes,
    ...sceneAt(before.document, before.at, before.specs).nodes,
  ];
  const { notes = [], steps = [], view, commands } = after;
  const edges = new Set(partsOf(after).edges.map((edge) => edge.id));
  const isLostPart = (id: string | undefined) => isLost(id) && !edges.has(id as string);
  const settled = { ...after };
  if (commands.some((command) => bringsToLost(command, isLost))) {
    const nodes = stood();
    settled.commands = commands.flatMap((command) =>
      bringsToLost(command, isLost) ? withoutLost(command, isLost, nodes) : [command],
    );
  }
  if (notes.some((note) => isLost(note.on))) {
    const nodes = stood();
    settled.notes = notes.map((note) => (isLost(note.on) ? detached(note, nodes) : note));
  }
  if (steps.some(({ focus }) => isLostPart(focus))) {
    settled.steps = steps.map(({ focus, ...step }) =>
      focus === undefined || isLostPart(focus) ? step : { ...step, focus },
    );
  }
  const isFrame = (id: string) => mayBeFrame(id, partsOf(after).nodes, before.specs);
  if (view?.folded?.every(isFrame) === false) {
    return withoutSenseless(withFolded(settled, view.folded.filter(isFrame)), before.specs);
  }
  return withoutSenseless(settled, before.specs);
}

type IsLost = (id: string | undefined) => boolean;

function bringsToLost(command: DocumentCommand, isLost: IsLost): boolean {
  const { nodes, edges } = broughtBy(command);
  return (
    nodes.some((node) => isLost(node.in)) ||
    edges.some(({ from, to }) => isLost(from) || isLost(to))
  );
}

function withoutLost(
  command: DocumentCommand,
  isLost: IsLost,
  stood: readonly DocumentNode[],
): DocumentCommand[] {
  const byId = indexById(stood);
  const brought = broughtBy(command);
  const nodes = brought.nodes.map((node) => {
    if (!isLost(node.in)) return node;
    const { in: _frame, ...own } = node;
    return { ...own, at: placeOnTable(node, byId) };
  });
  const edges = brought.edges.filter(({ from, to }) => !isLost(from) && !isLost(to));
  const left = bringing(command, { nodes, edges });
  return left === null ? [] : [left];
}
