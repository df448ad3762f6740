import { describe, expect, test } from 'vitest';
import { sceneOf, shop, specs } from './document.test-support.ts';
import { applyEdit, type Edit } from './edit.ts';
import { freshId } from './fresh-id.ts';
import { decodeLink, encodeLink } from './link.ts';
import { candidates, partsNamed, withPartsRenamed } from './part-fields.ts';
import { sceneAt } from './scene.ts';
import { shortenConfig } from './short-config.ts';
import { spellingOf } from './spelling.ts';
import type { ConfigJson, SceneDocument } from './types.ts';

const { fields } = specs.router!;
const to = fields.routes!.columns!.to!;

const routesTo = (...ids: string[]): ConfigJson => ({
  tls: true,
  routes: ids.map((id) => ({ path: '/', to: id })),
});

/** A router whose routes name parts; it sends to `a` and to a frame that holds `b`. */
function routed(...ids: string[]): SceneDocument {
  return sceneOf({
    nodes: [
      { id: 'web', kind: 'source', at: [0, 0] },
      { id: 'r', kind: 'router', name: 'Fork', at: [100, 0], config: routesTo(...ids) },
      { id: 'a', kind: 'sink', name: 'First', at: [200, 0] },
      { id: 'p', kind: 'group', at: [200, 100] },
      { id: 'b', kind: 'sink', at: [0, 0], in: 'p' },
      { id: 'c', kind: 'sink', name: 'Third', at: [200, 300] },
    ],
    edges: [
      { id: 'e1', from: 'web', to: 'r' },
      { id: 'e2', from: 'r', to: 'a' },
      { id: 'e3', from: 'r', to: 'p' },
    ],
  });
}

function edited(document: SceneDocument, edit: Edit, at = 0) {
  return applyEdit(document, edit, at, specs);
}

const setTo = (...ids: string[]): Edit => ({ edit: 'set', node: 'r', config: routesTo(...ids) });

test('names follow the ids they are, in tables too, and nothing else changes', () => {
  const config = { ...routesTo('a', '', 'b'), unknown: ['a'] };
  const renamed = withPartsRenamed(fields, config, (id) => `${id}1`);
  expect(renamed).toEqual({ ...routesTo('a1', '', 'b1'), unknown: ['a'] });
  expect([...partsNamed(fields, config)]).toEqual(['a', 'b']);
});

test('parts that fit may be named, the others say what they would have to be', () => {
  const found = candidates(to, 'r', routed(), specs);
  const fitting = [...found].flatMap(([id, why]) => (why === null ? [id] : []));
  expect(fitting).toEqual(['a', 'p', 'b']);
  expect(found.get('c')).toBe('Third does not fit: it must be a part that this router sends to.');
  expect(found.get('r')).toContain('Fork does not fit');
});

describe('a change of settings', () => {
  test('that names a part which is nowhere is rejected in words', () => {
    const result = edited(routed(), setTo('a', 'aa'));
    expect(result).toMatchObject({
      ok: false,
      message: 'There is no part "aa" in this diagram. Did you mean "a"?',
    });
    expect(edited(routed(), setTo('e2')).ok).toBe(false);
  });

  test('may name what joins later, and go on naming what is gone', () => {
    const later = { at: 50, do: 'add', nodes: [{ id: 'd', kind: 'sink', at: [0, 0] }], edges: [] };
    expect(edited({ ...routed(), commands: [later] }, setTo('d')).ok).toBe(true);
    expect(edited(routed('gone'), setTo('gone', 'a')).ok).toBe(true);
  });

  test('by a command is rejected alike', () => {
    const set = { at: 5, do: 'set', node: 'r', config: routesTo('a') };
    const document = { ...routed(), commands: [set] };
    const change = (id: string): Edit => ({
      edit: 'edit-command',
      index: 0,
      command: { ...set, config: routesTo(id) },
    });
    expect(edited(document, change('c')).ok).toBe(true);
    expect(edited(document, change('cc'))).toMatchObject({ ok: false });
  });
});

describe('a part that is taken away', () => {
  test('stays named, and no new part gets its id', () => {
    const document = { ...routed('s1'), nodes: [...routed('s1').nodes] };
    document.nodes.push({ id: 's1', kind: 'sink', at: [0, 400] });
    const removed = edited(document, { edit: 'remove', nodes: ['s1'], edges: [] });
    if (!removed.ok) throw new Error(removed.message);
    const left = sceneAt(removed.document, 0, specs);
    expect(left.nodes.map(({ id }) => id)).not.toContain('s1');
    expect(left.nodes[1]?.config).toEqual(routesTo('s1'));
    expect(freshId(removed.document, 's')).toBe('s2');
    expect(freshId(shop(), 's')).not.toBe('s2');
  });
});

test('a table travels in a link under the keys of its columns', () => {
  const document = routed('a', 'b');
  const delay = { dist: 'constant', value: 5 };
  document.nodes[1]!.config = {
    routes: [
      { path: '/x', to: 'a', delay },
      { path: '/', to: 'b' },
    ],
  };
  expect(shortenConfig(spellingOf(specs).fieldsOf('router'), document.nodes[1]!.config!)).toEqual({
    r: [
      { p: '/x', t: 'a', d: ['c', 5] },
      { p: '/', t: 'b' },
    ],
  });
  const { fragment } = encodeLink(document, specs);
  expect(decodeLink(fragment, specs)).toMatchObject({ ok: true, document });
});
