import { expect, test } from 'vitest';
import { LOOK, loaded, scene, setUp } from './conductor.test-support.ts';
import type { RunRequest } from './protocol.ts';
import { SLICE_MS } from './slices.ts';

test('a loaded document is shown and told of at once, standing still', () => {
  const table = loaded();
  expect(table.observations()).toMatchObject([{ revision: 1, at: 0, playing: false }]);
  table.frame();
  expect(table.painted).toEqual([0]);
  table.frame();
  expect(table.frames).toHaveLength(0);
  expect(table.painted).toHaveLength(1);
});

test('while paused, the legend names what the paint that follows a report has put on screen', () => {
  const table = loaded();
  table.show(['request']);
  expect(table.observations().at(-1)).toMatchObject({ classes: [] });
  table.frame();
  expect(table.observations().at(-1)).toMatchObject({ classes: ['request'] });
  const reported = table.observations().length;
  table.send({ type: 'visible', visible: true });
  table.frame();
  expect(table.observations().length).toBe(reported);
});

test('playing moves the clock by the speed, frame by frame, until paused', () => {
  const table = loaded();
  table.send({ type: 'speed', speed: 0.5 });
  table.send({ type: 'play' });
  for (let i = 0; i < 6; i++) table.frame();
  expect(table.run().now).toBe(5 * 16 * 500);
  table.send({ type: 'pause' });
  for (let i = 0; i < 5; i++) table.frame();
  expect(table.run().now).toBe(5 * 16 * 500);
  expect(table.frames).toHaveLength(0);
  expect(table.observations().at(-1)).toMatchObject({ playing: false, at: 40_000 });
});

test('observations while playing come at most ten times a second', () => {
  const table = loaded();
  table.send({ type: 'play' });
  const before = table.observations().length;
  for (let i = 0; i < 125; i++) table.frame();
  const reported = table.observations().length - before;
  expect(reported).toBeGreaterThanOrEqual(15);
  expect(reported).toBeLessThanOrEqual(21);
});

test('a heavy run is left after a slice, requests get their turn, and it says how slow it is', () => {
  const table = loaded({ eventMs: 0.05 });
  table.send({ type: 'speed', speed: 1_000 });
  table.send({ type: 'play' });
  for (let i = 0; i < 100; i++) {
    const boundary = Math.floor(table.clock() / 16) * 16 + 16;
    table.frame();
    expect(table.clock() - boundary).toBeLessThanOrEqual(SLICE_MS + 4);
    expect(table.tasks.length).toBeLessThanOrEqual(1);
  }
  table.send({ type: 'ping', beat: 9 });
  expect(table.reports.at(-1)).toEqual({ type: 'pong', beat: 9 });
  // 8 of every 16 ms at 0.05 ms an event are 160 events, of 1 ms each.
  const { lagging } = table.observations().at(-1)!;
  expect(lagging).toBeGreaterThan(8);
  expect(lagging).toBeLessThan(16);
});

test('a long seek goes in slices and a newer one replaces it', () => {
  const table = loaded({ eventMs: 0.5 });
  table.send({ type: 'seek', to: 1_000_000 });
  expect(table.run().now).toBeLessThan(1_000_000);
  expect(table.tasks).toHaveLength(1);
  table.send({ type: 'look', look: LOOK });
  expect(table.observations().at(-1)).toMatchObject({ sought: 1_000_000, ticket: 0, quiet: false });
  table.send({ type: 'seek', to: 3_000, ticket: 1 });
  while (table.tasks.length > 0) table.task();
  expect(table.run().now).toBe(3_000);
  expect(table.observations().at(-1)).toMatchObject({ at: 3_000, sought: null, ticket: 1 });
  table.send({ type: 'pause', ticket: 2 });
  expect(table.observations().at(-1)).toMatchObject({ playing: false, ticket: 2 });
});

test('playing waits for a seek and goes on from there', () => {
  const table = loaded({ eventMs: 0.5 });
  table.send({ type: 'speed', speed: 0.1 });
  table.send({ type: 'play' });
  table.send({ type: 'seek', to: 100_000 });
  table.frame();
  while (table.tasks.length > 0) table.task();
  expect(table.run().now).toBe(100_000);
  table.frame();
  table.frame();
  table.frame();
  expect(table.run().now).toBeGreaterThan(100_000);
  expect(table.observations().at(-1)).toMatchObject({ playing: true });
});

