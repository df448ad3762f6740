/**
 * The one door to xstate. A kind writes its behaviour as an xstate machine, because that is a
 * language for statecharts everybody can read and the inspector can draw; here it is compiled once
 * into tables, because stepping through xstate itself costs fifty times more and allocates for
 * every event. Both do exactly the same, which machine-oracle.ts proves for every machine.
 *
 * A machine names its actions, guards and delays; the functions live in the model. `setup` wants to
 * see each name once, with a placeholder (and the params where there are any):
 *
 *     // machine.ts
 *     import { setup } from 'xstate';
 *     const action = () => {};
 *     const guard = () => false;
 *     export const doorMachine = setup({
 *       types: {} as { events: DoorEvent },
 *       actions: { ring: action, refuse: (_: unknown, _params: { status: number }) => {} },
 *       guards: { hasKey: guard },
 *       delays: { closingTime: 0 },
 *     }).createMachine({
 *       id: 'door',
 *       initial: 'shut',
 *       states: {
 *         shut: {
 *           on: {
 *             push: [
 *               { guard: 'hasKey', target: 'open' },
 *               { actions: { type: 'refuse', params: { status: 403 } } },
 *             ],
 *           },
 *         },
 *         open: { entry: 'ring', after: { closingTime: 'shut' } },
 *       },
 *     });
 *
 *     // model.ts: a name that is missing or misspelt does not compile
 *     export const door: MachineModelOf<typeof doorMachine, DoorContext, DoorEvent, Sim> = {
 *       machine: doorMachine,
 *       actions: {
 *         ring: (context) => { context.rings += 1; },
 *         refuse: (_context, event, { status }, sim) => sim.reply(event.message, status),
 *       },
 *       guards: { hasKey: (context) => context.key },
 *       delays: { closingTime: () => 2_000_000 }, // microseconds
 *     };
 *
 * Supported: flat and nested states, `on` with guarded candidates and '*', `always`, `after` by
 * named delay, entry and exit, `reenter`, `#id`, sibling and '.child' targets, params written out,
 * and/or/not of named guards, `assign`, tags, description, meta, and final states of the whole
 * machine. Everything else is rejected by `checkMachine` of machine-subset.ts, with what to do
 * instead: in tests of every machine, and in the worker while developing. `compileMachine` takes it
 * for granted. An action changes its context in place. The context comes from `start`, not from the
 * definition.
 */
import {
  ACT,
  type Candidate,
  compileTables,
  type Operation,
  START_TIMER,
  type Tables,
} from './machine-compile.ts';
import type { Instance, MachineHost, MachineModel, SimEvent, StateInfo } from './machine-model.ts';
import { readMachine, type StateDef } from './machine-read.ts';

export type {
  Action,
  Guard,
  Instance,
  MachineHost,
  MachineModel,
  MachineModelOf,
  SimEvent,
  StateInfo,
} from './machine-model.ts';

/** `always` transitions one event may set off; a machine that needs more goes round in circles. */
export const ALWAYS_LIMIT = 1000;

/** The event of entry actions and `always` guards while a machine starts. */
const INIT: SimEvent = Object.freeze({ type: 'xstate.init' });

/**
 * Compiles a definition within the supported subset. Throws an Error naming machine, state and cure
 * where its model lacks a function that it names.
 */
export function compileMachine<C, E extends SimEvent, S extends MachineHost>(
  model: MachineModel<C, E, S>,
): CompiledMachine<C, E, S> {
  const root = readMachine(model.machine);
  return new CompiledMachine(model.machine.id, root, compileTables(model, root));
}

/** A machine as tables; one serves any number of instances. */
export class CompiledMachine<C, E extends SimEvent, S extends MachineHost> {
  readonly id: string;
  /** The leaf states; an instance's `state` is an index into them. */
  readonly states: readonly StateInfo[];
  /** As it was written; `describeMachine` turns it into plain data. */
  readonly root: StateDef;
  readonly #start: Tables<C, E, S>['start'];
  readonly #timers: number;
  readonly #columns: Tables<C, E, S>['columns'];
  readonly #rows: Tables<C, E, S>['rows'];
  readonly #always: Tables<C, E, S>['always'];
  readonly #width: number;
  // The two types that came last, and their columns.
  #type = '';
  #column = 0;
  #otherType = '';
  #otherColumn = 0;

  constructor(id: string, root: StateDef, tables: Tables<C, E, S>) {
    this.id = id;
    this.states = tables.states;
    this.root = root;
    this.#start = tables.start;
    this.#timers = tables.timers;
    this.#columns = tables.columns;
    this.#rows = tables.rows;
    this.#always = tables.always;
    this.#width = tables.columns.size + 1;
  }

