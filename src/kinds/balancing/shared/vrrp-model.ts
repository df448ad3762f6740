/** What a VRRP router does, but for how its words travel and what an address is. */
import type { MachineHost, MachineModelOf, SimEvent } from '../../../sim/machine.ts';
import {
  type Advertisement,
  advertisementOf,
  beginRouter,
  followMaster,
  isFollowed,
  isOutranked,
  isResignation,
  masterDownMicros,
  type Router,
  resignationOf,
  skewMicros,
  takesAtOnce,
} from './vrrp.ts';
import { vrrpMachine } from './vrrp-machine.ts';

/** What reaches a router from another one. */
export interface Heard extends SimEvent {
  readonly type: 'advertisement';
  readonly said: Advertisement;
}

/** Where a router stands. */
export interface Surroundings<R extends Router, S> {
  /** Says this to all others. */
  advertise(router: R, said: Advertisement, sim: S): void;
  /** The address is its own from now on. */
  hold(router: R, sim: S): void;
  release(router: R, sim: S): void;
}

const saidIn = (event: SimEvent): Advertisement => (event as Heard).said;

export function vrrpModel<R extends Router, S extends MachineHost>(
  around: Surroundings<R, S>,
): MachineModelOf<typeof vrrpMachine, R, SimEvent, S> {
  return {
    machine: vrrpMachine,
    actions: {
      begin: (router) => beginRouter(router),
      follow: (router, event) => followMaster(router, saidIn(event)),
      hold: (router, _event, _params, sim) => around.hold(router, sim),
      release: (router, _event, _params, sim) => around.release(router, sim),
      advertise: (router, _event, _params, sim) =>
        around.advertise(router, advertisementOf(router), sim),
      resign: (router, _event, _params, sim) =>
        around.advertise(router, resignationOf(router), sim),
    },
    guards: {
      takesAtOnce,
      isResignation: (_router, event) => isResignation(saidIn(event)),
      isFollowed: (router, event) => isFollowed(router, saidIn(event)),
      isOutranked: (router, event) => isOutranked(router, saidIn(event)),
    },
    delays: {
      advertisementInterval: (router) => router.intervalMicros,
      masterDownInterval: masterDownMicros,
      skewTime: skewMicros,
    },
  };
}
