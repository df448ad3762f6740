/**
 * Random diagrams: valid documents of any kinds, a few parts each, connected as the specs allow,
 * with random deeds, notes and conditions to stop at.
 */

import { type Condition, type FigureCondition, SORTS } from '../../document/condition.ts';
import { generalDeeds } from '../../document/deed-targets.ts';
import { validate } from '../../document/schema.ts';
import type { Spec } from '../../document/spec.ts';
import type { DocumentNote, SceneDocument } from '../../document/types.ts';
import { own } from '../../lib/table.ts';
import { AWKWARD_TEXTS } from './awkward.ts';
import { Chance } from './chance.ts';
import { randomDeeds } from './deeds.ts';
import type { Maker } from './maker.ts';
import { Table } from './table.ts';

/** A document, and for how long it is worth running. */
export interface Diagram {
  readonly document: SceneDocument;
  /** Milliseconds of simulated time. */
  readonly untilMs: number;
}

/** @param seed the same seed gives the same diagram */
export function randomDiagram(seed: number, maker: Maker): Diagram {
  const chance = new Chance(seed, 'diagram');
  const untilMs = Math.round(chance.spread(500, 60_000));
  const table = new Table(maker, chance, untilMs);
  const specs = Object.values(table.specs);
  const sources = specs.filter((spec) => spec.gives.length > 0 && spec.takes.length === 0);
  const others = specs.filter((spec) => !sources.includes(spec));
  const depthOf = (spec: Spec): number => {
    if (spec.frame !== undefined) return 0;
    return sources.some(({ gives }) => gives.some((sent) => spec.gives.includes(sent))) ? 1 : 2;
  };
  const ends = others.filter((spec) => depthOf(spec) === 2);
  const chosen: Spec[] = ends.length > 0 ? [chance.pick(ends)] : [];
  for (let more = chance.int(0, 8); more > 0; more--) {
    // One more of what is there already as often as any other.
    chosen.push(chance.pick(chance.isTrue(0.5) && chosen.length > 0 ? chosen : others));
  }
  // Frames first, so that others may be inside; then who passes requests on, then who answers them.
  chosen.sort((a, b) => depthOf(a) - depthOf(b));
  for (const spec of chosen) table.nodes.push(table.makeNode(spec));
  for (let n = chance.int(1, 3); n > 0 && sources.length > 0; n--) {
    table.nodes.push(table.makeNode(chance.pick(sources)));
  }
  for (const node of table.nodes) {
    for (let n = chance.int(1, 3); n > 0; n--) {
      const edge = table.makeEdge(node);
      if (edge !== undefined) table.edges.push(edge);
    }
  }
  const start = { nodes: [...table.nodes], edges: [...table.edges] };
  const commands = randomDeeds(table, untilMs);
  const notes = Array.from({ length: chance.int(0, 2) }, () => randomNote(table));
  const conditions = Array.from({ length: chance.int(0, 3) }, () => randomCondition(table));
  const document: SceneDocument = {
    version: 2,
    title: chance.pick(AWKWARD_TEXTS),
    seed: chance.int(0, 0xffffffff),
    ...(chance.isTrue(0.3) && { speed: chance.spread(0.001, 1_000) }),
    ...start,
    commands,
    notes,
    conditions,
  };
  return { document: validOf(document, maker, seed), untilMs };
}

/** The document as it is saved. What is made here is valid, or what makes it is wrong. */
function validOf(document: SceneDocument, maker: Maker, seed: number): SceneDocument {
  const result = validate(document, maker.material.specs);
  if (result.ok) return result.document;
  const { message } = result.error;
  throw new Error(`The diagram made of seed ${seed} is not valid: ${message}`);
}

