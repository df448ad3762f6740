import { describe, expect, test } from 'vitest';
import { everything, shop, specs } from './document.test-support.ts';
import { applyEdit, type Edit } from './edit.ts';
import { sceneAt } from './scene.ts';
import { validate } from './schema.ts';
import type { DocumentNode, SceneDocument } from './types.ts';

function edited(document: SceneDocument, edit: Edit, nowMs = 0): SceneDocument {
  const result = applyEdit(document, edit, nowMs, specs);
  if (!result.ok) throw new Error(result.message);
  return result.document;
}

function rejected(document: SceneDocument, edit: Edit, nowMs = 0): string {
  const result = applyEdit(document, edit, nowMs, specs);
  if (result.ok) throw new Error('The edit was accepted.');
  return result.message;
}

const s3: DocumentNode = { id: 's3', kind: 'sink', name: 'Sink 3', at: [576, 208] };
const e4 = { id: 'e4', from: 'lb', to: 's3', protocol: 'request' };
const addS3: Edit = { edit: 'add', nodes: [s3], edges: [e4] };

describe('at the start an edit changes nodes and edges', () => {
  test('add, set, connect, remove', () => {
    const added = edited(shop(), addS3);
    expect(added.nodes.at(-1)).toEqual(s3);
    expect(added.edges.at(-1)).toEqual(e4);
    const set = edited(added, { edit: 'set', node: 's3', config: { slots: 9 } });
    expect(set.nodes.at(-1)?.config).toEqual({ slots: 9 });
    const edge = edited(set, { edit: 'set-edge', edge: 'e4', config: { loss: 0.5 } });
    expect(edge.edges.at(-1)?.config).toEqual({ loss: 0.5 });
    const removed = edited(edge, { edit: 'remove', nodes: ['s3'], edges: [] });
    expect(removed).toEqual(shop());
  });

  test('a fault is a command even there', () => {
    const document = edited(shop(), { edit: 'intervene', command: { do: 'crash', node: 's1' } });
    expect(document.commands).toEqual([{ at: 0, do: 'crash', node: 's1' }]);
  });

  test('commands at 0 written by hand are folded in first, so that the edit has the last word', () => {
    const document = shop([
      { at: 0, do: 'set', node: 's1', config: { slots: 7 } },
      { at: 0, do: 'crash', node: 's1' },
      { at: 0, do: 'crash', node: 's3' },
      { at: 5, do: 'set', node: 's1', config: { slots: 8 } },
    ]);
    const after = edited(document, { edit: 'set', node: 's1', config: { boot: 1 } });
    expect(after.nodes[2]?.config).toEqual({ slots: 7, boot: 1 });
    expect(after.commands.map((command) => [command.at, command.do])).toEqual([
      [0, 'crash'],
      [5, 'set'],
    ]);
  });
});

