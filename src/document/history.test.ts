import { expect, test } from 'vitest';
import { sceneOf } from './document.test-support.ts';
import { HISTORY_LIMIT, type History, push, redo, startHistory, undo } from './history.ts';

const scene = (seed: number) => ({ ...sceneOf({}), seed });

function after(steps: number): History {
  let history = startHistory(scene(0));
  for (let i = 1; i <= steps; i++) history = push(history, { label: `${i}`, document: scene(i) });
  return history;
}

test('undoing all leads to the start, redoing all to the end', () => {
  let history = after(200);
  for (let i = 200; i > 0; i--) {
    expect(history.past.at(-1)?.label).toBe(`${i}`);
    history = undo(history);
  }
  expect(history.document.seed).toBe(0);
  expect(undo(history)).toBe(history);
  for (let i = 1; i <= 200; i++) {
    expect(history.future.at(-1)?.label).toBe(`${i}`);
    history = redo(history);
  }
  expect(history).toEqual(after(200));
  expect(redo(history)).toBe(history);
});

test('a new change forgets what was undone', () => {
  const history = push(undo(after(3)), { label: 'other', document: scene(9) });
  expect(history.future).toEqual([]);
  expect(history.past.map((step) => step.label)).toEqual(['1', '2', 'other']);
  expect(undo(history).document.seed).toBe(2);
});

test('a change that changes nothing is no step', () => {
  const history = after(1);
  expect(push(history, { label: 'same', document: history.document })).toBe(history);
});

test('the oldest steps are forgotten beyond the limit', () => {
  const { past } = after(HISTORY_LIMIT + 5);
  expect(past).toHaveLength(HISTORY_LIMIT);
  expect(past[0]).toMatchObject({ label: '6', document: { seed: 5 } });
});
