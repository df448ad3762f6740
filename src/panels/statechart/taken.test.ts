import { expect, test } from 'vitest';
import type { Statechart } from '../../worker/protocol.ts';
import { eventWords, takenRow } from './taken.ts';

const chart: Statechart = {
  id: 'door',
  states: [],
  transitions: [
    { from: 'shut', to: 'open', event: 'push', guard: 'hasKey', actions: [], reenter: false },
    { from: 'open', to: 'shut', event: 'after closingTime', actions: [], reenter: false },
    { from: 'open', to: 'broken', event: 'kick', guard: 'isHard', actions: [], reenter: false },
    { from: 'open', to: 'broken', event: 'kick', guard: 'isOld', actions: [], reenter: false },
    { from: '', to: 'shut', event: 'always', actions: [], reenter: false },
  ],
};

test('a timer is called by the name of its delay', () => {
  expect(eventWords('xstate.after.closingTime.door.open')).toBe('after closingTime');
  expect(eventWords('push')).toBe('push');
});

test('the line that was taken is found by event, source and target', () => {
  expect(takenRow(chart, { from: 'shut', to: 'open', event: 'push' })).toBe(0);
  expect(
    takenRow(chart, { from: 'open', to: 'shut', event: 'xstate.after.closingTime.door.open' }),
  ).toBe(1);
});

test('an event that set off an always transition leads to that line', () => {
  expect(takenRow(chart, { from: 'broken', to: 'shut', event: 'mend' })).toBe(4);
});

test('where two lines could have been it, none is named', () => {
  expect(takenRow(chart, { from: 'open', to: 'broken', event: 'kick' })).toBeNull();
});
