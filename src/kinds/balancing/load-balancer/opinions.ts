/**
 * What a balancer thinks of its backends: who watches each of them, what these are told, and who is
 * in use because of it.
 */
import type { SimEvent } from '../../../sim/machine.ts';
import type { Sim } from '../../../sim/sim.ts';
import { type Backend, forgetLoad, HEALTH, judge } from '../shared/backend.ts';
import { loseWeight } from '../shared/pick.ts';
import { checkingOf, followChecks } from './checks.ts';
import type { BalancerContext } from './context.ts';

/** The machine of passive detection, one per backend. */
const CHILD = 'backend';

/** A process begins: of backends that left while it was down it never knew. */
export function takeUpWatch(context: BalancerContext, sim: Sim): void {
  context.retired = [];
  watchBackends(context, sim);
}

/** Starts watching backends that nobody watches yet. */
export function watchBackends(context: BalancerContext, sim: Sim): void {
  const checking = checkingOf(context.settings);
  for (const backend of context.backends) {
    const { key } = backend;
    if (sim.child(CHILD, key) === undefined) sim.startChild(CHILD, key, backend);
    else if (backend.maxFails === 0 || backend.lone) sim.tell(CHILD, key, PARDON);
    followChecks(backend, checking, sim);
  }
  settle(context);
}

/** Forgets what was thought of a backend whose lane is gone. */
export function unwatch(backend: Backend, sim: Sim): void {
  sim.stopChild(CHILD, backend.key);
  followChecks(backend, null, sim);
}

/** Forgets what was thought of all backends, those that left included: the balancer died. */
export function forgetBackends(context: BalancerContext, sim: Sim): void {
  for (const backend of [...context.backends, ...context.retired]) {
    unwatch(backend, sim);
    forgetLoad(backend);
    backend.fails = 0;
    backend.health = HEALTH.healthy;
    judge(backend);
  }
  context.retired = [];
  context.sick = 0;
}

const FAILED: SimEvent = Object.freeze({ type: 'failed' });
const SUCCEEDED: SimEvent = Object.freeze({ type: 'succeeded' });
const CHOSEN: SimEvent = Object.freeze({ type: 'chosen' });
const PARDON: SimEvent = Object.freeze({ type: 'pardon' });

/** It gets a request while it is not simply well. */
export function wasChosen(context: BalancerContext, backend: Backend, sim: Sim): void {
  tellHealth(context, backend, CHOSEN, sim);
}

export function succeeded(context: BalancerContext, backend: Backend, sim: Sim): void {
  if (backend.health === HEALTH.healthy || !isKnown(context, backend)) return;
  tellHealth(context, backend, SUCCEEDED, sim);
}

/** Of a backend whose lane is gone nobody has an opinion; its key may be another's by now. */
function isKnown(context: BalancerContext, backend: Backend): boolean {
  return context.backends[context.byLane[backend.lane] ?? -1] === backend;
}

/** A connection to it failed, or an answer did not come. */
export function hasFailed(context: BalancerContext, backend: Backend, sim: Sim): void {
  backend.failures++;
  if (backend.lone || backend.maxFails === 0 || !isKnown(context, backend)) return;
  for (const group of context.groups) loseWeight(group, backend);
  tellHealth(context, backend, FAILED, sim);
}

function tellHealth(context: BalancerContext, backend: Backend, event: SimEvent, sim: Sim): void {
  const wasUp = backend.isUp;
  sim.tell(CHILD, backend.key, event);
  if (backend.isUp !== wasUp) context.sick += wasUp ? 1 : -1;
}

/** Decides anew which backends are in use, and counts those that are not. */
export function settle(context: BalancerContext): void {
  let sick = 0;
  for (const backend of context.backends) {
    judge(backend);
    if (!backend.isUp) sick++;
  }
  context.sick = sick;
}
