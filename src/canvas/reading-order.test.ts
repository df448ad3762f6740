import { expect, test } from 'vitest';
import { alongEdge, type Direction, nextNode, readingOrder } from './reading-order.ts';

const box = (x: number, y: number) => ({ x, y, width: 184, height: 76 });
/** Client, balancer, three servers one below the other. */
const boxes = new Map([
  ['s3', box(640, 256)],
  ['web', box(0, 128)],
  ['edge', box(320, 128)],
  ['s1', box(640, 0)],
  ['s2', box(640, 128)],
]);
const edges = [
  { id: 'e1', from: 'web', to: 'edge' },
  { id: 'e2', from: 'edge', to: 's1' },
  { id: 'e3', from: 'edge', to: 's2' },
  { id: 'e4', from: 'edge', to: 's3' },
];

test('reads rows from the top, each from the left', () => {
  expect(readingOrder(boxes)).toEqual(['s1', 'web', 'edge', 's2', 's3']);
});

test('the first arrow goes to the first node', () => {
  expect(nextNode(boxes, null, 'right')).toBe('s1');
});

test('arrows step to the nearest node in their direction', () => {
  expect(nextNode(boxes, 'web', 'right')).toBe('edge');
  expect(nextNode(boxes, 'edge', 'right')).toBe('s2');
  expect(nextNode(boxes, 's2', 'up')).toBe('s1');
  expect(nextNode(boxes, 's2', 'down')).toBe('s3');
  expect(nextNode(boxes, 's3', 'down')).toBe('s3');
});

test('arrows reach every node from every other', () => {
  for (const from of boxes.keys()) {
    const reached = new Set([from]);
    const open = [from];
    for (let here = open.pop(); here !== undefined; here = open.pop()) {
      for (const direction of ['left', 'right', 'up', 'down'] satisfies Direction[]) {
        const next = nextNode(boxes, here, direction);
        if (next !== null && !reached.has(next)) {
          reached.add(next);
          open.push(next);
        }
      }
    }
    expect(reached.size, `from ${from}`).toBe(boxes.size);
  }
});

test('Alt and arrows follow an edge, go through its siblings, and come back the same way', () => {
  expect(alongEdge(edges, 'web', 'right', null)).toBe('edge');
  expect(alongEdge(edges, 'edge', 'right', 'web')).toBe('s1');
  expect(alongEdge(edges, 's1', 'down', 'edge')).toBe('s2');
  expect(alongEdge(edges, 's2', 'up', 'edge')).toBe('s1');
  expect(alongEdge(edges, 's2', 'left', 'edge')).toBe('edge');
  expect(alongEdge(edges, 'web', 'left', null)).toBeNull();
  expect(alongEdge(edges, 's3', 'down', 'edge')).toBeNull();
});
