import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Condition } from '../../document/condition.ts';
import { conditionOf, draftOf, partsIn } from './draft.ts';

const leaf = fc.constantFrom<Condition[]>(
  { error: true },
  { verb: 'cut', edge: 'e1' },
  { figure: 'queue', node: 's1', above: 3 },
  { figure: 'queue', node: 's1', above: 3, for: 5 },
  { state: 'up', node: 's1', machine: 'health', key: 's1' },
);
const lasting = fc.constantFrom({}, { for: 1_000 });
const { tree } = fc.letrec<{ tree: Condition }>((tie) => {
  const list = fc.array(tie('tree'), { minLength: 1, maxLength: 3 });
  return {
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.tuple(list, lasting).map(([all, more]): Condition => ({ all, ...more })),
      fc.tuple(list, lasting).map(([any, more]): Condition => ({ any, ...more })),
      fc.tuple(tie('tree'), lasting).map(([not, more]): Condition => ({ not, ...more })),
    ),
  };
});

test('whatever the form cannot show comes out of it as it went in', () => {
  fc.assert(
    fc.property(tree, (condition) => {
      expect(conditionOf(draftOf(condition))).toEqual(condition);
    }),
  );
});

test('two levels of groups are shown, and each part has a key of its own', () => {
  const deep: Condition = { any: [{ not: { error: true }, for: 5 }, { all: [{ error: true }] }] };
  const draft = draftOf({ all: [{ error: true }, deep] });
  const parts = [...partsIn(draft)];
  expect(parts.map(({ content }) => content.sort)).toEqual([
    'group',
    'leaf',
    'group',
    'leaf',
    'kept',
  ]);
  expect(new Set(parts.map(({ key }) => key)).size).toBe(5);
  expect(parts[3]).toMatchObject({ isNot: true, lasts: 5 });
});
