import { expect, test } from 'vitest';
import type { Region } from './protocol.ts';
import { isDue, PIXELS_MAX, regionFor, type View, visibleBox } from './region.ts';

const view: View = { x: 0, y: 0, zoom: 1, width: 1440, height: 900 };
const pixelsOf = ({ box, scale }: Region): number => box.width * scale * box.height * scale;

test('the region reaches half a view beyond the view on each side', () => {
  expect(regionFor(view, 1)).toEqual({
    box: { x: -720, y: -450, width: 2880, height: 1800 },
    scale: 1,
    zoom: 1,
  });
});

test('zoomed out it covers more of the table with as many pixels', () => {
  const region = regionFor({ ...view, zoom: 0.5 }, 1);
  expect(region.box.width).toBeCloseTo(5760, 6);
  expect(pixelsOf(region)).toBeCloseTo(pixelsOf(regionFor(view, 1)), 3);
});

test('on dense and huge screens the margin shrinks before the picture gets less sharp', () => {
  const dense = regionFor(view, 2);
  expect(dense.scale).toBeCloseTo(2, 9);
  expect(pixelsOf(dense)).toBeLessThanOrEqual(PIXELS_MAX);
  expect(dense.box.x).toBeLessThan(-1440 * 0.09);
  const huge = regionFor({ ...view, width: 3840, height: 2160 }, 2);
  expect(pixelsOf(huge)).toBeLessThanOrEqual(PIXELS_MAX);
  expect(huge.scale).toBeLessThan(2);
  expect(huge.box.width).toBeGreaterThanOrEqual(3840 * 1.19);
});

test('the region always holds the view, begins on a whole screen pixel and has whole pixels', () => {
  for (const density of [1, 1.25, 2, 3]) {
    for (const zoom of [0.13, 0.5, 1, 1.7, 4]) {
      const some: View = { x: 123.4, y: -77.7, zoom, width: 1111, height: 777 };
      const region = regionFor(some, density);
      const seen = visibleBox(some);
      const { box, scale } = region;
      expect(box.x).toBeLessThan(seen.x);
      expect(box.y + box.height).toBeGreaterThan(seen.y + seen.height);
      const screenX = (box.x * zoom + some.x) * density;
      expect(Math.abs(screenX - Math.round(screenX))).toBeLessThan(1e-6);
      expect(Math.abs(box.width * scale - Math.round(box.width * scale))).toBeLessThan(1e-6);
    }
  }
});

test('small pans stay on the region; a new one is due before the view leaves it', () => {
  const region = regionFor(view, 1);
  expect(isDue(region, view, 1)).toBe('no');
  expect(isDue(region, { ...view, x: 400 }, 1)).toBe('no');
  expect(isDue(region, { ...view, x: 600 }, 1)).toBe('now');
  expect(isDue(region, { ...view, y: -400 }, 1)).toBe('now');
});

test('a small zoom waits for its end, a large one does not', () => {
  const region = regionFor(view, 1);
  const about = (zoom: number): View => ({
    ...view,
    zoom,
    x: 720 * (1 - zoom),
    y: 450 * (1 - zoom),
  });
  expect(isDue(region, about(1.2), 1)).toBe('soon');
  expect(isDue(region, about(0.9), 1)).toBe('soon');
  expect(isDue(region, about(2), 1)).toBe('now');
  expect(isDue(region, about(0.5), 1)).toBe('now');
});

test('a fresh region is never due again', () => {
  for (const density of [1, 2, 3]) {
    const large: View = { x: 5, y: 5, zoom: 0.7, width: 3000, height: 1800 };
    expect(isDue(regionFor(large, density), large, density)).toBe('no');
  }
});
