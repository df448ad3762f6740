/**
 * Holds a compiled machine against xstate itself: the same long random row of events goes through
 * both, and after each of them state, context and the calls made on the handle must be the same, in
 * the same order. Tests of kinds use it; nothing else does.
 *
 * xstate runs the very functions of the model, each wrapped in an `assign`, on a copy of the
 * context. So the two can only differ in what is compared: which transition is taken, what runs in
 * which order, which timers start and stop.
 */
import {
  type AnyMachineSnapshot,
  type AnyStateMachine,
  assign,
  createMachine,
  initialTransition,
  transition,
} from 'xstate';
import { clonePlain } from '../lib/clone.ts';
import { Streams } from '../lib/random.ts';
import {
  ALWAYS_LIMIT,
  type CompiledMachine,
  compileMachine,
  type Instance,
  type MachineHost,
  type MachineModel,
  type SimEvent,
} from './machine.ts';
import { firstDifference } from './machine-difference.ts';
import { Recorder } from './machine-recorder.ts';
import { checkMachine } from './machine-subset.ts';
import type { Sim } from './sim.ts';

/** Random choices that a seed repeats. */
export interface Chance {
  /** Uniform in [0, 1). */
  next(): number;
  /** 0 … n − 1. */
  int(n: number): number;
  pick<T>(list: readonly T[]): T;
}

/** How a machine is driven at random. */
export interface OracleDriver<C, E extends SimEvent, S extends MachineHost> {
  /** A fresh context; the machine starts again with one whenever it has ended. */
  makeContext(chance: Chance): C;
  /**
   * The next event from outside, which may refer to objects in the context. Timers of `after` and
   * events passed to `sim.schedule` come back by themselves.
   */
  makeEvent(chance: Chance, context: Readonly<C>, state: string): E;
  /**
   * What the handle returns; methods left out return undefined. `schedule` and `cancel` are the
   * oracle's. Called twice, so results must depend on the order of calls alone, and objects given
   * out must not be kept.
   */
  makeSim(clock: { readonly now: number }): Partial<Omit<S, 'schedule' | 'cancel'>>;
}

export interface OracleOptions<C, E extends SimEvent, S extends MachineHost>
  extends OracleDriver<C, E, S> {
  readonly seed: number;
  readonly steps: number;
}

/** For every machine of a model, by its name there. */
// biome-ignore lint/suspicious/noExplicitAny: each machine has its own context and events.
export type OracleDrivers = Readonly<Record<string, OracleDriver<any, any, Sim>>>;

export interface OracleReport {
  readonly steps: number;
  /** How many of them took a transition. */
  readonly taken: number;
  /** Paths of states in which the machine never rested: about those the run says nothing. */
  readonly unvisited: readonly string[];
}

/** Throws an Error that names seed, step, event and both sides at the first difference. */
export function checkAgainstXstate<C, E extends SimEvent, S extends MachineHost>(
  model: MachineModel<C, E, S>,
  options: OracleOptions<C, E, S>,
): OracleReport {
  return new Oracle(model, options).run();
}

class Oracle<C, E extends SimEvent, S extends MachineHost> {
  readonly #options: OracleOptions<C, E, S>;
  readonly #compiled: CompiledMachine<C, E, S>;
  readonly #xstate: AnyStateMachine;
  readonly #here: Recorder<S>;
  readonly #there: Recorder<S>;
  readonly #theirTimers = new Map<string, number>();
  readonly #chance: Chance;
  readonly #clock = { now: 0 };
  readonly #visited = new Set<string>();
  #step = 0;
  #taken = 0;

  constructor(model: MachineModel<C, E, S>, options: OracleOptions<C, E, S>) {
    this.#options = options;
    checkMachine(model.machine);
    this.#compiled = compileMachine(model);
    this.#here = new Recorder<S>(options.makeSim(this.#clock));
    this.#there = new Recorder<S>(options.makeSim(this.#clock));
    this.#xstate = referenceMachine(model, this.#there, this.#theirTimers);
    this.#chance = makeChance(options.seed);
  }

