/** Notes: one way to write them, and what becomes of it when its node goes for good. */
import { indexById, placeOnTable } from './connect.ts';
import { type DocumentNode, type DocumentNote, NOTE_SIZE } from './types.ts';

/** Without a size that is the usual one. */
export function tidyNote(note: DocumentNote): DocumentNote {
  const { size, ...rest } = note;
  return size?.[0] === NOTE_SIZE[0] && size[1] === NOTE_SIZE[1] ? rest : note;
}

/** The note on its own, where it stood while its node was still there. */
export function detached(note: DocumentNote, nodes: readonly DocumentNode[]): DocumentNote {
  const { on, ...rest } = note;
  const byId = indexById(nodes);
  const holder = on === undefined ? undefined : byId.get(on);
  if (holder === undefined) return rest;
  const [x, y] = placeOnTable(holder, byId);
  return { ...rest, at: [x + note.at[0], y + note.at[1]] };
}
