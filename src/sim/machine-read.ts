/**
 * Reads an xstate machine into a small tree of our own, which the compiler turns into tables. It
 * reads what the compiler knows; whether a machine has anything else is for machine-subset.ts to
 * say, which runs in tests and while developing. A built-in action of xstate's is read as the name
 * of an action, which no model has.
 */
import { type AnyStateMachine, type AnyStateNode, and, not, or } from 'xstate';

/** An action in the order it is written: by name, or an `assign`. */
export type ActionDef =
  | { readonly kind: 'named'; readonly name: string; readonly params: unknown }
  | {
      readonly kind: 'assign';
      /** The name in `setup`, or '' when written in place. */
      readonly name: string;
      readonly assignment: Assignment;
      readonly params: unknown;
    };

type AssignFunction = (args: AssignArgs, params: unknown) => unknown;
export type Assignment = AssignFunction | Readonly<Record<string, unknown>>;
export interface AssignArgs {
  context: unknown;
  event: unknown;
  readonly spawn: () => never;
}

export type GuardDef =
  | { readonly kind: 'named'; readonly name: string; readonly params: unknown }
  | { readonly kind: 'and' | 'or' | 'not'; readonly of: readonly GuardDef[] };

export interface TransitionDef {
  readonly source: StateDef;
  /** null when the machine stays where it is. */
  target: StateDef | null;
  readonly reenter: boolean;
  readonly guard: GuardDef | null;
  readonly actions: readonly ActionDef[];
  readonly description: string | undefined;
}

export interface AfterDef {
  readonly delay: string;
  /** xstate's own word for the event: `xstate.after.<delay>.<id of the state>`. */
  readonly type: string;
}

export interface StateDef {
  /** xstate's id, 'server.up.busy'. */
  readonly id: string;
  /** '' for the root. */
  readonly path: string;
  readonly key: string;
  /** Position in the document; parents come before their children. */
  readonly order: number;
  readonly final: boolean;
  readonly parent: StateDef | null;
  readonly children: StateDef[];
  initial: StateDef | null;
  readonly tags: readonly string[];
  readonly description: string | undefined;
  readonly meta: unknown;
  readonly entry: readonly ActionDef[];
  readonly exit: readonly ActionDef[];
  readonly afters: AfterDef[];
  /** By event type, '*' among them, timers last. */
  readonly on: Map<string, TransitionDef[]>;
  readonly always: TransitionDef[];
}

// The package's own checkers tell its higher guards apart (function names do not survive
// minification).
const HIGHER = { and: checkerOf(and([])), or: checkerOf(or([])), not: checkerOf(not('')) };

/** The tree of a machine, its root. */
export function readMachine(machine: AnyStateMachine): StateDef {
  const byNode = new Map<AnyStateNode, StateDef>();
  const root = readState(machine.root, null, byNode);
  for (const [node, state] of byNode) readTransitions(node, state, byNode);
  return root;
}

function readState(
  node: AnyStateNode,
  parent: StateDef | null,
  byNode: Map<AnyStateNode, StateDef>,
): StateDef {
  const state: StateDef = {
    id: node.id,
    path: node.path.join('.'),
    key: node.key,
    order: node.order,
    final: node.type === 'final',
    parent,
    children: [],
    initial: null,
    tags: node.tags,
    description: node.description,
    meta: node.meta,
    // xstate appends its own raise and cancel for each `after` to these; afters stand for them
    // here.
    entry: listOf(node.config.entry).map((action) => readAction(node, action)),
    exit: listOf(node.config.exit).map((action) => readAction(node, action)),
    afters: [],
    on: new Map(),
    always: [],
  };
  byNode.set(node, state);
  for (const child of Object.values<AnyStateNode>(node.states)) {
    state.children.push(readState(child, state, byNode));
  }
  if (node.type === 'compound') state.initial = stateOf(node.initial.target, byNode);
  return state;
}

function readTransitions(
  node: AnyStateNode,
  state: StateDef,
  byNode: ReadonlyMap<AnyStateNode, StateDef>,
): void {
  for (const after of node.after) {
    const type = String(after.eventType);
    if (!state.afters.some((known) => known.type === type)) {
      state.afters.push({ delay: String(after.delay), type });
    }
  }
  const read = (transition: Transition): TransitionDef => ({
    source: state,
    target: stateOf(transition.target, byNode),
    reenter: transition.reenter,
    guard: transition.guard === undefined ? null : readGuard(node, transition.guard),
    actions: transition.actions.map((action) => readAction(node, action)),
    description: transition.description,
  });
  for (const [type, candidates] of node.transitions) state.on.set(type, candidates.map(read));
  state.always.push(...(node.always ?? []).map(read));
}

export type Transition = NonNullable<AnyStateNode['always']>[number];

function stateOf(
  targets: readonly AnyStateNode[] | undefined,
  byNode: ReadonlyMap<AnyStateNode, StateDef>,
): StateDef | null {
  const [first] = targets ?? [];
  return (first && byNode.get(first)) ?? null;
}

function readAction(node: AnyStateNode, action: unknown): ActionDef {
  const { name, params } = nameOf(action);
  // Written in place, or by its name in `setup`.
  const built = typeof action === 'function' ? action : ownOf(actionsOf(node), name);
  if (typeof built === 'function' && 'assignment' in built) {
    const assignment = built.assignment as Assignment;
    return { kind: 'assign', name: built === action ? '' : name, assignment, params };
  }
  return { kind: 'named', name, params };
}

function readGuard(node: AnyStateNode, guard: unknown): GuardDef {
  const { name, params } = nameOf(guard);
  const built = typeof guard === 'function' ? guard : ownOf(guardsOf(node), name);
  const kind = typeof built === 'function' ? higherOf(built) : undefined;
  if (kind === undefined) return { kind: 'named', name, params };
  return { kind, of: partsOf(built).map((part) => readGuard(node, part)) };
}

/** Which of xstate's higher guards this is; undefined for any other function. */
export function higherOf(guard: object): 'and' | 'or' | 'not' | undefined {
  const checker = checkerOf(guard);
  return (['and', 'or', 'not'] as const).find((kind) => checker === HIGHER[kind]);
}

export function partsOf(guard: unknown): readonly unknown[] {
  return listOf(Object(guard).guards);
}

function checkerOf(guard: object): unknown {
  return 'check' in guard ? guard.check : undefined;
}

/** `written` is a name, `{ type, params }`, or a function of xstate's, whose type stands for it. */
function nameOf(written: unknown): { readonly name: string; readonly params: unknown } {
  if (typeof written === 'string') return { name: written, params: undefined };
  const { type, params }: { readonly type?: unknown; readonly params?: unknown } = Object(written);
  return { name: String(type), params };
}

/** The actions and guards that `setup` gave a machine, by name. */
export const actionsOf = (node: AnyStateNode): object => node.machine.implementations.actions;
export const guardsOf = (node: AnyStateNode): object => node.machine.implementations.guards;

export function ownOf(table: object, name: string): unknown {
  return Object.hasOwn(table, name) ? (table as Record<string, unknown>)[name] : undefined;
}

export function listOf(written: unknown): readonly unknown[] {
  return Array.isArray(written) ? written : written === undefined ? [] : [written];
}
