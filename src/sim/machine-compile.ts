/**
 * Turns the tree of a machine into tables. For every leaf and every event it works out beforehand
 * which transitions come into question, and for each of them the whole list of operations – exits
 * from the inside out, the transition's own actions, entries from the outside in – so that a step
 * only looks up, tests guards and runs down one list.
 *
 * Example: in 'up.busy', `crash: { target: 'down', actions: 'loseWork' }` written on 'up' becomes
 * [exit of busy, exit of up, stop up's timers, loseWork, entry of down, start down's timers] and
 * the new leaf 'down'.
 */
import type {
  Action,
  Delay,
  Guard,
  MachineHost,
  MachineModel,
  SimEvent,
  StateInfo,
} from './machine-model.ts';
import type { ActionDef, AssignArgs, GuardDef, StateDef, TransitionDef } from './machine-read.ts';

export const ACT = 0;
export const START_TIMER = 1;
export const CANCEL_TIMER = 2;

/** One operation. All have the same shape, so that the loop over them stays fast. */
export interface Operation<C, E, S> {
  readonly code: typeof ACT | typeof START_TIMER | typeof CANCEL_TIMER;
  readonly act: Action<C, E, S>;
  readonly params: unknown;
  /** Which of the instance's timers. */
  readonly slot: number;
  readonly delay: Delay<C, E>;
  readonly delayName: string;
  /** What the timer sends. */
  readonly event: SimEvent;
}

/** A transition as seen from one leaf. */
export interface Candidate<C, E, S> {
  readonly guard: Guard<C, E> | null;
  readonly params: unknown;
  readonly operations: readonly Operation<C, E, S>[];
  /** The leaf afterwards. */
  readonly next: number;
  /**
   * False when nothing can be different afterwards: `always` must not be asked again because of it.
   */
  readonly changes: boolean;
}

/** What an event can do in one leaf. */
export interface Row<C, E, S> {
  readonly candidates: readonly Candidate<C, E, S>[];
  /** The timer whose end this event is, -1 for other events. */
  readonly slot: number;
}

export interface Tables<C, E, S> {
  readonly states: readonly StateInfo[];
  /** Event type → column. Column 0 stands for every type the machine does not name. */
  readonly columns: ReadonlyMap<string, number>;
  /** rows[leaf × number of columns + column]; null where nothing can happen. */
  readonly rows: readonly (Row<C, E, S> | null)[];
  /** By leaf, from the leaf outwards. */
  readonly always: readonly (readonly Candidate<C, E, S>[])[];
  /** Entering the machine. */
  readonly start: Candidate<C, E, S>;
  readonly timers: number;
}

export function compileTables<C, E extends SimEvent, S extends MachineHost>(
  model: MachineModel<C, E, S>,
  root: StateDef,
): Tables<C, E, S> {
  return new Compiler(model, root).tables();
}

class Compiler<C, E extends SimEvent, S extends MachineHost> {
  readonly #model: MachineModel<C, E, S>;
  readonly #root: StateDef;
  readonly #states: readonly StateDef[];
  readonly #leaves: readonly StateDef[];
  readonly #timerEvents = new Map<string, SimEvent>();

  constructor(model: MachineModel<C, E, S>, root: StateDef) {
    this.#model = model;
    this.#root = root;
    this.#states = withDescendants(root);
    this.#leaves = this.#states.filter((state) => state.children.length === 0);
  }