describe('later an edit is one command at the moment shown', () => {
  test('after those at its moment, before those that come later', () => {
    const document = shop([
      { at: 10, do: 'crash', node: 's1' },
      { at: 20, do: 'restart', node: 's1' },
    ]);
    const after = edited(document, addS3, 10.00049);
    expect(after.commands).toEqual([
      document.commands[0],
      { at: 10, do: 'add', nodes: [s3], edges: [e4] },
      document.commands[1],
    ]);
    expect([after.nodes, after.edges]).toEqual([document.nodes, document.edges]);
  });

  test('settings changed at one moment of a paused clock are one command', () => {
    let document = edited(shop(), { edit: 'set', node: 's1', config: { slots: 5 } }, 10);
    document = edited(document, { edit: 'set', node: 's2', config: { slots: 6 } }, 10);
    document = edited(document, { edit: 'set', node: 's1', config: { slots: 7, boot: 1 } }, 10);
    document = edited(document, { edit: 'set', node: 's1', config: { slots: 4 } }, 11);
    expect(document.commands).toEqual([
      { at: 10, do: 'set', node: 's1', config: { slots: 7, boot: 1 } },
      { at: 10, do: 'set', node: 's2', config: { slots: 6 } },
      { at: 11, do: 'set', node: 's1', config: { slots: 4 } },
    ]);
  });

  test('a node that joins at this very moment is set as it joins', () => {
    const document = edited(
      edited(shop(), addS3, 10),
      { edit: 'set', node: 's3', config: { slots: 5 } },
      10,
    );
    expect(document.commands).toEqual([
      { at: 10, do: 'add', nodes: [{ ...s3, config: { slots: 5 } }], edges: [e4] },
    ]);
  });

  test('a fault in between keeps two changes apart', () => {
    let document = edited(shop(), { edit: 'set', node: 's1', config: { slots: 5 } }, 10);
    document = edited(document, { edit: 'intervene', command: { do: 'crash', node: 's1' } }, 10);
    document = edited(document, { edit: 'set', node: 's1', config: { slots: 6 } }, 10);
    expect(document.commands.map((command) => command.do)).toEqual(['set', 'crash', 'set']);
  });

  test('what changes nothing is no change', () => {
    const document = shop();
    expect(edited(document, { edit: 'set', node: 's1', config: { slots: 4 } }, 10)).toBe(document);
    expect(edited(document, { edit: 'rename', node: 'lb', name: 'edge' })).toBe(document);
    expect(edited(document, { edit: 'seed', seed: 1 })).toBe(document);
    expect(edited(document, { edit: 'move', positions: { s1: [576, 0] } })).toBe(document);
  });
});

describe('removing', () => {
  test('what stood before is removed by a command, its edges with it', () => {
    const document = edited(shop(), { edit: 'remove', nodes: ['s2'], edges: ['e3', 'e2'] }, 10);
    expect(document.commands).toEqual([{ at: 10, do: 'remove', nodes: ['s2'], edges: ['e2'] }]);
    expect(sceneAt(document, 10, specs).edges.map((edge) => edge.id)).toEqual(['e1']);
  });

  test('what joined at this very moment is withdrawn, with what was done to it there', () => {
    let document = edited(shop(), { edit: 'add', nodes: [s3], edges: [] }, 10);
    document = edited(document, { edit: 'add', nodes: [], edges: [e4] }, 10);
    document = edited(document, { edit: 'intervene', command: { do: 'crash', node: 's3' } }, 10);
    document = edited(document, { edit: 'remove', nodes: ['s3'], edges: ['e4'] }, 10);
    expect(document).toEqual(shop());
  });

  test('a ghost is withdrawn; later commands that name it stay, to be skipped', () => {
    let document = edited(shop(), addS3, 10);
    document = edited(document, { edit: 'intervene', command: { do: 'crash', node: 's3' } }, 20);
    document = edited(document, { edit: 'remove', nodes: ['s3'], edges: [] }, 5);
    expect(document.commands).toEqual([{ at: 20, do: 'crash', node: 's3' }]);
    expect(sceneAt(document, 20, specs).skipped).toHaveLength(1);
  });

  test('a ghost and a standing node in one gesture', () => {
    const document = edited(
      edited(shop(), addS3, 10),
      { edit: 'remove', nodes: ['s1', 's3'], edges: [] },
      5,
    );
    expect(document.commands).toEqual([{ at: 5, do: 'remove', nodes: ['s1'] }]);
  });

  test('what joined earlier is removed by a command', () => {
    const document = edited(
      edited(shop(), addS3, 10),
      { edit: 'remove', nodes: ['s3'], edges: [] },
      12,
    );
    expect(document.commands.map((command) => command.do)).toEqual(['add', 'remove']);
  });
});

