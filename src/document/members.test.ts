import { expect, test } from 'vitest';
import { laneCount, membersOf } from './members.ts';
import type { DocumentNode } from './types.ts';

const node = (id: string, inside?: string): DocumentNode => ({
  id,
  kind: 'any',
  at: [0, 0],
  ...(inside !== undefined && { in: inside }),
});

test('an edge has a lane for each pair of members, those of frames within frames among them', () => {
  const nodes = [
    node('web'),
    node('pair'),
    ...['lb1', 'lb2'].map((id) => node(id, 'pair')),
    node('pool'),
    node('zone', 'pool'),
    ...['s1', 's2'].map((id) => node(id, 'zone')),
    node('s3', 'pool'),
    node('empty'),
  ];
  const between = (from: string, to: string) => laneCount({ id: 'e', from, to }, membersOf(nodes));
  expect(between('web', 'lb1')).toBe(1);
  expect(between('web', 'pair')).toBe(2);
  expect(between('lb1', 'pool')).toBe(3);
  expect(between('pair', 'pool')).toBe(6);
  expect(between('pair', 'empty')).toBe(2);
});