  /**
   * Enters the initial states: runs their entry actions, starts their timers, follows `always`.
   * Keeps and changes `context`.
   */
  start(context: C, sim: S): Instance<C> {
    const start = this.#start;
    const timers = this.#timers;
    const instance: Instance<C> = {
      state: start.next,
      context,
      timers: new Array<number>(timers).fill(0),
    };
    this.#perform(instance, start, INIT as E, sim);
    this.#follow(instance, INIT as E, sim);
    return instance;
  }

  /**
   * Handles one event. True when a transition was taken, even one that stays in place; false when
   * the event was ignored.
   */
  step(instance: Instance<C>, event: E, sim: S): boolean {
    if (instance.state < 0) throw this.#interrupted(instance, event);
    const column = this.#columnOf(event.type);
    const row = this.#rows[instance.state * this.#width + column];
    if (row === null || row === undefined) return false;
    if (row.slot >= 0) instance.timers[row.slot] = 0;
    const chosen = choose(row.candidates, instance.context, event);
    if (chosen !== null) this.#perform(instance, chosen, event, sim);
    const followed = this.#follow(instance, event, sim);
    return chosen !== null || followed;
  }

  /** The state it is in. During a step, the one in which it began. */
  stateOf({ state }: Instance<C>): StateInfo {
    const info = this.states[state < 0 ? ~state : state];
    if (info) return info;
    const last = this.states.length - 1;
    throw new Error(`Machine '${this.id}' has no state ${state}; its states are 0 to ${last}.`);
  }

  /** Most machines hear two types in turn: those need no look into the table. */
  #columnOf(type: string): number {
    if (type === this.#type) return this.#column;
    if (type === this.#otherType) return this.#otherColumn;
    this.#otherType = this.#type;
    this.#otherColumn = this.#column;
    this.#type = type;
    this.#column = this.#columns.get(type) ?? 0;
    return this.#column;
  }

  #perform(instance: Instance<C>, candidate: Candidate<C, E, S>, event: E, sim: S): void {
    const { operations, next } = candidate;
    instance.state = ~instance.state;
    for (let position = 0; position < operations.length; position++) {
      const operation = operations[position] as Operation<C, E, S>;
      if (operation.code === ACT) operation.act(instance.context, event, operation.params, sim);
      else if (operation.code === START_TIMER) this.#startTimer(instance, operation, event, sim);
      else cancelTimer(instance, operation.slot, sim);
    }
    instance.state = next;
  }

  /** Follows `always` until none applies. */
  #follow(instance: Instance<C>, event: E, sim: S): boolean {
    for (let count = 0; ; count++) {
      const candidates = this.#always[instance.state];
      if (candidates === undefined || candidates.length === 0) return count > 0;
      const chosen = choose(candidates, instance.context, event);
      if (chosen === null) return count > 0;
      if (count === ALWAYS_LIMIT) throw this.#endless(instance, event);
      this.#perform(instance, chosen, event, sim);
      if (!chosen.changes) return true;
    }
  }

  #startTimer(instance: Instance<C>, operation: Operation<C, E, S>, event: E, sim: S): void {
    const delay = operation.delay(instance.context, event);
    if (!(delay >= 0 && delay < Number.POSITIVE_INFINITY)) {
      throw new Error(
        `Machine '${this.id}': delay '${operation.delayName}' gave ${delay}; it must be a number of microseconds, 0 or more.`,
      );
    }
    instance.timers[operation.slot] = sim.schedule(delay, operation.event);
  }

  #interrupted(instance: Instance<C>, event: E): Error {
    return new Error(
      `Machine '${this.id}' got '${event.type}' in the middle of a step from '${this.stateOf(instance).path}'; keep the event until that step ends.`,
    );
  }

  #endless(instance: Instance<C>, event: E): Error {
    return new Error(
      `Machine '${this.id}' took ${ALWAYS_LIMIT} always transitions after '${event.type}' and is still not at rest, in '${this.stateOf(instance).path}'; give them guards that become false.`,
    );
  }
}

function choose<C, E, S>(
  candidates: readonly Candidate<C, E, S>[],
  context: C,
  event: E,
): Candidate<C, E, S> | null {
  for (let position = 0; position < candidates.length; position++) {
    const candidate = candidates[position] as Candidate<C, E, S>;
    if (candidate.guard === null || candidate.guard(context, event, candidate.params)) {
      return candidate;
    }
  }
  return null;
}

function cancelTimer(instance: Instance<unknown>, slot: number, sim: MachineHost): void {
  const timer = instance.timers[slot];
  if (timer === undefined || timer === 0) return;
  instance.timers[slot] = 0;
  sim.cancel(timer);
}