test('an edit keeps the run and its moment; opening at a moment starts a run anew', () => {
  const table = loaded();
  table.send({ type: 'seek', to: 7_500 });
  const edited = { ...scene, title: 'edited' };
  table.send({ type: 'load', document: edited, at: 'keep', revision: 2 });
  expect(table.runs).toHaveLength(1);
  expect(table.run().updates).toEqual([edited]);
  expect(table.observations().at(-1)).toMatchObject({ revision: 2, at: 7_500 });
  table.send({ type: 'load', document: scene, at: 2_000, revision: 3 });
  expect(table.runs).toHaveLength(2);
  expect(table.observations().at(-1)).toMatchObject({ revision: 3, at: 2_000 });
});

test('a step is one event and stops playing', () => {
  const table = loaded();
  table.send({ type: 'play' });
  table.send({ type: 'step' });
  expect(table.observations().at(-1)).toMatchObject({ at: 1_000, playing: false });
});

test('where the run stops by itself the clock stands and says why; play goes on from there', () => {
  const table = loaded();
  table.run().stopAt = 20_000;
  table.send({ type: 'speed', speed: 1 });
  table.send({ type: 'play' });
  for (let i = 0; i < 5; i++) table.frame();
  const stopped = { condition: 0, at: 20_000, words: 'enough' };
  expect(table.observations().at(-1)).toMatchObject({ at: 20_000, playing: false, stopped });
  table.send({ type: 'play' });
  expect(table.observations().at(-1)).toMatchObject({ playing: true, stopped: null });
  for (let i = 0; i < 10; i++) table.frame();
  expect(table.run().now).toBeGreaterThan(100_000);
  expect(table.observations().at(-1)).toMatchObject({ playing: true, stopped: null });
});

test('hidden, nothing is painted and nothing moves; seen again, it goes on', () => {
  const table = loaded();
  table.send({ type: 'speed', speed: 1 });
  table.send({ type: 'play' });
  table.frame();
  table.send({ type: 'visible', visible: false });
  const frames = table.painted.length;
  for (let i = 0; i < 5; i++) table.frame();
  expect(table.painted).toHaveLength(frames);
  expect(table.run().now).toBe(0);
  table.send({ type: 'visible', visible: true });
  table.frame();
  table.frame();
  expect(table.run().now).toBe(16_000);
});

test('a new region is announced a frame after it was painted', () => {
  const table = loaded();
  const region = { box: { x: 0, y: 0, width: 10, height: 10 }, scale: 1, zoom: 1 };
  table.send({ type: 'region', pair: 1, region });
  table.frame();
  expect(table.reports.some((report) => report.type === 'painted')).toBe(false);
  table.frame();
  expect(table.reports.at(-1)).toEqual({ type: 'painted', pair: 1 });
});

test('a run that cannot be changed yet gives way to another at the same moment, in no words', () => {
  const table = loaded();
  table.send({ type: 'seek', to: 40_000 });
  table.run().canChange = false;
  table.send({ type: 'load', document: { ...scene, title: 'other' }, at: 'keep', revision: 2 });
  expect(table.runs).toHaveLength(2);
  expect(table.observations().at(-1)).toMatchObject({ revision: 2, at: 40_000 });
  expect(table.reports.some(({ type }) => type === 'error')).toBe(false);
});

test('picking answers with the message under the pointer in words', () => {
  const table = loaded();
  table.send({ type: 'ask', ask: 4, query: { ask: 'pick', x: 0, y: 0, radius: 8 } });
  expect(table.reports.at(-1)).toEqual({
    type: 'answer',
    ask: 4,
    answer: { message: 7, words: 'request 7, GET /, from web' },
  });
});

