/** What no document may hold must not get into one by hand either. */
import { LIMITS } from './limits.ts';
import { partsOf } from './parts.ts';
import { ranksOf } from './ranks.ts';
import type { SceneDocument } from './types.ts';
import { show } from './words.ts';

interface Numbers {
  positions?: readonly (readonly [number, number])[];
  sizes?: readonly (readonly [number, number])[];
}

/** A sentence about the first position or size that no document may hold; null when all may be. */
export function findBadNumber({ positions = [], sizes = [] }: Numbers): string | null {
  const far = positions.flat().find((x) => !(Math.abs(x) <= LIMITS.distance));
  if (far !== undefined) return `The position ${show(far)} is outside the diagram.`;
  const size = sizes.flat().find((x) => !(x >= LIMITS.smallest && x <= LIMITS.distance));
  if (size !== undefined) return `A frame cannot be ${show(size)} wide or high.`;
  return null;
}

/**
 * Why the document cannot hold what an edit made of it: a note's id given to a node or edge, or too
 * much of something.
 */
export function whyTooMuch(document: SceneDocument): string | null {
  const { nodes, edges } = partsOf(document);
  const { notes = [], conditions = [], commands } = document;
  const isFull = (has: number, limit: number, what: string) =>
    has > limit ? `A diagram holds at most ${limit} ${what}.` : null;
  const full =
    isFull(nodes.length, LIMITS.nodes, 'nodes') ??
    isFull(edges.length, LIMITS.edges, 'edges') ??
    isFull(commands.length, LIMITS.commands, 'commands') ??
    isFull(notes.length, LIMITS.notes, 'notes') ??
    isFull(conditions.length, LIMITS.conditions, 'stop conditions') ??
    isFull(
      ranksOf([document.nodes, document.edges, commands]),
      LIMITS.ranks,
      'ranks in Zipf distributions',
    );
  if (full !== null || notes.length === 0) return full;
  const named = new Set(notes.map((note) => note.id));
  const twice = [...nodes, ...edges].find((part) => named.has(part.id));
  return twice === undefined ? null : `There is already a note ${show(twice.id)}.`;
}
