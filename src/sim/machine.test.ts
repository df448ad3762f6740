import { describe, expect, it } from 'vitest';
import { assign, createMachine, setup } from 'xstate';
import {
  ALWAYS_LIMIT,
  compileMachine,
  type MachineHost,
  type MachineModel,
  type MachineModelOf,
  type SimEvent,
} from './machine.ts';
import { checkAgainstXstate } from './machine-oracle.ts';
import { Recorder } from './machine-recorder.ts';

// A small machine written the way kinds write theirs: a door that rings, shuts by itself, and can
// break.
interface DoorContext {
  key: boolean;
  rings: number;
  refused: number;
}
type DoorEvent =
  | { readonly type: 'push'; readonly by: string }
  | { readonly type: 'crash' }
  | { readonly type: 'restart' };
interface DoorHost extends MachineHost {
  info(text: string): void;
}

const action = () => {};
const guard = () => false;
const doorMachine = setup({
  types: {} as { events: DoorEvent; tags: 'works' | 'loud' },
  actions: {
    ring: action,
    sweep: action,
    refuse: (_: unknown, _params: { status: number }) => {},
  },
  guards: { hasKey: guard },
  delays: { closingTime: 0 },
}).createMachine({
  id: 'door',
  initial: 'up',
  states: {
    up: {
      initial: 'shut',
      tags: 'works',
      exit: 'sweep',
      on: { crash: 'down' },
      states: {
        shut: {
          on: {
            push: [
              { guard: 'hasKey', target: 'open' },
              { actions: { type: 'refuse', params: { status: 403 } } },
            ],
          },
        },
        open: { tags: 'loud', entry: 'ring', after: { closingTime: 'shut' } },
      },
    },
    down: { on: { restart: 'up', push: {} } },
  },
});

const door: MachineModelOf<typeof doorMachine, DoorContext, DoorEvent, DoorHost> = {
  machine: doorMachine,
  actions: {
    ring: (context) => {
      context.rings += 1;
    },
    sweep: (_context, event, _params, sim) => sim.info(`swept at ${event.type}`),
    refuse: (context, _event, { status }) => {
      context.refused = status;
    },
  },
  guards: { hasKey: (context) => context.key },
  delays: { closingTime: () => 2_000_000 },
};

const push: DoorEvent = { type: 'push', by: 'Ann' };

function makeDoor(key: boolean) {
  const machine = compileMachine<DoorContext, DoorEvent, DoorHost>(door);
  const recorder = new Recorder<DoorHost>({});
  const context = { key, rings: 0, refused: 0 };
  return { machine, recorder, instance: machine.start(context, recorder.handle) };
}

/**
 * A machine made of whatever a test needs, its actions writing their name (and event) into the
 * context.
 */
function makeTraced(config: Record<string, unknown>, guards: Record<string, () => boolean> = {}) {
  const names = ['in', 'out', 'go', 'inner', 'outer', 'leave'];
  const write = (name: string) => (context: string[], event: SimEvent) =>
    void context.push(`${name}:${event.type}`);
  const model: MachineModel<string[], SimEvent, MachineHost> = {
    machine: createMachine({ id: 'traced', ...config } as never),
    actions: Object.fromEntries(names.map((name) => [name, write(name)])),
    guards,
    delays: { short: () => 5, long: () => 50, wrong: () => Number.NaN },
  };
  const machine = compileMachine(model);
  const recorder = new Recorder<MachineHost>({});
  const trace: string[] = [];
  const instance = machine.start(trace, recorder.handle);
  const send = (type: string) => machine.step(instance, { type }, recorder.handle);
  return { machine, recorder, instance, send, trace, state: () => machine.stateOf(instance).path };
}

