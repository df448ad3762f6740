import { expect, it } from 'vitest';
import { PICTURE_BOX } from '../../lib/picture.ts';
import type { StationObservation } from './observation.ts';
import { drawStation, stationPicture, stationWords } from './picture-station.ts';

function seen(changes: Partial<StationObservation>): StationObservation {
  return {
    state: 'up.busy',
    hung: false,
    slots: 4,
    busy: 0,
    waiting: 0,
    queueLimit: 100,
    connections: 0,
    slowdown: 1,
    errorRate: 0,
    answered: 0,
    failed: 0,
    ...changes,
  };
}

/** How many shapes of the drawing are filled with each ink. */
function fills(changes: Partial<StationObservation>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const shape of drawStation(seen(changes), PICTURE_BOX, 'streaming')) {
    if (shape.s !== 'rect' || typeof shape.fill !== 'string') continue;
    counts[shape.fill] = (counts[shape.fill] ?? 0) + 1;
  }
  return counts;
}

it('fills a cell for each slot taken and a bar for each tenth of the queue begun', () => {
  expect(fills({})).toEqual({ line: 10 });
  expect(fills({ busy: 3 })).toEqual({ streaming: 3, line: 10 });
  expect(fills({ busy: 4, waiting: 11 })).toEqual({ streaming: 6, line: 8 });
});

it('warns in the upper half of the queue', () => {
  expect(fills({ busy: 4, waiting: 100 })).toEqual({ streaming: 4 + 5, warn: 5 });
});

it('lets a cell stand for several slots where there are many', () => {
  expect(fills({ slots: 120, busy: 60 })).toEqual({ streaming: 6, line: 10 });
});

it('is empty while it is off', () => {
  for (const off of [{ state: 'down' }, { state: 'starting' }, { hung: true }]) {
    expect(fills({ busy: 4, waiting: 50, ...off })).toEqual({ line: 10 });
  }
});

it('stays within its box', () => {
  for (const slots of [1, 3, 4, 8, 12, 500]) {
    for (const shape of drawStation(seen({ slots }), PICTURE_BOX, 'compute')) {
      if (shape.s !== 'rect') throw new Error(`Not a rectangle: ${shape.s}`);
      expect(shape.x).toBeGreaterThanOrEqual(0);
      expect(shape.y).toBeGreaterThanOrEqual(0);
      expect(shape.x + shape.w).toBeLessThanOrEqual(PICTURE_BOX.width);
      expect(shape.y + shape.h).toBeLessThanOrEqual(PICTURE_BOX.height);
    }
  }
});

it('says its state, who waits, and that it is slow', () => {
  expect(stationWords(seen({ state: 'up.idle' }))).toBe('idle');
  expect(stationWords(seen({ waiting: 14, slowdown: 4 }))).toBe('busy · 14 waiting · slow ×4');
  expect(stationWords(seen({}), [null, 'lag 3 s'])).toBe('busy · lag 3 s');
});

it('says how much is left while it drains, however slow', () => {
  const draining = seen({ state: 'draining', busy: 2, waiting: 3 });
  expect(stationWords(draining)).toBe('draining · 5 left');
  expect(stationWords({ ...draining, slowdown: 4 })).toBe('draining · 5 left · slow ×4');
});

it('says nothing but that while it is off', () => {
  const busy = { waiting: 3, slowdown: 4 };
  expect(stationWords(seen({ state: 'down', ...busy }))).toBe('down');
  expect(stationWords(seen({ state: 'starting', ...busy }))).toBe('starting');
  expect(stationWords(seen({ hung: true, ...busy }))).toBe('not responding');
});

it('is used as far as its slots are taken, and has no use without any', () => {
  expect(stationPicture.utilization(seen({ busy: 1 }))).toBe(0.25);
  expect(stationPicture.utilization(seen({ slots: 0 }))).toBe(null);
});
