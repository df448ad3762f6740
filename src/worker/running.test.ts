import { beforeAll, expect, test } from 'vitest';
import { queueing } from '../run/conditions.test-support.ts';
import { fetchCommands, fetchKinds } from './kinds.ts';
import { openRun } from './running.ts';

beforeAll(async () => {
  await fetchKinds(['client', 'server']);
  // Before what changes a run is here.
  hasChanged = openRun({ ...calm, conditions: [] }).update(changed);
  await fetchCommands();
});

let hasChanged: boolean;
const calm = queueing([{ figure: 'queue', node: 's1', above: 6 }]);
const changed = queueing([{ figure: 'queue', node: 's1', above: 4 }]);
const stopsOf = (run: ReturnType<typeof openRun>) =>
  run.moments().flatMap(({ what, at, words }) => (what === 'stop' ? [{ at, words }] : []));

test('a run is not changed before what changes runs is here', () => {
  expect(hasChanged).toBe(false);
});

test('a run whose conditions were changed stays where it is until they have been judged', () => {
  const whole = openRun(changed);
  whole.seek(2_000_000, Number.POSITIVE_INFINITY);
  expect(stopsOf(whole)).toMatchObject([{ words: '5 waiting at shop, more than 4' }]);

  const run = openRun(calm);
  run.seek(2_000_000, Number.POSITIVE_INFINITY);
  const [before] = stopsOf(run);
  const cards = run.cards();
  run.update(changed);
  expect(run).toMatchObject({ now: 2_000_000, isBehind: true, stopped: null });
  expect(run.catchUp(1)).toBe(false);
  // The marks of the conditions that were are gone; those of the others come as they are found.
  expect(stopsOf(run)).toEqual([]);
  expect(run.cards()).toEqual(cards);
  let slices = 1;
  while (!run.catchUp(20)) slices++;
  expect(slices).toBeGreaterThan(5);
  expect(run).toMatchObject({ now: 2_000_000, isBehind: false });
  expect(run.moments()).toEqual(whole.moments());
  expect(run.trace()).toEqual(whole.trace());
  expect(run.cards()).toEqual(cards);
  expect(before?.words).toBe('7 waiting at shop, more than 6');
});

test('meanwhile no condition pauses it, neither one that was nor one that is', () => {
  const whole = openRun(calm);
  whole.runUntil(2_000_000, Number.POSITIVE_INFINITY);
  const at = whole.now;
  expect(whole.stopped).not.toBeNull();
  whole.update(changed);
  expect(whole.stopped).toBeNull();

  const run = openRun(calm);
  run.update(changed);
  expect(run.runUntil(2_000_000, Number.POSITIVE_INFINITY)).toBe(true);
  expect(run).toMatchObject({ now: 2_000_000, stopped: null });
  while (!run.catchUp(100));
  expect(run.stopped?.words).toBe('5 waiting at shop, more than 4');
  expect(run.now).toBeLessThan(at);
});

test('jumping passes over them, and undoing the change needs nothing of it', () => {
  const run = openRun(calm);
  run.update(changed);
  run.seek(2_000_000, Number.POSITIVE_INFINITY);
  while (!run.catchUp(100));
  expect(run).toMatchObject({ now: 2_000_000, stopped: null });
  run.update(calm);
  expect(run.isBehind).toBe(true);
  run.update(changed);
  expect(run.isBehind).toBe(false);
});