describe('a compiled machine', () => {
  it('starts in the innermost initial state, with the context it was given', () => {
    const { machine, instance } = makeDoor(true);
    expect(machine.stateOf(instance).path).toBe('up.shut');
    expect(instance.context).toEqual({ key: true, rings: 0, refused: 0 });
    expect(machine.states.map((state) => state.path)).toEqual(['up.shut', 'up.open', 'down']);
  });

  it('takes the first candidate whose guard holds, and passes params to its actions', () => {
    const locked = makeDoor(false);
    expect(locked.machine.step(locked.instance, push, locked.recorder.handle)).toBe(true);
    expect(locked.machine.stateOf(locked.instance).path).toBe('up.shut');
    expect(locked.instance.context.refused).toBe(403);

    const { machine, recorder, instance } = makeDoor(true);
    expect(machine.step(instance, push, recorder.handle)).toBe(true);
    expect(machine.stateOf(instance).path).toBe('up.open');
    expect(instance.context).toEqual({ key: true, rings: 1, refused: 0 });
  });

  it('waits in a state for its named delay and goes on when the timer fires', () => {
    const { machine, recorder, instance } = makeDoor(true);
    machine.step(instance, push, recorder.handle);
    const event = { type: 'xstate.after.closingTime.door.up.open' };
    expect(recorder.takeCalls()).toEqual([['schedule', 2_000_000, event, 1]]);
    expect(instance.timers).toEqual([1]);
    expect(machine.step(instance, recorder.fire(1) as DoorEvent, recorder.handle)).toBe(true);
    expect(machine.stateOf(instance).path).toBe('up.shut');
    expect(recorder.takeCalls()).toEqual([]);
    expect(instance.timers).toEqual([0]);
  });

  it('cancels the timer of a state that is left early, after its exit actions', () => {
    const { machine, recorder, instance } = makeDoor(true);
    machine.step(instance, push, recorder.handle);
    recorder.takeCalls();
    machine.step(instance, { type: 'crash' }, recorder.handle);
    expect(machine.stateOf(instance).path).toBe('down');
    expect(recorder.takeCalls()).toEqual([
      ['cancel', 1],
      ['info', ['swept at crash'], undefined],
    ]);
    expect(instance.timers).toEqual([0]);
  });

  it('ignores what it does not know, and takes an empty transition as an answer', () => {
    const { machine, recorder, instance } = makeDoor(true);
    expect(machine.step(instance, { type: 'restart' }, recorder.handle)).toBe(false);
    expect(machine.step(instance, { type: 'snow' } as never, recorder.handle)).toBe(false);
    machine.step(instance, { type: 'crash' }, recorder.handle);
    expect(machine.step(instance, push, recorder.handle)).toBe(true);
    expect(machine.stateOf(instance).path).toBe('down');
  });

  it('says which tags hold where it is, those of the states around included', () => {
    const { machine, recorder, instance } = makeDoor(true);
    expect(machine.stateOf(instance).tags).toEqual(['works']);
    machine.step(instance, push, recorder.handle);
    expect(machine.stateOf(instance).tags).toEqual(['works', 'loud']);
    machine.step(instance, { type: 'crash' }, recorder.handle);
    expect(machine.stateOf(instance).tags).toEqual([]);
  });

  it('agrees with xstate over 100,000 random events', () => {
    const report = checkAgainstXstate<DoorContext, DoorEvent, DoorHost>(door, {
      seed: 1,
      steps: 100_000,
      makeContext: (chance) => ({ key: chance.next() < 0.8, rings: 0, refused: 0 }),
      makeEvent: (chance) => chance.pick([push, push, { type: 'crash' }, { type: 'restart' }]),
      makeSim: () => ({}),
    });
    expect(report.unvisited).toEqual([]);
    expect(report.taken).toBeGreaterThan(50_000);
  });
});

describe('the type of a model', () => {
  type Door = MachineModelOf<typeof doorMachine, DoorContext, DoorEvent, DoorHost>;

  it('demands every name of its machine and no other, with the params of its setup', () => {
    const { ring, ...others } = door.actions;
    // @ts-expect-error ring is missing
    const missing: Door = { ...door, actions: others };
    // @ts-expect-error the machine says hasKey
    const misspelt: Door['guards'] = { hasKeys: () => true };
    const other: Door['actions'] = {
      ...door.actions,
      // @ts-expect-error the status is a number
      refuse: (_context, _event, params: { status: string }) => void params.status.trim(),
    };
    expect([ring, missing, misspelt, other]).not.toContain(undefined);
    expect(() => compileMachine<DoorContext, DoorEvent, DoorHost>(missing)).toThrow(
      "Machine 'door' names action 'ring' in state 'up.open' but its model has none",
    );
  });
});

