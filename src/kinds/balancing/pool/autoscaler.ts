/**
 * One look of an autoscaler: what figures ask for becomes a number of members, step by step –
 * recent recommendations, the rate at which the number may change, the least and the most. Plain
 * data and a function over it; who measures, and who switches members on and off, is elsewhere.
 * Source: Kubernetes 1.34, pkg/controller/podautoscaler/horizontal.go (reconcileAutoscaler).
 */
import type { Micros } from '../../../sim/types.ts';
import { mostOf } from './desired-replicas.ts';
import type { Decision } from './observation.ts';
import {
  type Behavior,
  limitByRules,
  limitWithoutRules,
  longestPeriodOf,
  type ScaleEvent,
} from './scaling-limits.ts';
import { type Recommendation, stabilize, stabilizeWithoutRules } from './stabilization.ts';

/** What an autoscaler remembers from look to look. Both lists are as long as the rules need. */
export interface Memory {
  /** Null before the first look. */
  recommendations: readonly Recommendation[] | null;
  events: readonly ScaleEvent[];
}

export interface AutoscalerSettings {
  readonly min: number;
  readonly max: number;
  /** Null where nobody gave rules. */
  readonly behavior: Behavior | null;
  /** The downward window where nobody gave rules. */
  readonly windowMicros: Micros;
}

/** Nobody has looked yet. */
export function createMemory(): Memory {
  return { recommendations: null, events: [] };
}

/**
 * Looks once, and remembers it. The number found at the first look counts as a recommendation: a
 * new autoscaler lets nobody go for one window.
 * @param ask what each figure asks for; not called while the number is out of its bounds
 */
export function look(
  memory: Memory,
  settings: AutoscalerSettings,
  { now, current }: { readonly now: Micros; readonly current: number },
  ask: () => readonly (number | null)[],
): Decision {
  const { min, max, behavior } = settings;
  memory.recommendations ??= [{ at: now, replicas: current }];
  const decide = (
    replicas: number,
    reason: Decision['reason'],
    proposal: number | null = null,
    stabilized: number = replicas,
  ): Decision => {
    if (replicas !== current) remember(memory, settings, { at: now, change: replicas - current });
    return { at: now, current, proposal, stabilized, replicas, reason };
  };
  if (current === 0 && min !== 0) return decide(0, 'ScalingDisabled');
  if (current > max) return decide(max, 'TooManyReplicas');
  if (current < min) return decide(min, 'TooFewReplicas');
  const proposal = mostOf(ask(), current);
  if (proposal === null) return decide(current, 'FailedComputeMetricsReplicas');
  const stabilized = recommend(memory, settings, { now, current, desired: proposal });
  const asked = { current, desired: stabilized, min, max };
  const limited =
    behavior === null
      ? limitWithoutRules(asked)
      : limitByRules(asked, behavior, memory.events, now);
  return decide(limited.replicas, limited.reason, proposal, stabilized);
}

/** What recent recommendations leave of this one, which is one of them from now on. */
function recommend(
  memory: Memory,
  { behavior, windowMicros }: AutoscalerSettings,
  { now, current, desired }: { now: Micros; current: number; desired: number },
): number {
  const recommendations = memory.recommendations ?? [];
  const longest = behavior
    ? Math.max(behavior.up.windowMicros, behavior.down.windowMicros)
    : windowMicros;
  memory.recommendations = [
    ...recommendations.filter(({ at }) => at >= now - longest),
    { at: now, replicas: desired },
  ];
  return behavior
    ? stabilize({ current, desired }, behavior, recommendations, now)
    : stabilizeWithoutRules(desired, windowMicros, recommendations, now);
}

/** Keeps a change for as long as a policy asks for it. */
function remember(memory: Memory, { behavior }: AutoscalerSettings, event: ScaleEvent): void {
  if (behavior === null) return;
  const since = event.at - longestPeriodOf(behavior);
  memory.events = [...memory.events.filter(({ at }) => at > since), event];
}
