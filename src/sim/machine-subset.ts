/**
 * Reads an xstate machine into a small tree of our own and refuses, in words, whatever the compiler does not know. Anything that
 * gets through here is executed exactly as xstate would (proved by machine-oracle.ts); so what is not listed is refused, even
 * features xstate has yet to grow.
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

const STATE_KEYS = new Set(
  'id type initial states on always after entry exit tags description meta key order'.split(' '),
);
const ROOT_KEYS = new Set([...STATE_KEYS, 'context', 'version', 'types', 'schemas', 'options']);
const TRANSITION_KEYS = new Set(
  'target guard actions reenter description meta source eventType toJSON event delay'.split(' '),
);
const HISTORY_CURE = 'keep what you want to return to in the context and choose with guards';
const CURES: Readonly<Record<string, string>> = {
  invoke: 'start a child with sim.startChild, or schedule an event',
  onDone: 'do the same in the transition that enters the final state',
  history: HISTORY_CURE,
  output: 'leave the result in the context',
  route: 'name an event and give it a transition',
  in: 'use a guard',
  internal: 'leave it out; xstate 5 has reenter',
};
const BUILT_IN_CURES: Readonly<Record<string, string>> = {
  'xstate.raise': 'use an always transition, or sim.schedule with delay 0',
  'xstate.sendTo': 'use sim.tell in a named action',
  'xstate.emit': 'use sim.note in a named action',
  'xstate.log': 'use sim.note in a named action',
  'xstate.cancel': 'use sim.cancel in a named action',
  'xstate.spawnChild': 'use sim.startChild in a named action',
  'xstate.stopChild': 'use sim.stopChild in a named action',
  'xstate.enqueueActions': 'choose with guards, or inside one named action',
};
// The package's own checkers tell its higher guards apart (function names do not survive minification).
const HIGHER = { and: checkerOf(and([])), or: checkerOf(or([])), not: checkerOf(not('')) };

/** The tree of a machine, its root. Throws an Error naming machine, state, feature and cure. */
export function readMachine(machine: AnyStateMachine): StateDef {
  for (const name of Object.keys(machine.implementations.delays)) checkDelay(machine, name);
  const byNode = new Map<AnyStateNode, StateDef>();
  const root = readState(machine.root, null, byNode);
  if (root.children.length === 0) {
    refuse(machine.root, 'has no states', 'name at least one: states are what the inspector shows');
  }
  for (const [node, state] of byNode) readTransitions(node, state, byNode);
  return root;
}

function refuse(node: AnyStateNode, what: string, cure: string): never {
  const where = node.parent ? `, state '${node.path.join('.')}',` : '';
  throw new Error(`Machine '${node.machine.id}'${where} ${what}; ${cure}.`);
}

function checkDelay(machine: AnyStateMachine, name: string): void {
  if (machine.implementations.delays[name] === 0) return;
  const what = `gives delay '${name}' a value in setup, which xstate takes for milliseconds`;
  refuse(machine.root, what, `write 0 there and give the microseconds in delays in model.ts`);
}

function readState(
  node: AnyStateNode,
  parent: StateDef | null,
  byNode: Map<AnyStateNode, StateDef>,
): StateDef {
  checkState(node);
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
    // xstate appends its own raise and cancel for each `after` to these; afters stand for them here.
    entry: ownActions(node, node.config.entry),
    exit: ownActions(node, node.config.exit),
    afters: [],
    on: new Map(),
    always: [],
  };
  byNode.set(node, state);
  for (const child of Object.values<AnyStateNode>(node.states)) {
    state.children.push(readState(child, state, byNode));
  }
  if (node.type === 'compound') {
    if (node.initial.actions.length > 0) {
      refuse(node, 'has actions on its initial transition', 'make them entry actions of the state');
    }
    const [first] = node.initial.target ?? [];
    state.initial = (first && byNode.get(first)) ?? null;
  }
  return state;
}

function checkState(node: AnyStateNode): void {
  if (node.type === 'parallel') {
    refuse(
      node,
      'is parallel',
      'list two machines in the model instead, or fold one into a context field',
    );
  }
  if (node.type === 'history') refuse(node, 'is a history state', HISTORY_CURE);
  const known = node.parent ? STATE_KEYS : ROOT_KEYS;
  for (const [key, value] of Object.entries(node.config)) {
    if (value === undefined || known.has(key)) continue;
    refuse(node, `uses '${key}', which is not supported`, CURES[key] ?? 'leave it out');
  }
  if (node.type === 'final') checkFinal(node);
  for (const [key, transitions] of Object.entries(node.config.after ?? {})) {
    if (!Number.isNaN(Number(key))) {
      const cure = 'name the delay and give its microseconds in model.ts';
      refuse(node, `waits 'after ${key}', a number of milliseconds`, cure);
    }
    if (Array.isArray(transitions) && transitions.length === 0) {
      refuse(node, `waits 'after ${key}' for nothing`, 'give it a transition, or leave it out');
    }
  }
}

