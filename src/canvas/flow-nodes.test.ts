import { expect, test } from 'vitest';
import type { DocumentNode } from '../document/types.ts';
import { type FlowInput, flowNodes } from './flow-nodes.ts';
import { layOut } from './layout.ts';

const nodes: DocumentNode[] = [
  { id: 'a', kind: 'card', at: [16, 48], in: 'f' },
  { id: 'f', kind: 'frame', at: [0, 0] },
  { id: 'b', kind: 'card', at: [400, 0] },
];
const frameSizeOf = (kind: string) => (kind === 'frame' ? ([300, 200] as const) : null);
const input = (over: Partial<FlowInput> = {}): FlowInput => ({
  nodes,
  joinsAt: new Map(),
  notes: [],
  boxes: layOut(nodes, [], { frameSizeOf }).boxes,
  selected: new Set(),
  folded: new Set(),
  isFrame: ({ kind }) => kind === 'frame',
  ...over,
});

test('a frame comes before its members, and all stand on the table itself', () => {
  const flow = flowNodes(input(), []);
  expect(flow.map((node) => node.id).indexOf('f')).toBeLessThan(
    flow.map((node) => node.id).indexOf('a'),
  );
  expect(flow.find((node) => node.id === 'a')).toMatchObject({
    position: { x: 16, y: 48 },
  });
});

test('every flow node knows its size beforehand', () => {
  for (const node of flowNodes(input(), [])) {
    expect(node.measured).toEqual({ width: node.width, height: node.height });
  }
});

test('selecting one node makes one new flow node and keeps the others', () => {
  const before = flowNodes(input(), []);
  const after = flowNodes(input({ selected: new Set(['b']) }), before);
  const changed = after.filter((node) => !before.includes(node));
  expect(changed.map((node) => node.id)).toEqual(['b']);
  expect(flowNodes(input({ selected: new Set(['b']) }), after)).toBe(after);
});

test('a node that has moved is the only new one', () => {
  const before = flowNodes(input(), []);
  const boxes = new Map(input().boxes).set('b', { x: 480, y: 80, width: 184, height: 76 });
  const after = flowNodes(input({ boxes }), before);
  expect(after.filter((node) => !before.includes(node)).map((node) => node.id)).toEqual(['b']);
});

test('a note is there with its box, above the cards, unless its node is not', () => {
  const note = { id: 'n', text: 'why', at: [0, 0] as [number, number] };
  const boxes = new Map(input().boxes).set('n', { x: 1, y: 2, width: 208, height: 96 });
  const flow = flowNodes(input({ notes: [note, { ...note, id: 'gone' }], boxes }), []);
  expect(flow.filter((node) => node.type === 'note')).toMatchObject([
    { id: 'n', position: { x: 1, y: 2 }, data: { note } },
  ]);
  expect(flow.at(-1)?.zIndex).toBeGreaterThan(flow.at(-2)?.zIndex ?? 0);
});

test('a ghost says when it joins', () => {
  const flow = flowNodes(input({ joinsAt: new Map([['b', 12_000]]) }), []);
  expect(flow.find((node) => node.id === 'b')).toMatchObject({
    data: { joinsAt: 12_000 },
  });
});

test('a folded frame lies among the cards and knows what it hides', () => {
  const folded = new Set(['f']);
  const boxes = layOut(nodes, [], { frameSizeOf, folded }).boxes;
  const flow = flowNodes(input({ boxes, folded }), []);
  expect(flow.map(({ id }) => id)).not.toContain('a');
  expect(flow.find(({ id }) => id === 'f')).toMatchObject({
    type: 'frame',
    zIndex: flow.find(({ id }) => id === 'b')?.zIndex,
    data: { hides: ['a'] },
  });
  expect(flowNodes(input({ boxes, folded }), flow)).toBe(flow);
});
