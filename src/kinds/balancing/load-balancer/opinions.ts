/**
 * What a balancer thinks of its backends: who watches each of them, what these are told, and who is
 * in use because of it.
 */
import type { SimEvent } from '../../../sim/machine.ts';
import type { Sim } from '../../../sim/sim.ts';
import { type Backend, forgetLoad, HEALTH, judge } from '../shared/backend.ts';
import { level } from '../shared/levels.ts';
import { loseWeight } from '../shared/pick.ts';
import { checkingOf, followChecks, HEALTH_CHECK } from './checks.ts';
import type { BalancerContext } from './context.ts';
import { EJECTION, ejectingOf, followEjection, forgetStrikes, strike } from './ejection.ts';

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
  const ejecting = ejectingOf(context.settings);
  for (const backend of context.backends) {
    const { key } = backend;
    if (sim.child(CHILD, key) === undefined) sim.startChild(CHILD, key, backend);
    else if (backend.maxFails === 0 || backend.lone) sim.tell(CHILD, key, PARDON);
    followChecks(backend, checking, sim);
    followEjection(backend, ejecting, sim);
  }
  reconsider(context);
}

/** Forgets what was thought of a backend whose lane is gone. */
export function unwatch(backend: Backend, sim: Sim): void {
  sim.stopChild(CHILD, backend.key);
  followChecks(backend, null, sim);
  followEjection(backend, null, sim);
}

/** Forgets what was thought of all backends, those that left included: the balancer died. */
export function forgetBackends(context: BalancerContext, sim: Sim): void {
  for (const backend of [...context.backends, ...context.retired]) {
    unwatch(backend, sim);
    forgetLoad(backend);
    backend.fails = 0;
    backend.health = HEALTH.healthy;
    backend.warmFrom = -1;
    judge(backend);
  }
  context.retired = [];
  context.sick = 0;
}

/** Statuses from here on are errors of the server. */
const SERVER_ERROR = 500;

const FAILED: SimEvent = Object.freeze({ type: 'failed' });
const SUCCEEDED: SimEvent = Object.freeze({ type: 'succeeded' });
const CHOSEN: SimEvent = Object.freeze({ type: 'chosen' });
const PARDON: SimEvent = Object.freeze({ type: 'pardon' });

/** It gets a request while it is not simply well. */
export function wasChosen(context: BalancerContext, backend: Backend, sim: Sim): void {
  tellHealth(context, backend, CHOSEN, sim);
}

/** It let the balancer in, or answered: for passive detection that is enough. */
export function succeeded(
  context: BalancerContext,
  backend: Backend,
  status: number,
  sim: Sim,
): void {
  if (backend.ejection !== null) {
    if (status < SERVER_ERROR) forgetStrikes(backend);
    else if (isKnown(context, backend)) strike(backend, context.backends, sim);
  }
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
  if (isKnown(context, backend)) strike(backend, context.backends, sim);
  if (backend.lone || backend.maxFails === 0 || !isKnown(context, backend)) return;
  for (const group of context.groups) loseWeight(group, backend);
  tellHealth(context, backend, FAILED, sim);
}

function tellHealth(context: BalancerContext, backend: Backend, event: SimEvent, sim: Sim): void {
  const wasUp = backend.isUp;
  const { health } = backend;
  sim.tell(CHILD, backend.key, event);
  if (backend.isUp !== wasUp && backend.enrolled) context.sick += wasUp ? 1 : -1;
  if (health === HEALTH.trying && backend.health === HEALTH.healthy) {
    backend.warmFrom = sim.now;
    reconsider(context);
  }
}

/** The machine that keeps a backend out. */
export function keeperOf({ check, ejection }: Backend): string {
  if (ejection?.isOut) return EJECTION;
  return check?.isOut ? HEALTH_CHECK : CHILD;
}

/** Decides anew which backends are in use, and counts those that are not. */
export function reconsider(context: BalancerContext): void {
  for (const backend of context.backends) backend.isLetIn = false;
  for (const group of context.groups) level(group, context.settings);
  const { window } = context.slowStart;
  let wanted = 0;
  let sick = 0;
  let warmUntil = 0;
  for (const backend of context.backends) {
    judge(backend);
    if (backend.enrolled) {
      wanted++;
      if (!backend.isUp) sick++;
    }
    if (backend.warmFrom >= 0) warmUntil = Math.max(warmUntil, backend.warmFrom + window);
  }
  context.wanted = wanted;
  context.sick = sick;
  context.warmUntil = window === 0 ? 0 : warmUntil;
}
