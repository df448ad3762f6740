import { expect, test } from 'vitest';
import { fitCamera } from './camera.ts';

const inset = { left: 240, right: 12, top: 72, bottom: 84 };
const view = { width: 1440, height: 900 };

test('after a fit no box lies under an island', () => {
  for (const boxes of [
    [
      { x: -500, y: -80, width: 184, height: 76 },
      { x: 4_000, y: 900, width: 184, height: 76 },
    ],
    [{ x: 0, y: 0, width: 184, height: 3_000 }],
    [{ x: 7, y: 9, width: 184, height: 76 }],
  ]) {
    const { x, y, zoom } = fitCamera(boxes, view, inset);
    for (const box of boxes) {
      expect(box.x * zoom + x).toBeGreaterThanOrEqual(inset.left);
      expect(box.y * zoom + y).toBeGreaterThanOrEqual(inset.top);
      expect((box.x + box.width) * zoom + x).toBeLessThanOrEqual(view.width - inset.right);
      expect((box.y + box.height) * zoom + y).toBeLessThanOrEqual(view.height - inset.bottom);
    }
  }
});

test('a small diagram is not blown up', () => {
  expect(fitCamera([{ x: 0, y: 0, width: 10, height: 10 }], view, inset).zoom).toBe(1.25);
});

test('islands that leave hardly any room do not turn the diagram inside out', () => {
  const { zoom } = fitCamera(
    [{ x: 0, y: 0, width: 900, height: 900 }],
    { width: 320, height: 200 },
    inset,
  );
  expect(zoom).toBeGreaterThan(0);
});
