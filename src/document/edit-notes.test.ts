import { describe, expect, test } from 'vitest';
import { shop, specs } from './document.test-support.ts';
import { applyEdit, type Edit } from './edit.ts';
import { LIMITS } from './limits.ts';
import { validate } from './schema.ts';
import type { DocumentNode, DocumentNote, SceneDocument } from './types.ts';

function edited(document: SceneDocument, edit: Edit, nowMs = 0): SceneDocument {
  const result = applyEdit(document, edit, nowMs, specs);
  if (!result.ok) throw new Error(result.message);
  expect(validate(result.document, specs)).toEqual({ ok: true, document: result.document });
  return result.document;
}

function outcome(document: SceneDocument, edit: Edit, nowMs = 0): string {
  const result = applyEdit(document, edit, nowMs, specs);
  return result.ok ? `${result.label} (${result.affects})` : result.message;
}

const free: DocumentNote = { id: 'n1', text: 'why', at: [10, 20] };
const pinned: DocumentNote = { id: 'n2', text: 'slow disk', at: [8, 104], on: 's1' };
const withNotes = (notes = [free, pinned]): SceneDocument => ({ ...shop(), notes });

describe('a note', () => {
  test('is put, changed in place, and removed, at any moment alike', () => {
    const put = edited(shop(), { edit: 'note', note: free }, 5);
    expect(put).toEqual({ ...shop(), notes: [free] });
    const two = edited(put, { edit: 'note', note: pinned });
    const changed = edited(two, { edit: 'note', note: { ...free, text: 'because' } }, 5);
    expect(changed.notes).toEqual([{ ...free, text: 'because' }, pinned]);
    const one = edited(changed, { edit: 'remove', nodes: [], edges: [], notes: ['n1'] }, 5);
    expect(one.notes).toEqual([pinned]);
    const none = edited(one, { edit: 'remove', nodes: [], edges: [], notes: ['n2'] });
    expect(none).toEqual(shop());
  });

  test('is looks, called what was done', () => {
    expect(outcome(shop(), { edit: 'note', note: free })).toBe('Add note (looks)');
    expect(outcome(withNotes(), { edit: 'note', note: { ...free, text: '' } })).toBe(
      'Edit note (looks)',
    );
    const on = { ...free, on: 's1' };
    expect(outcome(withNotes(), { edit: 'note', note: on })).toBe('Attach note (looks)');
    const back = { edit: 'note', note: free } as const;
    expect(outcome(edited(withNotes(), { edit: 'note', note: on }), back)).toBe(
      'Detach note (looks)',
    );
    const wide = { ...free, size: [400, 96] as [number, number] };
    expect(outcome(withNotes(), { edit: 'note', note: wide })).toBe('Resize note (looks)');
    expect(
      outcome(withNotes(), { edit: 'remove', nodes: [], edges: [], notes: ['n1', 'n2'] }),
    ).toBe('Remove 2 notes (looks)');
    expect(outcome(withNotes(), { edit: 'remove', nodes: ['s2'], edges: [], notes: ['n1'] })).toBe(
      'Remove 2 parts (behaviour)',
    );
    expect(outcome(shop(), { edit: 'add', nodes: [], edges: [], notes: [free] })).toBe(
      'Add note (looks)',
    );
  });

  test('that stays as it is is no change, the usual size left out or not', () => {
    const document = withNotes();
    expect(edited(document, { edit: 'note', note: free })).toBe(document);
    expect(edited(document, { edit: 'note', note: { ...free, size: [208, 96] } })).toBe(document);
    expect(edited(document, { edit: 'move', positions: { n1: [10, 20] } })).toBe(document);
  });

  test('moves with nodes in one step', () => {
    const moved = edited(withNotes(), { edit: 'move', positions: { n1: [1, 2], s1: [3, 4] } }, 5);
    expect(moved.notes?.[0]?.at).toEqual([1, 2]);
    expect(moved.nodes[2]?.at).toEqual([3, 4]);
  });

  test('comes with the node it is attached to', () => {
    const s3: DocumentNode = { id: 's3', kind: 'sink', at: [0, 0] };
    const note = { ...pinned, on: 's3' };
    for (const nowMs of [0, 5]) {
      const added = edited(shop(), { edit: 'add', nodes: [s3], edges: [], notes: [note] }, nowMs);
      expect(added.notes).toEqual([note]);
    }
  });

  test.each<[string, DocumentNote, string]>([
    [
      'too long',
      { ...free, id: 'n3', text: 'x'.repeat(LIMITS.text + 1) },
      `note.text is "${'x'.repeat(37)}…": give text of at most 2000 characters.`,
    ],
    ["a node's id", { ...free, id: 's1' }, 'There is a part "s1" already.'],
    ["an edge's id", { ...free, id: 'e1' }, 'There is a part "e1" already.'],
    [
      'attached to nothing',
      { ...free, id: 'n3', on: 'gone' },
      'There is no node "gone" to attach the note to.',
    ],
    [
      'attached to nothing from then on',
      { ...free, on: 'gone' },
      'There is no node "gone" to attach the note to.',
    ],
    ['nowhere', { ...free, at: [Number.NaN, 0] }, 'note.at[0] is NaN: give a number.'],
    ['too small', { ...free, size: [4, 100] }, 'note.size[0] is 4: give a number of at least 16.'],
  ])('is rejected when %s', (_, note, message) => {
    expect(outcome(withNotes(), { edit: 'note', note })).toBe(message);
  });

  test('is not removed when it is not there, and its id is taken', () => {
    expect(outcome(withNotes(), { edit: 'remove', nodes: [], edges: [], notes: ['x'] })).toBe(
      'There is no note "x".',
    );
    const node: DocumentNode = { id: 'n1', kind: 'sink', at: [0, 0] };
    for (const nowMs of [0, 5]) {
      expect(outcome(withNotes(), { edit: 'add', nodes: [node], edges: [] }, nowMs)).toBe(
        'There is already a note "n1".',
      );
    }
  });

  test('beyond the limit is rejected', () => {
    const many = Array.from({ length: LIMITS.notes }, (_, i) => ({ ...free, id: `x${i}` }));
    expect(outcome(withNotes(many), { edit: 'note', note: free })).toBe(
      'A diagram holds at most 500 notes.',
    );
  });
});