describe('the order of things', () => {
  const nested = {
    initial: 'a',
    entry: 'outer',
    states: {
      a: {
        initial: 'b',
        entry: 'in',
        exit: 'out',
        on: {
          inside: { target: '.c', actions: 'go' },
          again: { target: '.c', reenter: true, actions: 'go' },
          away: { target: 'd', actions: 'go' },
        },
        states: { b: { entry: 'inner', exit: 'leave' }, c: { entry: 'inner' } },
      },
      d: { id: 'elsewhere', on: { back: '#traced.a.c' } },
    },
  };

  it('enters from the outside in', () => {
    expect(makeTraced(nested).trace).toEqual([
      'outer:xstate.init',
      'in:xstate.init',
      'inner:xstate.init',
    ]);
  });

  it('leaves from the inside out, acts, then enters', () => {
    const { send, trace, state } = makeTraced(nested);
    trace.length = 0;
    send('away');
    expect(trace).toEqual(['leave:away', 'out:away', 'go:away']);
    trace.length = 0;
    send('back');
    expect(trace).toEqual(['in:back', 'inner:back']);
    expect(state()).toBe('a.c');
  });

  it('stays inside a state whose child is the target, unless told to reenter', () => {
    const { send, trace } = makeTraced(nested);
    trace.length = 0;
    send('inside');
    expect(trace).toEqual(['leave:inside', 'go:inside', 'inner:inside']);
    trace.length = 0;
    send('again');
    expect(trace).toEqual(['out:again', 'go:again', 'in:again', 'inner:again']);
  });

  it('asks the innermost state first, named events before *', () => {
    const { send, trace } = makeTraced({
      initial: 'a',
      on: { one: { actions: 'outer' }, two: { actions: 'outer' }, three: { actions: 'outer' } },
      states: { a: { on: { one: { actions: 'inner' }, '*': { actions: 'go' } } } },
    });
    for (const type of ['one', 'two', 'four']) send(type);
    expect(trace).toEqual(['inner:one', 'go:two', 'go:four']);
  });

  it('follows always until it rests, with the event that began it', () => {
    let ready = false;
    const config = {
      initial: 'a',
      states: {
        a: { always: { guard: 'isReady', target: 'b', actions: 'go' }, on: { poke: {} } },
        b: { entry: 'inner', always: 'c' },
        c: {},
      },
    };
    const { send, trace, state } = makeTraced(config, { isReady: () => ready });
    expect(send('nothing')).toBe(false);
    expect(state()).toBe('a');
    ready = true;
    // Also after an event it does not know: the context may have changed meanwhile.
    expect(send('nothing')).toBe(true);
    expect(state()).toBe('c');
    expect(trace).toEqual(['go:nothing', 'inner:nothing']);
  });

  it('leaves all its states when it ends, and stays silent from then on', () => {
    const { machine, instance, send, trace } = makeTraced({
      initial: 'a',
      exit: 'outer',
      on: { poke: { actions: 'go' } },
      states: { a: { on: { end: 'over' } }, over: { type: 'final', entry: 'in', exit: 'out' } },
    });
    send('end');
    expect(trace).toEqual(['in:end', 'out:end', 'outer:end']);
    expect(machine.states[instance.state]?.final).toBe(true);
    expect(send('poke')).toBe(false);
  });

  it('keeps the timers of the states around when only the inner one changes', () => {
    const { send, recorder, instance } = makeTraced({
      initial: 'a',
      states: {
        a: {
          after: { long: 'd' },
          initial: 'b',
          states: { b: { after: { short: 'c' } }, c: { after: { short: 'b' } } },
        },
        d: {},
      },
    });
    expect(instance.timers).toEqual([1, 2]);
    send(recorder.fire(2).type);
    expect(instance.timers).toEqual([1, 3]);
    send(recorder.fire(1).type);
    expect(instance.timers).toEqual([0, 0]);
    expect(recorder.timers.size).toBe(0);
  });
});

describe('assign', () => {
  it('computes every field from the old context, in order with the other actions', () => {
    interface Numbers {
      a: number;
      b: number;
    }
    const machine = setup({
      types: {} as { context: Numbers; events: SimEvent },
      actions: {
        double: action,
        swap: assign({ a: ({ context }) => context.b, b: ({ context }) => context.a }),
      },
    }).createMachine({
      id: 'numbers',
      context: { a: 0, b: 0 },
      initial: 'only',
      states: {
        only: {
          on: {
            go: { actions: ['swap', 'double', assign(({ context }) => ({ b: context.a + 1 }))] },
          },
        },
      },
    });
    const model: MachineModelOf<typeof machine, Numbers, SimEvent, MachineHost, 'swap'> = {
      machine,
      actions: {
        double: (context) => {
          context.a *= 2;
        },
      },
      guards: {},
      delays: {},
    };
    const compiled = compileMachine<Numbers, SimEvent, MachineHost>(model);
    const context = { a: 1, b: 10 };
    const instance = compiled.start(context, new Recorder<MachineHost>({}).handle);
    compiled.step(instance, { type: 'go' }, new Recorder<MachineHost>({}).handle);
    expect(context).toEqual({ a: 20, b: 21 });
  });
});

describe('what goes wrong while running', () => {
  it('is told when always transitions never come to rest', () => {
    const circle = {
      initial: 'a',
      states: { a: { on: { go: 'b' } }, b: { always: 'c' }, c: { always: 'b' } },
    };
    const { send } = makeTraced(circle);
    expect(() => send('go')).toThrow(
      `Machine 'traced' took ${ALWAYS_LIMIT} always transitions after 'go' and is still not at rest`,
    );
  });

  it('is told when an event interrupts a step of the same instance', () => {
    const model: MachineModel<{ again: () => void }, SimEvent, MachineHost> = {
      machine: createMachine({
        id: 'echo',
        initial: 'a',
        states: { a: { on: { go: { actions: 'repeat' } } } },
      } as never),
      actions: { repeat: (context) => context.again() },
      guards: {},
      delays: {},
    };
    const machine = compileMachine(model);
    const sim = new Recorder<MachineHost>({}).handle;
    const instance = machine.start({ again: () => {} }, sim);
    instance.context.again = () => void machine.step(instance, { type: 'go' }, sim);
    expect(() => machine.step(instance, { type: 'go' }, sim)).toThrow(
      "Machine 'echo' got 'go' in the middle of a step from 'a'",
    );
  });

  it('is told when a delay is not a number of microseconds', () => {
    const late = { initial: 'a', states: { a: { after: { wrong: 'b' } }, b: {} } };
    expect(() => makeTraced(late)).toThrow("Machine 'traced': delay 'wrong' gave NaN");
  });
});
