/** Notes, how it is shown and steps as rows of a link; `short-keys.ts` shows them. */
import { type Trail, trimmed } from './short-trail.ts';
import type { DocumentNote, DocumentStep, DocumentView, Json } from './types.ts';

export function shortNote(note: DocumentNote, trail: Trail): Json {
  return trimmed([
    trail.noteIds.short(note.id),
    note.text,
    ...trail.shortPosition(note.at),
    note.on ?? 0,
    note.size ?? 0,
  ]);
}

export function fullNote(row: readonly Json[], trail: Trail): Json {
  const [short, text = null, right = 0, down = 0, on = 0, size = 0] = row;
  return {
    id: trail.noteIds.full(short),
    text,
    at: trail.fullPosition(right, down),
    ...(on !== 0 && { on }),
    ...(size !== 0 && { size }),
  };
}

export function shortView({ colourBy, folded, playFrom }: DocumentView): Json {
  // In a list, so that the moment 0 is told apart from none.
  return trimmed([colourBy ?? 0, folded ?? 0, playFrom === undefined ? 0 : [playFrom]]);
}

export function fullView(short: Json): Json {
  if (!Array.isArray(short)) return short;
  const [colourBy = 0, folded = 0, playFrom = 0] = short;
  return {
    ...(colourBy !== 0 && { colourBy }),
    ...(folded !== 0 && { folded }),
    ...(playFrom !== 0 && { playFrom: Array.isArray(playFrom) ? (playFrom[0] ?? null) : playFrom }),
  };
}

export function shortStep({ at, text, focus }: DocumentStep): Json {
  return trimmed([at, text, focus ?? 0]);
}

export function fullStep(row: readonly Json[]): Json {
  const [at = null, text = null, focus = 0] = row;
  return { at, text, ...(focus !== 0 && { focus }) };
}
