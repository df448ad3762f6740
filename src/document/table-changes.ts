/**
 * What stands on the table after a change of it, or why the change no longer applies. The run and
 * the page both ask here, so that they cannot disagree about what is skipped.
 */
import { findBadEdgeSetting, findBadSetting, mergeConfig, withConfig } from './config.ts';
import {
  indexById,
  isInside,
  type Line,
  lineBetween,
  lineKey,
  lineOf,
  placeOnTable,
  portsAt,
  surroundings,
  whyIllegalEdge,
  whyNoEdge,
  whyNotInside,
  whyNotThrough,
} from './connect.ts';
import { isDerived, mostOf, replicasOf, written } from './derived.ts';
import { fieldsOfEdge } from './edge.ts';
import { LIMITS } from './limits.ts';
import { protocolsBetween } from './protocol.ts';
import type { Specs } from './spec.ts';
import type { Outcome } from './table-deed.ts';
import type { ConfigJson, DocumentEdge, DocumentNode, EdgeConfig, Scene } from './types.ts';
import { nameOf, show, specOf } from './words.ts';

interface Brought {
  readonly nodes: readonly DocumentNode[];
  readonly edges: readonly DocumentEdge[];
}

interface Ids {
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
}

interface Placement {
  readonly nodes: readonly string[];
  readonly in: string | null;
  readonly positions?: { readonly [node: string]: readonly [number, number] };
}

/**
 * What can join joins: an id that is taken, a frame or an end that is not there leave out that part
 * only.
 */
export function addParts(
  scene: Scene,
  { nodes = [], edges = [] }: Partial<Brought>,
  specs: Specs,
): Outcome {
  const troubles: string[] = [];
  const taken = new Set([...scene.nodes, ...scene.edges].map((part) => part.id));
  const joining = indexById([...nodes, ...scene.nodes]);
  const welcome = nodes.filter((node) => {
    const trouble = whyTaken(node.id, taken) ?? whyNoMember(node, joining, specs);
    if (trouble === null) taken.add(node.id);
    else troubles.push(trouble);
    return trouble === null;
  });
  const standing = withoutStrays([...scene.nodes, ...welcome]);
  const byId = indexById(standing);
  const lines = new Set(scene.edges.map(lineKey));
  const connected = edges.filter((edge) => {
    const trouble = whyTaken(edge.id, taken) ?? whyNoEdge(edge, { byId, specs, taken: lines });
    if (trouble === null) {
      taken.add(edge.id);
      lines.add(lineKey(edge));
    } else troubles.push(trouble);
    return trouble === null;
  });
  if (standing.length === scene.nodes.length && connected.length === 0) {
    return { ok: false, why: troubles[0] ?? 'Nothing joins.' };
  }
  const [leftOut] = troubles;
  return {
    ok: true,
    scene: { ...scene, nodes: standing, edges: [...scene.edges, ...connected] },
    ...(leftOut !== undefined && { leftOut }),
  };
}

function whyTaken(id: string, taken: ReadonlySet<string>): string | null {
  return taken.has(id) ? `There is a part ${show(id)} already.` : null;
}

/**
 * A frame may have been rejected after its members were let in: whoever names a frame that is not
 * there does not stand.
 */
function withoutStrays(nodes: readonly DocumentNode[]): readonly DocumentNode[] {
  const ids = new Set(nodes.map((node) => node.id));
  const standing = nodes.filter((node) => node.in === undefined || ids.has(node.in));
  return standing.length === nodes.length ? nodes : withoutStrays(standing);
}

/**
 * Removing a node takes its edges along; what was inside a removed frame stays where it is, outside
 * any.
 */
export function removeParts(scene: Scene, { nodes = [], edges = [] }: Partial<Ids>): Outcome {
  const lost = new Set(nodes.filter((id) => hasId(scene.nodes, id)));
  const unplugged = new Set(edges.filter((id) => hasId(scene.edges, id)));
  if (lost.size === 0 && unplugged.size === 0) {
    return nodes.length > 0 ? gone('node', nodes[0] ?? '') : gone('edge', edges[0] ?? '');
  }
  const byId = indexById(scene.nodes);
  const left = {
    ...scene,
    nodes: scene.nodes
      .filter((node) => !lost.has(node.id))
      .map((node) =>
        node.in !== undefined && lost.has(node.in) ? outside(node, placeOnTable(node, byId)) : node,
      ),
    edges: scene.edges.filter(
      (edge) => !unplugged.has(edge.id) && !lost.has(edge.from) && !lost.has(edge.to),
    ),
  };
  return { ok: true, scene: left };
}

