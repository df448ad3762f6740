import { expect, it } from 'vitest';
import { and, assign, createMachine, not } from 'xstate';
import { compileMachine } from './machine.ts';
import { describeMachine } from './machine-describe.ts';

const machine = createMachine({
  id: 'server',
  initial: 'up',
  states: {
    up: {
      description: 'Serves requests.',
      tags: 'works',
      meta: { icon: 'server' },
      initial: 'idle',
      on: {
        request: [
          { guard: and(['isUp', not('isFull')]), actions: 'enqueue' },
          { actions: { type: 'refuse', params: { status: 503, quietly: true } } },
        ],
        crash: { target: 'down', reenter: true, description: 'Everything held is lost.' },
      },
      states: {
        idle: { entry: 'rest', always: { guard: 'isFull', target: 'busy' } },
        busy: { exit: [assign({ load: 0 })] },
      },
    },
    down: { after: { bootTime: 'up' } },
    gone: { type: 'final' },
  },
} as never);
const nothing = () => {};
const names = ['enqueue', 'refuse', 'rest'];
const guards = { isUp: () => true, isFull: () => false };
const compiled = compileMachine<object, { type: string }, never>({
  machine,
  actions: Object.fromEntries(names.map((name) => [name, nothing])),
  guards,
  delays: { bootTime: () => 1 },
});
const chart = describeMachine(compiled);

it('the statechart lists its states, parents first', () => {
  expect(chart.id).toBe('server');
  expect(
    chart.states.map(({ path, parent, kind, initial }) => [path, parent, kind, initial]),
  ).toEqual([
    ['', null, 'compound', false],
    ['up', '', 'compound', true],
    ['up.idle', 'up', 'atomic', true],
    ['up.busy', 'up', 'atomic', false],
    ['down', '', 'atomic', false],
    ['gone', '', 'final', false],
  ]);
  expect(chart.states[1]).toEqual({
    id: 'server.up',
    path: 'up',
    name: 'up',
    parent: '',
    initial: true,
    kind: 'compound',
    entry: [],
    exit: [],
    tags: ['works'],
    description: 'Serves requests.',
    meta: { icon: 'server' },
  });
  expect(chart.states[2]?.entry).toEqual(['rest']);
  expect(chart.states[3]?.exit).toEqual(['assign load']);
});

it('the statechart lists its transitions in words, in the order they are tried', () => {
  expect(chart.transitions).toEqual([
    {
      from: 'up',
      to: null,
      event: 'request',
      guard: 'isUp and not isFull',
      actions: ['enqueue'],
      reenter: false,
    },
    {
      from: 'up',
      to: null,
      event: 'request',
      actions: ['refuse (status 503, quietly true)'],
      reenter: false,
    },
    {
      from: 'up',
      to: 'down',
      event: 'crash',
      actions: [],
      reenter: true,
      description: 'Everything held is lost.',
    },
    {
      from: 'up.idle',
      to: 'up.busy',
      event: 'always',
      guard: 'isFull',
      actions: [],
      reenter: false,
    },
    { from: 'down', to: 'up', event: 'after bootTime', actions: [], reenter: false },
  ]);
});

it('the statechart is plain data', () => {
  expect(JSON.parse(JSON.stringify(chart))).toEqual(chart);
});
