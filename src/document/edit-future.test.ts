import { describe, expect, test } from 'vitest';
import { shop, specs } from './document.test-support.ts';
import { applyEdit, type Edit } from './edit.ts';
import { sceneAt } from './scene.ts';
import { validate } from './schema.ts';
import type { DocumentNode, SceneDocument } from './types.ts';

function edited(document: SceneDocument, edit: Edit, nowMs = 0): SceneDocument {
  const result = applyEdit(document, edit, nowMs, specs);
  if (!result.ok) throw new Error(result.message);
  expect(validate(result.document, specs)).toEqual({ ok: true, document: result.document });
  return result.document;
}

function said(document: SceneDocument, edit: Edit, nowMs = 0): string {
  const result = applyEdit(document, edit, nowMs, specs);
  return result.ok ? result.label : result.message;
}

const s3: DocumentNode = { id: 's3', kind: 'sink', name: 'Sink 3', at: [576, 208] };
const ends = (document: SceneDocument, id: string, ms: number) => {
  const edge = sceneAt(document, ms, specs).edges.find((candidate) => candidate.id === id);
  return edge === undefined ? null : `${edge.from} ${edge.to}`;
};

describe('leading an edge elsewhere', () => {
  const lead = (to: string, from = 'lb'): Edit => ({ edit: 'reconnect', edge: 'e3', from, to });

  test('at the start changes the edge itself, which keeps its id, place and settings', () => {
    const three = edited(shop(), { edit: 'add', nodes: [s3], edges: [] });
    const led = edited(three, lead('s3'));
    expect(led.edges).toEqual([
      ...three.edges.slice(0, 2),
      { id: 'e3', from: 'lb', to: 's3', protocol: 'request', config: { loss: 0.01 } },
    ]);
    expect(led.commands).toEqual([]);
    expect(said(three, lead('s3'))).toBe('Change target of edge → Sink to Sink 3');
    expect(said(three, lead('s2', 'web'))).toBe('Change source of edge → Sink to Source');
  });

  test('later is one command, however often it is tried at one moment', () => {
    const three = edited(shop(), { edit: 'add', nodes: [s3], edges: [] });
    const led = edited(edited(three, lead('s3'), 10), lead('s3', 'web'), 10);
    expect(led.commands).toEqual([{ at: 10, do: 'reconnect', edge: 'e3', from: 'web', to: 's3' }]);
    expect([ends(led, 'e3', 9), ends(led, 'e3', 10)]).toEqual(['lb s2', 'web s3']);
  });

  test('an edge that joins at this moment joins as it is led', () => {
    const e9 = { id: 'e9', from: 'web', to: 's1', protocol: 'request' };
    const joined = edited(shop(), { edit: 'add', nodes: [], edges: [e9] }, 10);
    const led = edited(joined, { edit: 'reconnect', edge: 'e9', from: 'web', to: 's2' }, 10);
    expect(led.commands).toEqual([{ at: 10, do: 'add', edges: [{ ...e9, to: 's2' }] }]);
    const further = edited(led, { edit: 'add', nodes: [s3], edges: [] }, 10);
    const late = edited(further, { edit: 'reconnect', edge: 'e9', from: 'web', to: 's3' }, 10);
    expect(late.commands.map((command) => command.do)).toEqual(['add', 'add', 'reconnect']);
    expect(ends(late, 'e9', 10)).toBe('web s3');
  });

  test('to where it leads is no change', () => {
    const document = shop();
    for (const nowMs of [0, 10]) expect(edited(document, lead('s2'), nowMs)).toBe(document);
  });

  test.each<[string, Edit, string]>([
    ['a pair that is taken', lead('s1'), 'edge is already connected to Sink.'],
    ['itself', lead('lb'), 'edge cannot be connected to itself.'],
    ['nothing', lead('gone'), 'There is no node "gone" to end at.'],
    ['who takes nothing', lead('web'), 'Source accepts nothing, so it cannot be a target.'],
    [
      'no edge',
      { edit: 'reconnect', edge: 'e9', from: 'lb', to: 's1' },
      'There is no edge "e9" at this moment.',
    ],
  ])('is rejected: %s', (_, edit, message) => {
    for (const nowMs of [0, 10]) expect(said(shop(), edit, nowMs)).toBe(message);
  });

  test('an edge led away from a node does not go with it', () => {
    const three = edited(shop(), { edit: 'add', nodes: [s3], edges: [] });
    const led = edited(three, lead('s3'), 10);
    const gone = edited(led, { edit: 'remove', nodes: ['s2'], edges: ['e3'] }, 12);
    expect(ends(gone, 'e3', 12)).toBeNull();
    const kept = edited(led, { edit: 'remove', nodes: ['s2'], edges: [] }, 12);
    expect(ends(kept, 'e3', 12)).toBe('lb s3');
  });

  test('an edge led to a node goes when that is withdrawn', () => {
    const joined = edited(shop(), { edit: 'add', nodes: [s3], edges: [] }, 10);
    const led = edited(joined, lead('s3'), 10);
    const gone = edited(led, { edit: 'remove', nodes: ['s3'], edges: [] }, 10);
    expect(gone.commands).toEqual([{ at: 10, do: 'remove', edges: ['e3'] }]);
  });
});

