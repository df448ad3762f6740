import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Condition, LeafCondition } from './condition.ts';
import { conditionWords } from './condition-words.ts';
import { shop, specs } from './document.test-support.ts';
import { decodeLink, encodeLink } from './link.ts';
import { migrate } from './migrate.ts';
import { validate } from './schema.ts';
import { fullCondition, shortCondition } from './short-conditions.ts';
import type { Json } from './types.ts';

const node = fc.constantFrom('web', 'lb', 's1');
const bound = fc.oneof(
  fc.record({ above: fc.constantFrom(0, 1, 0.5, 500) }),
  fc.record({ below: fc.constantFrom(0.001, 1, 500) }),
);
const lasting = fc.record({ for: fc.constantFrom(0.001, 1, 2_000) }, { requiredKeys: [] });
const within = fc.constantFrom(1, 10_000);
const optional = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(shape, { requiredKeys: [] });
const merged = (...parts: fc.Arbitrary<object>[]) =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as LeafCondition);

const leaf: fc.Arbitrary<LeafCondition> = fc.oneof(
  merged(
    fc.record({ figure: fc.constant('response'), percentile: fc.constantFrom(50, 95, 99), within }),
    bound,
    optional({ node }),
    lasting,
  ),
  merged(
    fc.record({ figure: fc.constantFrom('throughput', 'errors'), within }),
    bound,
    optional({ node }),
    lasting,
  ),
  merged(fc.record({ figure: fc.constant('queue'), node }), bound, lasting),
  merged(fc.record({ figure: fc.constant('inFlight') }), bound, optional({ node }), lasting),
  merged(
    fc.record({ series: fc.constantFrom('queue', 'toString'), node }),
    bound,
    optional({ key: fc.constantFrom('', 's1'), within }),
    lasting,
  ),
  merged(
    fc.record({ state: fc.constantFrom('up', 'up.saturated'), node }),
    optional({ machine: fc.constant('health'), key: fc.constantFrom('', 's1') }),
    lasting,
  ),
  merged(fc.record({ error: fc.constant(true) }), optional({ node })),
  merged(
    fc.record({ count: fc.constant('parts') }),
    bound,
    optional({ kind: fc.constant('server'), in: node, tag: fc.constant('down') }),
    lasting,
  ),
  merged(fc.record({ path: fc.record({ from: node, to: node }) }), lasting),
  merged(fc.record({ verb: fc.constant('cut') }), optional({ node, edge: fc.constant('e1') })),
);

const { tree } = fc.letrec<{ tree: Condition }>((tie) => {
  const list = fc.array(tie('tree'), { minLength: 1, maxLength: 3 });
  const all = fc.record({ all: list });
  const any = fc.record({ any: list });
  const not = fc.record({ not: tie('tree') });
  const group = fc.tuple(fc.oneof(all, any, not), lasting);
  return {
    tree: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      group.map((parts) => Object.assign({}, ...parts) as Condition),
    ),
  };
});

test('any condition comes back from a link as it was', () => {
  fc.assert(
    fc.property(tree, (condition) => {
      expect(fullCondition(JSON.parse(JSON.stringify(shortCondition(condition))))).toEqual(
        condition,
      );
    }),
  );
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), (conditions) => {
      const checked = validate({ ...shop(), conditions }, specs);
      fc.pre(checked.ok);
      const link = decodeLink(encodeLink({ ...shop(), conditions }, specs).fragment, specs);
      expect(link).toMatchObject({ kind: 'document', document: { conditions } });
    }),
    { numRuns: 50 },
  );
});

test.each<[Json]>([
  [5],
  [[]],
  [[5, 1]],
  [['toString', 3]],
  [['not']],
  [['all', 0]],
  [['any', 0, 'error']],
  [['queue', [], 's1']],
  [['path', 'web']],
  [['state', ['up'], 's1']],
])('what is no row of a condition is read without a fault, and rejected: %j', (row) => {
  expect(validate({ ...shop(), conditions: [fullCondition(row)] }, specs).ok).toBe(false);
});

test('what version 1 stopped at is the same in conditions', () => {
  const stops: Json = [
    { when: 'slow', percentile: 99, above: 500, within: 10_000, node: 'web' },
    { when: 'error' },
    { when: 'error', node: 's1' },
    { when: 'queue', node: 's1', above: 0 },
    { when: 'state', node: 's2', is: 'up.saturated' },
  ];
  expect(migrate({ version: 1, stops })).toEqual({
    version: 2,
    conditions: [
      { figure: 'response', percentile: 99, above: 500, within: 10_000, node: 'web' },
      { error: true },
      { error: true, node: 's1' },
      { figure: 'queue', node: 's1', above: 0 },
      { state: 'up.saturated', node: 's2' },
    ],
  });
});

describe('in words', () => {
  const naming = {
    part: (id: string) => id.toUpperCase(),
    kind: (id: string) => id,
    series: (_: string, name: string) => name,
    deed: (name: string) => name,
  };
  const slow: Condition = {
    figure: 'response',
    percentile: 99,
    above: 500,
    within: 10_000,
    for: 2_000,
  };
  const isDown: Condition = { state: 'down', node: 's1' };

  test.each<[Condition, string]>([
    [slow, 'p99 over the last 10 s is above 500 ms for 2 s'],
    [
      { all: [{ ...slow, node: 'web' }, isDown] },
      'p99 at WEB over the last 10 s is above 500 ms for 2 s, and S1 is down',
    ],
    [
      { any: [isDown, { all: [isDown, { error: true }], for: 50 }] },
      'S1 is down, or (S1 is down, and a request fails) for 50 ms',
    ],
    [
      { not: { path: { from: 'web', to: 's1' } }, for: 1_000 },
      'not (requests can get from WEB to S1) for 1 s',
    ],
    [
      { figure: 'errors', above: 0.5, within: 60_000 },
      'the rate of errors over the last 1 min is above 0.5/s',
    ],
    [{ figure: 'queue', node: 's1', below: 3 }, 'fewer than 3 wait at S1'],
    [
      { count: 'parts', kind: 'server', tag: 'down', above: 1 },
      'more than 1 parts of the kind server are down on the table',
    ],
    [{ series: 'unapplied', node: 's1', key: 's2', above: 5 }, '“unapplied”, S2, at S1 is above 5'],
    [
      { series: 'sent', node: 's1', below: 1, within: 10_000 },
      '“sent” at S1 over the last 10 s is below 1/s',
    ],
    [{ verb: 'cut', edge: 'e1' }, '“cut” is done to E1'],
  ])('%j', (condition, sentence) => {
    expect(conditionWords(condition, naming)).toBe(sentence);
  });
});
