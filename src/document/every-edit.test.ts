/** What must hold whatever a person does: every edit there is, in any order, at any moment. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Condition } from './condition.ts';
import { shop, specs } from './document.test-support.ts';
import { applyEdit, type Edit } from './edit.ts';
import { type History, push, redo, startHistory, undo } from './history.ts';
import { validate } from './schema.ts';
import type { DocumentCommand, DocumentNode, Intervention } from './types.ts';

const NODES = ['web', 'lb', 's1', 's2', 's3', 's4', 'p', 'q'];
const node = fc.constantFrom(...NODES);
const edge = fc.constantFrom('e1', 'e2', 'e3', 'e8', 'e9');
const noteId = fc.constantFrom('n1', 'n2', 's3');
const anyId = fc.oneof(node, edge, noteId);
const moment = fc.nat(5);
const position = fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 }));
const size = fc.tuple(fc.integer({ min: 10, max: 300 }), fc.constantFrom(96, 200));
const positions = fc.dictionary(anyId, position, { maxKeys: 2 });
const share = fc.constantFrom(0, 0.5, 1);

const anyNode = fc.record(
  {
    id: fc.constantFrom('s3', 's4', 'p', 'q', 'n1'),
    at: position,
    kind: fc.constantFrom('sink', 'group', 'router'),
    in: fc.constantFrom('p', 'q'),
  },
  { requiredKeys: ['id', 'at', 'kind'] },
);
const newFrame = fc.record({
  id: fc.constantFrom('p', 'q'),
  at: position,
  kind: fc.constant('group'),
});
const newNode: fc.Arbitrary<DocumentNode> = fc.oneof(anyNode, newFrame);
const newEdge = fc.record({ id: fc.constantFrom('e8', 'e9'), from: node, to: node });
const note = fc.record(
  { id: noteId, text: fc.constantFrom('', 'why'), at: position, size, on: node },
  { requiredKeys: ['id', 'text', 'at'] },
);

type Does = Intervention['do'];
/** One for each intervention: leaving one out does not compile. */
const interventions: { [K in Does]: fc.Arbitrary<Intervention & { do: K }> } = {
  crash: fc.record({ do: fc.constant('crash'), node }),
  restart: fc.record({ do: fc.constant('restart'), node }),
  hang: fc.record({ do: fc.constant('hang'), node }),
  resume: fc.record({ do: fc.constant('resume'), node }),
  drain: fc.record({ do: fc.constant('drain'), node }),
  slow: fc.record({ do: fc.constant('slow'), node, factor: fc.constantFrom(1, 4) }),
  errors: fc.record({ do: fc.constant('errors'), node, rate: share }),
  burst: fc.record({ do: fc.constant('burst'), node, factor: fc.constant(5), for: moment }),
  cut: fc.record({ do: fc.constant('cut'), edge, way: fc.constantFrom('both', 'back') }),
  lose: fc.record({ do: fc.constant('lose'), edge, rate: share }),
  delay: fc.record({ do: fc.constant('delay'), edge, by: moment }),
  heal: fc.record({ do: fc.constant('heal'), edge }),
  set: fc.record({ do: fc.constant('set'), node, config: fc.constant({ slots: 3 }) }),
  'set-edge': fc.record({ do: fc.constant('set-edge'), edge, config: fc.constant({ loss: 1 }) }),
  place: fc.record({
    do: fc.constant('place'),
    nodes: fc.array(node, { minLength: 1, maxLength: 2 }),
    in: fc.constantFrom('p', null),
  }),
  reconnect: fc.record({ do: fc.constant('reconnect'), edge, from: node, to: node }),
  add: fc.record({ do: fc.constant('add'), nodes: fc.array(newNode, { maxLength: 1 }) }),
  remove: fc.record({ do: fc.constant('remove'), nodes: fc.array(node, { maxLength: 1 }) }),
};
const intervention: fc.Arbitrary<Intervention> = fc.oneof(...Object.values(interventions));

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ error: fc.constant(true as const), node }),
  fc.record({ figure: fc.constant('queue' as const), node, above: moment }),
  fc.record({ not: fc.record({ state: fc.constant('up'), node }), for: fc.constant(5) }),
  fc.record({ path: fc.record({ from: node, to: node }) }),
  fc.record({ verb: fc.constant('cut'), edge }),
  fc.constant<Condition>({ figure: 'response', percentile: 95, above: 5, within: 1000 }),
);

