/** What a document holds at any time, not only at one moment. */
import type { Scene } from './connect.ts';
import type { SceneDocument } from './types.ts';

/** Every node and edge of the document, whenever it joins. An id that a command brings again is there twice. */
export function partsOf(document: SceneDocument): Scene {
  const adds = document.commands.filter((command) => command.do === 'add');
  return {
    nodes: [...document.nodes, ...adds.flatMap((command) => command.nodes ?? [])],
    edges: [...document.edges, ...adds.flatMap((command) => command.edges ?? [])],
  };
}
