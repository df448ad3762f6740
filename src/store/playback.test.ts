import { beforeEach, expect, test } from 'vitest';
import type { SceneDocument } from '../document/types.ts';
import type { SimulationStatus } from '../worker/client.ts';
import { tryAgain, useLost } from './lost.ts';
import { useNotices } from './notices.ts';
import {
  connectSimulation,
  loadAgain,
  loadDocument,
  pause,
  play,
  seek,
  setSpeed,
  skipQuiet,
  step,
  toggle,
  usePlayback,
} from './playback.ts';
import { FakeSimulation } from './simulation-test-support.ts';

const scene: SceneDocument = { version: 2, title: '', seed: 1, nodes: [], edges: [], commands: [] };

let fake: FakeSimulation;

beforeEach(() => {
  fake = new FakeSimulation();
  connectSimulation(fake);
  loadDocument(scene, 0);
  useNotices.setState({ toast: null });
});

test('what is reported of a document that is no longer on the table is ignored', () => {
  const old = fake.loads().at(-1)?.revision ?? 0;
  loadDocument(scene, 'keep');
  fake.reach(9_000, [], old);
  expect(usePlayback.getState().at).toBe(0);
  fake.reach(4_000);
  expect(usePlayback.getState().at).toBe(4_000);
});

test('stepping pauses first', () => {
  play();
  step();
  expect(usePlayback.getState().playing).toBe(false);
  expect(fake.sent.slice(-2).map((request) => request.type)).toEqual(['pause', 'step']);
});

test('seeking shows the moment at once, in whole microseconds, never before the start', () => {
  seek(1_234.6);
  expect(usePlayback.getState().at).toBe(1_235);
  seek(-5);
  expect(fake.sent.at(-1)).toMatchObject({ type: 'seek', to: 0 });
});

test('on a long way to a moment the clock shows that moment, and none in between', () => {
  fake.reach(1_000);
  const way = { sought: 9_000_000, ticket: 0 };
  seek(9_000_000);
  // Sent before the simulation had heard of it.
  fake.reach(2_000, [], undefined, { ticket: 0 });
  expect(usePlayback.getState().at).toBe(9_000_000);
  fake.reach(4_000_000, [], undefined, { ...way, ticket: 1 });
  expect(usePlayback.getState().at).toBe(9_000_000);
  fake.reach(9_000_000);
  fake.reach(9_100_000);
  expect(usePlayback.getState().at).toBe(9_100_000);
});

test('a restarted simulation is believed though it has taken no seek', () => {
  seek(5_000);
  fake.become({ status: 'restarted', sentence: 'It was restarted.' });
  fake.reach(3_000, [], undefined, { ticket: 0 });
  expect(usePlayback.getState().at).toBe(3_000);
});

test('what was sent before the simulation heard of a wish changes neither clock nor buttons', () => {
  play();
  fake.reach(1_000);
  expect(usePlayback.getState()).toMatchObject({ isUpToDate: true, playing: true });
  pause();
  const older = fake.sent.length;
  fake.reach(1_500, [], undefined, { ticket: 1 });
  expect(fake.sent).toHaveLength(older);
  expect(usePlayback.getState()).toMatchObject({ at: 1_000, isUpToDate: false, playing: false });
  fake.reach(1_600, [], undefined, { playing: false });
  expect(usePlayback.getState()).toMatchObject({ at: 1_600, isUpToDate: true, playing: false });
  seek(9_000_000);
  fake.reach(4_000_000, [], undefined, { sought: 9_000_000, playing: false });
  expect(usePlayback.getState()).toMatchObject({ at: 9_000_000, isUpToDate: false });
  fake.reach(9_000_000, [], undefined, { playing: false });
  expect(usePlayback.getState().isUpToDate).toBe(true);
});

test('toggle plays and pauses', () => {
  usePlayback.setState({ playing: false });
  toggle();
  toggle();
  expect(fake.sent.slice(-2).map((request) => request.type)).toEqual(['play', 'pause']);
});