describe('looks have no time', () => {
  test('a node is moved, named and sized where it lives', () => {
    let document = edited(shop(), addS3, 10);
    document = edited(document, { edit: 'move', positions: { s3: [1, 2], s1: [3, 4] } }, 20);
    document = edited(document, { edit: 'rename', node: 's3', name: ' three ' }, 20);
    document = edited(document, { edit: 'rename', node: 'lb', name: '' }, 20);
    document = edited(document, { edit: 'title', title: 'T' }, 20);
    document = edited(document, { edit: 'speed', speed: 0.5 }, 20);
    expect(document.commands).toEqual([
      { at: 10, do: 'add', nodes: [{ ...s3, name: 'three', at: [1, 2] }], edges: [e4] },
    ]);
    expect(document.nodes[2]?.at).toEqual([3, 4]);
    expect(document.nodes[1]).not.toHaveProperty('name');
    expect(document).toMatchObject({ title: 'T', speed: 0.5 });
    expect(edited(document, { edit: 'speed', speed: null })).not.toHaveProperty('speed');
  });

  const framed = (): SceneDocument => ({
    ...shop(),
    nodes: [...shop().nodes, { id: 'p', kind: 'group', at: [100, 100], size: [300, 200] }],
  });
  const at = (document: SceneDocument, ms: number, id = 's1') =>
    sceneAt(document, ms, specs).nodes.find((node) => node.id === id)?.at;

  test('a node in two frames over time has a place in each', () => {
    let document = edited(
      framed(),
      { edit: 'place', nodes: ['s1'], in: 'p', positions: { s1: [16, 48], s2: [1, 1] } },
      10,
    );
    expect(document.commands).toEqual([
      { at: 10, do: 'place', nodes: ['s1'], in: 'p', positions: { s1: [16, 48] } },
    ]);
    expect(at(document, 10, 's2')).toEqual([1, 1]);
    document = edited(document, { edit: 'move', positions: { s1: [24, 56] } }, 12);
    document = edited(document, { edit: 'move', positions: { s1: [500, 8] } }, 5);
    document = edited(document, { edit: 'move', positions: { p: [0, 0] } }, 12);
    expect([at(document, 5), at(document, 10)]).toEqual([
      [500, 8],
      [24, 56],
    ]);
    expect(document.commands).toHaveLength(1);
  });

  test('a member whose frame has gone goes where it is put', () => {
    const member: DocumentNode = { id: 's5', kind: 'sink', at: [10, 10], in: 'p' };
    const inside = { ...framed(), nodes: [...framed().nodes, member] };
    const gone = edited(inside, { edit: 'remove', nodes: ['p'], edges: [] }, 10);
    expect(at(gone, 10, 's5')).toEqual([110, 110]);
    const moved = edited(gone, { edit: 'move', positions: { s5: [130, 110] } }, 10);
    expect(at(moved, 10, 's5')).toEqual([130, 110]);
    expect(at(moved, 0, 's5')).toEqual([30, 10]);
  });

  test('a frame is sized from any corner, and what is in it stays where it is', () => {
    const member: DocumentNode = { id: 's5', kind: 'sink', at: [10, 10], in: 'p' };
    const document = edited(
      { ...framed(), nodes: [...framed().nodes, member] },
      { edit: 'resize', node: 'p', size: [400, 300], positions: { p: [0, 0], s5: [110, 110] } },
      10,
    );
    expect(document.nodes.slice(-2)).toEqual([
      { id: 'p', kind: 'group', at: [0, 0], size: [400, 300] },
      { ...member, at: [110, 110] },
    ]);
  });

  test('a frame is folded and unfolded; one that is gone for good is folded no longer', () => {
    const folded = edited(framed(), { edit: 'fold', frame: 'p', folded: true }, 10);
    expect(folded.view).toEqual({ folded: ['p'] });
    expect(edited(folded, { edit: 'fold', frame: 'p', folded: true }, 10)).toBe(folded);
    const open = edited(folded, { edit: 'fold', frame: 'p', folded: false }, 10);
    expect(open).toEqual(framed());
    expect('view' in open).toBe(false);
    const gone = edited(folded, { edit: 'remove', nodes: ['p'], edges: [] }, 0);
    expect('view' in gone).toBe(false);
    const later = edited(folded, { edit: 'remove', nodes: ['p'], edges: [] }, 10);
    expect(later.view).toEqual({ folded: ['p'] });
  });

  test('and say that they are looks', () => {
    expect(applyEdit(shop(), { edit: 'title', title: 'x' }, 5, specs)).toMatchObject({
      affects: 'looks',
    });
    expect(applyEdit(shop(), addS3, 5, specs)).toMatchObject({
      affects: 'behaviour',
      label: 'Add Sink 3',
    });
  });
});

