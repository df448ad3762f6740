/**
 * The backends among which one decision is made – the primaries of a group, or its backups – with what each algorithm remembers from
 * pick to pick. Everything is plain data and made afresh when backends or weights change, as after a reload of the real balancers.
 */
import type { Algorithm } from './algorithms.ts';
import type { Backend } from './backend.ts';
import { createDynamicRoundRobin, type DynamicRoundRobin } from './dynamic-round-robin.ts';
import { buildMap } from './static-map.ts';

export interface Tier {
  readonly members: Backend[];
  readonly algorithm: Algorithm;
  readonly totalWeight: number;
  /** Sum of weights up to and including each member. */
  readonly cumulative: readonly number[];
  /** Round robin, and the static map: where to look next. */
  turn: number;
  /** Smooth weighted round robin: nginx's current and effective weights. */
  readonly current: number[];
  readonly effective: number[];
  /** Static round robin: members in the order of one period; empty for other algorithms. */
  readonly map: readonly number[];
  /** HAProxy's dynamic round robin; null for other algorithms. */
  readonly dynamic: DynamicRoundRobin | null;
}

function createTier(members: Backend[], algorithm: Algorithm): Tier {
  const weights = members.map((member) => member.weight);
  let total = 0;
  const cumulative = weights.map((weight) => {
    total += weight;
    return total;
  });
  return {
    members,
    algorithm,
    totalWeight: total,
    cumulative: Object.freeze(cumulative),
    turn: 0,
    current: weights.map(() => 0),
    effective: weights,
    map: Object.freeze(algorithm === 'static-round-robin' ? buildMap(weights) : []),
    dynamic: algorithm === 'weighted-round-robin-haproxy' ? createDynamicRoundRobin(weights) : null,
  };
}

/** Where the requests of one rule go, or those that no rule claims. */
export interface Group {
  /** The backend or frame the rule names; null for the rest. */
  readonly to: string | null;
  readonly primary: Tier;
  readonly backup: Tier;
}

/** `allBackups` false uses only the first backup, as HAProxy does unless told otherwise. */
export function createGroup(
  to: string | null,
  members: readonly Backend[],
  algorithm: Algorithm,
  allBackups: boolean,
): Group {
  const backups = members.filter((member) => member.backup);
  return {
    to,
    primary: createTier(
      members.filter((member) => !member.backup),
      algorithm,
    ),
    backup: createTier(allBackups ? backups : backups.slice(0, 1), algorithm),
  };
}
