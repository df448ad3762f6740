/**
 * Random diagrams: valid documents of any kinds, a few parts each, connected as the specs allow,
 * with random deeds, notes and conditions to stop at.
 */
import { validate } from '../../document/schema.ts';
import type { Spec } from '../../document/spec.ts';
import type { DocumentNote, SceneDocument, StopCondition } from '../../document/types.ts';
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
  const stops = Array.from({ length: chance.int(0, 3) }, () => randomStop(table));
  const document: SceneDocument = {
    version: 2,
    title: chance.pick(AWKWARD_TEXTS),
    seed: chance.int(0, 0xffffffff),
    ...(chance.isTrue(0.3) && { speed: chance.spread(0.001, 1_000) }),
    ...start,
    commands,
    notes,
    stops,
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

const STOPS: {
  readonly [S in StopCondition as S['when']]: (table: Table) => S;
} = {
  slow: ({ chance, nodes }) => ({
    when: 'slow',
    percentile: chance.pick([50, 95, 99] as const),
    above: chance.int(0, 500),
    within: chance.pick([1, 500, 10_000]),
    ...(chance.isTrue(0.5) && { node: chance.pick(nodes).id }),
  }),
  error: ({ chance, nodes }) => ({
    when: 'error',
    ...(chance.isTrue(0.5) && { node: chance.pick(nodes).id }),
  }),
  queue: ({ chance, nodes }) => ({
    when: 'queue',
    node: chance.pick(nodes).id,
    above: chance.int(0, 5),
  }),
  state: ({ chance, nodes, maker }) => ({
    when: 'state',
    node: chance.pick(nodes).id,
    is: chance.pick(maker.states),
  }),
};

function randomStop(table: Table): StopCondition {
  return STOPS[table.chance.pick(Object.keys(STOPS)) as StopCondition['when']](table);
}