  run(): OracleReport {
    while (this.#step < this.#options.steps) this.#runLife();
    const { states } = this.#compiled;
    const unvisited = states.map((state) => state.path).filter((path) => !this.#visited.has(path));
    return { steps: this.#step, taken: this.#taken, unvisited };
  }

  /** From the machine's start to its end. */
  #runLife(): void {
    this.#here.timers.clear();
    this.#there.timers.clear();
    this.#theirTimers.clear();
    // Starting counts: a machine may end where it begins.
    this.#step += 1;
    let { instance, snapshot } = this.#start();
    while (this.#step < this.#options.steps && snapshot.status === 'active') {
      this.#step += 1;
      this.#clock.now += 1 + this.#chance.int(1000);
      snapshot = this.#stepBoth(instance, snapshot);
    }
  }

  #start(): { instance: Instance<C>; snapshot: AnyMachineSnapshot } {
    const context = this.#options.makeContext(this.#chance);
    const copy = clonePlain(context);
    const [instance, snapshot] = this.#bothOrNeither(
      { type: 'start' },
      () => this.#compiled.start(context, this.#here.handle),
      () => {
        const [first] = initialTransition(this.#xstate, new Input(copy));
        if (first.status === 'error') throw first.error;
        return first;
      },
    );
    this.#compare(instance, snapshot, { type: 'start' });
    return { instance, snapshot };
  }

  #stepBoth(instance: Instance<C>, before: AnyMachineSnapshot): AnyMachineSnapshot {
    const event = this.#nextEvent(instance);
    // One copy of both together, so that what they share stays shared.
    const copy = clonePlain({ context: instance.context, event });
    const given: AnyMachineSnapshot = { ...before, context: copy.context };
    const selected = this.#xstate.getTransitionData(given, copy.event);
    this.#theirTimers.delete(event.type);
    const [taken, after] = this.#bothOrNeither(
      event,
      () => this.#compiled.step(instance, event, this.#here.handle),
      () => transition(this.#xstate, given, copy.event)[0],
    );
    this.#compare(instance, after, event);
    if (!taken && (selected.length > 0 || after !== given)) {
      this.#fail(event, 'step() said that nothing happened, but xstate took a transition');
    }
    if (taken) this.#taken += 1;
    return after;
  }

  #nextEvent(instance: Instance<C>): E {
    const { timers } = this.#here;
    const due = timers.size > 0 && (timers.size > 50 || this.#chance.next() < 0.4);
    if (due) {
      const timer = this.#chance.pick([...timers.keys()]);
      this.#there.timers.delete(timer);
      return this.#here.fire(timer) as E;
    }
    const { path } = this.#compiled.stateOf(instance);
    return this.#options.makeEvent(this.#chance, instance.context, path);
  }

  #bothOrNeither<A, B>(event: SimEvent, here: () => A, there: () => B): [A, B] {
    const mine = attempt(here);
    const theirs = attempt(there);
    if ('error' in mine && 'error' in theirs) this.#fail(event, String(mine.error));
    if ('error' in mine) this.#fail(event, `only the compiled machine throws: ${mine.error}`);
    if ('error' in theirs) this.#fail(event, `only xstate throws: ${theirs.error}`);
    return [mine.value, theirs.value];
  }

  #compare(instance: Instance<C>, snapshot: AnyMachineSnapshot, event: SimEvent): void {
    const state = this.#compiled.stateOf(instance);
    const difference = firstDifference(
      {
        state: state.path,
        ended: state.final,
        tags: new Set([...state.tags].sort()),
        calls: this.#here.takeCalls(),
        context: instance.context,
      },
      {
        state: pathOf(snapshot.value),
        ended: snapshot.status === 'done',
        tags: new Set([...snapshot.tags].sort()),
        calls: this.#there.takeCalls(),
        context: snapshot.context,
      },
    );
    if (difference !== undefined) this.#fail(event, difference);
    this.#visited.add(state.path);
  }

  #fail(event: SimEvent, what: string): never {
    throw new Error(
      `Machine '${this.#compiled.id}', seed ${this.#options.seed}, step ${this.#step}, event '${event.type}': ${what} (here: compiled; there: xstate).`,
    );
  }
}

