/**
 * Slow start: who comes back begins with a tenth of its weight and grows to all of it, so that cold
 * caches and empty pools are not met by full traffic at once. An algorithm goes on choosing as it
 * does; a choice of one that is warming up counts only as often as its strength says, one in ten
 * at first, and else another choice is made. Where the choice looks at load, the next best is taken
 * instead, for the same one would be best again. Source of the curve: Envoy 1.30 (slow start).
 */
import { pow } from '../../../lib/math.ts';
import type { Micros } from '../../../sim/types.ts';
import type { Algorithm } from './algorithms.ts';
import type { Backend } from './backend.ts';

export interface SlowStart {
  /** How long it takes; 0 is off. */
  readonly window: Micros;
  /** 1 grows evenly, more grows faster at first. */
  readonly aggression: number;
}

const SECOND = 1_000_000;
/** The share of its weight that it has at least: Envoy's min_weight_percent. */
const LEAST = 0.1;

/**
 * The share of its weight that counts now. Worked example: 15 s into a window of 60 s with an
 * aggression of 2, (15 / 60) ^ (1 / 2) is half of it.
 */
export function strengthOf(
  { warmFrom }: Backend,
  { window, aggression }: SlowStart,
  now: Micros,
): number {
  const since = now - warmFrom;
  if (warmFrom < 0 || since >= window) return 1;
  return Math.max(LEAST, pow(Math.max(since, SECOND) / window, 1 / aggression));
}

/**
 * Of whom the choice does not depend on what they weigh (Envoy, nginx and HAProxy leave these out),
 * or of whom the order is fixed.
 */
const WITHOUT: ReadonlySet<Algorithm> = new Set(['source-ip-hash', 'first', 'static-round-robin']);

export function knowsSlowStart(algorithm: Algorithm): boolean {
  return !WITHOUT.has(algorithm);
}

const BY_LOAD: ReadonlySet<Algorithm> = new Set([
  'least-request',
  'least-connections-haproxy',
  'power-of-two',
  'random-two-nginx',
]);

export function looksAtLoad(algorithm: Algorithm): boolean {
  return BY_LOAD.has(algorithm);
}

/** Sums of tenths fall a hair short of one. */
const NEARLY = 1 - 1e-9;

/** Whether this choice of it counts; `strongest` is the strength of whoever is warmest. */
export function takesTurn(backend: Backend, strength: number, strongest: number): boolean {
  backend.credit += strength / strongest;
  if (backend.credit < NEARLY) return false;
  backend.credit = Math.max(0, backend.credit - 1);
  return true;
}
