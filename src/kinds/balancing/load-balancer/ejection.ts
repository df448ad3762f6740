/**
 * Outlier detection as Envoy does it: so many errors in a row – failed connections, timeouts and
 * statuses from 500 on alike – eject a backend for a while, the longer the more often it happens.
 * No more than a share of all is out at a time, but one always may be. Envoy ends an ejection at
 * its next look, every 10 s; here it ends exactly in time. Source: Envoy 1.30
 * (outlier_detection_impl.cc).
 */
import type { MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import type { Sim } from '../../../sim/sim.ts';
import { type Backend, judge } from '../shared/backend.ts';
import {
  countEjection,
  createEjection,
  type Ejection,
  type EjectionSettings,
  lastsFor,
} from '../shared/ejection.ts';
import { ejectionMachine } from './health-machines.ts';
import type { BalancerConfig } from './spec.ts';

/** The machine of ejection, one per backend. */
export const EJECTION = 'ejection';

const EJECT: SimEvent = Object.freeze({ type: 'eject' });
const HEALTH_CHANGED: SimEvent = Object.freeze({ type: 'health' });

/** A backend has it for as long as it has this machine. */
const ejectionOf = (backend: Backend): Ejection => backend.ejection as Ejection;

export const ejection: MachineModelOf<typeof ejectionMachine, Backend, SimEvent, Sim> = {
  machine: ejectionMachine,
  actions: {
    leave: (backend, _event, _params, sim) => {
      countEjection(ejectionOf(backend), sim.now);
      tellNode(backend, sim);
    },
    comeBack: (backend, _event, _params, sim) => {
      const own = ejectionOf(backend);
      own.isOut = false;
      own.returnedAt = sim.now;
      backend.warmFrom = sim.now;
      tellNode(backend, sim);
    },
  },
  guards: {},
  delays: { ejectionTime: (backend) => lastsFor(ejectionOf(backend)) },
};

function tellNode(backend: Backend, sim: Sim): void {
  judge(backend);
  sim.tell('main', '', HEALTH_CHANGED);
}

/** How a balancer with these settings ejects; null where it does not. */
export function ejectingOf(config: BalancerConfig): EjectionSettings | null {
  if (!config.ejection) return null;
  return Object.freeze({
    after: config.ejectAfter,
    time: Math.round(config.ejectTime * 1000),
    most: config.ejectMost,
  });
}

/** Watches a backend from now on as these settings say; null ends it. */
export function followEjection(
  backend: Backend,
  settings: EjectionSettings | null,
  sim: Sim,
): void {
  if (settings === null) {
    if (backend.ejection === null) return;
    backend.ejection = null;
    sim.stopChild(EJECTION, backend.key);
  } else if (backend.ejection === null) {
    backend.ejection = createEjection(settings);
    sim.startChild(EJECTION, backend.key, backend);
  } else backend.ejection.settings = settings;
}

/** It did what it was asked, or said that the asker was wrong. */
export function forgetStrikes(backend: Backend): void {
  if (backend.ejection !== null) backend.ejection.strikes = 0;
}

/** An error more; it may be the last straw. */
export function strike(backend: Backend, all: readonly Backend[], sim: Sim): void {
  const own = backend.ejection;
  if (own === null || own.isOut) return;
  own.strikes++;
  if (own.strikes < own.settings.after) return;
  own.strikes = 0;
  const enrolled = all.filter((other) => other.enrolled);
  const ejected = enrolled.filter((other) => other.ejection?.isOut).length;
  if (ejected === 0 || (ejected + 1) / enrolled.length <= own.settings.most) {
    sim.tell(EJECTION, backend.key, EJECT);
  }
}
