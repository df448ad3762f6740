import { describe, expect, test } from 'vitest';
import { type Bounds, RESIZE_WAYS, sizedBox } from './sized-box.ts';

const from = { x: 80, y: 160, width: 320, height: 240 };
const NOWHERE = Number.NEGATIVE_INFINITY;
const bounds = (more: Partial<Bounds> = {}): Bounds => ({
  least: [120, 64],
  inside: null,
  floor: [NOWHERE, NOWHERE],
  ...more,
});

describe('a box sized by hand', () => {
  test('moves the edges that are taken, and no others, onto the grid', () => {
    const by = [-21, -13] as const;
    expect(
      Object.fromEntries(RESIZE_WAYS.map((way) => [way, sizedBox(from, way, by, bounds())])),
    ).toEqual({
      n: { ...from, y: 144, height: 256 },
      e: { ...from, width: 296 },
      s: { ...from, height: 224 },
      w: { ...from, x: 56, width: 344 },
      nw: { x: 56, y: 144, width: 344, height: 256 },
      ne: { x: 80, y: 144, width: 296, height: 256 },
      se: { ...from, width: 296, height: 224 },
      sw: { x: 56, y: 160, width: 344, height: 224 },
    });
  });

  test('is never smaller than it may be, from whichever side', () => {
    const far = 2000;
    expect(sizedBox(from, 'se', [-far, -far], bounds())).toEqual({
      ...from,
      width: 120,
      height: 64,
    });
    expect(sizedBox(from, 'nw', [far, far], bounds())).toEqual({
      x: 280,
      y: 336,
      width: 120,
      height: 64,
    });
  });

  test('stays around what is inside', () => {
    const inside = { x: 96, y: 200, width: 216, height: 116 };
    expect(sizedBox(from, 'nw', [400, 400], bounds({ inside }))).toEqual({
      x: 96,
      y: 200,
      width: 304,
      height: 200,
    });
    expect(sizedBox(from, 'se', [-400, -400], bounds({ inside }))).toEqual({
      ...from,
      width: 232,
      height: 156,
    });
  });

  test('what stands too near to an edge holds it where it is', () => {
    const inside = { x: 60, y: 150, width: 400, height: 300 };
    expect(sizedBox(from, 'nw', [40, 40], bounds({ inside }))).toEqual(from);
    expect(sizedBox(from, 'se', [-40, -40], bounds({ inside }))).toEqual(from);
  });

  test('within a frame it keeps off its title and its border', () => {
    const within = bounds({ floor: [8, 40] });
    expect(sizedBox(from, 'nw', [-400, -400], within)).toEqual({
      x: 8,
      y: 40,
      width: 392,
      height: 360,
    });
    expect(sizedBox({ ...from, x: 0 }, 'w', [-400, 0], within).x).toBe(0);
  });
});
