/**
 * What may be connected to what, and what may be inside what: read from the specs, said in words.
 */
import type { Specs } from './spec.ts';
import type { DocumentNode, Scene } from './types.ts';
import { nameOf, show, specOf } from './words.ts';

/**
 * Whether an edge from one node to another may be drawn on this scene.
 * @returns null when it may, else a sentence why not
 */
export function canConnect(scene: Scene, specs: Specs, from: string, to: string): string | null {
  const pairs = new Set(scene.edges.map((edge) => `${edge.from} ${edge.to}`));
  return whyNoEdge(from, to, { byId: indexById(scene.nodes), specs, pairs });
}

/**
 * As `canConnect`, for whoever asks about many edges: `pairs` holds "from to" of each edge there
 * is.
 */
export function whyNoEdge(
  from: string,
  to: string,
  on: { byId: ReadonlyMap<string, DocumentNode>; specs: Specs; pairs: ReadonlySet<string> },
): string | null {
  const source = on.byId.get(from);
  const target = on.byId.get(to);
  if (source === undefined) return `There is no node ${show(from)} to start from.`;
  if (target === undefined) return `There is no node ${show(to)} to end at.`;
  if (on.pairs.has(`${from} ${to}`)) {
    return `${nameOf(source, on.specs)} is already connected to ${nameOf(target, on.specs)}.`;
  }
  return whyIllegalEdge(source, target, on.byId, on.specs);
}

/** Why an edge may not run between two nodes of a scene, other edges aside; null when it may. */
export function whyIllegalEdge(
  source: DocumentNode,
  target: DocumentNode,
  byId: ReadonlyMap<string, DocumentNode>,
  specs: Specs,
): string | null {
  const from = nameOf(source, specs);
  const to = nameOf(target, specs);
  if (source.id === target.id) return `${from} cannot be connected to itself.`;
  if (isInside(source, target.id, byId))
    return `${from} is inside ${to}, so it would send to itself.`;
  if (isInside(target, source.id, byId)) return `${to} is inside ${from}: connect it from outside.`;
  const gives = specOf(source.kind, specs)?.gives;
  const takes = specOf(target.kind, specs)?.takes;
  // What an unknown kind sends and accepts is unknown too.
  if (gives === undefined || takes === undefined) return null;
  if (gives.length === 0) return `${from} sends nothing, so it cannot be a source.`;
  if (takes.length === 0) return `${to} accepts nothing, so it cannot be a target.`;
  if (gives.some((protocol) => takes.includes(protocol))) return null;
  return `${from} sends ${gives.join(' and ')}, and ${to} accepts only ${takes.join(' and ')}.`;
}

/**
 * Why a frame cannot contain a node; null when it can. Ids of frames that are not there must be
 * told apart before.
 */
export function whyNotInside(
  member: DocumentNode,
  frame: DocumentNode,
  specs: Specs,
): string | null {
  const frameSpec = specOf(frame.kind, specs);
  const memberSpec = specOf(member.kind, specs);
  if (member.id === frame.id) return `${nameOf(member, specs)} cannot be inside itself.`;
  if (frameSpec !== undefined && frameSpec.frame === undefined) {
    return `${nameOf(frame, specs)} is not a frame: nothing can be inside it.`;
  }
  if (frameSpec?.frame === undefined || memberSpec === undefined) return null;
  if (frameSpec.frame.holds(memberSpec)) return null;
  return `${nameOf(frame, specs)} cannot contain ${nameOf(member, specs)}.`;
}

/**
 * Whether the node lies in that frame, or in a frame in it. Frames that contain each other are
 * answered too.
 */
export function isInside(
  node: DocumentNode,
  frame: string,
  byId: ReadonlyMap<string, DocumentNode>,
): boolean {
  let holder = node.in;
  for (let steps = 0; holder !== undefined && steps <= byId.size; steps++) {
    if (holder === frame) return true;
    holder = byId.get(holder)?.in;
  }
  return false;
}

export function indexById<T extends { readonly id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

/** Top left corner on the table itself, whatever frames the node lies in. */
export function placeOnTable(
  node: DocumentNode,
  byId: ReadonlyMap<string, DocumentNode>,
): [number, number] {
  let [x, y] = node.at;
  let holder = node.in;
  for (let steps = 0; holder !== undefined && steps <= byId.size; steps++) {
    const frame = byId.get(holder);
    x += frame?.at[0] ?? 0;
    y += frame?.at[1] ?? 0;
    holder = frame?.in;
  }
  return [x, y];
}
