/**
 * Two levels of backends, as Envoy weighs them: primaries and backups. Each level can do as much as
 * the share of its backends that are well, and a bit more: with an over-provisioning of 1.4, 72 %
 * are enough for everything. What a level cannot do goes to the next, so 50 % well of the
 * primaries get 70 % of the traffic. When both together cannot do everything, and fewer of a level
 * are well than the threshold, it panics: all of it gets traffic, since those that are left would
 * go down under all the load. Source: Envoy 1.30 (load_balancer_impl.cc).
 */
import { isBarred } from './backend.ts';
import type { Group, Tier } from './tier.ts';

export interface Levelling {
  /** The share of a level that must be well, 0..1; 0 never panics. */
  readonly panicThreshold: number;
  /** Backups get what primaries cannot do; else they serve only when nobody else is left. */
  readonly spills: boolean;
}

/** How much more than its share a level can do: Envoy's overprovisioning_factor. */
export const OVER_PROVISIONING = 1.4;

/** Decides how much goes to the primaries, and who panics. */
export function level(group: Group, { panicThreshold, spills }: Levelling): void {
  const { primary, backup } = group;
  const factor = spills ? OVER_PROVISIONING : 1;
  const first = abilityOf(primary, factor);
  const second = abilityOf(backup, factor);
  const whole = Math.min(1, first + second);
  const panics = (tier: Tier): boolean =>
    whole < 1 && tier.members.length > 0 && wellIn(tier) < panicThreshold;
  primary.panics = panics(primary);
  backup.panics = panics(backup);
  group.toPrimary = spills ? shareOf(group, first, whole) : 1;
  for (const tier of [primary, backup]) {
    for (const member of tier.members) member.isLetIn = tier.panics;
  }
}

/** When nobody is well, or all panic, each level gets as much as it has of the backends. */
function shareOf({ primary, backup }: Group, first: number, whole: number): number {
  const all = primary.members.length + backup.members.length;
  const isHelpless = primary.panics && (backup.panics || backup.members.length === 0);
  if (whole > 0 && !isHelpless) return Math.min(1, first / whole);
  return all === 0 ? 1 : primary.members.length / all;
}

function abilityOf(tier: Tier, factor: number): number {
  return tier.members.length === 0 ? 0 : Math.min(1, factor * wellIn(tier));
}

/** The share that checks and ejection leave in use; who is drained is none of them. */
function wellIn({ members }: Tier): number {
  let well = 0;
  let all = 0;
  for (const member of members) {
    if (member.weight === 0) continue;
    all++;
    if (!isBarred(member)) well++;
  }
  return all === 0 ? 0 : well / all;
}
