/**
 * Who suffers what is done to a part: the part itself; for a template each of its replicas; for a
 * frame that shares its fate, all that stands in it, and in those that fail with it.
 */
import { indexById, isInside } from './connect.ts';
import { replicasOf } from './derived.ts';
import { completeConfig } from './field.ts';
import type { Specs } from './spec.ts';
import type { DocumentNode, Scene } from './types.ts';
import { specOf } from './words.ts';

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
