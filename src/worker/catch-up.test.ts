import { expect, test } from 'vitest';
import { loaded, scene } from './conductor.test-support.ts';
import { SLICE_MS } from './slices.ts';

/** Stands or plays at 400 ms, each event of which takes 0.5 ms, as its conditions are changed. */
function behind(isPlaying: boolean, speed = 0.01) {
  const table = loaded({ eventMs: 0.5 });
  table.send({ type: 'seek', to: 400_000 });
  while (table.tasks.length > 0) table.task();
  table.send({ type: 'speed', speed });
  if (isPlaying) table.send({ type: 'play' });
  table.run().isBehind = true;
  table.send({ type: 'load', document: scene, at: 'keep', revision: 2 });
  return table;
}

test('changed conditions are judged slice by slice while it stands, and then told of', () => {
  const table = behind(false);
  let slices = 0;
  for (; table.tasks.length > 0; slices++) {
    const before = table.clock();
    table.task();
    expect(table.clock() - before).toBeLessThanOrEqual(SLICE_MS + 1);
  }
  expect(slices).toBeGreaterThan(20);
  expect(table.run()).toMatchObject({ isBehind: false, judged: 400_000, now: 400_000 });
  expect(table.observations().at(-1)).toMatchObject({ at: 400_000, sought: null, judging: false });
});

test('what plays goes on beside that, and where one of them should have paused it, it is paused', () => {
  const table = behind(true);
  for (let frames = 0; frames < 10; frames++) {
    table.frame();
    table.task();
  }
  expect(table.run().isBehind).toBe(true);
  // Ten frames of 16 ms, all but the first.
  expect(table.run().now).toBe(400_000 + 9 * 16 * 10);
  table.run().stopped = { condition: 0, at: 401_000, words: 'enough' };
  for (let i = 0; i < 1_000 && table.run().isBehind; i++) table.task();
  const { stopped } = table.run();
  expect(table.observations().at(-1)).toMatchObject({ playing: false, stopped });
});

test('what plays has its turn first', () => {
  const table = behind(true, 1_000);
  const { judged } = table.run();
  for (let frames = 0; frames < 20; frames++) {
    table.frame();
    table.task();
  }
  // All but the first frame, which has nothing to do yet.
  expect(table.run().judged - judged).toBeLessThanOrEqual(1_000 * 2 * SLICE_MS);
});

test('what plays waits after a second of it, says so, and goes on', () => {
  const table = behind(true);
  const seen: number[] = [];
  table.run().catchUp = () => {
    table.run().work(1);
    return !table.run().isBehind;
  };
  for (let frames = 0; frames < 150; frames++) {
    table.frame();
    table.task();
    if (table.observations().at(-1)!.judging) seen.push(table.run().now);
  }
  expect(seen.length).toBeGreaterThan(50);
  expect(new Set(seen).size).toBe(1);
  table.run().isBehind = false;
  table.task();
  for (let frames = 0; frames < 3; frames++) table.frame();
  expect(table.run().now).toBeGreaterThan(seen[0]!);
  table.send({ type: 'pause' });
  expect(table.observations().at(-1)).toMatchObject({ judging: false });
});
