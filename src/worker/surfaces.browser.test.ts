import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Simulation } from './client.ts';
import type { Report, Request } from './protocol.ts';
import type { View } from './region.ts';
import { createSurfaces, type Surfaces } from './surfaces.ts';

const view: View = { x: 0, y: 0, zoom: 1, width: 800, height: 600 };

let sent: Request[];
let report: (report: Report) => void;
let needCanvases: () => void;
let below: HTMLElement;
let above: HTMLElement;
let surfaces: Surfaces;

beforeEach(() => {
  sent = [];
  const simulation: Simulation = {
    send: (request) => sent.push(request),
    ask: () => Promise.resolve(null),
    subscribe: (listener) => {
      report = listener;
      return () => undefined;
    },
    status: () => ({ status: 'ready', sentence: null }),
    onStatus: () => () => undefined,
    onNeedCanvases: (listener) => {
      needCanvases = listener;
      return () => undefined;
    },
    dispose: () => undefined,
  };
  below = document.body.appendChild(document.createElement('div'));
  above = document.body.appendChild(document.createElement('div'));
  surfaces = createSurfaces(simulation);
});

afterEach(() => {
  surfaces.dispose();
  below.remove();
  above.remove();
});

const regions = () => sent.flatMap((request) => (request.type === 'region' ? [request] : []));
const shown = (parent: HTMLElement): number[] =>
  [...parent.querySelectorAll('canvas')].flatMap((canvas, at) =>
    canvas.style.opacity === '1' ? [at] : [],
  );
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('two pairs of canvases are handed over before the first region is asked for', () => {
  surfaces.attach(below, above);
  surfaces.camera(view);
  expect(sent.map((request) => request.type)).toEqual(['canvases', 'canvases', 'region']);
  expect(below.querySelectorAll('canvas')).toHaveLength(2);
  expect(above.querySelectorAll('canvas')).toHaveLength(2);
});

test('nothing is shown before it is painted; then both layers of that pair are, at its place', () => {
  surfaces.attach(below, above);
  surfaces.camera(view);
  expect([shown(below), shown(above)]).toEqual([[], []]);
  report({ type: 'painted', pair: 0 });
  expect([shown(below), shown(above)]).toEqual([[0], [0]]);
  const { box } = regions()[0]!.region;
  const { style } = below.querySelector('canvas')!;
  expect([style.left, style.top]).toEqual([`${box.x}px`, `${box.y}px`]);
});

test('panning within the region asks for nothing; leaving it paints the other pair, then swaps', () => {
  surfaces.attach(below, above);
  surfaces.camera(view);
  report({ type: 'painted', pair: 0 });
  surfaces.camera({ ...view, x: 150 });
  expect(regions()).toHaveLength(1);
  surfaces.camera({ ...view, x: 600 });
  expect(regions().map(({ pair }) => pair)).toEqual([0, 1]);
  expect(shown(below)).toEqual([0]);
  report({ type: 'painted', pair: 1 });
  expect([shown(below), shown(above)]).toEqual([[1], [1]]);
});

test('one region at a time: a camera that went on meanwhile gets its own after the swap', () => {
  surfaces.attach(below, above);
  surfaces.camera(view);
  surfaces.camera({ ...view, x: 5_000 });
  surfaces.camera({ ...view, x: 9_000 });
  expect(regions()).toHaveLength(1);
  report({ type: 'painted', pair: 0 });
  expect(regions()).toHaveLength(2);
  expect(regions()[1]!.region.box.x).toBeLessThan(-9_000);
});

test('a small zoom is painted sharp when it has ended', async () => {
  surfaces.attach(below, above);
  surfaces.camera(view);
  report({ type: 'painted', pair: 0 });
  for (let i = 1; i <= 10; i++) {
    surfaces.camera({ ...view, zoom: 1 + i / 100 });
    await wait(10);
  }
  expect(regions()).toHaveLength(1);
  await wait(300);
  expect(regions()).toHaveLength(2);
  expect(regions()[1]!.region.zoom).toBeCloseTo(1.1, 9);
});

test('a new worker gets new canvases, and the view is painted again', () => {
  surfaces.attach(below, above);
  surfaces.camera(view);
  report({ type: 'painted', pair: 0 });
  const old = [...below.querySelectorAll('canvas')];
  needCanvases();
  const fresh = [...below.querySelectorAll('canvas')];
  expect(fresh).toHaveLength(2);
  expect(fresh.some((canvas) => old.includes(canvas))).toBe(false);
  expect(regions()).toHaveLength(2);
  expect(shown(below)).toEqual([]);
});
