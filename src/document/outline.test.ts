import { expect, test } from 'vitest';
import { specs } from '../kinds/specs.ts';
import { encodeLink, kindsOfRows, readLink, sceneOfRows } from './link.ts';
import { kindsIn, outlineOf } from './outline.ts';
import { validate } from './schema.ts';
import type { SceneDocument } from './types.ts';

const scene: SceneDocument = {
  version: 2,
  title: 'Two places',
  seed: 4,
  nodes: [
    { id: 'web', kind: 'client', at: [0, 0], config: { rate: 20 } },
    { id: 'pool', kind: 'pool', name: 'backends', at: [320, 0], size: [320, 240] },
    { id: 's', kind: 'server', in: 'pool', at: [16, 48] },
  ],
  edges: [{ id: 'e', from: 'web', to: 'pool', config: { loss: 0.1 } }],
  commands: [
    { at: 10, do: 'set', node: 'web', config: { rate: 30 } },
    { at: 20, do: 'add', nodes: [{ id: 'db', kind: 'database', at: [800, 0] }] },
  ],
  notes: [
    { id: 'here', text: 'Here', at: [0, 8], on: 's' },
    { id: 'later', text: 'Later', at: [0, 8], on: 'db' },
  ],
  conditions: [{ figure: 'queue', node: 'db', above: 3 }],
};

test('the kinds of a document are those at the start and those that commands bring', () => {
  expect(kindsIn(scene)).toEqual(['client', 'pool', 'server', 'database']);
});

test.each([
  [null],
  ['client'],
  [{ nodes: 'client', commands: {} }],
  [{ nodes: [null, 3, { kind: 7 }], commands: [{ nodes: [[]] }, 'add'] }],
])('what is no document names no kinds: %j', (data) => {
  expect(kindsIn(data)).toEqual([]);
});

test('an outline is where the parts stand, without settings and what happens to them, and valid', () => {
  const outline = outlineOf(scene);
  expect(outline.nodes.map(({ id, at, size }) => [id, at, size])).toEqual(
    scene.nodes.map(({ id, at, size }) => [id, at, size]),
  );
  expect([...outline.nodes, ...outline.edges].filter(({ config }) => config !== undefined)).toEqual(
    [],
  );
  expect(outline.notes?.map(({ id }) => id)).toEqual(['here']);
  expect(validate(outline, {})).toMatchObject({ ok: true });
  expect(validate(outline, specs)).toMatchObject({ ok: true });
});

test('a link tells its kinds and its outline before any spec is there', () => {
  const link = readLink(encodeLink(scene, specs).fragment);
  if (!link.ok || link.kind !== 'rows') throw new Error('no rows');
  expect(kindsOfRows(link.rows)).toEqual(['client', 'pool', 'server', 'database']);
  const rough = sceneOfRows(link.rows, {});
  if (!rough.ok) throw new Error(rough.error.message);
  expect(outlineOf(rough.document)).toEqual(outlineOf(scene));
  expect(sceneOfRows(link.rows, specs)).toMatchObject({ ok: true, document: scene });
});
