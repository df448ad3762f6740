import { describe, expect, test } from 'vitest';
import type { Condition } from './condition.ts';
import { shop, specs } from './document.test-support.ts';
import { applyEdit, type Edit } from './edit.ts';
import { LIMITS } from './limits.ts';
import { validate } from './schema.ts';
import type { SceneDocument } from './types.ts';

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

describe('conditions to pause at', () => {
  const slow: Condition = { figure: 'response', percentile: 99, above: 500, within: 10_000 };
  const queue: Condition = { figure: 'queue', node: 's1', above: 5 };
  const state: Condition = { state: 'up.saturated', node: 's2' };

  test('are replaced all at once', () => {
    const two = edited(shop(), { edit: 'conditions', conditions: [slow, queue] }, 5);
    expect(two).toEqual({ ...shop(), conditions: [slow, queue] });
    expect(edited(two, { edit: 'conditions', conditions: [slow, queue] })).toBe(two);
    expect(edited(two, { edit: 'conditions', conditions: [] })).toEqual(shop());
    expect(outcome(two, { edit: 'conditions', conditions: [state, queue] })).toBe(
      'Change a stop condition (behaviour)',
    );
    expect(outcome(two, { edit: 'conditions', conditions: [slow] })).toBe(
      'Remove a stop condition (behaviour)',
    );
  });

  test('go with the node they are about', () => {
    const document: SceneDocument = { ...shop(), conditions: [slow, queue, state] };
    const without = edited(document, { edit: 'remove', nodes: ['s1'], edges: [] });
    expect(without.conditions).toEqual([slow, state]);
    const later = edited(document, { edit: 'remove', nodes: ['s1'], edges: [] }, 5);
    expect(later.conditions).toEqual([slow, queue, state]);
    const both = edited(
      { ...document, conditions: [queue] },
      { edit: 'remove', nodes: ['s1'], edges: [] },
    );
    expect(both).not.toHaveProperty('conditions');
  });

  test.each<[string, object, string]>([
    [
      'another percentile',
      { ...slow, percentile: 90 },
      'conditions[0].percentile is 90: give one of 50, 95, 99.',
    ],
    [
      'a window of nothing',
      { ...slow, within: 0 },
      'conditions[0].within is 0: give a number of at least 1.',
    ],
    [
      'a window of days',
      { ...slow, within: 1e9 },
      'conditions[0].within is 1000000000: give a number of at most 3600000.',
    ],
    [
      'a negative queue',
      { ...queue, above: -1 },
      'conditions[0].above is -1: give a number of at least 0.',
    ],
    [
      'a node that is not there',
      { ...queue, node: 'x' },
      'conditions[0].node is "x": there is no such node.',
    ],
    [
      'no state',
      { ...state, state: 'up..' },
      'conditions[0].state is "up..": give a state, such as "up" or "up.saturated".',
    ],
    [
      'a misspelt figure',
      { ...queue, figure: 'queu' },
      'conditions[0].figure is "queu": give one of "response", "throughput", "errors", "queue", "inFlight". Did you mean "queue"?',
    ],
    [
      'no sort',
      { when: 'slow' },
      'conditions[0]: give one of "all", "any", "not", "figure", "series", "state", "error", "count", "path", "verb".',
    ],
    [
      'two sorts',
      { ...queue, state: 'up' },
      'conditions[0]: give "figure" or "state", not both: combine conditions with "all".',
    ],
    ['no bound', { figure: 'queue', node: 's1' }, 'conditions[0]: give either "above" or "below".'],
    [
      'something wrong deep inside',
      { all: [slow, { not: { ...queue, above: '5' } }] },
      'conditions[0].all[1].not.above is "5": give a number.',
    ],
    [
      'more than can be remembered',
      { figure: 'throughput', above: 1e6, within: 1000 },
      'conditions[0]: that is more than 200000 requests: give a shorter "within".',
    ],
    [
      'a figure that its kind does not keep',
      { series: 'request', node: 'web', above: 1, within: 1000 },
      'conditions[0].series is "request": give one of "requests". Did you mean "requests"?',
    ],
    [
      'a counter without a time',
      { all: [{ series: 'requests', node: 'web', above: 1 }] },
      'conditions[0].all[0].within is missing: give one for a counter.',
    ],
    [
      'a figure of a kind that keeps none',
      { series: 'x', node: 's1', above: 1 },
      'conditions[0].series is "x": "sink" has none.',
    ],
    [
      'an edge that is not there',
      { verb: 'cut', edge: 'x' },
      'conditions[0].edge is "x": there is no such edge.',
    ],
    [
      'a part that is not there deep inside',
      { any: [{ path: { from: 's1', to: 'x' } }] },
      'conditions[0].any[0].path.to is "x": there is no such node.',
    ],
    [
      'a line of a figure that has but one',
      { series: 'requests', node: 'web', key: 's1', above: 1, within: 1000 },
      'conditions[0].key is "s1": leave it out, "requests" has one line only.',
    ],
    [
      'a deed that nobody knows',
      { not: { verb: 'crahs' } },
      'conditions[0].not.verb is "crahs": nothing here can be done by that name. Did you mean "crash"?',
    ],
    [
      'the deed that only carries others',
      { verb: 'act' },
      'conditions[0].verb is "act": nothing here can be done by that name.',
    ],
    [
      'a deed of nodes on an edge',
      { verb: 'crash', edge: 'e1' },
      'conditions[0].edge is "e1": "crash" is never done to it.',
    ],
    [
      'a deed of edges on a node',
      { verb: 'cut', node: 's1' },
      'conditions[0].node is "s1": "cut" is never done to it.',
    ],
    [
      'a deed that its kind does not know',
      { verb: 'burst', node: 's1' },
      'conditions[0].node is "s1": "burst" is never done to it.',
    ],
    [
      'what a new part cannot have had done to it',
      { verb: 'add', node: 's1' },
      'conditions[0].node is "s1": "add" is never done to it.',
    ],
    [
      'a node and an edge',
      { verb: 'remove', node: 's1', edge: 'e1' },
      'conditions[0]: give "node" or "edge", not both.',
    ],
  ])('are rejected with %s', (_, bad, message) => {
    expect(outcome(shop(), { edit: 'conditions', conditions: [bad as Condition] })).toBe(message);
  });

  test.each<[string, Condition]>([
    ['a deed of the table', { verb: 'add' }],
    ['what is set on a node', { verb: 'set', node: 's1' }],
    ['what is set on an edge', { verb: 'set-edge', edge: 'e1' }],
    ['a part that is taken away', { verb: 'remove', edge: 'e1' }],
    ['a part that is put elsewhere', { verb: 'place', node: 's1' }],
    ['a state that only its machine knows', { state: 'flying', node: 's1' }],
    ['a kind that may come', { count: 'parts', kind: 'zebra', above: 0 }],
    ['what an unknown kind may know', { verb: 'brew', node: 'tea' }],
    ['what some part of an unknown kind may know', { verb: 'brew' }],
    ['what an unknown kind may count', { series: 'cups', node: 'tea', key: 'green', above: 1 }],
  ])('may be about %s', (_, condition) => {
    const document = shop();
    const tea = { id: 'tea', kind: 'teapot', at: [0, 0] as [number, number] };
    const withTea = { ...document, nodes: [...document.nodes, tea] };
    const set = edited(withTea, { edit: 'conditions', conditions: [condition] });
    expect(set.conditions).toEqual([condition]);
  });

  test('are at most 50', () => {
    const many = Array.from({ length: LIMITS.conditions + 1 }, () => slow);
    expect(outcome(shop(), { edit: 'conditions', conditions: many })).toBe(
      'A diagram holds at most 50 stop conditions.',
    );
  });

  test('are at most eight deep, and fifty in one', () => {
    let deep: Condition = queue;
    for (let depth = 2; depth < LIMITS.conditionDepth; depth++) deep = { not: deep };
    expect(edited(shop(), { edit: 'conditions', conditions: [{ any: [deep] }] })).toBeDefined();
    const deeper: Condition = { any: [{ not: deep }] };
    expect(outcome(shop(), { edit: 'conditions', conditions: [slow, deeper] })).toBe(
      'conditions[1]: conditions lie at most 8 deep inside each other.',
    );
    const wide = (length: number): Condition => ({
      all: [{ any: Array(length).fill(queue) }, slow],
    });
    expect(edited(shop(), { edit: 'conditions', conditions: [wide(47)] })).toBeDefined();
    expect(outcome(shop(), { edit: 'conditions', conditions: [wide(48)] })).toBe(
      'conditions[0]: at most 50 conditions may be inside each other.',
    );
  });

  test('say so when they go with what they are about, a line of a figure included', () => {
    const keyed = {
      requests: { ...specs.source!.series!.requests!, keyed: { by: 'target', isNode: true } },
    } as const;
    const known = { ...specs, source: { ...specs.source!, series: keyed } };
    const line: Condition = { series: 'requests', node: 'web', key: 's1', above: 1, within: 1000 };
    const document: SceneDocument = { ...shop(), conditions: [slow, queue, line] };
    const remove: Edit = { edit: 'remove', nodes: ['s1'], edges: [] };
    expect(applyEdit(document, remove, 0, known)).toMatchObject({
      document: { conditions: [slow] },
      also: 'Remove Sink: this also removed 2 stop conditions about what is gone.',
    });
    expect(applyEdit(document, remove, 5, known)).not.toHaveProperty('also');
    const fewer: Edit = { edit: 'conditions', conditions: [slow] };
    expect(applyEdit(document, fewer, 0, known)).not.toHaveProperty('also');
    const strange = { ...document, conditions: [{ ...line, key: 'nobody' }] };
    expect(validate(strange, known)).toMatchObject({
      error: { code: 'unknown-node', path: 'conditions[0].key' },
    });
  });

  test('go with the last part that knows the deed', () => {
    const tea = { id: 'tea', kind: 'teapot', at: [0, 0] as [number, number] };
    const document: SceneDocument = {
      ...shop(),
      nodes: [...shop().nodes, tea],
      conditions: [slow, { verb: 'brew' }],
    };
    expect(edited(document, { edit: 'remove', nodes: ['tea'], edges: [] }).conditions).toEqual([
      slow,
    ]);
  });

  test('go as a whole with any part they name', () => {
    const nested: Condition = { all: [slow, { not: { path: { from: 'web', to: 's1' } } }] };
    const document: SceneDocument = {
      ...shop(),
      conditions: [nested, { verb: 'cut', edge: 'e1' }],
    };
    expect(edited(document, { edit: 'remove', nodes: ['s1'], edges: [] }).conditions).toEqual([
      { verb: 'cut', edge: 'e1' },
    ]);
    expect(edited(document, { edit: 'remove', nodes: [], edges: ['e1'] }).conditions).toEqual([
      nested,
    ]);
  });
});
