/**
 * Random deeds at random times: everything that deeds and kinds declare, to parts that can suffer
 * it and now and then to some that cannot or are not there.
 */
import { linesBetween } from '../../document/connect.ts';
import type { PartDeed } from '../../document/deed.ts';
import { commandFor, type Deed, deeds, deedsOfEdges, deedsOfKind } from '../../document/deeds.ts';
import {
  adds,
  places,
  reconnects,
  removes,
  scales,
  sets,
  setsEdge,
} from '../../document/deeds-table.ts';
import { momentOf } from '../../document/scene.ts';
import type { TableDeed } from '../../document/table-deed.ts';
import type { DocumentCommand, DocumentNode, Intervention } from '../../document/types.ts';
import { own } from '../../lib/table.ts';
import { edgeSettings, randomValue, settingsOf } from './settings.ts';
import type { Table } from './table.ts';

/** What changes the table, by what the run does then. */
const CHANGES: {
  readonly [run in TableDeed['run']]: (table: Table) => Intervention | null;
} = {
  configure: (table) => {
    const { chance, bounds, specs } = table;
    const node = table.pickOften(table.nodes);
    const spec = node && specs[node.kind];
    if (node === undefined || spec === undefined) return null;
    const { material } = table.maker;
    return sets(node.id, settingsOf(spec, { material, bounds, few: true }, chance));
  },
  'configure-edge': (table) => {
    const edge = table.pickOften(table.edges);
    return edge
      ? setsEdge(edge.id, edgeSettings(edge.protocol, table.maker.material, table.chance))
      : null;
  },
  enclose: (table) => {
    const { chance, specs } = table;
    const inner = table.nodes.filter(({ id }) => table.isInner(id)).map(({ id }) => id);
    const frames = table.nodes.filter(({ kind }) => specs[kind]?.frame !== undefined);
    const nodes = chance.some(inner, chance.int(1, 2));
    if (nodes.length === 0) return null;
    const frame = chance.isTrue(0.5) ? chance.pickAny(frames) : undefined;
    const positions = Object.fromEntries(nodes.map((id) => [id, [16, 24] as [number, number]]));
    return places(nodes, frame?.id ?? null, chance.isTrue(0.5) ? positions : {});
  },
  lead: (table) => {
    const { chance, nodes, specs } = table;
    const edge = table.pickOften(table.edges);
    const source = nodes.find((node) => node.id === edge?.from);
    if (edge === undefined || source === undefined) return null;
    const { id, from, to } = edge;
    const isHere = (node: DocumentNode) => node.id === to;
    const isForward = (node: DocumentNode) => table.isForward(from, node.id);
    const target = chance.pickAny(nodes.filter(chance.isTrue(0.25) ? isHere : isForward));
    const ways = target === undefined ? [] : linesBetween(source, target, specs);
    const way = chance.isTrue(0.5) ? chance.pickAny(ways) : undefined;
    return reconnects(id, way ?? { from, to: target?.id ?? to });
  },
  join: (table) => (table.chance.isTrue(0.25) ? bringBack(table) : bringNew(table)),
  scale: (table) => {
    const able = table.nodes.filter(({ kind }) => table.specs[kind]?.replicates === true);
    const node = table.chance.pickAny(able);
    const { min, max } = table.replicas();
    return node ? scales(node.id, min, max) : null;
  },
  leave: (table) => {
    const { chance, nodes, edges } = table;
    const isNode = chance.isTrue(0.6);
    const parts: readonly { readonly id: string }[] = isNode ? nodes : edges;
    const ids = chance.some(parts, chance.int(1, 2)).map(({ id }) => id);
    if (ids.length === 0) return null;
    return isNode ? removes(ids, []) : removes([], ids);
  },
};