test('a fault of the run is told in its own words, and the clock stands', () => {
  const table = loaded();
  table.run().failAt = 5_000;
  table.send({ type: 'speed', speed: 1 });
  table.send({ type: 'play' });
  table.frame();
  table.frame();
  expect(table.reports.at(-1)).toMatchObject({ type: 'error', message: 'the run broke at 5 ms' });
  table.send({ type: 'look', look: LOOK });
  expect(table.observations().at(-1)).toMatchObject({ playing: false });
});

test('what the page follows is ringed from the next frame on, and its place is told even while paused', () => {
  const table = loaded();
  table.frame();
  const reported = table.observations().length;
  table.send({ type: 'follow', message: 7 });
  table.frame();
  expect(table.followed).toEqual([7]);
  expect(table.observations()).toHaveLength(reported + 1);
  expect(table.observations().at(-1)).toMatchObject({ followedAt: [40, 30] });
});

const ASKED = { type: 'ask', ask: 5, query: { ask: 'requests' } } as const;

test('a long question is worked on in short stretches, while the clock goes on', () => {
  const table = loaded({ eventMs: 1 });
  const answers = () => table.reports.filter((report) => report.type === 'answer');
  table.task();
  table.send(ASKED);
  table.send({ type: 'play' });
  let longest = 0;
  for (let turn = 0; turn < 40 && answers().length === 0; turn++) {
    table.frame();
    const before = table.clock();
    table.task();
    longest = Math.max(longest, table.clock() - before);
  }
  expect(answers()).toMatchObject([{ ask: 5, answer: { at: expect.any(Number) } }]);
  expect(longest).toBeGreaterThan(0);
  expect(longest).toBeLessThanOrEqual(SLICE_MS);
  expect(table.run().now).toBeGreaterThan(0);
});

test('no question is answered from half-way of a seek: its work begins anew where the clock stands then', () => {
  const table = loaded({ eventMs: 1 });
  const answers = () => table.reports.filter((report) => report.type === 'answer');
  table.task();
  table.send(ASKED);
  table.task();
  expect(answers()).toHaveLength(0);
  table.send({ type: 'seek', to: 30_000 });
  for (let turn = 0; turn < 40 && answers().length === 0; turn++) table.task();
  expect(answers()).toMatchObject([{ answer: { at: 30_000 } }]);
});

test('what answers for a kind is sent for before it is asked, and others are answered meanwhile', () => {
  const table = loaded();
  const answers = () => table.reports.flatMap((each) => (each.type === 'answer' ? [each.ask] : []));
  table.run().kindOf = () => 'teapot';
  const query = { ask: 'kind', node: 'a', question: { about: 'tea' } } as const;
  table.send({ type: 'ask', ask: 8, query });
  table.send({ type: 'ask', ask: 9, query: { ask: 'figures', node: 'a' } });
  while (table.tasks.length > 0) table.task();
  expect(answers()).toEqual([9]);
  expect(table.fetching.map(({ kind }) => kind)).toEqual(['teapot']);
  table.fetching[0]?.ready(true);
  while (table.tasks.length > 0) table.task();
  expect(answers()).toEqual([9, 8]);
});

test('what cannot be answered for want of a file is said, and answered when it is asked again', () => {
  const table = loaded();
  table.line.isDown = true;
  const work = () => {
    while (table.tasks.length > 0) table.task();
  };
  table.send({ type: 'ask', ask: 1, query: { ask: 'figures', node: 'a' } });
  table.send({ type: 'ask', ask: 2, query: { ask: 'pick', x: 0, y: 0, radius: 8 } });
  work();
  const unanswered = table.reports.filter(({ type }) => type === 'unanswered');
  expect(unanswered).toEqual([
    { type: 'unanswered', ask: 2 },
    { type: 'unanswered', ask: 1 },
  ]);
  expect(table.reports.some(({ type }) => type === 'answer')).toBe(false);
  table.line.isDown = false;
  table.send({ type: 'ask', ask: 3, query: { ask: 'figures', node: 'a' } });
  work();
  expect(table.reports.at(-1)).toMatchObject({ type: 'answer', ask: 3 });
});

test('that no dot is there is said without the words for dots', () => {
  const table = loaded();
  table.line.isDown = true;
  table.bare.is = true;
  table.send({ type: 'ask', ask: 2, query: { ask: 'pick', x: 0, y: 0, radius: 8 } });
  expect(table.reports.at(-1)).toMatchObject({ type: 'answer', ask: 2 });
});

