/**
 * The backends among which one decision is made – the primaries of a group, or its backups – with
 * what each algorithm remembers from pick to pick. Everything is plain data. When backends or
 * weights change it is made afresh, as after a reload of nginx; only HAProxy's dynamic algorithms
 * go on where they were, because HAProxy changes backends and weights while it runs.
 */
import type { Algorithm } from './algorithms.ts';
import type { Backend, Moves } from './backend.ts';
import {
  carryDynamic,
  createDynamicRoundRobin,
  type DynamicRoundRobin,
} from './dynamic-round-robin.ts';
import {
  carryLeastConnections,
  createLeastConnections,
  type LeastConnections,
} from './least-connections.ts';
import { buildMap } from './static-map.ts';

export interface Tier {
  readonly members: Backend[];
  readonly algorithm: Algorithm;
  readonly totalWeight: number;
  /** Sum of weights up to and including each member. */
  readonly cumulative: readonly number[];
  /** Too few of it are well: all of it is used. */
  panics: boolean;
  /** Round robin, and the static map: where to look next. */
  turn: number;
  /** Smooth weighted round robin: nginx's current and effective weights. */
  readonly current: number[];
  readonly effective: number[];
  /** Static round robin: members in the order of one period; empty for other algorithms. */
  readonly map: readonly number[];
  /** HAProxy's dynamic round robin; null for other algorithms. */
  readonly dynamic: DynamicRoundRobin | null;
  /** HAProxy's least connections; null for other algorithms. */
  readonly least: LeastConnections | null;
}

/** How a group's backends are to be chosen from. */
export interface Choosing {
  readonly algorithm: Algorithm;
  /** False uses only the first backup that is up, as HAProxy does unless told otherwise. */
  readonly allBackups: boolean;
  readonly moves: Moves;
}

function createTier(members: Backend[], choosing: Choosing, before: Tier | undefined): Tier {
  const { algorithm } = choosing;
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
    panics: false,
    turn: 0,
    current: weights.map(() => 0),
    effective: weights,
    map: Object.freeze(algorithm === 'static-round-robin' ? buildMap(weights) : []),
    dynamic: algorithm === 'weighted-round-robin-haproxy' ? continueDynamic(members, before) : null,
    least:
      algorithm === 'least-connections-haproxy'
        ? continueLeast(members, before, choosing.moves)
        : null,
  };
}

function continueDynamic(members: readonly Backend[], before: Tier | undefined): DynamicRoundRobin {
  if (!before?.dynamic) return createDynamicRoundRobin(members);
  return carryDynamic(before.dynamic, positionsIn(before, members), members);
}

function continueLeast(
  members: readonly Backend[],
  before: Tier | undefined,
  moves: Moves,
): LeastConnections {
  if (!before?.least) return createLeastConnections(members, moves);
  return carryLeastConnections(before.least, positionsIn(before, members), members, moves);
}

function positionsIn(before: Tier, members: readonly Backend[]): number[] {
  return members.map((member) => before.members.indexOf(member));
}

/** Where the requests of one rule go, or those that no rule claims. */
export interface Group {
  /** The backend or frame the rule names; null for the rest. */
  readonly to: string | null;
  readonly primary: Tier;
  readonly backup: Tier;
  readonly allBackups: boolean;
  /** The share of its traffic that is for the primaries, 0..1. */
  toPrimary: number;
}

/** `before` is the same group until now, if there was one: what HAProxy keeps is kept. */
export function createGroup(
  to: string | null,
  members: readonly Backend[],
  choosing: Choosing,
  before: Group | undefined,
): Group {
  const primaries = members.filter((member) => !member.backup);
  const backups = members.filter((member) => member.backup);
  return {
    to,
    primary: createTier(primaries, choosing, before?.primary),
    backup: createTier(backups, choosing, before?.backup),
    allBackups: choosing.allBackups,
    toPrimary: 1,
  };
}