type Attempt<T> = { readonly value: T } | { readonly error: unknown };

function attempt<T>(run: () => T): Attempt<T> {
  try {
    return { value: run() };
  } catch (error) {
    return { error };
  }
}

function makeChance(seed: number): Chance {
  const streams = new Streams();
  const id = streams.open(seed, 'machine-oracle', 'choices');
  return {
    next: () => streams.next(id),
    int: (n) => streams.nextInt(id, n),
    pick: (list) => list[streams.nextInt(id, list.length)] as (typeof list)[number],
  };
}

function pathOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const [entry] = Object.entries(value as Record<string, unknown>);
  return entry === undefined ? '' : `${entry[0]}.${pathOf(entry[1])}`;
}

/**
 * Sets the start that counts apart from others. `transition()` also starts an actor of its own,
 * without input, before every step; that one is cut short by an error, which xstate keeps in the
 * snapshot it throws away.
 */
class Input {
  readonly context: unknown;
  constructor(context: unknown) {
    this.context = context;
  }
}

interface Args {
  readonly context: unknown;
  readonly event: SimEvent & { readonly input?: unknown };
}

const NOT_MEANT = new Error('Only a start with Input counts.');

function contextOf({ input }: { readonly input: unknown }): unknown {
  if (input instanceof Input) return input.context;
  throw NOT_MEANT;
}

function eventOf({ event }: Args): SimEvent {
  return event.type === 'xstate.init' ? { type: event.type } : event;
}

function referenceMachine<C, E extends SimEvent, S extends MachineHost>(
  model: MachineModel<C, E, S>,
  recorder: Recorder<S>,
  timers: Map<string, number>,
): AnyStateMachine {
  const { config, implementations } = model.machine;
  const actions: Record<string, unknown> = { ...implementations.actions };
  for (const [name, action] of Object.entries(model.actions)) {
    actions[name] = assign((args: Args, params: unknown) => {
      action(args.context as C, eventOf(args) as E, params, recorder.handle);
      return args.context as object;
    });
  }
  const guards: Record<string, unknown> = { ...implementations.guards };
  for (const [name, guard] of Object.entries(model.guards)) {
    guards[name] = (args: Args, params: unknown) =>
      guard(args.context as C, eventOf(args) as E, params);
  }
  const machine: AnyStateMachine = createMachine(
    {
      ...config,
      context: contextOf,
      options: { maxIterations: ALWAYS_LIMIT + 1 },
    } as never,
    { actions, guards } as never,
  );
  recordTimers(machine.root, model, recorder, timers);
  return machine;
}

/**
 * xstate starts an `after` by a delayed raise and ends it by a cancel; both are made to call the
 * recorder when they are resolved.
 */
function recordTimers<C, E extends SimEvent, S extends MachineHost>(
  node: AnyStateMachine['root'],
  model: MachineModel<C, E, S>,
  recorder: Recorder<S>,
  timers: Map<string, number>,
): void {
  for (const action of node.entry as unknown[]) {
    if (!isBuiltIn(action, 'xstate.raise')) continue;
    const { delay: name } = action;
    const type = String(action.id);
    const event: SimEvent = { type };
    action.delay = (args: Args) => {
      const delay = model.delays[String(name)]?.(args.context as C, eventOf(args) as E);
      timers.set(type, recorder.handle.schedule(delay ?? 0, event));
      return delay;
    };
  }
  for (const action of node.exit as unknown[]) {
    if (!isBuiltIn(action, 'xstate.cancel')) continue;
    const id = String(action.sendId);
    action.sendId = () => {
      const timer = timers.get(id);
      if (timer !== undefined) {
        timers.delete(id);
        recorder.handle.cancel(timer);
      }
      return id;
    };
  }
  for (const child of Object.values(node.states)) {
    recordTimers(child as AnyStateMachine['root'], model, recorder, timers);
  }
}

interface BuiltIn {
  readonly type: string;
  readonly id?: unknown;
  delay?: unknown;
  sendId?: unknown;
}

function isBuiltIn(action: unknown, type: string): action is BuiltIn {
  return typeof action === 'function' && 'type' in action && action.type === type;
}
