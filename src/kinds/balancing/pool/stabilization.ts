/**
 * Figures swing, and members that come and go cost time. So what was recommended of late counts
 * too: the number goes no higher than the lowest recommendation of the upward window, and no lower
 * than the highest of the downward one. An upward window of 0 s grows at once; a downward one of
 * 300 s shrinks once the need was low for five minutes.
 * Source: Kubernetes 1.34, pkg/controller/podautoscaler/horizontal.go
 * (stabilizeRecommendationWithBehaviors, stabilizeRecommendation).
 */
import type { Micros } from '../../../sim/types.ts';
import type { Behavior } from './scaling-limits.ts';

/** What the figures asked for at a moment, before anything held it back. */
export interface Recommendation {
  readonly at: Micros;
  readonly replicas: number;
}

/**
 * The current number, as far as the windows let it go towards what is desired. A window begins just
 * after `now` less its length.
 */
export function stabilize(
  { current, desired }: { readonly current: number; readonly desired: number },
  { up, down }: Behavior,
  recommendations: readonly Recommendation[],
  now: Micros,
): number {
  const within = (windowMicros: Micros) =>
    recommendations.filter(({ at }) => at > now - windowMicros).map(({ replicas }) => replicas);
  const lowest = Math.min(desired, ...within(up.windowMicros));
  const highest = Math.max(desired, ...within(down.windowMicros));
  return Math.min(Math.max(current, lowest), highest);
}

/**
 * Where nobody gave rules: the highest recommendation of the window, its first moment included.
 */
export function stabilizeWithoutRules(
  desired: number,
  windowMicros: Micros,
  recommendations: readonly Recommendation[],
  now: Micros,
): number {
  const recent = recommendations.filter(({ at }) => at >= now - windowMicros);
  return Math.max(desired, ...recent.map(({ replicas }) => replicas));
}