/** Up to a dozen deeds, in order of time. What they bring is added to the table. */
export function randomDeeds(table: Table, untilMs: number): DocumentCommand[] {
  const { chance } = table;
  const made: DocumentCommand[] = [];
  const most = chance.pick([0, 2, 4, 8, 12]);
  const moments = Array.from(
    { length: most },
    () => Math.floor(chance.real(0, untilMs * 1000)) / 1000,
  );
  moments.sort((a, b) => a - b);
  let before = 0;
  for (const moment of moments) {
    // Now and then two at the same moment, or a few milliseconds after each other.
    const at = chance.pick([moment, moment, before, momentOf(Math.min(moment, before + 5))]);
    const deed = randomDeed(table);
    if (deed !== null) made.push({ ...deed, at });
    before = at;
  }
  return made.toSorted((a, b) => a.at - b.at);
}

/** One deed; null where nothing stands on the table that could suffer it. */
export function randomDeed(table: Table): Intervention | null {
  const [name, deed] = table.chance.pick(everyDeed(table));
  if (deed.on === 'table') return CHANGES[deed.run](table);
  const target = deed.on === 'edge' ? anyEdge(table) : suffering(table, name);
  return target === undefined ? null : commandFor(name, target, valuesFor(deed, table));
}

/** The general ones and those of every kind. */
function everyDeed({ specs }: Table): [string, Deed][] {
  const onNodes = Object.values(specs).flatMap(deedsOfKind);
  const onTable = Object.entries(deeds).filter(([, deed]) => deed.on === 'table');
  return [...new Map<string, Deed>([...onNodes, ...deedsOfEdges, ...onTable])];
}

/** Now and then the level at which nothing is in force. */
function valuesFor(deed: PartDeed, { chance, maker, bounds }: Table): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  const level = deed.fault?.level;
  for (const [name, arg] of Object.entries(deed.args)) {
    if (arg.is !== 'value' || (arg.optional === true && chance.isTrue(0.3))) continue;
    const isNone = level?.arg === name && typeof level.none === 'number' && chance.isTrue(0.15);
    values[name] = isNone
      ? level.none
      : randomValue(arg.field, { material: maker.material, bounds }, chance);
  }
  return values;
}

/**
 * A node whose kind knows that deed; now and then any node, if the deed is a general one, or none
 * that stands there.
 */
function suffering(table: Table, deed: string): string | undefined {
  const { chance, nodes, specs } = table;
  if (chance.isTrue(0.03)) return 'nobody';
  const able = nodes.filter(({ kind }) => deedsOfKind(specs[kind]).some(([name]) => name === deed));
  const isStrange = own(deeds, deed) !== undefined && chance.isTrue(0.05);
  const node = table.pickOften(isStrange ? nodes : able);
  // One of a template's replicas as often as all of them; now and then one too many.
  const count = node?.replicas?.max ?? 0;
  return count > 0 && chance.isTrue(0.5) ? `${node?.id}.${chance.int(1, count + 1)}` : node?.id;
}

/** The id of an edge, or of what links two members of a frame, if theirs does that. */
function anyEdge(table: Table): string | undefined {
  const { chance, nodes } = table;
  const member = chance.pickAny(nodes.filter((node) => node.in !== undefined));
  const other = chance.pickAny(nodes.filter((node) => node !== member && node.in === member?.in));
  if (member !== undefined && other !== undefined && chance.isTrue(0.3)) {
    return `${member.id}~${other.id}`;
  }
  return table.pickOften(table.edges)?.id;
}

/** A node and edges to and from it. */
function bringNew(table: Table): Intervention {
  const { chance } = table;
  const node = table.makeNode(chance.pick(Object.values(table.specs)));
  table.nodes.push(node);
  const others = chance.some(table.nodes, 2);
  const edges = [node, ...others].flatMap((from) => table.makeEdge(from) ?? []);
  table.edges.push(...edges);
  return adds([node], edges);
}

/** What may have been taken away before, with the ids it had. */
function bringBack(table: Table): Intervention {
  const { chance } = table;
  const nodes = chance.some(table.nodes, 1);
  const edges = table.edges.filter(({ from, to }) =>
    nodes.some(({ id }) => id === from || id === to),
  );
  return adds(nodes, [...edges, ...chance.some(table.edges, 1)].filter(isFirst));
}

function isFirst<T>(item: T, at: number, list: readonly T[]): boolean {
  return list.indexOf(item) === at;
}
