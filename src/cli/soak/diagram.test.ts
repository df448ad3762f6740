import { describe, expect, test } from 'vitest';
import { SORTS } from '../../document/condition.ts';
import { targetsOf } from '../../document/deeds.ts';
import { integer, number, table } from '../../document/field.ts';
import { partsOf } from '../../document/parts.ts';
import { defineSpec, type Specs } from '../../document/spec.ts';
import type { SceneDocument } from '../../document/types.ts';
import { kinds } from '../../kinds/kinds.ts';
import { randomDiagram } from './diagram.ts';
import { makerFor } from './maker.ts';

const { specs } = kinds;
const maker = makerFor(kinds);
const documents = Array.from({ length: 400 }, (_, seed) => randomDiagram(seed, maker).document);
const nodes = documents.flatMap((document) => partsOf(document).nodes);
const commands = documents.flatMap((document) => document.commands);

test('the same seed makes the same diagram, another seed another', () => {
  expect(randomDiagram(7, maker)).toEqual(randomDiagram(7, maker));
  expect(randomDiagram(7, maker)).not.toEqual(randomDiagram(8, maker));
});

describe('some hundred diagrams hold', () => {
  test('every kind with every setting, inside of lists, too', () => {
    for (const spec of Object.values(specs)) {
      const configs = nodes
        .filter(({ kind }) => kind === spec.kind)
        .map(({ config = {} }) => config);
      expect(configs.length, spec.kind).toBeGreaterThan(0);
      for (const [name, field] of Object.entries(spec.fields)) {
        const values = new Set(configs.map((config) => JSON.stringify(config[name])));
        expect(values.size, `${spec.kind}.${name}`).toBeGreaterThan(1);
        for (const { value } of field.options ?? []) {
          const isSaid = value === field.default || values.has(JSON.stringify(value));
          expect(isSaid, `${spec.kind}.${name} ${value}`).toBe(true);
        }
      }
    }
    expect(JSON.stringify(nodes)).toContain('"headers":{"');
  });

  test('every deed, every way of cutting, and every sort of distribution', () => {
    const deeds = new Set(commands.map((command) => command.do));
    expect([...deeds].sort()).toEqual([
      ...['act', 'add', 'burst', 'crash', 'cut', 'delay', 'drain', 'errors', 'hang', 'heal'],
      ...['isolate', 'lose', 'place', 'reconnect', 'rejoin', 'remove', 'restart', 'resume'],
      ...['scale', 'set', 'set-edge', 'slow'],
    ]);
    const ways = new Set(
      commands.flatMap((command) => (command.do === 'cut' ? [command.way] : [])),
    );
    expect(ways).toEqual(new Set(['forward', 'back', 'both', undefined]));
    const text = JSON.stringify(documents);
    const sorts = [
      'constant',
      'uniform',
      'exponential',
      'lognormal',
      'pareto',
      'zipf',
      'empirical',
    ];
    for (const sort of sorts) expect(text).toContain(`"dist":"${sort}"`);
  });

  test('replicas and inner links, and deeds to one of them', () => {
    expect(nodes.filter((node) => node.replicas !== undefined).length).toBeGreaterThan(20);
    const targets = commands.flatMap((command) => [
      ...('node' in command && typeof command.node === 'string' ? [command.node] : []),
      ...('edge' in command && typeof command.edge === 'string' ? [command.edge] : []),
    ]);
    expect(targets.filter((id) => /\.\d$/.test(id)).length).toBeGreaterThan(5);
    expect(targets.filter((id) => id.includes('~')).length).toBeGreaterThan(5);
  });

  test('members in frames, lossy lines, notes, conditions, and names that programs trip over', () => {
    expect(nodes.filter((node) => node.in !== undefined).length).toBeGreaterThan(20);
    const ids = new Set(nodes.map(({ id }) => id));
    for (const id of ['toString', 'hasOwnProperty']) expect(ids).toContain(id);
    const names = new Set(nodes.map(({ name }) => name));
    for (const name of ['__proto__', 'constructor', '決済システム', 'שרת ראשי']) {
      expect(names).toContain(name);
    }
    const edges = documents.flatMap((document) => document.edges);
    expect(edges.filter(({ config }) => (config?.loss ?? 0) > 0).length).toBeGreaterThan(20);
    expect(documents.filter(({ notes = [] }) => notes.length > 0).length).toBeGreaterThan(20);
    const sorts = documents.flatMap(({ conditions = [] }) =>
      conditions.flatMap((each) => SORTS.filter((sort) => Object.hasOwn(each, sort))),
    );
    expect(new Set(sorts)).toEqual(new Set(SORTS));
  });
});

test('nobody sends in a circle, whatever is led elsewhere or joins', () => {
  for (const document of documents) expect(circleIn(document)).toBeNull();
});

test('a kind that is listed tomorrow is in it by itself, nested settings included', () => {
  const [http] = specs.client?.gives ?? [];
  if (http === undefined) throw new Error('The client gives nothing.');
  const tomorrow = defineSpec({
    ...{
      kind: 'tomorrow',
      key: 'tm',
      family: 'compute',
      title: 'Tomorrow',
      summary: 'Is to come.',
    },
    ...{ icon: 'bird', gives: [http], takes: [http], faults: ['crash'] },
    fields: {
      depth: integer({ key: 'd', label: 'Depth', help: 'How deep.', default: 1, min: 1, max: 9 }),
      parts: table({
        ...{ key: 'p', label: 'Parts', help: 'Which parts.', each: 'part', most: 3 },
        columns: {
          pieces: table({
            ...{ key: 'i', label: 'Pieces', help: 'Of the part.', each: 'piece', most: 3 },
            columns: {
              weight: number({
                ...{ key: 'w', label: 'Weight', help: 'Of one.', default: 1, min: 0, max: 9 },
              }),
            },
          }),
        },
      }),
    },
  });
  const more: Specs = { ...specs, tomorrow };
  const other = makerFor({ ...kinds, specs: more });
  const made = Array.from({ length: 300 }, (_, seed) => randomDiagram(seed, other).document);
  const those = made.flatMap(({ nodes: all }) => all.filter(({ kind }) => kind === 'tomorrow'));
  expect(those.length).toBeGreaterThan(10);
  expect(new Set(those.map(({ config }) => config?.depth)).size).toBeGreaterThan(3);
  expect(JSON.stringify(those)).toMatch(/"parts":\[.*"weight"/);
});

/**
 * A node that reaches itself along edges of any time; an edge to a frame leads to all that were
 * ever in it.
 */
function circleIn(document: SceneDocument): string | null {
  const { nodes: all, edges } = partsOf(document);
  const frames = new Map<string, Set<string>>();
  const put = (id: string, frame: string) =>
    frames.set(frame, (frames.get(frame) ?? new Set()).add(id));
  for (const { id, in: frame } of all) if (frame !== undefined) put(id, frame);
  const ends: [string, string][] = edges.map(({ from, to }) => [from, to]);
  for (const command of document.commands) {
    if (command.do === 'reconnect') ends.push([String(command.from), String(command.to)]);
    if (command.do === 'place' && typeof command.in === 'string') {
      for (const id of targetsOf(command)) put(id, command.in);
    }
  }
  const next = (id: string) =>
    ends.flatMap(([from, to]) => (from === id ? [to, ...(frames.get(to) ?? [])] : []));
  for (const { id } of all) {
    const seen = new Set<string>();
    const queue = next(id);
    for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
      if (at === id) return id;
      if (!seen.has(at)) queue.push(...next(at));
      seen.add(at);
    }
  }
  return null;
}
