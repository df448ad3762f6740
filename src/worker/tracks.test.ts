import { expect, test } from 'vitest';
import { LANE_OFFSET } from '../lib/curve.ts';
import { createAgenda, FATE, launch, SHAPE } from '../sim/agenda.ts';
import { Tracks } from './tracks.ts';

const straight = [0, 0, 100, 0, 200, 0, 300, 0];

function setUp(fields: Partial<Record<'back' | 'fate' | 'shape' | 'lane', number>> = {}) {
  const tracks = new Tracks();
  tracks.setGeometry({ nodes: [], lanes: [{ id: 'e1', curve: straight }] });
  tracks.follow([
    { id: 'elsewhere', gone: false },
    { id: 'e1', gone: false },
  ]);
  const flights = createAgenda();
  const slot = launch(flights, 1_000, {}, null);
  flights.lane[slot] = fields.lane ?? 1;
  flights.back[slot] = fields.back ?? 0;
  flights.fate[slot] = fields.fate ?? FATE.arrives;
  flights.shape[slot] = fields.shape ?? SHAPE.request;
  flights.departs[slot] = 1_000;
  flights.arrives[slot] = 2_000;
  return { tracks, flights, slot };
}

test('a message is as far along its edge as its time has passed', () => {
  const { tracks, flights, slot } = setUp();
  expect(tracks.locate(flights, slot, 1_250)).toBe(true);
  expect(tracks.x).toBeCloseTo(75, 3);
  expect(tracks.y).toBeCloseTo(LANE_OFFSET, 6);
});

test('what comes back travels the other way on the other side', () => {
  const { tracks, flights, slot } = setUp({ back: 1, shape: SHAPE.response });
  tracks.locate(flights, slot, 1_250);
  expect(tracks.x).toBeCloseTo(225, 3);
  expect(tracks.y).toBeCloseTo(-LANE_OFFSET, 6);
});

test('a message that will be lost turns into a failure and vanishes half way', () => {
  const { tracks, flights, slot } = setUp({ fate: FATE.cut });
  tracks.locate(flights, slot, 1_400);
  expect(tracks.shape).toBe(SHAPE.request);
  tracks.locate(flights, slot, 1_450);
  expect(tracks.shape).toBe(SHAPE.failure);
  expect(tracks.locate(flights, slot, 1_501)).toBe(false);
});

test('a lane without a curve shows nothing, until the page draws one', () => {
  const { tracks, flights, slot } = setUp({ lane: 0 });
  expect(tracks.locate(flights, slot, 1_250)).toBe(false);
  tracks.setGeometry({ nodes: [], lanes: [{ id: 'elsewhere', curve: straight }] });
  tracks.follow([{ id: 'elsewhere', gone: false }]);
  expect(tracks.locate(flights, slot, 1_250)).toBe(true);
});

test('lanes are told apart by whether they pass through the painted region', () => {
  const { tracks } = setUp();
  expect([...tracks.within({ x: 250, y: -50, width: 400, height: 400 })]).toEqual([0, 1]);
  expect([...tracks.within({ x: 350, y: -50, width: 400, height: 400 })]).toEqual([0, 0]);
});