test('before anything is loaded nothing can be answered', () => {
  const table = setUp();
  table.send(ASKED);
  while (table.tasks.length > 0) table.task();
  expect(table.reports.at(-1)).toEqual({ type: 'answer', ask: 5, answer: null });
});

const skippedBy = (table: ReturnType<typeof setUp>) =>
  table.reports.filter((report) => report.type === 'skipped');

test('what looks ahead is missing: that is said, and the clock stays', () => {
  const table = loaded();
  table.line.isDown = true;
  table.send({ type: 'skip' });
  expect(skippedBy(table)).toEqual([{ type: 'skipped', from: 0, to: null, why: 'not-fetched' }]);
  expect(table.tasks).toHaveLength(0);
});

test('skipping goes to the next thing that matters in slices, and the clock stands still until it is found', () => {
  const table = loaded({ eventMs: 0.5 });
  table.run().matters = { at: 400_000, why: 'found' };
  table.send({ type: 'skip' });
  expect(table.tasks).toHaveLength(1);
  table.send({ type: 'look', look: LOOK });
  const away = table.observations().at(-1)!;
  expect(away).toMatchObject({ at: 0, sought: null, horizon: 0 });
  expect(away.skipping).toBeGreaterThan(0);
  table.frame();
  expect(table.painted).not.toContain(away.skipping);
  while (table.tasks.length > 0) table.task();
  expect(skippedBy(table)).toEqual([{ type: 'skipped', from: 0, to: 400_000, why: 'found' }]);
  expect(table.observations().at(-1)).toMatchObject({ at: 400_000, skipping: null });
  table.frame();
  expect(table.painted.at(-1)).toBe(400_000);
});

test('skipping goes on playing where it played, and stays paused where it was paused', () => {
  const table = loaded({ eventMs: 0.5 });
  table.send({ type: 'speed', speed: 1 });
  table.send({ type: 'play' });
  table.send({ type: 'skip' });
  while (table.tasks.length > 0) table.task();
  expect(table.observations().at(-1)).toMatchObject({ at: 50_000, playing: true });
  for (let i = 0; i < 3; i++) table.frame();
  expect(table.run().now).toBeGreaterThan(50_000);
});

test.each(['not-soon', 'never'] as const)(
  'where what comes is %s, it stands where it stood',
  (why) => {
    const table = loaded();
    table.send({ type: 'seek', to: 3_000 });
    table.run().matters = { at: 900_000, why };
    table.send({ type: 'skip' });
    while (table.tasks.length > 0) table.task();
    expect(skippedBy(table)).toEqual([{ type: 'skipped', from: 3_000, to: null, why }]);
    expect(table.observations().at(-1)).toMatchObject({ at: 3_000, skipping: null });
  },
);

test.each<RunRequest>([
  { type: 'skip' },
  { type: 'pause' },
  { type: 'play' },
  { type: 'step' },
  { type: 'seek', to: 2_000 },
  { type: 'load', document: scene, at: 'keep', revision: 2 },
])('skipping is left by $type, and begins nothing of its own', (request) => {
  const table = loaded({ eventMs: 0.5 });
  table.run().matters = { at: 9e9, why: 'found' };
  table.send({ type: 'skip' });
  expect(table.run().now).toBeGreaterThan(0);
  table.send(request);
  const { at, skipping } = table.observations().at(-1)!;
  expect(skipping).toBeNull();
  expect(at).toBeLessThanOrEqual(2_000);
  while (table.tasks.length > 0) table.task();
  expect(skippedBy(table)).toEqual([]);
});

test('a condition to stop at that ends the quiet pauses the run', () => {
  const table = loaded();
  table.send({ type: 'play' });
  table.run().stopAt = 20_000;
  table.run().matters = { at: 30_000, why: 'found' };
  table.send({ type: 'skip' });
  expect(table.observations().at(-1)).toMatchObject({ at: 20_000, playing: false });
});

