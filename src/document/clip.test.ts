import { describe, expect, test } from 'vitest';
import { type ClipSource, freshParts, fromClip, type Parts, toClip } from './clip.ts';
import { written } from './derived.ts';
import { everything, sceneOf, shop, specs } from './document.test-support.ts';
import { applyEdit } from './edit.ts';
import { encodeLink } from './link.ts';
import { sceneAt } from './scene.ts';
import { parseDocument } from './schema.ts';
import type { DocumentNode, DocumentNote, SceneDocument } from './types.ts';

const frame: DocumentNode = { id: 'p', kind: 'group', at: [100, 200], size: [300, 300] };
const member: DocumentNode = { id: 's5', kind: 'sink', at: [10, 20], in: 'p' };
const notes: DocumentNote[] = [
  { id: 'n1', text: 'free', at: [1, 2] },
  { id: 'n2', text: 'pinned', at: [8, 104], on: 's5' },
];

function table(): SceneDocument {
  const scene = shop();
  return {
    ...scene,
    nodes: [...scene.nodes, frame, member],
    edges: [...scene.edges, { id: 'e4', from: 'lb', to: 'p', protocol: 'request' }],
    notes,
  };
}

const source = (document: SceneDocument): ClipSource => ({
  ...document,
  notes: document.notes ?? [],
});

function pasted(text: string): Parts {
  const clip = fromClip(text, specs);
  if (!clip.ok) throw new Error(clip.sentence);
  const { nodes, edges, notes: found } = clip;
  return { nodes, edges, notes: found };
}

function rejected(text: string): string {
  const clip = fromClip(text, specs);
  if (clip.ok) throw new Error('It was taken.');
  return clip.sentence;
}

const idsOf = (parts: readonly { id: string }[]) => parts.map((part) => part.id);

describe('what is copied', () => {
  test('is a document of the chosen nodes and the edges among them', () => {
    const text = toClip(source(table()), ['lb', 's1', 'web']);
    const parsed = parseDocument(text, specs);
    if (!parsed.ok) throw new Error(parsed.error.message);
    expect(idsOf(parsed.document.nodes)).toEqual(['web', 'lb', 's1']);
    expect(idsOf(parsed.document.edges)).toEqual(['e1', 'e2']);
    expect(parsed.document).not.toHaveProperty('notes');
    expect(parsed.document.title).toBe('Made up');
  });

  test('a frame brings its members, a node the notes on it', () => {
    const parts = pasted(toClip(source(table()), ['p']));
    expect(parts.nodes).toEqual([frame, member]);
    expect(parts.notes).toEqual([notes[1]]);
  });

  test('who leaves a frame or a node behind stands where it stood on the table', () => {
    expect(pasted(toClip(source(table()), ['s5'])).nodes).toEqual([
      { id: 's5', kind: 'sink', at: [110, 220] },
    ]);
    expect(pasted(toClip(source(table()), ['n2'])).notes).toEqual([
      { id: 'n2', text: 'pinned', at: [118, 324] },
    ]);
  });

  test.each([0, 2500, 6900, 9000])('everything that stands at %i ms can be copied', (ms) => {
    const { nodes, edges } = sceneAt(everything(), ms, specs);
    const clip = toClip(
      { title: 'x', nodes, edges, notes: everything().notes ?? [] },
      idsOf(nodes),
    );
    const standing = written({ nodes, edges });
    expect(idsOf(pasted(clip).nodes)).toEqual(idsOf(standing.nodes));
    expect(idsOf(pasted(clip).edges)).toEqual(idsOf(standing.edges));
  });

  test('whoever copies a replica copies what it is one of', () => {
    const scene = sceneAt(everything(), 0, specs);
    const replica = scene.nodes.find(({ of }) => of !== undefined);
    const clip = toClip({ title: 'x', notes: [], ...scene }, [replica?.id ?? '']);
    expect(pasted(clip).nodes.map(({ replicas }) => replicas)).toEqual([{ min: 0, max: 7 }]);
  });
});

describe('what is pasted', () => {
  test('may be a link, or an address with one', () => {
    const { fragment } = encodeLink(table(), specs, { t: 5 });
    for (const text of [fragment, ` https://example.org/app/${fragment}\n`]) {
      expect(pasted(text)).toEqual({ nodes: table().nodes, edges: table().edges, notes });
    }
    expect(rejected(fragment.slice(0, -3))).toMatch(/^This link is cut off: 3 characters/);
  });

  test('may have come through a program that puts a sign before its text and ends lines in two characters', () => {
    const text = toClip(source(table()), ['lb', 's2']);
    const fromWindows = (from: string) => `\ufeff${from.replaceAll('\n', '\r\n')}\r\n`;
    expect(pasted(fromWindows(text))).toEqual(pasted(text));
    const { fragment } = encodeLink(table(), specs);
    expect(pasted(fromWindows(fragment))).toEqual(pasted(fragment));
  });

  test.each<[string, string, RegExp]>([
    ['nothing', '', /^The clipboard holds no diagram\./],
    ['prose', 'Dear # all', /^The clipboard holds no diagram\./],
    ['another address', 'https://example.org/#section', /^The clipboard holds no diagram\./],
    ['the link of a prepared scene', '#x=round-robin', /^The clipboard holds no diagram\./],
    [
      'other JSON',
      '{"type":"excalidraw/clipboard","elements":[]}',
      /^The clipboard holds no diagram\./,
    ],
    [
      'half a document',
      toClip(source(table()), ['lb']).slice(0, 120),
      /damaged diagram\. This is not JSON/,
    ],
    [
      'a document with a bad setting',
      toClip(source(table()), ['s2']).replace('"slots": 8', '"slots": 0'),
      /damaged diagram\. nodes\[0\]\.config\.slots is 0: give a number of at least 1\.$/,
    ],
    ['a document of nothing', JSON.stringify(sceneOf({})), /an empty diagram\.$/],
  ])('is rejected in words when it is %s', (_, text, sentence) => {
    expect(rejected(text)).toMatch(sentence);
  });

  test('of 50 MB is rejected before anything reads it', () => {
    const huge = '{'.repeat(50 * 1024 * 1024);
    expect(rejected(huge)).toBe('The clipboard holds 50 MB, too much for a diagram: at most 1 MB.');
  });

  test('is rejected quickly whatever it repeats', () => {
    for (const unit of ['#', '# ', '{', '"', '\\', ' ', '{"nodes":']) {
      expect(rejected(unit.repeat(Math.floor(1_000_000 / unit.length)))).toMatch(/\.$/);
    }
  });
});

