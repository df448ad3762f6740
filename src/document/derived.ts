/**
 * What stands on the table though no document spells it out: the replicas of a part, and the links
 * inside frames. One pure function, for page and run alike; whoever saves a scene leaves it out
 * (`isDerived`).
 */
import { own } from '../lib/table.ts';
import { completeConfig } from './field.ts';
import type { InnerLinks, Specs } from './spec.ts';
import type { DocumentEdge, DocumentNode, Scene } from './types.ts';

/** Replicas stand in columns of compact cards, below the name of their template. */
export const COMPACT: readonly [number, number] = [112, 40];
const GAP = 8;
const HEADER = 40;
const COLUMN = 8;

export function isDerived(part: DocumentNode | DocumentEdge): boolean {
  return 'of' in part || 'inner' in part;
}

/** What of a scene a document spells out. */
export function written({ nodes, edges }: Scene): { nodes: DocumentNode[]; edges: DocumentEdge[] } {
  return {
    nodes: nodes.filter((node) => !isDerived(node)).map(asWritten),
    edges: edges.filter((edge) => !isDerived(edge)),
  };
}

/** How many replicas there have been is a fact of a run. */
function asWritten(node: DocumentNode): DocumentNode {
  if (node.replicas?.most === undefined) return node;
  const { min, max } = node.replicas;
  return { ...node, replicas: { min, max } };
}

/**
 * The scene with what follows from it: the same scene where nothing does. A replica that stays as
 * it is stays the same object.
 */
export function withDerived(scene: Scene, specs: Specs): Scene {
  const spelled = scene.nodes.filter((node) => !isDerived(node));
  const edges = scene.edges.filter((edge) => !isDerived(edge));
  const nodes = spelled.flatMap((node) => [node, ...replicasOf(node)]);
  const before = new Map(scene.edges.map((edge) => [edge.id, edge]));
  for (const frame of spelled) {
    const inner = own(specs, frame.kind)?.frame?.inner;
    if (inner !== undefined) edges.push(...linksIn(frame, inner, { nodes, specs, before }));
  }
  const isAsBefore = isSame(nodes, scene.nodes) && isSame(edges, scene.edges);
  return isAsBefore ? scene : { ...scene, nodes, edges };
}

function isSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((part, at) => part === b[at]);
}

const found = new WeakMap<DocumentNode, readonly DocumentNode[]>();

/**
 * What a part is the template of: `id.1` to `id.max`, and those that were more before and go off.
 * Nothing where it stands for itself.
 */
export function replicasOf(template: DocumentNode): readonly DocumentNode[] {
  if (template.replicas === undefined) return [];
  const known = found.get(template);
  if (known !== undefined) return known;
  const { replicas, at: _at, size: _size, name, ...rest } = template;
  const made = Array.from({ length: mostOf(replicas) }, (_, index): DocumentNode => {
    const column = Math.floor(index / COLUMN);
    const row = index % COLUMN;
    return {
      ...rest,
      id: `${template.id}.${index + 1}`,
      ...(name !== undefined && { name: `${name} ${index + 1}` }),
      at: [GAP + column * (COMPACT[0] + GAP), HEADER + row * (COMPACT[1] + GAP)],
      in: template.id,
      of: template.id,
    };
  });
  found.set(template, made);
  return made;
}

/** How many of them stand on the table. */
export function mostOf({ max, most = max }: NonNullable<DocumentNode['replicas']>): number {
  return Math.max(max, most);
}

/** Width and height of a template on the canvas: its replicas fit in. */
export function templateSize(replicas: NonNullable<DocumentNode['replicas']>): [number, number] {
  const max = mostOf(replicas);
  const columns = Math.max(1, Math.ceil(max / COLUMN));
  const rows = Math.min(Math.max(1, max), COLUMN);
  return [GAP + Math.max(columns * (COMPACT[0] + GAP), 184), HEADER + rows * (COMPACT[1] + GAP)];
}

/** The frame a node acts in: zones and templates are seen through. Undefined outside of any. */
function frameAround(
  node: DocumentNode,
  byId: ReadonlyMap<string, DocumentNode>,
  specs: Specs,
): DocumentNode | undefined {
  let around = node.in === undefined ? undefined : byId.get(node.in);
  while (around !== undefined && isSeenThrough(around, specs)) {
    around = around.in === undefined ? undefined : byId.get(around.in);
  }
  return around;
}

function isSeenThrough({ kind, replicas }: DocumentNode, specs: Specs): boolean {
  return replicas !== undefined || own(specs, kind)?.frame?.isTransparent === true;
}

function linksIn(
  frame: DocumentNode,
  { protocol, pairs, latency }: InnerLinks,
  on: {
    readonly nodes: readonly DocumentNode[];
    readonly specs: Specs;
    readonly before: ReadonlyMap<string, DocumentEdge>;
  },
): DocumentEdge[] {
  const { nodes, specs, before } = on;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const members = nodes.filter(
    (node) => !isSeenThrough(node, specs) && frameAround(node, byId, specs) === frame,
  );
  const spec = own(specs, frame.kind);
  const travels = spec && latency?.(completeConfig(spec, frame.config));
  return pairs(members).map(([from, to]): DocumentEdge => {
    const id = `${from.id}~${to.id}`;
    const old = before.get(id);
    const config = travels === undefined ? undefined : { latency: travels };
    const isAsBefore = JSON.stringify(old?.config) === JSON.stringify(config);
    if (old !== undefined && isAsBefore && old.protocol === protocol.id) return old;
    return {
      id,
      from: from.id,
      to: to.id,
      protocol: protocol.id,
      ...(config && { config }),
      inner: true,
    };
  });
}
