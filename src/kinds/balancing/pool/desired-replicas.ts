/**
 * How many members one figure asks for. If five members are at 90 % and 60 % is wanted, the same
 * work needs 5 × 90 / 60 = 7.5, so eight. All else here is caution: a ratio near 1 changes nothing,
 * and what is not known of a member speaks against whatever would be done.
 * Source: Kubernetes 1.34, pkg/controller/podautoscaler/replica_calculator.go. Its whole numbers
 * are kept: amounts are in thousandths, and what is reported of them loses its fraction.
 */

/** What counts of a member. `gone`: it failed for good, or leaves. */
export type Readiness = 'ready' | 'unready' | 'pending' | 'gone';

export interface MemberFigure {
  readonly readiness: Readiness;
  /** What it uses, in thousandths; null where nobody measured it. */
  readonly usage: number | null;
  /** What it has, in thousandths: the whole of its utilization. Null where it does not say. */
  readonly request: number | null;
}

export interface Proposal {
  readonly replicas: number;
  /** The figure that was held against the target, in the target's unit. */
  readonly reported: number;
}

interface Aim {
  /** How many members are wanted now. */
  readonly current: number;
  readonly target: number;
  /** The ratio of figure and target may be off 1 by so much: 0.1. */
  readonly tolerance: number;
}

interface MembersAim extends Aim {
  readonly members: readonly MemberFigure[];
}

interface Measured {
  readonly usage: number;
  readonly request: number;
}

/** How the figures of members are read. */
interface Reading {
  /** The figure of a member that uses just what it has. */
  readonly whole: number;
  /** What a member without a figure has when others use too little. */
  readonly assumed: number;
  /** Those that are not ready yet do not count as they are. */
  readonly heedsReadiness: boolean;
  /** Members without a figure count as idle even where the others are at the target exactly. */
  readonly fillsAtTarget: boolean;
}

/**
 * By the share of what members have that they use; `target` in percent. Null where no member is
 * measured, or one does not say what it has.
 */
export function replicasByUtilization(aim: MembersAim): Proposal | null {
  if (aim.members.some(({ request }) => request === null)) return null;
  return replicasByMembers(aim, {
    whole: 100,
    assumed: Math.max(100, aim.target),
    heedsReadiness: true,
    fillsAtTarget: false,
  });
}

/**
 * By what a member has on average; `target` in thousandths, requests mean nothing. Null where no
 * member is measured.
 */
export function replicasByAverage({ members, ...aim }: MembersAim): Proposal | null {
  return replicasByMembers(
    { ...aim, members: members.map((member) => ({ ...member, request: 1 })) },
    { whole: 1, assumed: aim.target, heedsReadiness: false, fillsAtTarget: true },
  );
}

/** By a figure of something else: in thousandths, like `target`, for so many ready members. */
export function replicasByValue(
  value: number,
  { current, target, tolerance }: Aim,
  readyCount: number,
): Proposal {
  const ratio = value / target;
  if (current === 0) return { replicas: Math.ceil(ratio), reported: value };
  const replicas = isWithin(ratio, tolerance) ? current : Math.ceil(ratio * readyCount);
  return { replicas, reported: value };
}

/** By each member's share of a figure of something else; both in thousandths. */
export function replicasByShare(value: number, { current, target, tolerance }: Aim): Proposal {
  const isEnough = isWithin(value / (target * current), tolerance);
  return {
    replicas: isEnough ? current : Math.ceil(value / target),
    reported: Math.ceil(value / current),
  };
}

/**
 * What several figures ask for together: the most. Null where none is known, and where one is not
 * known and the others would have members go.
 */
export function mostOf(proposals: readonly (number | null)[], current: number): number | null {
  const known = proposals.filter((each) => each !== null);
  const most = Math.max(0, ...known);
  const isTold = known.length > 0 && (known.length === proposals.length || most >= current);
  return isTold ? most : null;
}

function replicasByMembers(aim: MembersAim, reading: Reading): Proposal | null {
  const { current, target, tolerance } = aim;
  const { measured, unready, missing } = groupsOf(aim.members, reading);
  const reported = figureOf(measured, reading);
  if (reported === null) return null;
  const ratio = reported / target;
  const unsure = ratio > 1 ? unready.length : 0;
  if (unsure + missing.length === 0) {
    const replicas = isWithin(ratio, tolerance) ? current : Math.ceil(ratio * measured.length);
    return { replicas, reported };
  }
  const all = [...measured];
  if (ratio < 1) all.push(...using(reading.assumed / reading.whole, missing));
  else if (ratio > 1 || reading.fillsAtTarget) all.push(...using(0, missing));
  if (ratio > 1) all.push(...using(0, unready));
  const cautious = (figureOf(all, reading) ?? 0) / target;
  const replicas = Math.ceil(cautious * all.length);
  const turns = (ratio < 1 && cautious > 1) || (ratio > 1 && cautious < 1);
  const overshoots = (cautious < 1 && replicas > current) || (cautious > 1 && replicas < current);
  const stays = isWithin(cautious, tolerance) || turns || overshoots;
  return { replicas: stays ? current : replicas, reported };
}

/** Those that count, those that do not yet, and those of which nothing is known. */
function groupsOf(members: readonly MemberFigure[], { heedsReadiness }: Reading) {
  const measured: Measured[] = [];
  const unready: number[] = [];
  const missing: number[] = [];
  for (const { readiness, usage, request } of members) {
    if (readiness === 'gone' || request === null) continue;
    if (readiness === 'pending') unready.push(request);
    else if (usage === null) missing.push(request);
    else if (heedsReadiness && readiness === 'unready') unready.push(request);
    else measured.push({ usage, request });
  }
  return { measured, unready, missing };
}

function using(share: number, requests: readonly number[]): Measured[] {
  return requests.map((request) => ({ usage: Math.trunc(share * request), request }));
}

function figureOf(measured: readonly Measured[], { whole }: Reading): number | null {
  const used = measured.reduce((sum, { usage }) => sum + usage, 0);
  const had = measured.reduce((sum, { request }) => sum + request, 0);
  return had === 0 ? null : Math.trunc((used * whole) / had);
}

function isWithin(ratio: number, tolerance: number): boolean {
  return 1 - tolerance <= ratio && ratio <= 1 + tolerance;
}
