/** The statechart of a machine as plain data: what the inspector draws and the help texts name. */
import type { ActionDef, GuardDef, StateDef, TransitionDef } from './machine-read.ts';

export interface Statechart {
  readonly id: string;
  /** Parents before their children, in document order; the first is the machine itself, path ''. */
  readonly states: readonly StatechartState[];
  /** State by state, in the order in which they are tried. */
  readonly transitions: readonly StatechartTransition[];
}

export interface StatechartState {
  /** xstate's id: 'server.up.busy'. */
  readonly id: string;
  /** 'up.busy'; equal to the path of a leaf's `StateInfo`. */
  readonly path: string;
  readonly name: string;
  /** Path of the state around it; null for the machine itself. */
  readonly parent: string | null;
  /** Entering the state around it enters this one. */
  readonly initial: boolean;
  readonly kind: 'atomic' | 'compound' | 'final';
  /** Labels of actions, as for transitions. */
  readonly entry: readonly string[];
  readonly exit: readonly string[];
  readonly tags: readonly string[];
  readonly description?: string;
  readonly meta?: unknown;
}

export interface StatechartTransition {
  /** Path of the state it is written on. */
  readonly from: string;
  /** Path of its target; null when the machine stays where it is. */
  readonly to: string | null;
  /** 'request', '*' (any event not named), 'after bootTime' or 'always'. */
  readonly event: string;
  /** 'hasFreeSlot', 'not hasFreeSlot', 'isRead and (isFresh or isForced)'. */
  readonly guard?: string;
  /** 'enqueue', 'refuse (status 503)', 'assign weight'. */
  readonly actions: readonly string[];
  /** The source is left and entered again even when the target lies within it. */
  readonly reenter: boolean;
  readonly description?: string;
}

/** @param machine a compiled one */
export function describeMachine(machine: {
  readonly id: string;
  readonly root: StateDef;
}): Statechart {
  const states = withDescendants(machine.root);
  return {
    id: machine.id,
    states: states.map(describeState),
    transitions: states.flatMap(describeTransitions),
  };
}

function withDescendants(state: StateDef): StateDef[] {
  return [state, ...state.children.flatMap(withDescendants)];
}

function describeState(state: StateDef): StatechartState {
  return {
    id: state.id,
    path: state.path,
    name: state.key,
    parent: state.parent?.path ?? null,
    initial: state.parent?.initial === state,
    kind: state.final ? 'final' : state.children.length > 0 ? 'compound' : 'atomic',
    entry: state.entry.map(labelAction),
    exit: state.exit.map(labelAction),
    tags: [...state.tags],
    ...(state.description === undefined ? {} : { description: state.description }),
    ...(state.meta === undefined ? {} : { meta: state.meta }),
  };
}

function describeTransitions(state: StateDef): StatechartTransition[] {
  const list: StatechartTransition[] = [];
  for (const [type, candidates] of state.on) {
    const after = state.afters.find((each) => each.type === type);
    const event = after ? `after ${after.delay}` : type;
    list.push(...candidates.map((candidate) => describeTransition(candidate, event)));
  }
  list.push(...state.always.map((candidate) => describeTransition(candidate, 'always')));
  return list;
}

function describeTransition(transition: TransitionDef, event: string): StatechartTransition {
  const { source, target, guard, actions, reenter, description } = transition;
  return {
    from: source.path,
    to: target?.path ?? null,
    event,
    ...(guard === null ? {} : { guard: labelGuard(guard) }),
    actions: actions.map(labelAction),
    reenter,
    ...(description === undefined ? {} : { description }),
  };
}

function labelAction(action: ActionDef): string {
  if (action.kind === 'named' || action.name !== '') return labelNamed(action.name, action.params);
  const { assignment } = action;
  const fields = typeof assignment === 'function' ? [] : Object.keys(assignment);
  return ['assign', fields.join(', ')].join(' ').trim();
}

function labelGuard(guard: GuardDef): string {
  if (guard.kind === 'named') return labelNamed(guard.name, guard.params);
  const parts = guard.of.map((part) => {
    const label = labelGuard(part);
    return part.kind === 'and' || part.kind === 'or' ? `(${label})` : label;
  });
  return guard.kind === 'not' ? `not ${parts.join('')}` : parts.join(` ${guard.kind} `);
}

function labelNamed(name: string, params: unknown): string {
  if (params === undefined || params === null) return name;
  if (typeof params !== 'object') return `${name} (${String(params)})`;
  const parts = Object.entries(params).map(([key, value]) => `${key} ${plain(value)}`);
  return parts.length === 0 ? name : `${name} (${parts.join(', ')})`;
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
