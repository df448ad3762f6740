/**
 * By how much the number of members may change at once. A rule says, for each direction, so many
 * members or such a share of them in a period; what was changed in that period already counts.
 * Source: Kubernetes 1.34, pkg/controller/podautoscaler/horizontal.go
 * (convertDesiredReplicasWithBehaviorRate, convertDesiredReplicasWithRules) and
 * pkg/apis/autoscaling/v2/defaults.go.
 */
import type { Micros } from '../../../sim/types.ts';
import type { LimitReason } from './observation.ts';

export interface ScalingPolicy {
  readonly by: 'members' | 'percent';
  readonly amount: number;
  readonly periodMicros: Micros;
}

/**
 * Which policy counts: the one that allows the largest change, the smallest, or none: no change.
 */
export type PolicyChoice = 'max' | 'min' | 'disabled';

/** The rules for one direction. */
export interface ScalingRules {
  readonly policies: readonly ScalingPolicy[];
  readonly select: PolicyChoice;
  /** How long recommendations count (see `stabilization.ts`). */
  readonly windowMicros: Micros;
}

/** Rules for both directions. */
export interface Behavior {
  readonly up: ScalingRules;
  readonly down: ScalingRules;
}

/** The number of members was changed by so many, up or (negative) down. */
export interface ScaleEvent {
  readonly at: Micros;
  readonly change: number;
}

export interface Limited {
  readonly replicas: number;
  readonly reason: LimitReason;
}

/** What is asked for, and between what bounds. */
export interface Asked {
  readonly current: number;
  readonly desired: number;
  readonly min: number;
  readonly max: number;
}

const SECOND: Micros = 1_000_000;
const PERIOD: Micros = 15 * SECOND;
const DOUBLING: ScalingPolicy = { by: 'percent', amount: 100, periodMicros: PERIOD };

/** What holds in a direction for which somebody gave no rules, but gave some. */
export const defaultBehavior: Behavior = {
  up: {
    policies: [{ by: 'members', amount: 4, periodMicros: PERIOD }, DOUBLING],
    select: 'max',
    windowMicros: 0,
  },
  down: { policies: [DOUBLING], select: 'max', windowMicros: 300 * SECOND },
};

/** Rules for a direction: policies that somebody gave take the place of the usual ones. */
export function completeRules(given: Partial<ScalingRules>, usual: ScalingRules): ScalingRules {
  return { ...usual, ...given };
}

/** Where nobody gave any rules, one look may so multiply the members, or reach so many. */
const FACTOR = 2;
const LEAST = 4;

/** @param events of the longest period of the rules */
export function limitByRules(
  asked: Asked,
  behavior: Behavior,
  events: readonly ScaleEvent[],
  now: Micros,
): Limited {
  const { current, desired, min, max } = asked;
  const history = { current, events, now };
  if (desired > current) {
    const allowed = Math.max(current, mostAllowed(behavior.up, history));
    return limitAbove(desired, allowed, max);
  }
  if (desired < current) {
    const allowed = Math.min(current, leastAllowed(behavior.down, history));
    const isRate = min < allowed;
    const least = isRate ? allowed : min;
    if (desired < least) {
      return { replicas: least, reason: isRate ? 'ScaleDownLimit' : 'TooFewReplicas' };
    }
  }
  return { replicas: desired, reason: 'DesiredWithinRange' };
}

/** Where nobody gave rules: going down has no limit but the least number. */
export function limitWithoutRules({ current, desired, min, max }: Asked): Limited {
  if (desired < min) return { replicas: min, reason: 'TooFewReplicas' };
  return limitAbove(desired, Math.max(FACTOR * current, LEAST), max);
}

/** The longest period of which a policy has to know what was changed. */
export function longestPeriodOf({ up, down }: Behavior): Micros {
  return Math.max(...[...up.policies, ...down.policies].map(({ periodMicros }) => periodMicros));
}

function limitAbove(desired: number, allowed: number, max: number): Limited {
  const isRate = max > allowed;
  const most = isRate ? allowed : max;
  if (desired <= most) return { replicas: desired, reason: 'DesiredWithinRange' };
  return { replicas: most, reason: isRate ? 'ScaleUpLimit' : 'TooManyReplicas' };
}

interface History {
  readonly current: number;
  readonly events: readonly ScaleEvent[];
  readonly now: Micros;
}

/** A share is rounded up, so that one percent of three is a member. */
function mostAllowed({ policies, select }: ScalingRules, history: History): number {
  if (select === 'disabled') return history.current;
  const allowed = policies.map(({ by, amount, periodMicros }) => {
    const start = countAtStart(history, periodMicros);
    return by === 'members' ? start + amount : Math.ceil(start * (1 + amount / 100));
  });
  return select === 'min' ? Math.min(...allowed) : Math.max(...allowed);
}

/** What remains of a share is rounded down. */
function leastAllowed({ policies, select }: ScalingRules, history: History): number {
  if (select === 'disabled') return history.current;
  const allowed = policies.map(({ by, amount, periodMicros }) => {
    const start = countAtStart(history, periodMicros);
    return by === 'members' ? start - amount : Math.trunc(start * (1 - amount / 100));
  });
  return select === 'min' ? Math.max(...allowed) : Math.min(...allowed);
}

/** How many there were when the period began; what happened just then has left it. */
function countAtStart({ current, events, now }: History, periodMicros: Micros): number {
  const recent = events.filter(({ at }) => at > now - periodMicros);
  return recent.reduce((count, { change }) => count - change, current);
}
