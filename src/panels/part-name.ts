/**
 * What a part of the document is called on the page, whenever it joins; a replica and what links
 * two members inside a frame, too.
 */
import { partsOf } from '../document/parts.ts';
import type { SceneDocument } from '../document/types.ts';
import { entryOf } from '../store/specs.ts';

export function partName(id: string, document: SceneDocument): string {
  const { nodes, edges } = partsOf(document);
  const node = nodes.find((candidate) => candidate.id === id);
  if (node !== undefined) return node.name ?? entryOf(node.kind)?.title ?? node.kind;
  const [, template, number] = /^(.+)\.(\d+)$/.exec(id) ?? [];
  const named = nodes.find((candidate) => candidate.id === template)?.name;
  if (named !== undefined) return `${named} ${number}`;
  const [from = '', to] = id.split('~');
  if (to !== undefined) return `${partName(from, document)} → ${partName(to, document)}`;
  if (template !== undefined) return partName(template, document);
  const edge = edges.find((candidate) => candidate.id === id);
  if (edge === undefined) return id;
  return `${partName(edge.from, document)} → ${partName(edge.to, document)}`;
}