test('it is quiet where nothing is under way, and while it plays, nothing has been for half a second of watching', () => {
  const table = loaded();
  table.send({ type: 'speed', speed: 1 });
  const quiet = () => {
    table.send({ type: 'look', look: LOOK });
    return table.observations().at(-1)!.quiet;
  };
  expect(quiet()).toBe(true);
  table.run().moving = 2;
  expect(quiet()).toBe(false);
  table.run().moving = 0;
  table.send({ type: 'seek', to: 1_000_000 });
  table.run().happenedAt = 800_000;
  expect(quiet()).toBe(true);
  table.send({ type: 'play' });
  expect(quiet()).toBe(false);
  table.run().happenedAt = 400_000;
  expect(quiet()).toBe(true);
});

test('every hop is seen for 50 ms at the speed shown, and a pause does not change that', () => {
  const table = loaded();
  table.send({ type: 'speed', speed: 100 });
  table.frame();
  expect(table.least.at(-1)).toBe(5_000_000);
  table.send({ type: 'play' });
  table.frame();
  table.send({ type: 'pause' });
  table.frame();
  expect(table.least.at(-1)).toBe(5_000_000);
  table.send({ type: 'speed', speed: 'fit' });
  table.frame();
  expect(table.least.at(-1)).toBe(1_000);
});

test('at the latest moment a command can have, it stops', () => {
  const table = loaded();
  table.run().now = 1e14 - 1_000;
  table.send({ type: 'speed', speed: 864_000 });
  table.send({ type: 'play' });
  for (let i = 0; i < 4; i++) table.frame();
  expect(table.run().now).toBe(1e14);
  expect(table.observations().at(-1)).toMatchObject({ playing: false });
  table.send({ type: 'seek', to: 5e14 });
  expect(table.observations().at(-1)).toMatchObject({ at: 1e14 });
});

test('picking a hop that is over says which message it was', () => {
  const table = loaded();
  Object.assign(table.near, { flight: null, message: 9 });
  table.send({ type: 'ask', ask: 4, query: { ask: 'pick', x: 0, y: 0, radius: 8 } });
  expect(table.reports.at(-1)).toMatchObject({
    answer: { message: 9, words: 'request 9, over' },
  });
});

/**
 * The longest that anything kept the thread, in the made-up clock: requests, frames and tasks
 * alike.
 */
function longestCall(table: ReturnType<typeof setUp>, requests: readonly RunRequest[]): number {
  let longest = 0;
  const timed = (act: () => void) => {
    const before = table.clock();
    act();
    longest = Math.max(longest, table.clock() - before);
  };
  for (const request of requests) {
    timed(() => table.send(request));
    for (let turn = 0; turn < 60; turn++) {
      timed(() => table.task());
      const at = Math.floor(table.clock() / 16) * 16 + 16;
      table.frame();
      longest = Math.max(longest, table.clock() - at);
    }
  }
  return longest;
}

test('nothing keeps the thread for more than 50 ms, however far it goes and whatever its events cost', () => {
  const far: RunRequest[] = [
    { type: 'speed', speed: 864_000 },
    { type: 'play' },
    { type: 'seek', to: 3e13 },
    { type: 'seek', to: 10_000_000 },
    { type: 'load', document: { ...scene, title: 'other' }, at: 'keep', revision: 2 },
    { type: 'pause' },
    { type: 'skip' },
    { type: 'pause' },
    ASKED,
    { type: 'step' },
    { type: 'load', document: scene, at: 2e13, revision: 3 },
  ];
  for (const eventMs of [0.0002, 0.001, 0.02, 1]) {
    const table = loaded({ eventMs });
    table.run().matters = { at: 9e13, why: 'found' };
    expect(longestCall(table, far)).toBeLessThanOrEqual(SLICE_MS + 17);
  }
});

test('nor where events that cost next to nothing suddenly take long', () => {
  const cost = { eventMs: 0.00001 };
  const table = loaded(cost);
  const far: RunRequest[] = [{ type: 'seek', to: 3e13 }];
  expect(longestCall(table, far)).toBeLessThanOrEqual(SLICE_MS + 2);
  cost.eventMs = 0.04;
  expect(longestCall(table, far)).toBeLessThanOrEqual(50);
});