function checkFinal(node: AnyStateNode): void {
  if (node.parent?.parent) {
    refuse(
      node,
      'is final inside another state',
      'make it an ordinary state: only the whole machine can end',
    );
  }
  if (node.config.on || node.config.always || node.config.after || node.config.states) {
    refuse(node, 'is final and yet goes on', "leave out its transitions, or type: 'final'");
  }
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
  for (const [type, candidates] of node.transitions) {
    const isTimer = state.afters.some((after) => after.type === type);
    if (type !== '*' && type.includes('*')) {
      refuse(node, `listens to '${type}'`, "write out the events, or use '*' for all");
    }
    if (type.startsWith('xstate.') && !isTimer) {
      refuse(node, `listens to '${type}', a word of xstate's own`, 'give the event another name');
    }
    state.on.set(
      type,
      candidates.map((candidate) => readTransition(node, candidate, state, byNode)),
    );
  }
  for (const candidate of node.always ?? []) {
    state.always.push(readTransition(node, candidate, state, byNode));
  }
}

type Transition = NonNullable<AnyStateNode['always']>[number];

function readTransition(
  node: AnyStateNode,
  transition: Transition,
  source: StateDef,
  byNode: ReadonlyMap<AnyStateNode, StateDef>,
): TransitionDef {
  const label = transition.eventType === '' ? 'always' : `'${transition.eventType}'`;
  for (const [key, value] of Object.entries(transition)) {
    if (value === undefined || TRANSITION_KEYS.has(key)) continue;
    refuse(node, `uses '${key}' on ${label}, which is not supported`, CURES[key] ?? 'leave it out');
  }
  const targets = transition.target ?? [];
  if (targets.length > 1) {
    refuse(
      node,
      `goes to ${targets.length} targets on ${label}`,
      'name one: there are no parallel states',
    );
  }
  const [first] = targets;
  const target = (first && byNode.get(first)) ?? null;
  if (first && !first.parent) {
    refuse(
      node,
      `goes to the whole machine on ${label}`,
      'name the state it should start again in',
    );
  }
  return {
    source,
    target,
    reenter: transition.reenter,
    guard: transition.guard === undefined ? null : readGuard(node, transition.guard),
    actions: transition.actions.map((action) => readAction(node, action)),
    description: transition.description,
  };
}

function ownActions(node: AnyStateNode, written: unknown): ActionDef[] {
  const list = Array.isArray(written) ? written : written === undefined ? [] : [written];
  return list.map((action) => readAction(node, action));
}

function readAction(node: AnyStateNode, action: unknown): ActionDef {
  if (typeof action === 'function') return readBuiltIn(node, '', action, undefined);
  const { name, params } = readName(node, action, 'an action');
  const own: unknown = ownOf(node.machine.implementations.actions, name);
  if (typeof own === 'function' && 'type' in own) return readBuiltIn(node, name, own, params);
  return { kind: 'named', name, params };
}

function readBuiltIn(node: AnyStateNode, name: string, action: object, params: unknown): ActionDef {
  const type = 'type' in action ? String(action.type) : '';
  if (type === 'xstate.assign' && 'assignment' in action) {
    return { kind: 'assign', name, assignment: action.assignment as Assignment, params };
  }
  const what = type === '' ? 'has a function as an action' : `uses ${type.slice('xstate.'.length)}`;
  refuse(
    node,
    what,
    BUILT_IN_CURES[type] ?? 'name the action and put the function in actions in model.ts',
  );
}

function readGuard(node: AnyStateNode, guard: unknown): GuardDef {
  if (typeof guard === 'function') {
    const higher = readHigher(node, guard);
    if (higher) return higher;
    const what = 'check' in guard ? 'uses stateIn as a guard' : 'has a function as a guard';
    refuse(node, what, 'name the guard and put the function in guards in model.ts');
  }
  const { name, params } = readName(node, guard, 'a guard');
  const own: unknown = ownOf(node.machine.implementations.guards, name);
  if (typeof own === 'function' && 'check' in own) return readGuard(node, own);
  return { kind: 'named', name, params };
}

function readHigher(node: AnyStateNode, guard: object): GuardDef | null {
  for (const kind of ['and', 'or', 'not'] as const) {
    if (checkerOf(guard) !== HIGHER[kind]) continue;
    const of = 'guards' in guard && Array.isArray(guard.guards) ? guard.guards : [];
    return { kind, of: of.map((part) => readGuard(node, part)) };
  }
  return null;
}

function checkerOf(guard: object): unknown {
  return 'check' in guard ? guard.check : undefined;
}

function readName(
  node: AnyStateNode,
  written: unknown,
  what: string,
): { readonly name: string; readonly params: unknown } {
  if (typeof written === 'string') return { name: written, params: undefined };
  if (typeof written !== 'object' || written === null || !('type' in written)) {
    refuse(node, `has ${what} that is neither a name nor { type, params }`, 'write its name');
  }
  const name = String(written.type);
  const params = 'params' in written ? written.params : undefined;
  if (typeof params === 'function') {
    refuse(
      node,
      `computes the params of '${name}'`,
      `write them out, or compute them inside '${name}'`,
    );
  }
  return { name, params };
}

function ownOf(table: object, name: string): unknown {
  return Object.hasOwn(table, name) ? (table as Record<string, unknown>)[name] : undefined;
}
