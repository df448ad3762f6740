/** What a document holds at any time, not only at one moment. */
import { broughtBy } from './deeds.ts';
import type { Scene, SceneDocument } from './types.ts';

/**
 * Every node and edge of the document, whenever it joins. An id that a command brings again is
 * there twice.
 */
export function partsOf(document: SceneDocument): Scene {
  const brought = document.commands.map(broughtBy);
  return {
    nodes: [...document.nodes, ...brought.flatMap(({ nodes }) => nodes)],
    edges: [...document.edges, ...brought.flatMap(({ edges }) => edges)],
  };
}