export function placeNodes(scene: Scene, act: Placement, specs: Specs): Outcome {
  const byId = indexById(scene.nodes);
  const moving = new Set(act.nodes.filter((id) => byId.has(id)));
  if (moving.size === 0) return gone('node', act.nodes[0] ?? '');
  const frame = act.in === null ? undefined : byId.get(act.in);
  if (act.in !== null && frame === undefined) return gone('frame', act.in);
  for (const id of moving) {
    const node = byId.get(id);
    if (node === undefined || frame === undefined) continue;
    const why = whyNotInside(node, frame, specs);
    if (why !== null) return { ok: false, why };
    if (isInside(frame, id, byId)) {
      const [outer, inner] = [nameOf(node, specs), nameOf(frame, specs)];
      return { ok: false, why: `${outer} contains ${inner}: it cannot be inside it as well.` };
    }
  }
  const origin = frame === undefined ? [0, 0] : placeOnTable(frame, byId);
  const nodes = scene.nodes.map((node) => {
    if (!moving.has(node.id)) return node;
    const positions = act.positions ?? {};
    const asked = Object.hasOwn(positions, node.id) ? positions[node.id] : undefined;
    const [x, y] = placeOnTable(node, byId);
    const at: [number, number] =
      asked === undefined ? [x - (origin[0] ?? 0), y - (origin[1] ?? 0)] : [asked[0], asked[1]];
    return frame === undefined ? outside(node, at) : { ...node, at, in: frame.id };
  });
  const placed = indexById(nodes);
  for (const node of nodes) {
    const why = whyNotThrough(node, placed, specs);
    if (why !== null) return { ok: false, why };
  }
  for (const edge of written(scene).edges) {
    const [source, target] = [placed.get(edge.from), placed.get(edge.to)];
    if (source === undefined || target === undefined) continue;
    if (!moving.has(source.id) && !moving.has(target.id)) continue;
    const why = whyIllegalEdge(source, target, { byId: placed, specs }, edge.protocol);
    if (why !== null) return { ok: false, why };
  }
  return { ok: true, scene: { ...scene, nodes } };
}

export function setNode(
  scene: Scene,
  { node: id, config }: { readonly node: string; readonly config: ConfigJson },
  specs: Specs,
): Outcome {
  const node = scene.nodes.find((candidate) => candidate.id === id);
  if (node === undefined) return gone('node', id);
  const spec = specOf(node.kind, specs);
  const bad = spec === undefined ? null : findBadSetting(spec, config, '');
  if (bad !== null) return { ok: false, why: bad.sentence };
  const changed = withConfig(node, mergeConfig(spec, node.config, config));
  const nodes = scene.nodes.map((other) => (other === node ? changed : other));
  return { ok: true, scene: { ...scene, nodes } };
}

/** A part becomes the template of so many nodes; one that is no template yet may become one. */
export function scaleNode(
  scene: Scene,
  { node: id, min, max }: { readonly node: string; readonly min: number; readonly max: number },
  specs: Specs,
): Outcome {
  const node = scene.nodes.find((candidate) => candidate.id === id);
  if (node === undefined) return gone('node', id);
  const spec = specOf(node.kind, specs);
  if (spec?.replicates !== true) {
    return { ok: false, why: `${nameOf(node, specs)} has no replicas.` };
  }
  if (min > max) return { ok: false, why: 'There cannot be more replicas at least than at most.' };
  const most = Math.max(max, node.replicas === undefined ? 0 : mostOf(node.replicas));
  const spelled = scene.nodes.filter((other) => !isDerived(other) && other !== node);
  const others = spelled.reduce((sum, other) => sum + 1 + replicasOf(other).length, 1);
  if (others + most > LIMITS.nodes) {
    return { ok: false, why: `A diagram has at most ${LIMITS.nodes} parts, replicas among them.` };
  }
  const replicas = { min, max, ...(most > max && { most }) };
  const scaled = { ...node, replicas };
  const nodes = scene.nodes.map((other) => (other === node ? scaled : other));
  return { ok: true, scene: { ...scene, nodes } };
}

