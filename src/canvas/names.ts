/** What a part is called, on its card and in sentences about it. */
import type { DocumentEdge, DocumentNode } from '../document/types.ts';
import { useScene } from '../store/scene.ts';
import { entryOf } from '../store/specs.ts';
import { words } from './words.ts';

export function nameOf({ id, kind, name, of }: DocumentNode): string {
  if (name !== undefined) return name;
  const title = entryOf(kind)?.title ?? words.unknownPart;
  // Replicas of a nameless part are told apart by their numbers.
  return of === undefined ? title : `${title} ${id.slice(of.length + 1)}`;
}

/** "Connection from web to edge", for sentences about an edge. */
export function edgeName(edge: DocumentEdge): string {
  const { nodes } = useScene.getState();
  const called = (id: string) => {
    const node = nodes.find((candidate) => candidate.id === id);
    return node === undefined ? id : nameOf(node);
  };
  return words.edge(called(edge.from), called(edge.to));
}
