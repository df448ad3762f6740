/**
 * Rejects, in words, whatever a machine has that the compiler does not know. What gets through here
 * is executed exactly as xstate would (proved by machine-oracle.ts); so what is not listed is
 * rejected, even features xstate has yet to grow. Tests call it for every machine, and the worker
 * does while developing; what is built carries machines that passed.
 */
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import {
  actionsOf,
  guardsOf,
  higherOf,
  listOf,
  ownOf,
  partsOf,
  type Transition,
} from './machine-read.ts';

// Words in one text: a build that does not check leaves them out.
const STATE_KEYS =
  'id type initial states on always after entry exit tags description meta key order';
const ROOT_KEYS = `${STATE_KEYS} context version types schemas options`;
const TRANSITION_KEYS =
  'target guard actions reenter description meta source eventType toJSON event delay';
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
  'xstate.emit': 'use sim.info in a named action',
  'xstate.log': 'use sim.info in a named action',
  'xstate.cancel': 'use sim.cancel in a named action',
  'xstate.spawnChild': 'use sim.startChild in a named action',
  'xstate.stopChild': 'use sim.stopChild in a named action',
  'xstate.enqueueActions': 'choose with guards, or inside one named action',
};

/** Throws an Error naming machine, state, feature and cure where it is outside of the subset. */
export function checkMachine(machine: AnyStateMachine): void {
  const { root } = machine;
  for (const [name, value] of Object.entries(machine.implementations.delays)) {
    if (value === 0) continue;
    const what = `gives delay '${name}' a value in setup, which xstate takes for milliseconds`;
    reject(root, what, 'write 0 there and give the microseconds in delays in model.ts');
  }
  if (Object.keys(root.states).length === 0) {
    reject(root, 'has no states', 'name at least one: states are what the inspector shows');
  }
  checkNode(root);
}

function checkNode(node: AnyStateNode): void {
  checkState(node);
  for (const action of [...listOf(node.config.entry), ...listOf(node.config.exit)]) {
    checkAction(node, action);
  }
  const timers = new Set(node.after.map((after) => String(after.eventType)));
  for (const [type, candidates] of node.transitions) {
    if (!timers.has(type)) checkType(node, type);
    for (const candidate of candidates) checkTransition(node, candidate);
  }
  for (const candidate of node.always ?? []) checkTransition(node, candidate);
  for (const child of Object.values<AnyStateNode>(node.states)) checkNode(child);
}

function reject(node: AnyStateNode, what: string, cure: string): never {
  const where = node.parent ? `, state '${node.path.join('.')}',` : '';
  throw new Error(`Machine '${node.machine.id}'${where} ${what}; ${cure}.`);
}

function checkState(node: AnyStateNode): void {
  if (node.type === 'parallel') {
    reject(
      node,
      'is parallel',
      'list two machines in the model instead, or fold one into a context field',
    );
  }
  if (node.type === 'history') reject(node, 'is a history state', HISTORY_CURE);
  if (node.type === 'compound' && node.initial.actions.length > 0) {
    reject(node, 'has actions on its initial transition', 'make them entry actions of the state');
  }
  const known = node.parent ? STATE_KEYS : ROOT_KEYS;
  for (const [key, value] of Object.entries(node.config)) {
    if (value === undefined || known.split(' ').includes(key)) continue;
    reject(node, `uses '${key}', which is not supported`, CURES[key] ?? 'leave it out');
  }
  if (node.type === 'final') checkFinal(node);
  for (const [key, transitions] of Object.entries(node.config.after ?? {})) {
    if (!Number.isNaN(Number(key))) {
      const cure = 'name the delay and give its microseconds in model.ts';
      reject(node, `waits 'after ${key}', a number of milliseconds`, cure);
    }
    if (Array.isArray(transitions) && transitions.length === 0) {
      reject(node, `waits 'after ${key}' for nothing`, 'give it a transition, or leave it out');
    }
  }
}

function checkFinal(node: AnyStateNode): void {
  if (node.parent?.parent) {
    reject(
      node,
      'is final inside another state',
      'make it an ordinary state: only the whole machine can end',
    );
  }
  if (node.config.on || node.config.always || node.config.after || node.config.states) {
    reject(node, 'is final and yet goes on', "leave out its transitions, or type: 'final'");
  }
}

function checkType(node: AnyStateNode, type: string): void {
  if (type !== '*' && type.includes('*')) {
    reject(node, `listens to '${type}'`, "write out the events, or use '*' for all");
  }
  if (type.startsWith('xstate.')) {
    reject(node, `listens to '${type}', a word of xstate's own`, 'give the event another name');
  }
}

function checkTransition(node: AnyStateNode, transition: Transition): void {
  const label = transition.eventType === '' ? 'always' : `'${transition.eventType}'`;
  for (const [key, value] of Object.entries(transition)) {
    if (value === undefined || TRANSITION_KEYS.split(' ').includes(key)) continue;
    reject(node, `uses '${key}' on ${label}, which is not supported`, CURES[key] ?? 'leave it out');
  }
  const targets = transition.target ?? [];
  if (targets.length > 1) {
    const what = `goes to ${targets.length} targets on ${label}`;
    reject(node, what, 'name one: there are no parallel states');
  }
  if (targets[0] && !targets[0].parent) {
    const what = `goes to the whole machine on ${label}`;
    reject(node, what, 'name the state it should start again in');
  }
  if (transition.guard !== undefined) checkGuard(node, transition.guard);
  for (const action of transition.actions) checkAction(node, action);
}

function checkAction(node: AnyStateNode, action: unknown): void {
  const name = typeof action === 'function' ? '' : checkName(node, action, 'an action');
  const built = typeof action === 'function' ? action : ownOf(actionsOf(node), name);
  if (typeof built !== 'function') return;
  const type = 'type' in built ? String(built.type) : '';
  // What stands behind a name in `setup` is a placeholder.
  if (type === 'xstate.assign' || (type === '' && built !== action)) return;
  const what = type === '' ? 'has a function as an action' : `uses ${type.slice('xstate.'.length)}`;
  const cure = 'name the action and put the function in actions in model.ts';
  reject(node, what, BUILT_IN_CURES[type] ?? cure);
}

function checkGuard(node: AnyStateNode, guard: unknown): void {
  const name = typeof guard === 'function' ? '' : checkName(node, guard, 'a guard');
  const built = typeof guard === 'function' ? guard : ownOf(guardsOf(node), name);
  if (typeof built !== 'function' || (built !== guard && !('check' in built))) return;
  if (higherOf(built) === undefined) {
    const what = 'check' in built ? 'uses stateIn as a guard' : 'has a function as a guard';
    reject(node, what, 'name the guard and put the function in guards in model.ts');
  }
  for (const part of partsOf(built)) checkGuard(node, part);
}

/** The name of an action or guard written as a name or as `{ type, params }`. */
function checkName(node: AnyStateNode, written: unknown, what: string): string {
  if (typeof written === 'string') return written;
  if (typeof written !== 'object' || written === null || !('type' in written)) {
    reject(node, `has ${what} that is neither a name nor { type, params }`, 'write its name');
  }
  const name = String(written.type);
  if ('params' in written && typeof written.params === 'function') {
    const cure = `write them out, or compute them inside '${name}'`;
    reject(node, `computes the params of '${name}'`, cure);
  }
  return name;
}
