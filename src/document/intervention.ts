/**
 * What an intervention does to what stands on the table, or why it no longer applies. The run and the page both ask here, so that
 * they cannot disagree about which commands of a document are skipped.
 */
import type { Spec, Specs } from './spec.ts';
import type { ConfigJson, DocumentEdge, DocumentNode, EdgeConfig, Intervention } from './types.ts';

/** The nodes and edges present at some moment. Never changed in place. */
export interface Scene {
  readonly nodes: readonly DocumentNode[];
  readonly edges: readonly DocumentEdge[];
}

export type Outcome =
  | { readonly ok: true; readonly scene: Scene }
  /** A sentence for the mark on the timeline. */
  | { readonly ok: false; readonly why: string };

/** The scene after the intervention; the scene itself where only the run notices (faults). */
export function applyIntervention(scene: Scene, act: Intervention, specs: Specs): Outcome {
  switch (act.do) {
    case 'add':
      return add(scene, act.nodes ?? [], act.edges ?? []);
    case 'remove':
      return remove(scene, act.nodes ?? [], act.edges ?? []);
    case 'place':
      return place(scene, act.nodes, act.in, specs);
    case 'set':
      return set(scene, act.node, act.config, specs);
    case 'set-edge':
      return setEdge(scene, act.edge, act.config);
    case 'cut':
    case 'heal':
      return hasEdge(scene, act.edge) ? { ok: true, scene } : gone('edge', act.edge);
    default:
      return fault(scene, act.node, act.do, specs);
  }
}

function add(
  scene: Scene,
  nodes: readonly DocumentNode[],
  edges: readonly DocumentEdge[],
): Outcome {
  const taken = new Set([...scene.nodes, ...scene.edges].map((item) => item.id));
  const newNodes = nodes.filter((node) => !taken.has(node.id));
  const allNodes = [...scene.nodes, ...newNodes];
  const present = new Set(allNodes.map((node) => node.id));
  const newEdges = edges.filter(
    (edge) => !taken.has(edge.id) && present.has(edge.from) && present.has(edge.to),
  );
  if (newNodes.length === 0 && newEdges.length === 0) {
    const first = nodes[0]?.id ?? edges[0]?.id ?? '';
    return {
      ok: false,
      why: `"${first}" cannot join: its name is taken, or an end of it is not there.`,
    };
  }
  return { ok: true, scene: { nodes: allNodes, edges: [...scene.edges, ...newEdges] } };
}

function remove(scene: Scene, nodes: readonly string[], edges: readonly string[]): Outcome {
  const without = new Set(nodes.filter((id) => hasNode(scene, id)));
  const cut = new Set(edges.filter((id) => hasEdge(scene, id)));
  if (without.size === 0 && cut.size === 0) return gone('part', nodes[0] ?? edges[0] ?? '');
  return {
    ok: true,
    scene: {
      // What was inside a removed frame stays, outside any.
      nodes: scene.nodes
        .filter((node) => !without.has(node.id))
        .map((node) => (node.in !== undefined && without.has(node.in) ? outside(node) : node)),
      edges: scene.edges.filter(
        (edge) => !cut.has(edge.id) && !without.has(edge.from) && !without.has(edge.to),
      ),
    },
  };
}

function place(scene: Scene, ids: readonly string[], frame: string | null, specs: Specs): Outcome {
  if (frame !== null) {
    const holder = scene.nodes.find((node) => node.id === frame);
    if (holder === undefined) return gone('frame', frame);
    const holds = specs[holder.kind]?.frame?.holds;
    for (const id of ids) {
      const kind = scene.nodes.find((node) => node.id === id)?.kind;
      const spec = kind === undefined ? undefined : specs[kind];
      if (spec !== undefined && holds?.(spec) !== true) {
        return { ok: false, why: `"${frame}" cannot contain "${id}".` };
      }
    }
  }
  const moving = new Set(ids.filter((id) => hasNode(scene, id)));
  if (moving.size === 0) return gone('node', ids[0] ?? '');
  const nodes = scene.nodes.map((node) => {
    if (!moving.has(node.id)) return node;
    return frame === null ? outside(node) : { ...node, in: frame };
  });
  return { ok: true, scene: { ...scene, nodes } };
}

function set(scene: Scene, id: string, config: ConfigJson, specs: Specs): Outcome {
  const node = scene.nodes.find((candidate) => candidate.id === id);
  if (node === undefined) return gone('node', id);
  const bad = badField(specs[node.kind], config);
  if (bad !== null) return { ok: false, why: `"${id}" has no such setting: ${bad}.` };
  const changed = { ...node, config: { ...node.config, ...config } };
  return {
    ok: true,
    scene: { ...scene, nodes: scene.nodes.map((other) => (other === node ? changed : other)) },
  };
}

function badField(spec: Spec | undefined, config: ConfigJson): string | null {
  if (spec === undefined) return null;
  for (const [name, value] of Object.entries(config)) {
    const field = spec.fields[name];
    if (field === undefined) return name;
    if (!field.schema.safeParse(value).success) return `${name} = ${JSON.stringify(value)}`;
  }
  return null;
}

function setEdge(scene: Scene, id: string, config: EdgeConfig): Outcome {
  const edge = scene.edges.find((candidate) => candidate.id === id);
  if (edge === undefined) return gone('edge', id);
  const changed = { ...edge, config: { ...edge.config, ...config } };
  return {
    ok: true,
    scene: { ...scene, edges: scene.edges.map((other) => (other === edge ? changed : other)) },
  };
}

function fault(
  scene: Scene,
  id: string,
  does: Extract<Intervention, { node: string }>['do'],
  specs: Specs,
): Outcome {
  const node = scene.nodes.find((candidate) => candidate.id === id);
  if (node === undefined) return gone('node', id);
  const faults: readonly string[] = specs[node.kind]?.faults ?? [];
  if (!faults.includes(does)) return { ok: false, why: `"${id}" cannot ${does}.` };
  return { ok: true, scene };
}

function outside(node: DocumentNode): DocumentNode {
  const { in: _frame, ...rest } = node;
  return rest;
}

function hasNode(scene: Scene, id: string): boolean {
  return scene.nodes.some((node) => node.id === id);
}

function hasEdge(scene: Scene, id: string): boolean {
  return scene.edges.some((edge) => edge.id === id);
}

function gone(what: string, id: string): Outcome {
  return { ok: false, why: `There is no ${what} "${id}" at this moment.` };
}
