/**
 * The arithmetic of VRRP, by which routers that share an address agree on who has it. It works like
 * a watchman calling the hours: as long as the call comes, everybody else sleeps. Who hears nothing
 * for three calls and a bit gets up; the bit, the *skew*, is shorter for a higher priority, so the
 * best of them is up first, calls, and the others go back to sleep. With calls every second and
 * priority 100 that is 3 s and (256 − 100) / 256 s: 3.609 s. Sources: RFC 3768 (version 2),
 * RFC 5798 (version 3).
 */
import type { Micros } from '../../../sim/types.ts';

/** The priority of a router whose own address it is: it takes it whenever it is there. */
export const OWNER = 255;
/** What a master says that leaves: it takes no part any more. */
const RESIGNED = 0;

const SECOND: Micros = 1_000_000;
const STEPS = 256;

/** A router of the group, as it knows itself. */
export interface Router {
  version: 2 | 3;
  /** 1 … 255. */
  priority: number;
  /** Its own address as a number: between equal priorities the higher one wins. */
  address: number;
  /** How often it advertises while it is the master. */
  intervalMicros: Micros;
  /** Whether it takes the address from a master of lower priority. */
  preempt: boolean;
  /** How often the master advertises. Version 3 believes what the master says. */
  masterMicros: Micros;
  /** It had the address before it is seen to begin: it goes on with it. */
  isAppointed: boolean;
}

/** What a master says, and from where; a priority of 0 says that it leaves. */
export interface Advertisement {
  readonly priority: number;
  readonly address: number;
  readonly intervalMicros: Micros;
}

export function advertisementOf({ priority, address, intervalMicros }: Router): Advertisement {
  return Object.freeze({ priority, address, intervalMicros });
}

export function resignationOf(router: Router): Advertisement {
  return Object.freeze({ ...advertisementOf(router), priority: RESIGNED });
}

/** In version 2 part of a second, in version 3 the same part of the master's interval. */
export function skewMicros({ version, priority, masterMicros }: Router): Micros {
  return Math.round(((STEPS - priority) * (version === 2 ? SECOND : masterMicros)) / STEPS);
}

/** For so long a backup hears nothing before it takes the address. */
export function masterDownMicros(router: Router): Micros {
  return 3 * router.masterMicros + skewMicros(router);
}

/** A router that begins knows of no master: it counts by its own interval. */
export function beginRouter(router: Router): void {
  router.masterMicros = router.intervalMicros;
  router.isAppointed = false;
}

/** A backup counts by the interval of the master that it hears. */
export function followMaster(router: Router, { intervalMicros }: Advertisement): void {
  router.masterMicros = router.version === 3 ? intervalMicros : router.intervalMicros;
}

export function isResignation({ priority }: Advertisement): boolean {
  return priority === RESIGNED;
}

function isOwner({ priority }: Router): boolean {
  return priority === OWNER;
}

/** Whether it is the master as soon as it begins, whoever else is. */
export function takesAtOnce(router: Router): boolean {
  return router.isAppointed || isOwner(router);
}

/** Whether a backup lets that one be the master. An owner yields to nobody below it. */
export function isFollowed(router: Router, { priority }: Advertisement): boolean {
  return priority >= router.priority || !(router.preempt || isOwner(router));
}

/** Whether a master yields to that other one. */
export function isOutranked(router: Router, { priority, address }: Advertisement): boolean {
  return priority > router.priority || (priority === router.priority && address > router.address);
}
