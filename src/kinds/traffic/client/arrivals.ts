/**
 * When the next request of an open stream comes. Random patterns are Poisson processes: in each
 * instant the chance of an arrival is the rate of that instant, whatever came before. A rate that
 * changes is drawn by thinning (Lewis and Shedler 1979): candidates come at the highest rate, and
 * each stays with the chance of the rate then over the highest.
 */
import { ln } from '../../../lib/math.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Micros, StreamId } from '../../../sim/types.ts';
import type { ClientConfig } from './spec.ts';

/** Rates are requests per microsecond, times are microseconds. */
export interface ArrivalPlan {
  pattern: ClientConfig['pattern'];
  rate: number;
  burstFactor: number;
  burstEvery: number;
  burstFor: number;
  rampTo: number;
  rampOver: number;
  dayLength: number;
  swing: number;
  /** When the pattern began. */
  origin: Micros;
  /** A passing factor on everything, injected from outside. */
  boost: number;
}

const MICROS_PER_SECOND = 1_000_000;
const MICROS_PER_MILLI = 1000;
/**
 * Candidates looked at before one is taken anyway: only a rate that stays near nothing for ever
 * gets so far.
 */
const MOST_CANDIDATES = 100_000;

export function createPlan(config: ClientConfig, origin: Micros): ArrivalPlan {
  return {
    pattern: config.pattern,
    rate: config.rate / MICROS_PER_SECOND,
    burstFactor: config.burstFactor,
    burstEvery: config.burstEvery * MICROS_PER_MILLI,
    burstFor: config.burstFor * MICROS_PER_MILLI,
    rampTo: config.rampTo / MICROS_PER_SECOND,
    rampOver: config.rampOver * MICROS_PER_MILLI,
    dayLength: config.dayLength * MICROS_PER_MILLI,
    swing: config.swing,
    origin,
    boost: 1,
  };
}

/** Requests per microsecond at a moment. */
export function rateAt(plan: ArrivalPlan, at: Micros): number {
  const time = at - plan.origin;
  switch (plan.pattern) {
    case 'burst': {
      const isBurst = time % plan.burstEvery < plan.burstFor;
      return plan.boost * plan.rate * (isBurst ? plan.burstFactor : 1);
    }
    case 'ramp': {
      const done = time >= plan.rampOver ? 1 : time / plan.rampOver;
      return plan.boost * (plan.rate + (plan.rampTo - plan.rate) * done);
    }
    case 'daily':
      return (
        plan.boost *
        plan.rate *
        (1 + plan.swing * dayCurve((time % plan.dayLength) / plan.dayLength))
      );
    default:
      return plan.boost * plan.rate;
  }
}

/** The moment of the next arrival after `from`, not rounded; Infinity when there will be none. */
export function nextArrival(plan: ArrivalPlan, from: number, stream: StreamId, sim: Sim): number {
  if (plan.pattern === 'constant') return from + 1 / (plan.boost * plan.rate);
  const peak = plan.boost * peakRate(plan, from);
  if (peak <= 0) return Number.POSITIVE_INFINITY;
  let at = from;
  for (let candidate = 0; candidate < MOST_CANDIDATES; candidate++) {
    at -= ln(1 - sim.random(stream)) / peak;
    if (plan.pattern === 'poisson') return at;
    if (sim.random(stream) * peak < rateAt(plan, at)) return at;
  }
  return at;
}

/** The highest rate from a moment on. */
function peakRate(plan: ArrivalPlan, from: number): number {
  switch (plan.pattern) {
    case 'burst':
      return plan.rate * Math.max(1, plan.burstFactor);
    case 'ramp':
      return from - plan.origin >= plan.rampOver ? plan.rampTo : Math.max(plan.rate, plan.rampTo);
    case 'daily':
      return plan.rate * (1 + plan.swing);
    default:
      return plan.rate;
  }
}

/**
 * A day from morning to morning, −1 … 1: up to noon at ¼, down to midnight at ¾. Two parabolas,
 * close to a sine.
 */
function dayCurve(phase: number): number {
  const x = phase < 0.5 ? phase * 2 : phase * 2 - 1;
  const bow = 4 * x * (1 - x);
  return phase < 0.5 ? bow : -bow;
}
