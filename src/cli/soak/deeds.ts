/**
 * Random deeds at random times: everything a document can command, to parts that can suffer it and
 * now and then to some that cannot or are not there. The list below misses none: a deed the
 * document learns does not compile before it stands here.
 */
import { momentOf } from '../../document/scene.ts';
import type { Spec } from '../../document/spec.ts';
import type { DocumentCommand, DocumentEdge, Intervention } from '../../document/types.ts';
import { edgeSettings, settingsOf } from './settings.ts';
import type { Table } from './table.ts';

type Deeds = {
  readonly [I in Intervention as I['do']]: (table: Table, forMs: number) => Intervention | null;
};

const DEEDS: Deeds = {
  crash: (table) => toNode(table, 'crash'),
  restart: (table) => toNode(table, 'restart'),
  hang: (table) => toNode(table, 'hang'),
  resume: (table) => toNode(table, 'resume'),
  drain: (table) => toNode(table, 'drain'),
  slow: (table) => {
    const node = suffering(table, 'slow');
    return node === null ? null : { do: 'slow', node, factor: table.chance.pick([0.5, 1, 3, 10]) };
  },
  errors: (table) => {
    const node = suffering(table, 'errors');
    return node === null ? null : { do: 'errors', node, rate: table.chance.pick([0, 0.3, 1]) };
  },
  burst: (table, forMs) => {
    const node = suffering(table, 'burst');
    const length = Math.round(table.chance.spread(1, forMs));
    return node === null
      ? null
      : { do: 'burst', node, factor: table.chance.pick([0.1, 2, 6]), for: length };
  },
  cut: (table) => {
    const edge = anyEdge(table);
    const way = table.chance.pick(['forward', 'back', 'both', undefined] as const);
    return edge && { do: 'cut', edge: edge.id, ...(way !== undefined && { way }) };
  },
  lose: (table) => {
    const edge = anyEdge(table);
    return edge && { do: 'lose', edge: edge.id, rate: table.chance.pick([0, 0.05, 0.3, 1]) };
  },
  delay: (table) => {
    const edge = anyEdge(table);
    const by = table.chance.pick([0, 12.345, 200, 3_000]);
    return edge && { do: 'delay', edge: edge.id, by };
  },
  heal: (table) => {
    const edge = anyEdge(table);
    return edge && { do: 'heal', edge: edge.id };
  },
  set: (table) => {
    const { chance, bounds, specs } = table;
    const node = table.pickOften(table.nodes);
    const spec = node && specs[node.kind];
    if (node === undefined || spec === undefined) return null;
    const { material } = table.maker;
    return {
      do: 'set',
      node: node.id,
      config: settingsOf(spec, { material, bounds, few: true }, chance),
    };
  },
  'set-edge': (table) => {
    const edge = anyEdge(table);
    const config = edgeSettings(table.maker.material, table.chance);
    return edge && { do: 'set-edge', edge: edge.id, config };
  },
  place: (table) => {
    const { chance, specs } = table;
    const inner = table.nodes.filter(({ id }) => table.isInner(id)).map(({ id }) => id);
    const frames = table.nodes.filter(({ kind }) => specs[kind]?.frame !== undefined);
    const nodes = chance.some(inner, chance.int(1, 2));
    if (nodes.length === 0) return null;
    const frame = chance.isTrue(0.5) ? chance.pickAny(frames) : undefined;
    const positions = Object.fromEntries(nodes.map((id) => [id, [16, 24] as [number, number]]));
    return {
      do: 'place',
      nodes,
      in: frame?.id ?? null,
      ...(chance.isTrue(0.5) && { positions }),
    };
  },
  reconnect: (table) => {
    const { chance } = table;
    const edge = anyEdge(table);
    if (edge === null) return null;
    const { id, from, to } = edge;
    if (chance.isTrue(0.25)) return { do: 'reconnect', edge: id, from, to };
    const ends = table.nodes.filter((node) => table.isForward(from, node.id));
    return { do: 'reconnect', edge: id, from, to: chance.pickAny(ends)?.id ?? to };
  },
  add: (table) => (table.chance.isTrue(0.25) ? bringBack(table) : bringNew(table)),
  remove: (table) => {
    const { chance, nodes, edges } = table;
    const isNode = chance.isTrue(0.6);
    const parts: readonly { readonly id: string }[] = isNode ? nodes : edges;
    const ids = chance.some(parts, chance.int(1, 2)).map(({ id }) => id);
    if (ids.length === 0) return null;
    return { do: 'remove', ...(isNode ? { nodes: ids } : { edges: ids }) };
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
    const deed = randomDeed(table, untilMs);
    if (deed !== null) made.push({ ...deed, at });
    before = at;
  }
  return made.toSorted((a, b) => a.at - b.at);
}

/** One deed; null where nothing stands on the table that could suffer it. */
export function randomDeed(table: Table, forMs: number): Intervention | null {
  return DEEDS[table.chance.pick(Object.keys(DEEDS)) as Intervention['do']](table, forMs);
}

type Plain = 'crash' | 'restart' | 'hang' | 'resume' | 'drain';

function toNode(table: Table, does: Plain): Intervention | null {
  const node = suffering(table, does);
  return node === null ? null : { do: does, node };
}

/** A node whose kind knows that fault; now and then any node, or none that stands there. */
function suffering(table: Table, fault: Spec['faults'][number]): string | null {
  const { chance, nodes, specs } = table;
  if (chance.isTrue(0.03)) return 'nobody';
  const able = nodes.filter(({ kind }) => specs[kind]?.faults.includes(fault) === true);
  return table.pickOften(chance.isTrue(0.05) ? nodes : able)?.id ?? null;
}

function anyEdge(table: Table): DocumentEdge | null {
  return table.pickOften(table.edges) ?? null;
}

/** A node and edges to and from it. */
function bringNew(table: Table): Intervention {
  const { chance } = table;
  const node = table.makeNode(chance.pick(Object.values(table.specs)));
  table.nodes.push(node);
  const others = chance.some(table.nodes, 2);
  const edges = [node, ...others].flatMap((from) => table.makeEdge(from) ?? []);
  table.edges.push(...edges);
  return { do: 'add', nodes: [node], edges };
}

/** What may have been taken away before, with the ids it had. */
function bringBack(table: Table): Intervention {
  const { chance } = table;
  const nodes = chance.some(table.nodes, 1);
  const edges = table.edges.filter(({ from, to }) =>
    nodes.some(({ id }) => id === from || id === to),
  );
  return { do: 'add', nodes, edges: [...edges, ...chance.some(table.edges, 1)].filter(isFirst) };
}

function isFirst<T>(item: T, at: number, list: readonly T[]): boolean {
  return list.indexOf(item) === at;
}
