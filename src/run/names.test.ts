/**
 * Names that every object has, wherever a visitor may give one: ids, kinds, names, headers, targets
 * of rules.
 */
import { describe, expect, test } from 'vitest';
import { decodeLink, encodeLink } from '../document/link.ts';
import { sceneAt } from '../document/scene.ts';
import { parseDocument, validate } from '../document/schema.ts';
import type { SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { specs } from '../kinds/specs.ts';
import { cards } from './reports.ts';
import { Run } from './run.ts';
import { series } from './series.ts';
import { summarize } from './summary.ts';

const NAMES = ['constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf'] as const;
const SECOND = 1_000_000;

/**
 * Every server and frame is called like something that every object has, and so is what requests
 * carry and rules look for.
 */
function awkward(): SceneDocument {
  const mix = NAMES.map((name) => ({
    headers: { [name]: name },
    cookies: { [name]: name },
    body: { [name]: name },
  }));
  const rules = NAMES.map((name) => ({ on: 'header', name, equals: name, to: name }));
  return {
    version: 1,
    title: 'toString',
    seed: 1,
    nodes: [
      { id: 'isPrototypeOf', kind: 'client', at: [0, 0], config: { mix } },
      { id: 'lb', kind: 'load-balancer', at: [300, 0], config: { rules, maxFails: 0 } },
      ...NAMES.map((id, at) => ({
        id,
        kind: 'server',
        name: '__proto__',
        at: [600, 120 * at] as [number, number],
        config: { errorRate: 0.5 },
      })),
      { id: 'grey', kind: 'constructor', at: [0, 300], config: { constructor: { prototype: 1 } } },
    ],
    edges: [
      { id: 'toLocaleString', from: 'isPrototypeOf', to: 'lb' },
      ...NAMES.map((to) => ({ id: `to-${to}`, from: 'lb', to })),
    ],
    commands: [
      { at: 1000, do: 'crash', node: 'valueOf' },
      { at: 1000, do: 'add', nodes: [{ id: 'later', kind: 'pool', at: [0, 0] }] },
      {
        at: 1500,
        do: 'place',
        nodes: ['constructor'],
        in: 'later',
        positions: { constructor: [8, 32] },
      },
    ],
  } as unknown as SceneDocument;
}

function valid(data: unknown): SceneDocument {
  const result = validate(data, specs);
  if (!result.ok) throw new Error(result.error.message);
  return result.document;
}

describe('names that every object has', () => {
  test('are taken by validation, file and link alike', () => {
    const document = valid(awkward());
    // Of version 1, whose edges say not yet what they carry.
    const edges = awkward().edges.map((edge) => ({ ...edge, protocol: 'http' }));
    expect(document).toEqual({ ...awkward(), version: 2, edges });
    const file = parseDocument(JSON.stringify(document), specs);
    expect(file.ok && file.document).toEqual(document);
    const link = decodeLink(encodeLink(document, specs).fragment, specs);
    expect(link.ok && link.kind === 'document' && link.document).toEqual(document);
  });

  test('mean nothing to a run', () => {
    const run = new Run(valid(awkward()), kinds);
    run.runUntil(20 * SECOND);
    const { nodes, messages } = summarize(run);
    expect(new Set(Object.keys(nodes))).toEqual(
      new Set(['isPrototypeOf', 'lb', 'later', ...NAMES]),
    );
    // Each rule leads its own sort of requests to its own server, and nothing leads to one that is
    // down.
    const balancer = nodes.lb?.now as { backends: { id: string; picks: number }[] };
    for (const { id, picks } of balancer.backends) {
      if (id === 'valueOf') continue;
      expect(picks, id).toBeGreaterThan(120);
      expect(nodes[id]?.throughputPerSecond, id).toBeGreaterThan(5);
    }
    expect(Object.values(messages.dropped).every(Number.isSafeInteger)).toBe(true);
    expect(messages.failed).toBeGreaterThan(100);
    const { own } = series(run, { nodes: ['lb'], from: 0, to: 20 * SECOND, points: 20 });
    expect(own.map(({ lines }) => lines.map(([key]) => key))).toEqual([NAMES]);
  });

  test('a kind of such a name is unknown: its part stands there and takes no part', () => {
    const document = valid(awkward());
    expect(specs.constructor).toBeUndefined();
    expect(kinds.pictures.toString).toBeUndefined();
    const run = new Run(document, kinds);
    run.runUntil(2 * SECOND);
    expect(summarize(run).nodes.grey).toBeUndefined();
    expect(sceneAt(document, 2000, specs).nodes.some(({ id }) => id === 'grey')).toBe(true);
    for (const kind of ['constructor', 'valueof', 'tostring']) {
      expect(
        validate(
          { ...awkward(), nodes: [{ id: 'a', kind, at: [0, 0] }], edges: [], commands: [] },
          specs,
        ).ok,
      ).toBe(true);
    }
  });

  test('cards and pictures tell of each of them', () => {
    const run = new Run(valid(awkward()), kinds);
    run.runUntil(2 * SECOND);
    const seen = cards(run);
    expect(seen.map(({ id }) => id)).toEqual(expect.arrayContaining([...NAMES]));
    for (const card of seen) expect(card.words.length, card.id).toBeGreaterThan(0);
  });

  test('faults are found under them, and under nothing else', () => {
    const { faults } = sceneAt(valid(awkward()), 2000, specs);
    expect(Object.keys(faults)).toEqual(['valueOf']);
    expect(faults.toString).toBeUndefined();
  });
});

test('a table of headers with the one key that cannot be kept is rejected, not emptied', () => {
  const text = JSON.stringify(awkward()).replace(
    '"headers":{"constructor"',
    '"headers":{"__proto__"',
  );
  const result = parseDocument(text, specs);
  expect(result).toMatchObject({ ok: false, error: { code: 'forbidden-key' } });
  const link = parseDocument(text.replaceAll('__proto__', 'proto'), specs);
  expect(link.ok).toBe(true);
});