export function setEdge(
  scene: Scene,
  { edge: id, config }: { readonly edge: string; readonly config: EdgeConfig },
  specs: Specs,
): Outcome {
  const edge = scene.edges.find((candidate) => candidate.id === id);
  if (edge === undefined) return gone('edge', id);
  const bad = findBadEdgeSetting(edge.protocol, config, specs, '');
  if (bad !== null) return { ok: false, why: bad.sentence };
  const fields = fieldsOfEdge(edge.protocol, specs);
  const changed = withConfig(edge, mergeConfig(fields && { fields }, edge.config, config));
  return {
    ok: true,
    scene: { ...scene, edges: scene.edges.map((other) => (other === edge ? changed : other)) },
  };
}

/**
 * The edge keeps its place in the list, its id and its settings, and where nothing else is said
 * what it carries, if that fits.
 */
export function leadEdge(
  scene: Scene,
  { edge: id, ...wanted }: { readonly edge: string } & Line,
  specs: Specs,
): Outcome {
  const edge = scene.edges.find((candidate) => candidate.id === id);
  if (edge === undefined) return gone('edge', id);
  const others = scene.edges.filter((other) => other !== edge);
  const line = leadTo(edge, wanted, { ...scene, edges: others }, specs);
  if (typeof line === 'string') return { ok: false, why: line };
  const { protocol: _protocol, port: _port, ...rest } = edge;
  const led: DocumentEdge = { ...rest, ...line };
  return {
    ok: true,
    scene: { ...scene, edges: scene.edges.map((other) => (other === edge ? led : other)) },
  };
}

/** What the edge is to be there, or why it cannot be. */
function leadTo(
  edge: DocumentEdge,
  wanted: Line,
  scene: Scene,
  specs: Specs,
): ReturnType<typeof lineOf> | string {
  const on = surroundings(scene, specs);
  const { from, to } = wanted;
  const [source, target] = [on.byId.get(from), on.byId.get(to)];
  if (source === undefined || target === undefined) return lineBetween(from, to, on);
  const protocol = wanted.protocol ?? edge.protocol;
  const fitting = protocolsBetween(source, target, specs);
  const fits = fitting === undefined || fitting.some((one) => one.id === protocol);
  if (!fits && wanted.protocol === undefined) return lineBetween(from, to, on);
  const ports = portsAt(target, protocol, specs);
  const isSameEnd = edge.to === to && edge.protocol === protocol;
  const port = wanted.port ?? (isSameEnd ? edge.port : ports.find((one) => one === edge.port));
  if (port === undefined && ports.length > 0) return lineBetween(from, to, on);
  const line = lineOf({ from, to, protocol, port });
  return whyNoEdge(line, on) ?? line;
}

/** Why a node cannot be a member of the frame it names; null when it can, or names none. */
function whyNoMember(
  node: DocumentNode,
  byId: ReadonlyMap<string, DocumentNode>,
  specs: Specs,
): string | null {
  if (node.in === undefined) return null;
  const frame = byId.get(node.in);
  if (frame === undefined) return `There is no frame ${show(node.in)} at this moment.`;
  if (isInside(frame, node.id, byId)) return `${show(node.id)} would be inside itself.`;
  return whyNotInside(node, frame, specs) ?? whyNotThrough(node, byId, specs);
}

function outside(node: DocumentNode, at: [number, number]): DocumentNode {
  const { in: _frame, ...rest } = node;
  return { ...rest, at };
}

function hasId(items: readonly { readonly id: string }[], id: string): boolean {
  return items.some((item) => item.id === id);
}

export function gone(what: string, id: string): Outcome {
  return { ok: false, why: `There is no ${what} ${show(id)} at this moment.` };
}