type Name = Edit['edit'];
/** One for each edit: leaving one out does not compile. */
const edits: { [K in Name]: fc.Arbitrary<Extract<Edit, { edit: K }>> } = {
  add: fc.record({
    edit: fc.constant('add'),
    nodes: fc.array(newNode, { maxLength: 2 }),
    edges: fc.array(newEdge, { maxLength: 1 }),
    notes: fc.array(note, { maxLength: 1 }),
  }),
  remove: fc.record({
    edit: fc.constant('remove'),
    nodes: fc.array(node, { maxLength: 1 }),
    edges: fc.array(edge, { maxLength: 1 }),
    notes: fc.array(noteId, { maxLength: 1 }),
  }),
  set: fc.record({
    edit: fc.constant('set'),
    node,
    config: fc.record({ slots: fc.integer({ min: 1, max: 5 }) }),
  }),
  'set-edge': fc.record({
    edit: fc.constant('set-edge'),
    edge,
    config: fc.record({ loss: share }),
  }),
  place: fc.record({
    edit: fc.constant('place'),
    nodes: fc.array(node, { minLength: 1, maxLength: 2 }),
    in: fc.constantFrom('p', 'q', null),
    positions,
  }),
  reconnect: fc.record({ edit: fc.constant('reconnect'), edge, from: node, to: node }),
  intervene: fc.record(
    { edit: fc.constant('intervene'), command: intervention, at: moment },
    { requiredKeys: ['edit', 'command'] },
  ),
  move: fc.record({ edit: fc.constant('move'), positions }),
  arrange: fc.record(
    {
      edit: fc.constant('arrange'),
      positions,
      sizes: fc.dictionary(fc.constantFrom('p', 'q'), size, { maxKeys: 1 }),
      frame: fc.constantFrom('p', 'q'),
    },
    { requiredKeys: ['edit', 'positions', 'sizes'] },
  ),
  note: fc.record({ edit: fc.constant('note'), note }),
  conditions: fc.record({
    edit: fc.constant('conditions'),
    conditions: fc.array(condition, { maxLength: 2 }),
  }),
  resize: fc.record(
    { edit: fc.constant('resize'), node: fc.constantFrom('p', 'q'), size, positions },
    { requiredKeys: ['edit', 'node', 'size'] },
  ),
  fold: fc.record({
    edit: fc.constant('fold'),
    frame: fc.constantFrom('p', 'q'),
    folded: fc.boolean(),
  }),
  rename: fc.record({ edit: fc.constant('rename'), node, name: fc.constantFrom('', 'x', 'y') }),
  title: fc.record({ edit: fc.constant('title'), title: fc.constantFrom('A', 'B') }),
  seed: fc.record({ edit: fc.constant('seed'), seed: moment }),
  speed: fc.record({ edit: fc.constant('speed'), speed: fc.constantFrom(null, 1, 2) }),
  'move-command': fc.record({
    edit: fc.constant('move-command'),
    index: moment,
    at: moment,
  }),
  'remove-command': fc.record({ edit: fc.constant('remove-command'), index: moment }),
  'edit-command': fc.record({
    edit: fc.constant('edit-command'),
    index: moment,
    command: fc.tuple(intervention, moment).map(([act, at]): DocumentCommand => ({ at, ...act })),
  }),
  'make-start': fc.record({ edit: fc.constant('make-start') }),
  fork: fc.record({ edit: fc.constant('fork') }),
};
const steps = (length: number) =>
  fc.array(fc.tuple(fc.oneof(...Object.values<fc.Arbitrary<Edit>>(edits)), moment), {
    minLength: length,
    maxLength: length,
  });

/**
 * Does them all, rejected ones left out; every document on the way must be one that opens again.
 */
function doAll(list: readonly (readonly [Edit, number])[], done: Set<Name>): History {
  let history = startHistory(shop());
  for (const [edit, nowMs] of list) {
    const before = structuredClone(history.document);
    const result = applyEdit(history.document, edit, nowMs, specs);
    expect(history.document).toEqual(before);
    if (!result.ok) {
      expect(result.message).toMatch(/\.$/);
      continue;
    }
    expect(validate(result.document, specs)).toEqual({ ok: true, document: result.document });
    if (result.document !== history.document) {
      expect(result.document).not.toEqual(history.document);
      expect(result.label).not.toBe('');
      done.add(edit.edit);
    }
    history = push(history, { label: result.label, document: result.document });
  }
  return history;
}

test('every edit at any moment leaves a valid document, and undoing all leads to the start, redoing all to the end', () => {
  const done = new Set<Name>();
  fc.assert(
    fc.property(steps(40), (list) => {
      const end = doAll(list, done);
      let history = end;
      while (history.past.length > 0) history = undo(history);
      expect(history.document).toEqual(shop());
      while (history.future.length > 0) history = redo(history);
      expect(history).toEqual(end);
    }),
    { numRuns: 100 },
  );
  expect(done).toEqual(new Set(Object.keys(edits)));
});

// One sequence, always the same: looking for a shorter one that fails would take minutes.
test('more than 200 edits can be undone to the very start', () => {
  const [list = []] = fc.sample(steps(800), { seed: 1, numRuns: 1 });
  const end = doAll(list, new Set());
  expect(end.past.length).toBeGreaterThan(200);
  let history = end;
  for (let i = 0; i < end.past.length; i++) history = undo(history);
  expect(history.document).toEqual(shop());
  for (let i = 0; i < end.past.length; i++) history = redo(history);
  expect(history.document).toEqual(end.document);
});
