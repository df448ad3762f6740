import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, createMachine, enqueueActions, raise, stateIn } from 'xstate';
import { compileMachine, type MachineHost, type MachineModel, type SimEvent } from './machine.ts';
import { checkMachine } from './machine-subset.ts';

function machineOf(states: Record<string, unknown>) {
  return createMachine({ id: 'server', initial: 'idle', states: { idle: {}, ...states } } as never);
}
const model: Omit<MachineModel<object, SimEvent, MachineHost>, 'machine'> = {
  actions: { work: () => {} },
  guards: { canWork: () => true },
  delays: { pause: () => 1 },
};
const on = (transition: unknown) => ({ busy: { on: { go: transition } } });

describe('a machine outside the supported subset is rejected in words', () => {
  const rejected: readonly (readonly [string, () => AnyStateMachine, string])[] = [
    [
      'a parallel state',
      () => machineOf({ busy: { type: 'parallel', states: { x: {}, y: {} } } }),
      "Machine 'server', state 'busy', is parallel; list two machines in the model instead, or fold one into a context field.",
    ],
    [
      'a history state',
      () => machineOf({ busy: { initial: 'x', states: { x: {}, past: { type: 'history' } } } }),
      "Machine 'server', state 'busy.past', is a history state; keep what you want",
    ],
    [
      'invoke',
      () => machineOf({ busy: { invoke: { src: 'job' } } }),
      "Machine 'server', state 'busy', uses 'invoke', which is not supported; start a child with sim.startChild",
    ],
    [
      'onDone',
      () => machineOf({ busy: { initial: 'x', states: { x: {} }, onDone: 'idle' } }),
      "state 'busy', uses 'onDone', which is not supported; do the same in the transition",
    ],
    [
      'a word nobody knows',
      () => machineOf({ busy: { wait: 3 } }),
      "state 'busy', uses 'wait', which is not supported; leave it out.",
    ],
    [
      'a final state inside another',
      () => machineOf({ busy: { initial: 'x', states: { x: { type: 'final' } } } }),
      "state 'busy.x', is final inside another state; make it an ordinary state",
    ],
    [
      'a final state that goes on',
      () => machineOf({ over: { type: 'final', on: { go: 'idle' } } }),
      "state 'over', is final and yet goes on",
    ],
    [
      'milliseconds',
      () => machineOf({ busy: { after: { 1000: 'idle' } } }),
      "state 'busy', waits 'after 1000', a number of milliseconds; name the delay and give its microseconds in model.ts.",
    ],
    [
      'waiting for nothing',
      () => machineOf({ busy: { after: { pause: [] } } }),
      "state 'busy', waits 'after pause' for nothing",
    ],
    [
      'a delay with a value in setup',
      () => {
        const config = { id: 'server', initial: 'idle', states: { idle: {} } };
        return createMachine(config as never, { delays: { pause: 1000 } } as never);
      },
      "Machine 'server' gives delay 'pause' a value in setup",
    ],
    [
      'actions on the initial transition',
      () => machineOf({ busy: { initial: { target: 'x', actions: 'work' }, states: { x: {} } } }),
      "state 'busy', has actions on its initial transition; make them entry actions",
    ],
    [
      'several targets',
      () => machineOf(on({ target: ['idle', 'busy'] })),
      "state 'busy', goes to 2 targets on 'go'; name one",
    ],
    [
      'the whole machine as a target',
      () => machineOf(on({ target: '#server' })),
      "state 'busy', goes to the whole machine on 'go'",
    ],
    [
      'part of a name before *',
      () => machineOf({ busy: { on: { 'job.*': 'idle' } } }),
      "state 'busy', listens to 'job.*'; write out the events, or use '*' for all.",
    ],
    [
      'events of xstate itself',
      () => machineOf({ busy: { on: { 'xstate.init': 'idle' } } }),
      "state 'busy', listens to 'xstate.init', a word of xstate's own",
    ],
    [
      'an unknown word on a transition',
      () => machineOf(on({ target: 'idle', internal: true })),
      "state 'busy', uses 'internal' on 'go', which is not supported; leave it out; xstate 5 has reenter.",
    ],
    [
      'a function as an action',
      () => machineOf(on({ actions: () => {} })),
      "state 'busy', has a function as an action; name the action and put the function in actions in model.ts.",
    ],
    [
      'raise',
      () => machineOf(on({ actions: raise({ type: 'again' }) })),
      "state 'busy', uses raise; use an always transition, or sim.schedule with delay 0.",
    ],
    [
      'enqueueActions',
      () => machineOf({ busy: { entry: enqueueActions(() => {}) } }),
      "state 'busy', uses enqueueActions; choose with guards",
    ],
    [
      'a function as a guard',
      () => machineOf(on({ guard: () => true, target: 'idle' })),
      "state 'busy', has a function as a guard; name the guard",
    ],
    [
      'stateIn',
      () => machineOf(on({ guard: stateIn('busy'), target: 'idle' })),
      "state 'busy', uses stateIn as a guard",
    ],
    [
      'params computed at run time',
      () => machineOf(on({ actions: { type: 'work', params: () => 1 } })),
      "state 'busy', computes the params of 'work'; write them out, or compute them inside 'work'.",
    ],
    [
      'no states at all',
      () => createMachine({ id: 'server' }),
      "Machine 'server' has no states; name at least one",
    ],
  ];
  it.each(rejected)('%s', (_, define, words) => {
    expect(() => checkMachine(define())).toThrow(words);
  });
});

describe('a name without a function behind it is rejected in words', () => {
  it.each([
    [
      on({ actions: 'enqueue' }),
      "names action 'enqueue' in state 'busy' but its model has none; add it to actions in model.ts.",
    ],
    [
      on({ guard: 'isFree' }),
      "names guard 'isFree' in state 'busy' but its model has none; add it to guards in model.ts.",
    ],
    [
      { busy: { after: { nap: 'idle' } } },
      "names delay 'nap' in state 'busy' but its model has none; add it to delays in model.ts.",
    ],
    [
      on({ actions: raise({ type: 'again' }) }),
      "names action 'xstate.raise' in state 'busy' but its model has none",
    ],
    [on({ actions: 'toString' }), "names action 'toString' in state 'busy' but its model has none"],
  ])('%o', (states, words) => {
    expect(() => compileMachine({ ...model, machine: machineOf(states) })).toThrow(words);
  });
});
