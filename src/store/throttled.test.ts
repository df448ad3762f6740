import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SceneDocument } from '../document/types.ts';
import { connectSimulation, loadDocument, usePlayback } from './playback.ts';
import { FakeSimulation } from './simulation-test-support.ts';
import { throttled } from './throttled.ts';

const scene: SceneDocument = { version: 2, title: '', seed: 1, nodes: [], edges: [], commands: [] };

let fake: FakeSimulation;
let shown: number[];
let stop: () => void;

/** What the clock said each time. */
function reported(at: number, playing: boolean): number[] {
  fake.reach(at, [], undefined, { playing });
  return shown;
}

beforeEach(() => {
  vi.useFakeTimers();
  fake = new FakeSimulation();
  connectSimulation(fake);
  loadDocument(scene, 0);
  shown = [];
  stop = throttled(() => shown.push(usePlayback.getState().at), 100);
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

test('while it plays, what comes too soon is shown together with what comes until it is time', () => {
  expect(reported(1, true)).toEqual([1]);
  vi.advanceTimersByTime(30);
  expect(reported(2, true)).toEqual([1]);
  expect(reported(3, true)).toEqual([1]);
  vi.advanceTimersByTime(69);
  expect(shown).toEqual([1]);
  vi.advanceTimersByTime(1);
  expect(shown).toEqual([1, 3]);
  vi.advanceTimersByTime(100);
  expect(reported(4, true)).toEqual([1, 3, 4]);
});

test('while it stands still, each report is shown at once', () => {
  expect(reported(1, false)).toEqual([1]);
  expect(reported(2, false)).toEqual([1, 2]);
});

test('the first report of another document is shown at once', () => {
  reported(1, true);
  loadDocument(scene, 0);
  expect(reported(2, true)).toEqual([1, 2]);
  expect(reported(3, true)).toEqual([1, 2]);
});

test('nothing is shown any more once it is stopped, not even what waits', () => {
  reported(1, true);
  reported(2, true);
  stop();
  vi.advanceTimersByTime(1_000);
  expect(reported(3, false)).toEqual([1]);
});
