/** What a document holds at any time, not only at one moment. */
import { broughtBy } from './deeds.ts';
import type { Specs } from './spec.ts';
import type { DocumentNode, Scene, SceneDocument } from './types.ts';
import { specOf } from './words.ts';

/**
 * Whether a node of that id may be a frame, ever, or the template of replicas; one of an unknown
 * kind may.
 */
export function mayBeFrame(id: string, nodes: readonly DocumentNode[], specs: Specs): boolean {
  return nodes.some((node) => {
    const spec = specOf(node.kind, specs);
    const isOne = spec === undefined || spec.frame !== undefined || node.replicas !== undefined;
    return node.id === id && isOne;
  });
}

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