describe('commands on the timeline', () => {
  const document = shop([
    { at: 10, do: 'crash', node: 's1' },
    { at: 20, do: 'restart', node: 's1' },
    { at: 20, do: 'crash', node: 's2' },
  ]);
  const acts = ({ commands }: SceneDocument) =>
    commands.map((command) => `${command.at} ${command.do}`);

  test('move, among others in order of time', () => {
    expect(acts(edited(document, { edit: 'move-command', index: 0, at: 20.0004 }))).toEqual([
      '20 restart',
      '20 crash',
      '20 crash',
    ]);
    expect(acts(edited(document, { edit: 'move-command', index: 2, at: -5 }))).toEqual([
      '0 crash',
      '10 crash',
      '20 restart',
    ]);
  });

  test('delete and change', () => {
    expect(acts(edited(document, { edit: 'remove-command', index: 1 }))).toEqual([
      '10 crash',
      '20 crash',
    ]);
    const command = { at: 20, do: 'slow', node: 's1', factor: 2 } as const;
    expect(acts(edited(document, { edit: 'edit-command', index: 1, command }))).toEqual([
      '10 crash',
      '20 slow',
      '20 crash',
    ]);
    expect(
      rejected(document, { edit: 'edit-command', index: 1, command: { ...command, factor: 0 } }),
    ).toBe('command.factor is 0: give a number above 0.');
    expect(rejected(document, { edit: 'remove-command', index: 3 })).toBe(
      'There is no command 4 to change.',
    );
  });
});

describe('make this the start', () => {
  test('folds what has happened, keeps faults in force and what comes later', () => {
    const document = {
      ...edited(shop(), addS3, 10),
    };
    const busy = {
      ...document,
      commands: [
        ...document.commands,
        { at: 11, do: 'slow', node: 's2', factor: 2 },
        { at: 12, do: 'crash', node: 's1' },
        { at: 12, do: 'crash', node: 's2' },
        { at: 13, do: 'restart', node: 's2' },
        { at: 13, do: 'slow', node: 's2', factor: 3 },
        { at: 13, do: 'burst', node: 'web', factor: 5, for: 10 },
        { at: 14, do: 'cut', edge: 'e1' },
        { at: 30, do: 'restart', node: 's1' },
      ],
    } as SceneDocument;
    const start = edited(busy, { edit: 'make-start' }, 20);
    expect(start.nodes.at(-1)).toEqual(s3);
    expect(start.edges.at(-1)).toEqual(e4);
    expect(start.commands).toEqual([
      { at: 0, do: 'crash', node: 's1' },
      { at: 0, do: 'slow', node: 's2', factor: 3 },
      { at: 0, do: 'burst', node: 'web', factor: 5, for: 3 },
      { at: 0, do: 'cut', edge: 'e1', way: 'both' },
      { at: 10, do: 'restart', node: 's1' },
    ]);
  });

  test('leaves out what the run says is over', () => {
    const document = shop([
      { at: 1, do: 'crash', node: 's1' },
      { at: 2, do: 'slow', node: 's2', factor: 3 },
    ]);
    const over = new Map([['s1', ['crash']]]);
    const start = edited(document, { edit: 'make-start', over }, 20);
    expect(start.commands).toEqual([{ at: 0, do: 'slow', node: 's2', factor: 3 }]);
  });

  test('what was to come comes as long after it as it would have', () => {
    const document = shop([
      { at: 1.001, do: 'crash', node: 's1' },
      { at: 99_999_999_999.999, do: 'restart', node: 's1' },
    ]);
    const start = edited(document, { edit: 'make-start' }, 0.002);
    expect(start.commands.map((command) => command.at)).toEqual([0.999, 99_999_999_999.997]);
  });

  test.each([0, 1500, 2100, 3500.5, 6500, 9000])('the table looks the same as at %d ms', (ms) => {
    const before = sceneAt(everything(), ms, specs);
    const start = edited(everything(), { edit: 'make-start' }, ms);
    const after = sceneAt(start, 0, specs);
    expect(after.nodes).toEqual(before.nodes);
    expect(after.edges).toEqual(before.edges);
    for (const [id, fault] of Object.entries(before.faults)) {
      const { burst: _a, ...rest } = fault;
      const { burst: _b, ...now } = after.faults[id] ?? {};
      expect(now).toEqual(rest);
    }
    expect(validate(start, specs)).toEqual({ ok: true, document: start });
  });
});