describe('fresh parts', () => {
  const parts: Parts = { nodes: table().nodes, edges: table().edges, notes };

  test('get ids that were never used, everything that names them follows', () => {
    const used: SceneDocument = {
      ...table(),
      commands: [{ at: 5, do: 'crash', node: 's3' }],
    };
    const fresh = freshParts(parts, used, [16, 24], specs);
    expect(idsOf(fresh.nodes)).toEqual(['web1', 'lb1', 's4', 's6', 'p1', 's7']);
    expect(fresh.edges.map(({ id, from, to }) => [id, from, to])).toEqual([
      ['e5', 'web1', 'lb1'],
      ['e6', 'lb1', 's4'],
      ['e7', 'lb1', 's6'],
      ['e8', 'lb1', 'p1'],
    ]);
    expect(fresh.nodes.at(-1)).toEqual({ ...member, id: 's7', in: 'p1' });
    expect(fresh.nodes[0]?.at).toEqual([16, 120]);
    expect(fresh.notes).toEqual([
      { id: 'n3', text: 'free', at: [17, 26] },
      { id: 'n4', text: 'pinned', at: [8, 104], on: 's7' },
    ]);
    expect(parts.nodes).toEqual(table().nodes);
  });

  test('whose settings name parts name the copies, and what was not copied as before', () => {
    const routes = ['s1', 's5', 'elsewhere', ''].map((to) => ({ path: '/', to }));
    const nodes = parts.nodes.map((node) =>
      node.id === 'lb' ? { ...node, config: { ...node.config, routes } } : node,
    );
    const fresh = freshParts({ ...parts, nodes }, table(), [16, 24], specs);
    const copy = fresh.nodes.find(({ id }) => id === 'lb1')!;
    const copyOf = (id: string) => fresh.nodes[parts.nodes.findIndex((node) => node.id === id)]?.id;
    expect(copyOf('s5')).not.toBe('s5');
    expect((copy.config!.routes as typeof routes).map(({ to }) => to)).toEqual([
      copyOf('s1'),
      copyOf('s5'),
      'elsewhere',
      '',
    ]);
  });

  test('keep ids and names where they are free', () => {
    const fresh = freshParts(parts, sceneOf({}), [0, 0], specs);
    expect(fresh).toEqual(parts);
  });

  test('can be added, as often as wanted', () => {
    let document = table();
    for (let i = 1; i <= 5; i++) {
      const fresh = freshParts(parts, document, [i * 16, i * 16], specs);
      const result = applyEdit(document, { edit: 'add', ...fresh }, i * 10, specs);
      if (!result.ok) throw new Error(result.message);
      document = result.document;
    }
    const ids = idsOf([...sceneAt(document, 99, specs).nodes, ...(document.notes ?? [])]);
    expect(new Set(ids).size).toBe(6 * 8);
  });

  test.each([
    ['Server 3', ['Server 3'], 'Server 4'],
    ['Server 3', ['Server 3', 'Server 4', 'Server 6'], 'Server 5'],
    ['web', ['web'], 'web 2'],
    ['db7', ['db7'], 'db8'],
    ['Server 3', ['Server 1'], 'Server 3'],
    ['9', ['9'], '10'],
    ['', [''], '2'],
    ['x'.repeat(2000), ['x'.repeat(2000)], `${'x'.repeat(1988)} 2`],
  ])('%s beside %j is called %s', (name, others, expected) => {
    const document = sceneOf({
      nodes: others.map((other, i) => ({ id: `o${i}`, kind: 'sink', name: other, at: [0, 0] })),
    });
    const named = { nodes: [{ ...member, name }], edges: [], notes: [] };
    expect(freshParts(named, document, [0, 0], specs).nodes[0]?.name).toBe(expected);
  });

  test('who is called by its id is called by the new one', () => {
    const document = sceneOf({ nodes: [{ id: 's5', kind: 'sink', name: 's5', at: [0, 0] }] });
    const fresh = freshParts(
      { nodes: document.nodes, edges: [], notes: [] },
      document,
      [0, 0],
      specs,
    );
    expect(fresh.nodes[0]).toMatchObject({ id: 's1', name: 's1' });
  });
});
