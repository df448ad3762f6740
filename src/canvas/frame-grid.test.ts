import { describe, expect, test } from 'vitest';
import { freeCell, gridOf } from './frame-grid.ts';
import { CARD, overlaps, type Point } from './layout.ts';

const size: Point = [CARD.width, CARD.height];
const frame = { x: 0, y: 0, width: 448, height: 160 };
const box = (x: number, y: number) => ({ x, y, ...CARD });

describe('a free place in a frame', () => {
  test('is the next cell of a row, then of the next row, below the last one if all are taken', () => {
    const taken: ReturnType<typeof box>[] = [];
    for (const cell of [
      [16, 48],
      [224, 48],
      [16, 152],
      [224, 152],
      [16, 256],
    ]) {
      expect(freeCell(frame, size, taken)).toEqual(cell);
      taken.push(box(cell[0] ?? 0, cell[1] ?? 0));
    }
  });

  test('is clear of what stands across cells, and begins where the frame does', () => {
    expect(freeCell({ ...frame, x: -40 }, size, [box(100, 60)])).toEqual([-24, 152]);
  });

  test('of a narrow frame is one column', () => {
    const narrow = { ...frame, width: 216 };
    expect(freeCell(narrow, size, [box(16, 48)])).toEqual([16, 152]);
    expect(freeCell({ ...frame, width: 80 }, size, [])).toEqual([16, 48]);
  });
});

describe('a grid in a frame', () => {
  const cards = (count: number) => Array.from({ length: count }, () => size);

  test('has as many columns as the frame is wide, and a frame of its size', () => {
    expect(gridOf(cards(3), 448)).toEqual({
      places: [
        [16, 48],
        [224, 48],
        [16, 152],
      ],
      size: [424, 248],
    });
    expect(gridOf(cards(1), 448).size).toEqual([216, 144]);
    expect(gridOf(cards(3), 232).size).toEqual([216, 352]);
  });

  test('arranged again it is the same', () => {
    for (const count of [1, 4, 5, 12, 40]) {
      const once = gridOf(cards(count), 320);
      expect(gridOf(cards(count), once.size[0])).toEqual(once);
    }
  });

  test('is no endless column where there are many', () => {
    const [width, height] = gridOf(cards(32), 216).size;
    expect(width).toBeGreaterThan(height / 3);
  });

  test('leaves room for what is larger than a card, and nothing overlaps', () => {
    const sizes: Point[] = [size, [320, 240], size, [216, 352], size];
    const { places, size: whole } = gridOf(sizes, 700);
    const boxes = places.map(([x, y], i) => {
      const [width, height] = sizes[i] ?? size;
      return { x, y, width, height };
    });
    for (const [i, one] of boxes.entries()) {
      expect((one.x % 8) + (one.y % 8)).toBe(0);
      expect(one.x + one.width).toBeLessThanOrEqual(whole[0] - 16);
      expect(one.y + one.height).toBeLessThanOrEqual(whole[1] - 16);
      for (const other of boxes.slice(i + 1)) expect(overlaps(one, other)).toBe(false);
    }
  });
});
