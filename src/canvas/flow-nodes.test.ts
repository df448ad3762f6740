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
  boxes: layOut(nodes, [], frameSizeOf, over.drafts).boxes,
  drafts: new Map(),
  selected: new Set(),
  isFrame: (kind) => kind === 'frame',
  ...over,
});

test('a frame comes before its members, which lie relative to it', () => {
  const flow = flowNodes(input(), []);
  expect(flow.map((node) => node.id).indexOf('f')).toBeLessThan(
    flow.map((node) => node.id).indexOf('a'),
  );
  expect(flow.find((node) => node.id === 'a')).toMatchObject({
    parentId: 'f',
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

test('dragging one node leaves the others as they are', () => {
  const before = flowNodes(input(), []);
  const after = flowNodes(input({ drafts: new Map([['b', [480, 80] as const]]) }), before);
  expect(after.filter((node) => !before.includes(node)).map((node) => node.id)).toEqual(['b']);
});

test('a ghost says when it joins and cannot be dragged', () => {
  const flow = flowNodes(input({ joinsAt: new Map([['b', 12_000]]) }), []);
  expect(flow.find((node) => node.id === 'b')).toMatchObject({
    draggable: false,
    data: { joinsAt: 12_000 },
  });
});
