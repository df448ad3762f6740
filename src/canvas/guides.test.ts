import { describe, expect, test } from 'vitest';
import { align } from './guides.ts';

const box = (x: number, y: number, width = 184, height = 76) => ({ x, y, width, height });

describe('lining up', () => {
  test('far from everything, a box falls on the grid and no line is shown', () => {
    expect(align(box(101, 203), [box(2_000, 2_000)], 6)).toEqual({ by: [3, -3], guides: [] });
  });

  test('near the edge of another it goes there, with a line along both', () => {
    const { by, guides } = align(box(404, 300), [box(400, 0)], 6);
    expect(by).toEqual([-4, 4]);
    expect(guides).toContainEqual([400, 0, 400, 380]);
  });

  test('middles meet too, also of boxes of different sizes, off the grid', () => {
    const { by, guides } = align(box(130, 400, 100, 76), [box(95, 0, 160, 40)], 6);
    expect(by[0]).toBe(-5);
    expect(guides).toEqual([[175, 0, 175, 476]]);
  });

  test('the nearest of several wins, each axis for itself', () => {
    expect(align(box(5, 97), [box(0, 400), box(8, 600), box(900, 100)], 6).by).toEqual([3, 3]);
  });
});
