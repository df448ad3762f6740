import { expect, test } from 'vitest';
import type { DocumentNode } from '../../document/types.ts';
import { isListed, outlineTree } from './outline-tree.ts';

test('parts and edges called like what every object has are listed like others', () => {
  const ids = ['constructor', 'toString', 'valueOf'] as const;
  const nodes = ids.map(
    (id, at): DocumentNode => ({
      id,
      kind: 'constructor',
      at: [300 * at, 0],
      in: 'hasOwnProperty',
    }),
  );
  const frame: DocumentNode = { id: 'hasOwnProperty', kind: 'pool', at: [0, 0] };
  const edges = [{ id: 'toLocaleString', from: 'constructor', to: 'toString' }];
  const box = { y: 0, width: 184, height: 76 };
  const boxes = new Map([...nodes, frame].map(({ id, at: [x] }) => [id, { ...box, x }]));
  const tree = outlineTree({
    nodes: [...nodes, frame],
    edges,
    ghosts: [{ id: 'valueOf', joinsAt: 7 }],
    boxes,
  });
  expect(tree.map(({ node }) => node.id)).toEqual(['hasOwnProperty']);
  const members = tree[0]?.members ?? [];
  expect(members.map(({ node }) => node.id)).toEqual(ids);
  expect(members.map(({ sendsTo }) => sendsTo.length)).toEqual([1, 0, 0]);
  expect(members.map(({ joinsAt }) => joinsAt)).toEqual([null, null, 7]);
  expect(isListed(tree, 'prototype')).toBe(false);
});