  tables(): Tables<C, E, S> {
    // Names in states that nothing enters have to be right, too.
    this.#entries(this.#states);
    this.#exits(this.#states);
    const types = new Set(this.#states.flatMap((state) => [...state.on.keys()]));
    types.delete('*');
    const columns = new Map([...types].map((type, position) => [type, position + 1]));
    const always = this.#leaves.map((leaf) =>
      (leaf.final ? [] : outwards(leaf)).flatMap((state) =>
        state.always.map((each) => this.#candidate(leaf, each)),
      ),
    );
    const rows = this.#leaves.flatMap((leaf, index) =>
      ['', ...columns.keys()].map((type) => this.#row(leaf, type, always[index]?.length === 0)),
    );
    return {
      states: this.#leaves.map((leaf, index) => ({
        index,
        path: leaf.path,
        name: leaf.key,
        tags: [...new Set(inwards(leaf).flatMap((state) => state.tags))],
        final: leaf.final,
      })),
      columns,
      rows,
      always,
      start: this.#start(),
      timers: Math.max(...this.#leaves.map((leaf) => firstSlot(leaf) + leaf.afters.length)),
    };
  }

  /** `type` '' stands for all types the machine does not name. */
  #row(leaf: StateDef, type: string, isStable: boolean): Row<C, E, S> | null {
    if (leaf.final) return null;
    const candidates = outwards(leaf).flatMap((state) => {
      const named = type === '' ? [] : (state.on.get(type) ?? []);
      return [...named, ...(state.on.get('*') ?? [])].map((each) => this.#candidate(leaf, each));
    });
    const slot = slotOf(leaf, type);
    return candidates.length === 0 && slot < 0 && isStable ? null : { candidates, slot };
  }

  #start(): Candidate<C, E, S> {
    const leaf = initialLeaf(this.#root);
    return {
      guard: null,
      params: undefined,
      operations: [...this.#entries(inwards(leaf)), ...this.#ending(leaf)],
      next: this.#leaves.indexOf(leaf),
      changes: true,
    };
  }

  #candidate(leaf: StateDef, transition: TransitionDef): Candidate<C, E, S> {
    const { exits, entries } = route(leaf, transition);
    const { target, guard } = transition;
    const next = target === null ? leaf : initialLeaf(target);
    const operations = [
      ...this.#exits(exits),
      ...transition.actions.map((action) => this.#action(action, transition.source)),
      ...this.#entries(entries),
      ...(target === null ? [] : this.#ending(next)),
    ];
    return {
      guard: guard === null ? null : this.#guard(guard, transition.source),
      params: guard?.kind === 'named' ? guard.params : undefined,
      operations,
      next: this.#leaves.indexOf(next),
      changes: next !== leaf || operations.some((operation) => operation.code === ACT),
    };
  }

  /** A machine that ends leaves all its states. */
  #ending(leaf: StateDef): Operation<C, E, S>[] {
    return leaf.final ? this.#exits(outwards(leaf)) : [];
  }

  #exits(states: readonly StateDef[]): Operation<C, E, S>[] {
    return states.flatMap((state) => [
      ...state.exit.map((action) => this.#action(action, state)),
      ...state.afters.map((_, position) =>
        operation<C, E, S>({ code: CANCEL_TIMER, slot: firstSlot(state) + position }),
      ),
    ]);
  }

  #entries(states: readonly StateDef[]): Operation<C, E, S>[] {
    return states.flatMap((state) => [
      ...state.entry.map((action) => this.#action(action, state)),
      ...state.afters.map(({ delay, type }, position) =>
        operation<C, E, S>({
          code: START_TIMER,
          slot: firstSlot(state) + position,
          delay: this.#named('delay', delay, state),
          delayName: delay,
          event: this.#timerEvent(type),
        }),
      ),
    ]);
  }

  #timerEvent(type: string): SimEvent {
    const event = this.#timerEvents.get(type) ?? Object.freeze({ type });
    this.#timerEvents.set(type, event);
    return event;
  }

  #action(action: ActionDef, state: StateDef): Operation<C, E, S> {
    if (action.kind === 'named') {
      const act = this.#named('action', action.name, state);
      return operation({ code: ACT, act, params: action.params });
    }
    if (Object.hasOwn(this.#model.actions, action.name)) {
      throw new Error(
        `Machine '${this.#model.machine.id}' assigns in '${action.name}' and its model has an action of that name; keep one of them.`,
      );
    }
    return operation({ code: ACT, act: assigner(action.assignment), params: action.params });
  }

  #guard(guard: GuardDef, state: StateDef): Guard<C, E> {
    if (guard.kind === 'named') return this.#named('guard', guard.name, state);
    const parts = guard.of.map((part) => {
      const test = this.#guard(part, state);
      const params = part.kind === 'named' ? part.params : undefined;
      return (context: C, event: E) => test(context, event, params);
    });
    if (guard.kind === 'and')
      return (context, event) => parts.every((part) => part(context, event));
    if (guard.kind === 'or') return (context, event) => parts.some((part) => part(context, event));
    return (context, event) => !parts[0]?.(context, event);
  }

  #named(what: 'action', name: string, state: StateDef): Action<C, E, S>;
  #named(what: 'guard', name: string, state: StateDef): Guard<C, E>;
  #named(what: 'delay', name: string, state: StateDef): Delay<C, E>;
  #named(what: 'action' | 'guard' | 'delay', name: string, state: StateDef): unknown {
    const table = this.#model[`${what}s`];
    const found = Object.hasOwn(table, name) ? table[name] : undefined;
    if (typeof found === 'function') return found;
    const where = state.path === '' ? '' : ` in state '${state.path}'`;
    throw new Error(
      `Machine '${this.#model.machine.id}' names ${what} '${name}'${where} but its model has none; add it to ${what}s in model.ts.`,
    );
  }
}