function randomNote(table: Table): DocumentNote {
  const { chance, nodes } = table;
  const on = chance.isTrue(0.5) ? chance.pickAny(nodes)?.id : undefined;
  return {
    id: table.freshId('note'),
    text: chance.pick(AWKWARD_TEXTS),
    at: [chance.int(-500, 500), chance.int(-500, 500) / 2],
    ...(chance.isTrue(0.5) && { size: [300, 40.5] }),
    ...(on !== undefined && { on }),
  };
}

/** By the sort of it: one of each is made sooner or later. */
const CONDITIONS: { readonly [S in (typeof SORTS)[number]]: (table: Table) => Condition } = {
  all: (table) => ({ all: [randomLeaf(table), randomLeaf(table)], ...lasting(table) }),
  any: (table) => ({ any: [randomLeaf(table), { not: randomLeaf(table) }], ...lasting(table) }),
  not: (table) => ({ not: { ...randomLeaf(table), ...lasting(table) } }),
  figure: (table) => table.chance.pick(FIGURES)(table),
  series: (table) => randomSeries(table),
  state: (table) => ({
    state: table.chance.pick(table.maker.states),
    node: aNode(table),
    ...lasting(table),
  }),
  error: (table) => ({ error: true, ...perhapsAt(table) }),
  count: (table) => ({ count: 'parts', tag: 'down', ...bound(table, 3), ...lasting(table) }),
  path: (table) => ({ path: { from: aNode(table), to: aNode(table) }, ...lasting(table) }),
  verb: (table) => ({ verb: table.chance.pick(Object.keys(generalDeeds)) }),
};

const FIGURES: readonly ((table: Table) => FigureCondition)[] = [
  (table) => ({
    figure: 'response',
    percentile: table.chance.pick([50, 95, 99] as const),
    ...bound(table, 500),
    within: table.chance.pick([1, 500, 10_000]),
    ...perhapsAt(table),
  }),
  (table) => ({
    figure: table.chance.pick(['throughput', 'errors'] as const),
    ...bound(table, 50),
    within: table.chance.pick([1, 500, 10_000]),
    ...perhapsAt(table),
    ...lasting(table),
  }),
  (table) => ({ figure: 'queue', node: aNode(table), ...bound(table, 5), ...lasting(table) }),
  (table) => ({ figure: 'inFlight', ...bound(table, 20), ...perhapsAt(table) }),
];

/** A figure that a kind keeps of its own; how many stand there, where none does. */
function randomSeries(table: Table): Condition {
  const { specs } = table.maker.material;
  const all = table.nodes.flatMap(({ id, kind }) =>
    Object.entries(own(specs, kind)?.series ?? {}).map(([name, spec]) => ({ id, name, spec })),
  );
  const found = table.chance.pickAny(all);
  if (found === undefined) return CONDITIONS.count(table);
  const hasKey = found.spec.keyed !== undefined && table.chance.isTrue(0.3);
  const key = hasKey ? { key: aNode(table) } : {};
  const within = found.spec.is === 'counter' ? { within: table.chance.pick([500, 10_000]) } : {};
  return { series: found.name, node: found.id, ...key, ...within, ...bound(table, 5) };
}

function randomLeaf(table: Table): Condition {
  const sort = table.chance.pick(['figure', 'state', 'count', 'path'] as const);
  const { for: _for, ...leaf } = { for: 0, ...CONDITIONS[sort](table) };
  return leaf as Condition;
}

function aNode({ chance, nodes }: Table): string {
  return chance.pick(nodes).id;
}

function perhapsAt(table: Table): { node?: string } {
  return table.chance.isTrue(0.5) ? { node: aNode(table) } : {};
}

function bound({ chance }: Table, most: number): { above: number } | { below: number } {
  return chance.isTrue(0.7) ? { above: chance.int(0, most) } : { below: chance.int(1, most) };
}

function lasting({ chance }: Table): { for?: number } {
  return chance.isTrue(0.3) ? { for: chance.pick([0.5, 100, 2_000]) } : {};
}

function randomCondition(table: Table): Condition {
  return CONDITIONS[table.chance.pick(SORTS)](table);
}
