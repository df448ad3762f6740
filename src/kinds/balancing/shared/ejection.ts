/**
 * Outlier detection of one backend, as Envoy keeps it: how many errors came in a row, whether it is
 * ejected, and how often it was of late. Plain data; the balancer's machine `ejection` decides.
 */
import type { Micros } from '../../../sim/types.ts';

export interface EjectionSettings {
  /** So many errors in a row eject. */
  readonly after: number;
  /** How long for the first time. */
  readonly time: Micros;
  /** Of all backends at the same time, 0..1; one may always be. */
  readonly most: number;
}

export interface Ejection {
  settings: EjectionSettings;
  strikes: number;
  /** Kept out of use, and since when. */
  isOut: boolean;
  outSince: Micros;
  /** What the time is multiplied by: ejections so far, less those that were forgiven. */
  times: number;
  returnedAt: Micros;
}

export function createEjection(settings: EjectionSettings): Ejection {
  return { settings, strikes: 0, isOut: false, outSince: 0, times: 0, returnedAt: 0 };
}

/** No ejection lasts longer than this, or than the first where that is longer: Envoy's default. */
const LONGEST: Micros = 300_000_000;

/** Envoy looks at its hosts this often; whoever behaved since it did last is forgiven one. */
const FORGIVES_EVERY: Micros = 10_000_000;

/** Counts one more ejection. No more are counted than lead to the longest time. */
export function countEjection(ejection: Ejection, now: Micros): void {
  const { time } = ejection.settings;
  const forgiven = Math.floor((now - ejection.returnedAt) / FORGIVES_EVERY);
  const left = Math.max(0, ejection.times - forgiven);
  ejection.times = left * time < LONGEST ? left + 1 : left;
  ejection.isOut = true;
  ejection.outSince = now;
}

/** How long this ejection lasts. */
export function lastsFor({ times, settings }: Ejection): Micros {
  return Math.min(times * settings.time, Math.max(LONGEST, settings.time));
}