describe('a fault at another moment', () => {
  test('is put among the commands in order of time, and says when', () => {
    const document = shop([{ at: 5000, do: 'hang', node: 's1' }]);
    const crash: Edit = { edit: 'intervene', command: { do: 'crash', node: 's2' }, at: 12_000 };
    expect(edited(document, crash, 3000).commands.at(-1)).toEqual({
      at: 12_000,
      do: 'crash',
      node: 's2',
    });
    expect(said(document, crash, 3000)).toBe('Crash Sink at 0:12');
    expect(said(document, crash, 12_000)).toBe('Crash Sink');
    expect(edited(document, { ...crash, at: 100 }, 9000).commands[0]).toMatchObject({ at: 100 });
  });

  test('must apply to what stands there by then', () => {
    const joined = edited(shop(), { edit: 'add', nodes: [s3], edges: [] }, 10);
    const crash = (at: number): Edit => ({
      edit: 'intervene',
      command: { do: 'crash', node: 's3' },
      at,
    });
    expect(said(joined, crash(5), 20)).toBe('There is no node "s3" at this moment.');
    expect(said(joined, crash(10), 0)).toBe('Crash Sink 3 at 0:00.01');
    expect(said(joined, crash(1e12), 0)).toBe(
      'command.at is 1000000000000: give a number of at most 100000000000.',
    );
    expect(said(joined, crash(Number.NaN), 0)).toBe('command.at is NaN: give a number.');
  });
});

describe('what a later command brings, when its node leaves the document for good', () => {
  const later = (): SceneDocument =>
    edited(shop(), { edit: 'add', nodes: [s3], edges: [{ id: 'e4', from: 'lb', to: 's3' }] }, 10);

  test('a connection goes; with nothing left so does its command', () => {
    const gone = edited(later(), { edit: 'remove', nodes: ['lb'], edges: [] });
    expect(gone.commands).toEqual([{ at: 10, do: 'add', nodes: [s3] }]);
    const led: Edit = { edit: 'add', nodes: [], edges: [{ id: 'e5', from: 'web', to: 's2' }] };
    const alone = edited(edited(shop(), led, 20), { edit: 'remove', nodes: ['s2'], edges: [] });
    expect(alone.commands).toEqual([]);
  });

  test('it stays while a command alone removes the node: before that, it stands there', () => {
    const removed = edited(later(), { edit: 'remove', nodes: ['lb'], edges: [] }, 5);
    expect(removed.commands.map((command) => command.do)).toEqual(['remove', 'add']);
    expect(removed.commands[1]).toMatchObject({ edges: [{ id: 'e4' }] });
    // Folded into the start, the removal is for good.
    const start = edited(removed, { edit: 'make-start' }, 6);
    expect(start.commands).toEqual([{ at: 4, do: 'add', nodes: [s3] }]);
  });

  test('a part put into a frame stays where it would have stood', () => {
    const frame: DocumentNode = { id: 'p', kind: 'group', at: [400, 300] };
    let document = edited(shop(), { edit: 'add', nodes: [frame], edges: [] }, 10);
    document = edited(
      document,
      { edit: 'add', nodes: [{ ...s3, at: [16, 48], in: 'p' }], edges: [] },
      20,
    );
    for (const edit of [
      { edit: 'remove', nodes: ['p'], edges: [] },
      { edit: 'remove-command', index: 0 },
    ] satisfies Edit[]) {
      const { commands } = edited(document, edit, 10);
      expect(commands).toEqual([{ at: 20, do: 'add', nodes: [{ ...s3, at: [416, 348] }] }]);
    }
  });
});

describe('fork', () => {
  const document = shop([
    { at: 10, do: 'crash', node: 's1' },
    { at: 12_480, do: 'restart', node: 's1' },
    { at: 12_480.001, do: 'crash', node: 's2' },
  ]);

  test('keeps what has happened by the moment shown, and drops what comes after', () => {
    expect(edited(document, { edit: 'fork' }, 12_480).commands).toEqual(
      document.commands.slice(0, 2),
    );
    expect(said(document, { edit: 'fork' }, 12_480)).toBe('Remove everything after 0:12.480');
    expect(edited(document, { edit: 'fork' })).toEqual(shop());
  });

  test('with nothing to come is no change', () => {
    expect(edited(document, { edit: 'fork' }, 12_480.001)).toBe(document);
  });
});

describe('tidying the layout', () => {
  test('moves nodes and notes and sizes frames in one step', () => {
    const frame: DocumentNode = { id: 'p', kind: 'group', at: [0, 0], size: [480, 320] };
    const document: SceneDocument = {
      ...shop(),
      nodes: [...shop().nodes, frame],
      notes: [{ id: 'n1', text: '', at: [0, 0] }],
    };
    const edit: Edit = {
      edit: 'arrange',
      positions: { web: [1, 2], p: [3, 4], n1: [5, 6] },
      sizes: { p: [640, 400] },
    };
    const tidied = edited(document, edit, 10);
    expect(tidied.nodes[0]?.at).toEqual([1, 2]);
    expect(tidied.nodes.at(-1)).toEqual({ ...frame, at: [3, 4], size: [640, 400] });
    expect(tidied.notes?.[0]?.at).toEqual([5, 6]);
    expect(edited(tidied, edit)).toBe(tidied);
    expect(said(document, edit)).toBe('Tidy layout');
  });

  test('keeps to the table', () => {
    expect(said(shop(), { edit: 'arrange', positions: { web: [2e6, 0] }, sizes: {} })).toBe(
      'The position 2000000 is outside the diagram.',
    );
    expect(said(shop(), { edit: 'arrange', positions: {}, sizes: { web: [1, 100] } })).toBe(
      'A frame cannot be 1 wide or high.',
    );
  });
});
