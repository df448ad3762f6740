/** Edits that bring nodes, edges and notes, or take them away. */

import { indexById } from './connect.ts';
import { broughtBy, describeIntervention } from './deeds.ts';
import { adds, removes } from './deeds-table.ts';
import { perform } from './edit-act.ts';
import { withdraw } from './edit-commands.ts';
import {
  behaves,
  type Desk,
  type Edit,
  type EditResult,
  looks,
  reject,
  sceneOf,
} from './edit-desk.ts';
import { putNotes, withoutNotes } from './edit-notes.ts';
import { partsOf } from './parts.ts';
import { withProtocol } from './protocol.ts';
import { sceneAt } from './scene.ts';
import { findBadNodes } from './shape.ts';
import type { DocumentEdge, DocumentNode, SceneDocument } from './types.ts';
import { count, show } from './words.ts';

export function add(desk: Desk, edit: Extract<Edit, { edit: 'add' }>): EditResult {
  const { nodes, edges, notes = [] } = edit;
  const withNotes = putNotes(desk.document, notes, nodes);
  if (typeof withNotes === 'string') return reject(withNotes);
  if (nodes.length + edges.length === 0 && notes.length > 0) {
    return looks(withNotes, notes.length === 1 ? 'Add note' : `Add ${count(notes.length, 'note')}`);
  }
  return addParts({ ...desk, document: withNotes }, nodes, edges);
}

function addParts(desk: Desk, nodes: DocumentNode[], edges: DocumentEdge[]): EditResult {
  const bad = findBadNodes(nodes, desk.specs);
  if (bad !== null) return reject(bad.sentence);
  const ghosts = new Set(sceneAt(desk.document, desk.at, desk.specs).ghosts.map(({ id }) => id));
  const early = [...nodes, ...edges].find((part) => ghosts.has(part.id));
  if (early !== undefined) return reject(`${show(early.id)} already joins later.`);
  const byId = indexById([...sceneOf(desk).nodes, ...nodes]);
  return perform(
    desk,
    adds(
      nodes,
      edges.map((edge) => withProtocol(edge, byId, desk.specs)),
    ),
  );
}

export function remove(desk: Desk, edit: Extract<Edit, { edit: 'remove' }>): EditResult {
  const { nodes, edges, notes = [] } = edit;
  const rest = withoutNotes(desk.document, notes);
  if (typeof rest === 'string') return reject(rest);
  const parts = nodes.length + edges.length;
  if (parts === 0 && notes.length > 0) {
    return looks(
      rest,
      notes.length === 1 ? 'Remove note' : `Remove ${count(notes.length, 'note')}`,
    );
  }
  const result = removeParts({ ...desk, document: rest }, nodes, edges);
  if (!result.ok || notes.length === 0) return result;
  return { ...result, label: `Remove ${count(parts + notes.length, 'part')}` };
}

/**
 * What joins at the moment shown or later is withdrawn; what stands since before is removed by a
 * command.
 */
function removeParts(desk: Desk, nodes: string[], edges: string[]): EditResult {
  const { document, at, specs } = desk;
  const joining = joiningFrom(document, at);
  const withdrawn = new Set([...nodes, ...edges].filter((id) => joining.has(id)));
  // An edge that was led to such a node goes with it, like those of any node.
  const orphans = sceneOf(desk)
    .edges.filter((edge) => withdrawn.has(edge.from) || withdrawn.has(edge.to))
    .map((edge) => edge.id);
  for (const id of orphans) if (joining.has(id)) withdrawn.add(id);
  const label = describeIntervention(removes(nodes, edges), partsOf(document), specs);
  const rest =
    withdrawn.size === 0
      ? document
      : { ...document, commands: withdraw(document.commands, withdrawn, at) };
  const left = nodes.filter((id) => !withdrawn.has(id));
  const here = { ...desk, document: rest };
  const lines = edgesLeft(here, [...edges, ...orphans], { nodes, withdrawn });
  if (left.length + lines.length === 0) return behaves(rest, label);
  const result = perform(here, removes(left, lines));
  return result.ok ? { ...result, label } : result;
}

/**
 * Ids of what commands bring at this moment or later, and nothing earlier does. The start has no
 * commands of its own.
 */
function joiningFrom(document: SceneDocument, at: number): ReadonlySet<string> {
  const joining = new Set<string>();
  const standing = new Set([...document.nodes, ...document.edges].map((part) => part.id));
  for (const command of document.commands) {
    const brought = broughtBy(command);
    const ids = command.at < at || command.at === 0 ? standing : joining;
    for (const part of [...brought.nodes, ...brought.edges]) ids.add(part.id);
  }
  for (const id of standing) joining.delete(id);
  return joining;
}

/** Edges that a command must name: those of removed nodes go along with them. */
function edgesLeft(
  desk: Desk,
  edges: string[],
  gone: { nodes: string[]; withdrawn: ReadonlySet<string> },
): string[] {
  const along = new Set(
    sceneOf(desk)
      .edges.filter((edge) => gone.nodes.includes(edge.from) || gone.nodes.includes(edge.to))
      .map((edge) => edge.id),
  );
  return [...new Set(edges)].filter((id) => !gone.withdrawn.has(id) && !along.has(id));
}
