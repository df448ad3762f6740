/**
 * Who suffers what is done to a part: the part itself; for a template each of its replicas; for a
 * frame that shares its fate, all that stands in it, and in those that fail with it.
 */
import { indexById, isInside } from './connect.ts';
import { replicasOf } from './derived.ts';
import { completeConfig } from './field.ts';
import type { Specs } from './spec.ts';
import type { DocumentNode, Scene } from './types.ts';
import { nameOf, show, specOf } from './words.ts';

export function reach(
  node: DocumentNode,
  { nodes }: Pick<Scene, 'nodes'>,
  specs: Specs,
): readonly DocumentNode[] {
  if (node.replicas !== undefined) return replicasOf(node);
  const frames = sharers(node, nodes, specs);
  if (frames.length === 0) return [node];
  const byId = indexById(nodes);
  const inside = nodes.filter(
    (one) => one.replicas === undefined && frames.some(({ id }) => isInside(one, id, byId)),
  );
  return [...new Set([...frames, ...inside])];
}

/** The frames that fail together with this one, itself among them; none where nothing does. */
function sharers(
  node: DocumentNode,
  nodes: readonly DocumentNode[],
  specs: Specs,
): readonly DocumentNode[] {
  const spec = specOf(node.kind, specs);
  const sharesFate = spec?.frame?.sharesFate;
  if (spec === undefined || sharesFate === undefined) return [];
  const nameOf = ({ config }: DocumentNode) => completeConfig(spec, config)[sharesFate.by];
  const name = nameOf(node);
  if (name === '') return [node];
  return nodes.filter((other) => other.kind === node.kind && nameOf(other) === name);
}

/** Why a deed that changes the table cannot be done to a part that follows from others. */
export function whyDerived(ids: readonly string[], scene: Scene, specs: Specs): string | null {
  const named = new Set(ids);
  const replica = scene.nodes.find(({ id, of }) => of !== undefined && named.has(id));
  if (replica !== undefined) {
    const template = scene.nodes.find(({ id }) => id === replica.of);
    const name = template === undefined ? show(replica.id) : nameOf(template, specs);
    return `${show(replica.id)} is one of the replicas of ${name}: change that.`;
  }
  const inner = scene.edges.find(({ id, inner: isInner }) => isInner && named.has(id));
  if (inner === undefined) return null;
  return `${show(inner.id)} is a link inside a frame, and stays while its ends do.`;
}
