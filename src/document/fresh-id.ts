/**
 * New ids: short, and never one that the document has used, since an old command naming it would
 * then mean the new part.
 */
import { idsOf, settingsIn } from './deeds.ts';
import { partsOf } from './parts.ts';
import type { SceneDocument } from './types.ts';

/** The first of `s1`, `s2` … that nothing in the document carries or names. */
export function freshId(document: SceneDocument, prefix: string): string {
  return firstFree(usedIds(document), prefix);
}

/** The first of `s1`, `s2` … that is not used. */
export function firstFree(used: ReadonlySet<string>, prefix: string): string {
  let n = 1;
  while (used.has(`${prefix}${n}`)) n++;
  return `${prefix}${n}`;
}

/** Every id that something in the document has or names, at any time. */
export function usedIds(document: SceneDocument): Set<string> {
  const used = new Set<string>();
  for (const part of [...document.nodes, ...document.edges]) used.add(part.id);
  for (const { config } of partsOf(document).nodes) addTexts(config, used);
  for (const note of document.notes ?? []) used.add(note.id);
  for (const command of document.commands) {
    for (const id of idsOf(command)) used.add(id);
    addTexts(settingsIn(command), used);
  }
  return used;
}

/** A setting may name a part that is gone: a new part never gets that id. */
function addTexts(value: unknown, used: Set<string>): void {
  if (typeof value === 'string') used.add(value);
  else if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) addTexts(each, used);
  }
}
