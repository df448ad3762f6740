import { expect, test } from 'vitest';
import { PICTURE_BOX } from '../../../lib/picture.ts';
import type { PoolCounts } from './observation.ts';
import { picture } from './picture.ts';

const seen = (state: string, counts: PoolCounts | null) => ({ state, counts });

test('words say how many members are wanted, and how many of those take part', () => {
  expect(picture.words(seen('gathering', null))).toBe('backends');
  const counts = { count: 8, wanted: 3, ready: 3 };
  expect(picture.words(seen('scaling.steady', counts))).toBe('steady · 3 of 8 wanted');
  expect(picture.words(seen('scaling.growing', { ...counts, ready: 2 }))).toBe(
    'growing · 3 of 8 wanted · 2 ready',
  );
  expect(picture.words(seen('scaling.blind', counts))).toBe('no figures · 3 of 8 wanted');
});

test('draws a sign for each: taking part, wanted, off', () => {
  const shapes = picture.draw(
    seen('scaling.growing', { count: 4, wanted: 3, ready: 1 }),
    PICTURE_BOX,
  );
  expect(shapes).toMatchObject([
    { fill: 'balancing' },
    { stroke: 'warn' },
    { stroke: 'warn' },
    { stroke: 'edge' },
  ]);
  expect(picture.draw(seen('gathering', null), PICTURE_BOX)).toEqual([]);
});

test('stays within its box, however many members there are', () => {
  const many = { count: 500, wanted: 400, ready: 300 };
  const shapes = picture.draw(seen('scaling.steady', many), PICTURE_BOX);
  for (const shape of shapes) {
    if (shape.s !== 'circle') throw new Error(`A ${shape.s} is no sign.`);
    expect(shape.x + shape.r).toBeLessThanOrEqual(PICTURE_BOX.width);
    expect(shape.y + shape.r).toBeLessThanOrEqual(PICTURE_BOX.height);
  }
  expect(shapes.length).toBeGreaterThan(20);
});
