/** What a part of the document is called on the page, whenever it joins. */
import { partsOf } from '../document/parts.ts';
import type { SceneDocument } from '../document/types.ts';
import { entryOf } from '../store/specs.ts';

export function partName(id: string, document: SceneDocument): string {
  const { nodes, edges } = partsOf(document);
  const node = nodes.find((candidate) => candidate.id === id);
  if (node !== undefined) return node.name ?? entryOf(node.kind)?.title ?? node.kind;
  const edge = edges.find((candidate) => candidate.id === id);
  if (edge === undefined) return id;
  return `${partName(edge.from, document)} → ${partName(edge.to, document)}`;
}
