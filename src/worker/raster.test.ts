import { expect, test } from 'vitest';
import { SHAPE } from '../sim/agenda.ts';
import { Raster, TILE } from './raster.ts';
import { makeStamps } from './stamps.ts';

const stamps = makeStamps(6);
const RED = 0x0000ff;
const BLUE = 0xff0000;

const lit = (raster: Raster): number => raster.pixels.reduce((n, p) => n + (p === 0 ? 0 : 1), 0);

test('a dot lies where it was put, in its colour', () => {
  const raster = new Raster(200, 100);
  raster.begin();
  raster.stamp(stamps, SHAPE.request, 50.5, 40.5, RED);
  expect(raster.pixels[40 * 200 + 50]).toBe(0xff0000ff);
  let x = 0;
  let y = 0;
  let weight = 0;
  raster.pixels.forEach((pixel, at) => {
    const alpha = pixel >>> 24;
    x += ((at % 200) + 0.5) * alpha;
    y += (Math.floor(at / 200) + 0.5) * alpha;
    weight += alpha;
  });
  expect(x / weight).toBeCloseTo(50.5, 1);
  expect(y / weight).toBeCloseTo(40.5, 1);
});

test('the next frame holds nothing of the last one', () => {
  const raster = new Raster(200, 100);
  raster.begin();
  for (let x = -5; x < 205; x += 7) raster.stamp(stamps, SHAPE.record, x, x / 2, RED);
  expect(lit(raster)).toBeGreaterThan(100);
  raster.begin();
  expect(lit(raster)).toBe(0);
});

test('only tiles drawn on in this frame or the last are handed over', () => {
  const raster = new Raster(300, 150);
  raster.begin();
  raster.stamp(stamps, SHAPE.request, 10, 10, RED);
  expect(raster.dirty()).toEqual([{ x: 0, y: 0, width: TILE, height: TILE }]);
  raster.begin();
  raster.stamp(stamps, SHAPE.request, 298, 148, RED);
  expect(raster.dirty()).toEqual([
    { x: 0, y: 0, width: TILE, height: TILE },
    { x: 256, y: 128, width: 44, height: 22 },
  ]);
  raster.begin();
  expect(raster.dirty()).toEqual([{ x: 256, y: 128, width: 44, height: 22 }]);
  raster.begin();
  expect(raster.dirty()).toEqual([]);
});

test('neighbouring tiles are handed over as one block', () => {
  const raster = new Raster(300, 60);
  raster.begin();
  raster.stamp(stamps, SHAPE.request, TILE, 30, RED);
  expect(raster.dirty()).toEqual([{ x: 0, y: 0, width: 2 * TILE, height: 60 }]);
});

test('shapes beyond the border are cut, not wrapped to the other side', () => {
  const raster = new Raster(40, 40);
  raster.begin();
  raster.stamp(stamps, SHAPE.record, 0, 20, RED);
  raster.stamp(stamps, SHAPE.record, 20, 41, RED);
  raster.stamp(stamps, SHAPE.record, -30, 20, RED);
  for (let y = 0; y < 40; y++) expect(raster.pixels[y * 40 + 39]).toBe(0);
  for (let x = 0; x < 40; x++) expect(raster.pixels[x]).toBe(0);
  expect(lit(raster)).toBeGreaterThan(0);
});

test('where two dots overlap the later one lies on top, blended at its rim', () => {
  const raster = new Raster(40, 40);
  raster.begin();
  raster.stamp(stamps, SHAPE.request, 20.5, 20.5, RED);
  raster.stamp(stamps, SHAPE.request, 23.5, 20.5, BLUE);
  expect(raster.pixels[20 * 40 + 23]).toBe(0xffff0000);
  expect(raster.pixels[20 * 40 + 19]).toBe(0xff0000ff);
  const blended = [...raster.pixels].filter((p) => (p & 255) > 0 && ((p >>> 16) & 255) > 0);
  expect(blended.length).toBeGreaterThan(0);
});
