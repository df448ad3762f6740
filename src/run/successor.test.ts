import { expect, test } from 'vitest';
import type { Condition } from '../document/condition.ts';
import type { DocumentCommand, SceneDocument } from '../document/types.ts';
import { kinds } from '../kinds/kinds.ts';
import { queueing } from './conditions.test-support.ts';
import { Run } from './run.ts';
import { type Successor, succeed } from './successor.ts';

const down: Condition = { state: 'down', node: 's1' };
const many: Condition = { figure: 'queue', node: 's1', above: 4 };
const slow: Condition = { figure: 'response', percentile: 95, above: 200, within: 1_000 };
const crashes: DocumentCommand[] = [
  { at: 1_000, do: 'crash', node: 's1' },
  { at: 1_500, do: 'restart', node: 's1' },
  { at: 3_000, do: 'crash', node: 's1' },
  { at: 3_500, do: 'restart', node: 's1' },
];

/** Those shown run without conditions up to a moment; then they have some. */
function changed(at: number, conditions: Condition[], shown: Condition[] = []) {
  const document = queueing(conditions, crashes);
  const first = new Run(queueing(shown, crashes), kinds);
  first.seek(at);
  const next = succeed(first, null, document);
  return { document, first, next };
}

/** As in idle slices, to the end; the run that takes over. */
function takeOver(next: Successor | null): Run {
  if (next === null) throw new Error('nothing is to take over');
  for (let slices = 0; !next.catchUp(50); slices++) {
    if (slices > 10_000) throw new Error('it is never there');
  }
  return next.run;
}

function straight(document: SceneDocument, to: number): Run {
  const run = new Run(document, kinds);
  run.seek(to);
  return run;
}

test('conditions added later are judged from the start, and the run shown is left as it is', () => {
  const { document, first, next } = changed(2_000_000, [slow, many, down]);
  const events = first.events;
  const after = takeOver(next);
  const whole = straight(document, 2_000_000);
  expect(whole.stops.map(({ condition }) => condition)).toEqual([1, 0, 2, 1]);
  expect(after.stops).toEqual(whole.stops);
  expect([after.now, after.traceHash()]).toEqual([2_000_000, whole.traceHash()]);
  expect(after.stopped).toBeNull();
  expect([first.now, first.events, first.stops]).toEqual([2_000_000, events, []]);
});

test('what comes true while it goes on pauses where a run judged all along would have', () => {
  const { document, first, next } = changed(2_000_000, [down]);
  first.seek(2_600_000);
  expect(next?.catchUp(10)).toBe(false);
  first.seek(4_000_000);
  const after = takeOver(next);
  const whole = straight(document, 2_000_000);
  whole.runUntil(4_000_000);
  expect(after.now).toBe(3_000_000);
  expect(after.stopped).toEqual(whole.stopped);
  expect(after.stops.map(({ at }) => at)).toEqual([1_000_000, 3_000_000]);
});

test('where the run shown jumps, forwards or back, nothing on the way pauses it', () => {
  const { document, first, next } = changed(2_000_000, [down]);
  next?.catchUp(10);
  for (const to of [4_000_000, 500_000, 3_200_000]) {
    first.seek(to);
    next?.jump(to);
    const after = takeOver(next);
    expect(after.now).toBe(to);
    expect(after.stopped).toBeNull();
    expect(after.stops).toEqual(straight(document, to).stops);
  }
});

test('it stands at a condition that comes true at the very moment shown', () => {
  const { next } = changed(1_000_000, [down]);
  expect(takeOver(next).stopped?.at).toBe(1_000_000);
});

test('nothing takes over where conditions stay, come back, or the past is another', () => {
  const { document, first, next } = changed(2_000_000, [down], [many]);
  const own = { ...document, conditions: [many] };
  expect(succeed(first, next, own)).toBeNull();
  expect(succeed(first, null, { ...own, title: 'another' })).toBeNull();
  const none = straight(queueing([]), 100_000);
  const { conditions: _none, ...bare } = queueing([]);
  expect(succeed(none, null, bare)).toBeNull();
  // Both at once are a run from the start.
  const other = { ...document, commands: crashes.slice(1) };
  expect(succeed(first, next, other)).toBeNull();
  expect(first.now).toBe(0);
  first.seek(2_000_000);
  expect(first.stops).toEqual(straight(other, 2_000_000).stops);
});

test('conditions changed once more begin anew; whatever else changes reaches both runs', () => {
  const { document, first, next } = changed(2_000_000, [down]);
  next?.catchUp(100);
  const cut: DocumentCommand = { at: 2_000, do: 'cut', edge: 'e1' };
  const later = { ...document, commands: crashes.toSpliced(2, 0, cut) };
  expect(succeed(first, next, later)).toBe(next);
  first.seek(2_500_000);
  const after = takeOver(next);
  expect(first.traceHash()).toBe(straight(later, 2_500_000).traceHash());
  expect(after.traceHash()).toBe(first.traceHash());
  const again = succeed(first, next, { ...later, conditions: [many] });
  expect(again).not.toBe(next);
  expect(takeOver(again).stops).toEqual(
    straight({ ...later, conditions: [many] }, 2_500_000).stops,
  );
});
