/** What an autoscaler goes by, from the settings of its pool. */
import type { AutoscalerSettings } from './autoscaler.ts';
import { type Behavior, completeRules, defaultBehavior } from './scaling-limits.ts';
import type { Policy, PoolConfig } from './spec.ts';

const MICROS = 1000;

/**
 * @param members how many there are, and of how many of them the templates say that they have to be
 */
export function settingsOf(
  config: PoolConfig,
  { count, needed }: { readonly count: number; readonly needed: number },
): AutoscalerSettings {
  return {
    min: Math.min(Math.max(config.least, needed), count),
    max: count,
    behavior: behaviorOf(config),
    windowMicros: config.windowDown * MICROS,
  };
}

/**
 * Null where nothing is said about how fast the number may change: Kubernetes then goes by its
 * older rules.
 */
function behaviorOf(config: PoolConfig): Behavior | null {
  const { policies, selectUp, selectDown, windowUp, windowDown } = config;
  const isPlain = selectUp === 'max' && selectDown === 'max' && windowUp === 0;
  if (policies.length === 0 && isPlain) return null;
  return {
    up: completeRules(
      { ...policiesFor('up', policies), select: selectUp, windowMicros: windowUp * MICROS },
      defaultBehavior.up,
    ),
    down: completeRules(
      { ...policiesFor('down', policies), select: selectDown, windowMicros: windowDown * MICROS },
      defaultBehavior.down,
    ),
  };
}

function policiesFor(direction: Policy['direction'], policies: readonly Policy[]) {
  const own = policies.filter((policy) => policy.direction === direction);
  if (own.length === 0) return {};
  return {
    policies: own.map(({ by, amount, period }) => ({ by, amount, periodMicros: period * MICROS })),
  };
}
