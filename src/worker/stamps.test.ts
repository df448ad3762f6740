import { expect, test } from 'vitest';
import { SHAPE } from '../sim/agenda.ts';
import { makeStamps, maskIndex, PHASES } from './stamps.ts';

const coverage = (mask: Uint8Array): number => mask.reduce((sum, x) => sum + x, 0) / 255;

test('a dot covers the area of its circle, wherever between pixels it lies', () => {
  const stamps = makeStamps(6);
  for (let phaseY = 0; phaseY < PHASES; phaseY++) {
    for (let phaseX = 0; phaseX < PHASES; phaseX++) {
      const mask = stamps.masks[maskIndex(SHAPE.request, phaseX, phaseY)]!;
      expect(Math.abs(coverage(mask) - Math.PI * 9)).toBeLessThan(0.6);
    }
  }
});

test('nothing is cut off at a mask’s border', () => {
  for (const diameter of [3, 6, 7.3, 12, 24]) {
    const { size, masks } = makeStamps(diameter);
    for (const mask of masks) {
      for (let i = 0; i < size; i++) {
        expect(mask[i]).toBe(0);
        expect(mask[i * size]).toBe(0);
        expect(mask[(size - 1) * size + i]).toBe(0);
        expect(mask[i * size + size - 1]).toBe(0);
      }
    }
  }
});

test('shapes tell classes apart without colour: a response is hollow, a handshake small, a record square', () => {
  const { size, centre, masks } = makeStamps(12);
  const at = (shape: number, x: number, y: number): number =>
    masks[maskIndex(shape, 0, 0)]![(centre + y) * size + centre + x]!;
  expect(at(SHAPE.request, 0, 0)).toBe(255);
  expect(at(SHAPE.response, 0, 0)).toBe(0);
  expect(at(SHAPE.response, 4, 0)).toBe(255);
  expect(at(SHAPE.handshake, 4, 0)).toBe(0);
  expect(at(SHAPE.record, 4, 4)).toBe(255);
  expect(at(SHAPE.request, 4, 4)).toBeLessThan(255);
  expect(at(SHAPE.failure, 3, 3)).toBe(255);
  expect(at(SHAPE.failure, 4, 0)).toBe(0);
});