function operation<C, E, S>(
  parts: Partial<Operation<C, E, S>> & Pick<Operation<C, E, S>, 'code'>,
): Operation<C, E, S> {
  const {
    code,
    act = nothing,
    params,
    slot = -1,
    delay = zero,
    delayName = '',
    event = NO_EVENT,
  } = parts;
  return { code, act, params, slot, delay, delayName, event };
}

const NO_EVENT: SimEvent = Object.freeze({ type: '' });
function nothing(): void {}
function zero(): number {
  return 0;
}

/**
 * `assign` in our world: every new value is computed from the old context, then all are written
 * into it.
 */
function assigner<C, E, S>(
  assignment: Extract<ActionDef, { kind: 'assign' }>['assignment'],
): Action<C, E, S> {
  const spawn = (): never => {
    throw new Error('assign must not spawn; start a child with sim.startChild in a named action.');
  };
  return (context, event, params) => {
    const args: AssignArgs = { context, event, spawn };
    if (typeof assignment === 'function') {
      Object.assign(context as object, assignment(args, params));
      return;
    }
    const changes: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(assignment)) {
      changes[key] = typeof value === 'function' ? value(args, params) : value;
    }
    Object.assign(context as object, changes);
  };
}

/**
 * Which states a transition leaves (from the inside out) and enters (from the outside in), by
 * xstate's rules.
 */
function route(
  leaf: StateDef,
  { source, target, reenter }: TransitionDef,
): { readonly exits: readonly StateDef[]; readonly entries: readonly StateDef[] } {
  if (target === null) return { exits: [], entries: [] };
  const stays = !reenter && (target === source || isWithin(target, source));
  const domain = stays ? source : commonAncestor(target, source);
  const exits = outwards(leaf).filter((state) => isWithin(state, domain));
  const entries = inwards(initialLeaf(target)).filter((state) => isWithin(state, domain));
  return { exits, entries };
}

/**
 * The innermost state strictly around both; null (outside of the root) when the root itself is one
 * of them.
 */
function commonAncestor(target: StateDef, source: StateDef): StateDef | null {
  return outwards(target.parent).find((state) => isWithin(source, state)) ?? null;
}

/** Strictly inside; everything is inside of null. */
function isWithin(state: StateDef, outer: StateDef | null): boolean {
  return outer === null || outwards(state.parent).includes(outer);
}

function outwards(state: StateDef | null): StateDef[] {
  const path: StateDef[] = [];
  for (let each = state; each !== null; each = each.parent) path.push(each);
  return path;
}

function inwards(state: StateDef): StateDef[] {
  return outwards(state).reverse();
}

function initialLeaf(state: StateDef): StateDef {
  let leaf = state;
  while (leaf.initial !== null) leaf = leaf.initial;
  return leaf;
}

function withDescendants(state: StateDef): StateDef[] {
  return [state, ...state.children.flatMap(withDescendants)];
}

/**
 * States side by side are never active together and share their places; a child's come after its
 * parent's.
 */
function firstSlot(state: StateDef): number {
  return outwards(state.parent).reduce((sum, around) => sum + around.afters.length, 0);
}

function slotOf(leaf: StateDef, type: string): number {
  for (const state of outwards(leaf)) {
    const position = state.afters.findIndex((after) => after.type === type);
    if (position >= 0) return firstSlot(state) + position;
  }
  return -1;
}
