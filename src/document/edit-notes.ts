/** Edits of notes. */
import { type Desk, type EditResult, looks, reject } from './edit-desk.ts';
import { tidyNote } from './notes.ts';
import { partsOf } from './parts.ts';
import { findBadNote } from './shape.ts';
import type { DocumentNode, DocumentNote, SceneDocument } from './types.ts';
import { show } from './words.ts';

/** Puts one note there, or in place of the one with its id. */
export function putNote({ document }: Desk, note: DocumentNote): EditResult {
  const old = document.notes?.find((other) => other.id === note.id);
  if (old === undefined) {
    const added = putNotes(document, [note], []);
    return typeof added === 'string' ? reject(added) : looks(added, 'Add note');
  }
  const bad = whyBadNote(note, idsOfNodes(document.nodes, document));
  if (bad !== null) return reject(bad);
  const put = tidyNote(note);
  const notes = (document.notes ?? []).map((other) => (other === old ? put : other));
  return looks({ ...document, notes }, whatChanged(old, put));
}

function whatChanged(old: DocumentNote, put: DocumentNote): string {
  if (old.text !== put.text) return 'Edit note';
  if (old.on !== put.on) return put.on === undefined ? 'Detach note' : 'Attach note';
  return old.size?.join() === put.size?.join() ? 'Edit note' : 'Resize note';
}

/**
 * The document with new notes, or a sentence why not.
 * @param joining nodes about to join, which notes may be attached to
 */
export function putNotes(
  document: SceneDocument,
  added: readonly DocumentNote[],
  joining: readonly DocumentNode[],
): SceneDocument | string {
  if (added.length === 0) return document;
  const known = idsOfNodes(joining, document);
  const { nodes, edges } = partsOf(document);
  const old = document.notes ?? [];
  const taken = new Set([...nodes, ...edges, ...joining, ...old].map((part) => part.id));
  for (const note of added) {
    const bad = whyBadNote(note, known);
    if (bad !== null) return bad;
    if (taken.has(note.id)) return `There is a part ${show(note.id)} already.`;
    taken.add(note.id);
  }
  return { ...document, notes: [...old, ...added.map(tidyNote)] };
}

function whyBadNote(note: DocumentNote, known: ReadonlySet<string>): string | null {
  const bad = findBadNote(note);
  if (bad !== null) return bad.sentence;
  if (note.on === undefined || known.has(note.on)) return null;
  return `There is no node ${show(note.on)} to attach the note to.`;
}

function idsOfNodes(more: readonly DocumentNode[], document: SceneDocument): ReadonlySet<string> {
  return new Set([...partsOf(document).nodes, ...more].map((node) => node.id));
}

/** The document without some notes, or a sentence about the one that is not there. */
export function withoutNotes(
  document: SceneDocument,
  ids: readonly string[],
): SceneDocument | string {
  if (ids.length === 0) return document;
  const { notes = [], ...rest } = document;
  const missing = ids.find((id) => !notes.some((note) => note.id === id));
  if (missing !== undefined) return `There is no note ${show(missing)}.`;
  const left = notes.filter((note) => !ids.includes(note.id));
  return left.length === 0 ? rest : { ...rest, notes: left };
}

/** Moves notes; ids of anything else are passed over. */
export function moveNotes(
  document: SceneDocument,
  positions: Readonly<Record<string, [number, number]>>,
): SceneDocument {
  const { notes } = document;
  if (notes === undefined || !notes.some((note) => Object.hasOwn(positions, note.id))) {
    return document;
  }
  const moved = notes.map((note) => {
    const to = Object.hasOwn(positions, note.id) ? positions[note.id] : undefined;
    return to === undefined ? note : { ...note, at: to };
  });
  return { ...document, notes: moved };
}