describe('rejections are sentences', () => {
  test.each<[string, Edit, string]>([
    [
      'an edge nobody takes',
      { edit: 'add', nodes: [], edges: [{ id: 'x', from: 's1', to: 'lb' }] },
      'Sink sends replication, and edge accepts only request.',
    ],
    [
      'one bad part of many',
      { edit: 'add', nodes: [s3], edges: [{ id: 'x', from: 's3', to: 'gone' }] },
      'There is no node "gone" to end at.',
    ],
    [
      'a taken id',
      { edit: 'add', nodes: [{ ...s3, id: 's1' }], edges: [] },
      'There is a part "s1" already.',
    ],
    [
      'bad settings',
      { edit: 'set', node: 's1', config: { slots: 'many' } },
      'slots is "many": give a number.',
    ],
    [
      'bad settings of a new node',
      { edit: 'add', nodes: [{ ...s3, config: { slot: 1 } }], edges: [] },
      'The kind "sink" has no setting "slot": remove it. Did you mean "slots"?',
    ],
    [
      'a node that is gone',
      { edit: 'remove', nodes: ['x'], edges: [] },
      'There is no node "x" at this moment.',
    ],
    [
      'a bad loss',
      { edit: 'set-edge', edge: 'e1', config: { loss: 2 } },
      'command.config.loss is 2: give a number of at most 1.',
    ],
    [
      'a fault of another kind',
      { edit: 'intervene', command: { do: 'slow', node: 'lb', factor: 2 } },
      'edge does not know "slow".',
    ],
    [
      'a place beyond the table',
      { edit: 'move', positions: { s1: [Number.NaN, 0] } },
      'The position NaN is outside the diagram.',
    ],
    [
      'a bad seed',
      { edit: 'seed', seed: 1.5 },
      'The seed 1.5 is not a whole number from 0 to 4294967295.',
    ],
    [
      'a bad speed',
      { edit: 'speed', speed: 0 },
      'The speed 0 is not above 0 and at most 1,000,000.',
    ],
    [
      'a fold of what is no frame',
      { edit: 'fold', frame: 's1', folded: true },
      'There is no frame "s1".',
    ],
    [
      'a frame too small',
      { edit: 'resize', node: 's1', size: [4, 100] },
      'A frame cannot be 4 wide or high.',
    ],
  ])('%s', (_, edit, message) => {
    for (const nowMs of [0, 10]) expect(rejected(shop(), edit, nowMs)).toBe(message);
  });

  test('a ghost cannot be added once more', () => {
    expect(rejected(edited(shop(), addS3, 10), addS3, 5)).toBe('"s3" already joins later.');
  });

  test('no more Zipf distributions than can be prepared in a moment', () => {
    const service = (s: number) => ({ dist: 'zipf', n: 100_000, s });
    const nodes = Array.from({ length: 20 }, (_, i) => ({
      ...s3,
      id: `n${i}`,
      config: { service: service(i) },
    }));
    const full = edited(shop(), { edit: 'add', nodes, edges: [] }, 10);
    const one: Edit = { edit: 'set', node: 's1', config: { service: service(0.5) } };
    for (const nowMs of [0, 20]) {
      expect(rejected(full, one, nowMs)).toBe(
        'A diagram holds at most 2000000 ranks in Zipf distributions.',
      );
    }
  });

  test('no more nodes than a document may hold', () => {
    const nodes = Array.from({ length: 1996 }, (_, i) => ({ ...s3, id: `n${i}` }));
    const full = edited(shop(), { edit: 'add', nodes, edges: [] }, 10);
    expect(rejected(full, addS3, 10)).toBe('A diagram holds at most 2000 nodes.');
    expect(rejected(full, addS3, 0)).toBe('A diagram holds at most 2000 nodes.');
  });
});