describe('a note whose node leaves the document', () => {
  test('stays where it stood, on its own', () => {
    const document = edited(withNotes(), { edit: 'remove', nodes: ['s1'], edges: [] });
    expect(document.notes?.[1]).toEqual({ id: 'n2', text: 'slow disk', at: [584, 104] });
  });

  test('stays there when its node was inside a frame that goes too', () => {
    const frame: DocumentNode = { id: 'p', kind: 'group', at: [100, 200], size: [300, 300] };
    const member: DocumentNode = { id: 's5', kind: 'sink', at: [10, 20], in: 'p' };
    const document = {
      ...withNotes([{ ...pinned, on: 's5' }]),
      nodes: [...shop().nodes, frame, member],
    };
    const gone = edited(document, { edit: 'remove', nodes: ['p', 's5'], edges: [] });
    expect(gone.notes?.[0]).toEqual({ id: 'n2', text: 'slow disk', at: [118, 324] });
  });

  test('stays attached when a command removes the node later', () => {
    const document = edited(withNotes(), { edit: 'remove', nodes: ['s1'], edges: [] }, 5);
    expect(document.notes?.[1]).toEqual(pinned);
    const start = edited(document, { edit: 'make-start' }, 5);
    expect(start.notes?.[1]?.on).toBeUndefined();
  });

  test('is told apart however the node leaves: withdrawn, its command deleted, the future cut off', () => {
    const s3: DocumentNode = { id: 's3', kind: 'sink', at: [50, 60] };
    const note = { ...pinned, on: 's3' };
    const joined = edited(shop(), { edit: 'add', nodes: [s3], edges: [], notes: [note] }, 10);
    const alone = [{ id: 'n2', text: 'slow disk', at: [58, 164] }];
    const ways: Edit[] = [
      { edit: 'remove', nodes: ['s3'], edges: [] },
      { edit: 'remove-command', index: 0 },
      { edit: 'fork' },
      { edit: 'edit-command', index: 0, command: { at: 10, do: 'crash', node: 's1' } },
    ];
    for (const way of ways) expect(edited(joined, way, 5).notes).toEqual(alone);
  });
});