test('a speed is asked for and shown', () => {
  setSpeed(0.5);
  expect(usePlayback.getState()).toMatchObject({ asked: 0.5, speed: 0.5 });
  expect(fake.sent.at(-1)).toEqual({ type: 'speed', speed: 0.5 });
});

test('a simulation that had to be restarted is paused, and the person is told', () => {
  play();
  fake.become({ status: 'restarted', sentence: 'It was restarted.' } satisfies SimulationStatus);
  expect(usePlayback.getState()).toMatchObject({
    status: 'restarted',
    playing: false,
    sentence: 'It was restarted.',
  });
});

test('a second simulation replaces the first', () => {
  const second = new FakeSimulation();
  connectSimulation(second);
  play();
  expect(second.sent.at(-1)).toMatchObject({ type: 'play' });
  expect(fake.sent.some((request) => request.type === 'play')).toBe(false);
});

test('quiet time is skipped, and what came of it is said', () => {
  fake.reach(1_000, [], undefined, { quiet: true });
  skipQuiet();
  expect(fake.sent.at(-1)).toEqual({ type: 'skip' });
  fake.report({ type: 'skipped', from: 1_000, to: 7_500_001_000, why: 'found' });
  expect(useNotices.getState().spoken?.sentence).toBe('Skipped 2 h 5 min, to 2:05:00.001.');
  fake.report({ type: 'skipped', from: 1_000, to: null, why: 'never' });
  expect(useNotices.getState().toast?.sentence).toBe('Nothing more will happen.');
  fake.report({ type: 'skipped', from: 1_000, to: null, why: 'not-soon' });
  expect(useNotices.getState().toast?.sentence).toBe('Nothing happens in the next year.');
});

test('while something is happening there is nothing to skip, but a search can be left', () => {
  fake.reach(1_000, [], undefined, { quiet: false });
  const sent = fake.sent.length;
  skipQuiet();
  expect(fake.sent).toHaveLength(sent);
  expect(useNotices.getState().toast?.sentence).toMatch(/^Nothing to skip/);
  fake.reach(1_000, [], undefined, { quiet: false, skipping: 5_000 });
  skipQuiet();
  expect(fake.sent.at(-1)).toEqual({ type: 'skip' });
});

test('what the simulation lacks something for does not play, and playing tries it again', () => {
  fake.reach(3_000);
  play();
  const lose = () => {
    const { revision = 0 } = fake.loads().at(-1) ?? {};
    fake.report({ type: 'not-fetched', kinds: ['far'], revision });
  };
  lose();
  const { playing, lacks } = usePlayback.getState();
  expect({ playing, lacks }).toEqual({ playing: false, lacks: { kinds: ['far'], playing: true } });
  expect(fake.sent.at(-1)).toMatchObject({ type: 'pause' });
  // From before the simulation heard that.
  fake.reach(3_100, [], undefined, { playing: true });
  expect(usePlayback.getState()).toMatchObject({ at: 3_000, playing: false });
  play();
  expect(usePlayback.getState()).toMatchObject({ playing: true, lacks: null });
  expect(fake.sent.slice(-2)).toMatchObject([
    { type: 'load', document: scene, at: 3_000 },
    { type: 'play' },
  ]);
  lose();
  loadAgain();
  expect(usePlayback.getState()).toMatchObject({ playing: true, lacks: null });
  pause();
  lose();
  loadAgain();
  expect(usePlayback.getState()).toMatchObject({ playing: false, lacks: null });
});

test('what looks ahead could not be had: it is looked for when that is tried again', () => {
  fake.reach(1_000);
  fake.report({ type: 'skipped', from: 1_000, to: null, why: 'not-fetched' });
  expect(useLost.getState().again).toHaveLength(1);
  tryAgain();
  expect(fake.sent.at(-1)).toEqual({ type: 'skip' });
  expect(useNotices.getState().toast).toBeNull();
});
