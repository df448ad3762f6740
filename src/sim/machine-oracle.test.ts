/**
 * The oracle must itself be able to fail: each of these models behaves differently the second time
 * it is asked.
 */
import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import type { MachineHost, MachineModel, SimEvent } from './machine.ts';
import { checkAgainstXstate } from './machine-oracle.ts';

interface Context {
  count: number;
  held: { id: number }[];
}
interface Event extends SimEvent {
  readonly item?: { id: number };
}
interface Host extends MachineHost {
  info(text: string): void;
}
type Model = MachineModel<Context, Event, Host>;

const machine = createMachine({
  id: 'queue',
  initial: 'open',
  states: {
    open: { on: { add: { actions: 'add' }, touch: { actions: 'touch' }, turn: 'shut' } },
    shut: { on: { turn: { guard: 'mayOpen', target: 'open' } }, after: { pause: 'open' } },
  },
} as never);

const sound: Model = {
  machine,
  actions: {
    add: (context, _event, _params, sim) => {
      context.held.push({ id: context.count++ });
      sim.info(`holds ${context.held.length}`);
    },
    touch: (_context, event) => {
      if (event.item) event.item.id += 1000;
    },
  },
  guards: { mayOpen: (context) => context.count % 2 === 0 },
  delays: { pause: (context) => context.count },
};

function check(model: Model) {
  return checkAgainstXstate(model, {
    seed: 7,
    steps: 2000,
    makeContext: () => ({ count: 0, held: [] }),
    makeEvent: (chance, context) => {
      const type = chance.pick(['add', 'turn', 'touch']);
      return type === 'touch' && context.held.length > 0
        ? { type, item: chance.pick(context.held) }
        : { type };
    },
    makeSim: () => ({ info: () => {} }),
  });
}

describe('the oracle', () => {
  it('finds nothing in a sound model, though events share objects with the context', () => {
    const report = check(sound);
    expect(report).toMatchObject({ steps: 2000, unvisited: [] });
    expect(report.taken).toBeGreaterThan(1000);
  });

  it('finds a context that differs', () => {
    let calls = 0;
    const add: Model['actions'][string] = (context) => {
      context.count += calls++ < 101 ? 1 : calls;
    };
    expect(() => check({ ...sound, actions: { ...sound.actions, add } })).toThrow(
      /^Machine 'queue', seed 7, step \d+, event 'add': context\.count: \d+ here, \d+ there/,
    );
  });

  it('finds a call that differs', () => {
    let calls = 0;
    const add: Model['actions'][string] = (_context, _event, _params, sim) => {
      sim.info(`call ${calls++}`);
    };
    expect(() => check({ ...sound, actions: { ...sound.actions, add } })).toThrow(
      'calls[0][1][0]: call 0 here, call 1 there',
    );
  });

  it('finds a state that differs', () => {
    let calls = 0;
    expect(() => check({ ...sound, guards: { mayOpen: () => calls++ % 5 === 0 } })).toThrow(
      /event 'turn': .*(state: (open|shut) here|nothing happened)/,
    );
  });

  it('finds a timer that differs', () => {
    let calls = 0;
    expect(() => check({ ...sound, delays: { pause: () => calls++ } })).toThrow(
      'calls[0][1]: 0 here, 1 there',
    );
  });

  it('finds an error on one side only', () => {
    let calls = 0;
    const add: Model['actions'][string] = () => {
      if (calls++ === 10) throw new Error('lost count');
    };
    expect(() => check({ ...sound, actions: { ...sound.actions, add } })).toThrow(
      'only the compiled machine throws: Error: lost count',
    );
  });

  it('says which states the run never reached', () => {
    const never = { ...sound, guards: { mayOpen: () => false } };
    const report = checkAgainstXstate(never, {
      seed: 7,
      steps: 100,
      makeContext: () => ({ count: 0, held: [] }),
      makeEvent: () => ({ type: 'add' }),
      makeSim: () => ({}),
    });
    expect(report.unvisited).toEqual(['shut']);
  });
});
