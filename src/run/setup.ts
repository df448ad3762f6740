/** Documents leave defaults out; the kernel gets everything. */
import { replicasOf } from '../document/derived.ts';
import { edgeFields } from '../document/edge.ts';
import { completeConfig } from '../document/field.ts';
import { protocolsOf, withProtocol } from '../document/protocol.ts';
import type { Specs } from '../document/spec.ts';
import type { DocumentEdge, DocumentNode, Scene } from '../document/types.ts';
import { own } from '../lib/table.ts';
import type { Standing } from '../sim/types.ts';
import type { EdgeSetup, NodeSetup } from '../sim/world.ts';

/**
 * Nodes of known kinds, settings complete. Replicas run in place of their template.
 * @param scene all that stands there with them
 */
export function nodeSetups(
  nodes: readonly DocumentNode[],
  { nodes: scene }: Pick<Scene, 'nodes'>,
  specs: Specs,
): NodeSetup[] {
  const byId = new Map(scene.map((node) => [node.id, node]));
  return nodes.flatMap((node) => {
    const spec = own(specs, node.kind);
    if (spec === undefined || node.replicas !== undefined) return [];
    const stands = node.of === undefined ? node : byId.get(node.of);
    return [
      {
        id: node.id,
        kind: node.kind,
        name: node.name ?? spec.title,
        config: completeConfig(spec, node.config),
        frame: stands?.in ?? null,
        ...(node.of !== undefined && { template: node.of, standing: standingOf(node, stands) }),
      },
    ];
  });
}

/** The first so many have to be, and there may be so many at most. */
function standingOf({ id }: DocumentNode, template: DocumentNode | undefined): Standing {
  if (template?.replicas === undefined) return 'spare';
  const { min, max } = template.replicas;
  const at = replicasOf(template).findIndex((replica) => replica.id === id);
  return at < min ? 'needed' : at < max ? 'spare' : 'surplus';
}

/** Edges between known kinds. */
export function edgeSetups(
  edges: readonly DocumentEdge[],
  nodes: readonly DocumentNode[],
  specs: Specs,
): EdgeSetup[] {
  const known = nodes.filter(({ kind }) => own(specs, kind) !== undefined);
  const byId = new Map(known.map((node) => [node.id, node]));
  return edges
    .filter((edge) => byId.has(edge.from) && byId.has(edge.to))
    .map((edge) => edgeSetup(withProtocol(edge, byId, specs), specs));
}

function edgeSetup({ id, from, to, inner, ...edge }: DocumentEdge, specs: Specs): EdgeSetup {
  const { latency, loss, ...config } = edge.config ?? {};
  const { protocol = null, port = null } = edge;
  const known = protocol === null ? undefined : protocolsOf(specs).get(protocol);
  const settings = completeConfig({ fields: known?.fields ?? {} }, config);
  return {
    id,
    from,
    to,
    latency: latency ?? edgeFields.latency.default,
    loss: loss ?? edgeFields.loss.default,
    carried: { protocol, class: known?.class ?? null, port, settings },
    ...(inner && { inner }),
  };
}
