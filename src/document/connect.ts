/**
 * What may be connected to what, and what may be inside what: read from the specs, said in words.
 */
import { own } from '../lib/table.ts';
import { completeConfig } from './field.ts';
import { type Protocol, protocolsBetween } from './protocol.ts';
import type { Specs } from './spec.ts';
import type { DocumentEdge, DocumentNode, Scene } from './types.ts';
import { nameOf, show, specOf } from './words.ts';

/** Where an edge runs and what it carries. No two edges of a scene have the same line. */
export interface Line {
  readonly from: string;
  readonly to: string;
  readonly protocol?: string | undefined;
  readonly port?: string | undefined;
}

/** A line as a document writes it: without what is left out. */
type WrittenLine = Pick<DocumentEdge, 'from' | 'to' | 'protocol' | 'port'>;

/** What a new edge must fit to. */
export interface Surroundings {
  readonly byId: ReadonlyMap<string, DocumentNode>;
  readonly specs: Specs;
  /** `lineKey` of each edge there is. */
  readonly taken: ReadonlySet<string>;
}

export function lineKey({ from, to, protocol = '', port = '' }: Line): string {
  return [from, to, protocol, port].join('\n');
}

export function lineOf({ from, to, protocol, port }: Line): WrittenLine {
  return {
    from,
    to,
    ...(protocol !== undefined && { protocol }),
    ...(port !== undefined && { port }),
  };
}

export function surroundings({ nodes, edges }: Scene, specs: Specs): Surroundings {
  return { byId: indexById(nodes), specs, taken: new Set(edges.map(lineKey)) };
}

/**
 * How an edge from one node to another would run: with the first protocol, and the first port of
 * that, by which they are not connected yet; else a sentence why there can be none.
 */
export function lineBetween(from: string, to: string, on: Surroundings): WrittenLine | string {
  const source = on.byId.get(from);
  const target = on.byId.get(to);
  if (source === undefined) return `There is no node ${show(from)} to start from.`;
  if (target === undefined) return `There is no node ${show(to)} to end at.`;
  const why = whyIllegalEdge(source, target, on);
  if (why !== null) return why;
  const lines = linesBetween(source, target, on.specs);
  const free = lines.find((line) => !on.taken.has(lineKey(line)));
  return free ?? already(source, target, on.specs);
}

function already(source: DocumentNode, target: DocumentNode, specs: Specs): string {
  return `${nameOf(source, specs)} is already connected to ${nameOf(target, specs)}.`;
}

/** Every way in which two nodes may be connected, the usual one first. */
export function linesBetween(
  source: DocumentNode,
  target: DocumentNode,
  specs: Specs,
): WrittenLine[] {
  const ends = { from: source.id, to: target.id };
  const both = protocolsBetween(source, target, specs);
  // What an unknown kind sends and accepts is unknown too.
  if (both === undefined) return [ends];
  return both.flatMap(({ id: protocol }): WrittenLine[] => {
    const ports = portsAt(target, protocol, specs);
    if (ports.length === 0) return [{ ...ends, protocol }];
    return ports.map((port) => ({ ...ends, protocol, port }));
  });
}

/** The ports that a node offers for a protocol; none where the protocol has but one end there. */
export function portsAt(
  node: DocumentNode,
  protocol: string | undefined,
  specs: Specs,
): readonly string[] {
  const spec = specOf(node.kind, specs);
  const ports = protocol === undefined ? undefined : own(spec?.ports, protocol);
  return ports === undefined || spec === undefined
    ? []
    : ports.names(completeConfig(spec, node.config));
}

/** Why an edge may not run like this; null when it may. */
export function whyNoEdge(line: Line, on: Surroundings): string | null {
  const source = on.byId.get(line.from);
  const target = on.byId.get(line.to);
  if (source === undefined) return `There is no node ${show(line.from)} to start from.`;
  if (target === undefined) return `There is no node ${show(line.to)} to end at.`;
  if (on.taken.has(lineKey(line))) return already(source, target, on.specs);
  return whyIllegalEdge(source, target, on, line.protocol);
}

/**
 * Why an edge may not run between two nodes of a scene, other edges aside; null when it may.
 * @param protocol left out: any that suits both
 */
export function whyIllegalEdge(
  source: DocumentNode,
  target: DocumentNode,
  { byId, specs }: Pick<Surroundings, 'byId' | 'specs'>,
  protocol?: string,
): string | null {
  const from = nameOf(source, specs);
  const to = nameOf(target, specs);
  if (source.id === target.id) return `${from} cannot be connected to itself.`;
  if (isInside(source, target.id, byId))
    return `${from} is inside ${to}, so it would send to itself.`;
  if (isInside(target, source.id, byId)) return `${to} is inside ${from}: connect it from outside.`;
  const both = protocolsBetween(source, target, specs);
  if (both === undefined) return null;
  if (protocol !== undefined && both.length > 0 && !both.some(({ id }) => id === protocol)) {
    return `${from} and ${to} do not both speak ${show(protocol)}.`;
  }
  const gives = specOf(source.kind, specs)?.gives ?? [];
  const takes = specOf(target.kind, specs)?.takes ?? [];
  if (gives.length === 0) return `${from} sends nothing, so it cannot be a source.`;
  if (takes.length === 0) return `${to} accepts nothing, so it cannot be a target.`;
  if (both.length > 0) return null;
  const carried = (protocols: readonly Protocol[]) =>
    protocols.map(({ carries }) => carries).join(' and ');
  return `${from} sends ${carried(gives)}, and ${to} accepts only ${carried(takes)}.`;
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
 * Why a node cannot be a member of the frame it acts in, where it stands in a place within that;
 * null where it can, or stands in none.
 */
export function whyNotThrough(
  node: DocumentNode,
  byId: ReadonlyMap<string, DocumentNode>,
  specs: Specs,
): string | null {
  const isPlace = ({ kind }: DocumentNode) => specOf(kind, specs)?.frame?.isTransparent === true;
  let around = node.in === undefined ? undefined : byId.get(node.in);
  if (around === undefined || !isPlace(around) || isPlace(node)) return null;
  for (let steps = 0; around !== undefined && steps <= byId.size; steps++) {
    if (!isPlace(around)) return whyNotInside(node, around, specs);
    around = around.in === undefined ? undefined : byId.get(around.in);
  }
  return null;
}

/**
 * Whether the node lies in that frame, or in a frame in it. Frames that contain each other do
 * no harm.
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
