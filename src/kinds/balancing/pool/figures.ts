/**
 * The figures a pool scales by, from what its members keep of their load. As a metrics server does,
 * it takes means over a while: 15 s, Kubernetes' resolution. Who came up within that time has no
 * whole figure yet; who was up and is not has none at all.
 */
import type { Sim } from '../../../sim/sim.ts';
import type { Member, Micros } from '../../../sim/types.ts';
import type { LoadFigure } from '../../shared/load-series.ts';
import {
  type MemberFigure,
  type Proposal,
  type Readiness,
  replicasByAverage,
  replicasByShare,
  replicasByUtilization,
  replicasByValue,
} from './desired-replicas.ts';
import type { FigureReport } from './observation.ts';
import type { Figure } from './spec.ts';

const WINDOW_MICROS: Micros = 15_000_000;
/** Amounts are counted in thousandths. */
const MILLI = 1000;

interface Look {
  readonly sim: Sim;
  /** Those that can be scaled, and which of them are on. */
  readonly members: readonly Member[];
  readonly on: readonly Member[];
  readonly current: number;
  readonly tolerance: number;
}

/**
 * A process with slots keeps its load when asked, and can be switched off and on; not one that is
 * too many and goes off anyhow.
 */
export function isScalable({ config, standing }: Member): boolean {
  return typeof config.slots === 'number' && standing !== 'surplus';
}

/** What one figure is now, and how many members it asks for. */
export function readFigure({ by, target }: Figure, look: Look): FigureReport {
  const isPercent = by === 'utilization';
  const proposal = proposalFor(by, { ...look, target: isPercent ? target : target * MILLI });
  if (proposal === null) return { by, target, reported: null, replicas: null };
  const { replicas, reported } = proposal;
  return { by, target, reported: isPercent ? reported : reported / MILLI, replicas };
}

function proposalFor(by: Figure['by'], aim: Look & { readonly target: number }): Proposal | null {
  const { sim, members, on } = aim;
  switch (by) {
    case 'utilization':
      return replicasByUtilization({
        ...aim,
        members: on.map((each) => figureOf(each, 'busy', sim)),
      });
    case 'each-rate':
      return replicasByAverage({
        ...aim,
        members: on.map((each) => figureOf(each, 'handled', sim)),
      });
    case 'shared-rate':
      return aim.current === 0 ? null : replicasByShare(totalOf(members, sim), aim);
    case 'total-rate':
      return replicasByValue(
        totalOf(members, sim),
        aim,
        on.filter((each) => isUp(each, sim)).length,
      );
    default:
      throw new Error(`Unknown figure ${by satisfies never}.`);
  }
}

function figureOf(member: Member, series: LoadFigure, sim: Sim): MemberFigure {
  const isMissing = member.enrolled && !isUp(member, sim);
  return {
    readiness: readinessOf(member, sim),
    usage: isMissing ? null : thousandths(member, series, sim),
    request: Number(member.config.slots) * MILLI,
  };
}

/** One that is on and does not take part boots. */
function readinessOf(member: Member, sim: Sim): Readiness {
  if (!member.enrolled) return 'pending';
  return (load(member, 'open', sim, WINDOW_MICROS) ?? 0) < 1 ? 'unready' : 'ready';
}

/** Whether it takes part and its port is open. */
export function isUp(member: Member, sim: Sim): boolean {
  return member.enrolled && load(member, 'open', sim, 0) === 1;
}

function totalOf(members: readonly Member[], sim: Sim): number {
  return members.reduce((sum, member) => sum + thousandths(member, 'handled', sim), 0);
}

function thousandths(member: Member, series: LoadFigure, sim: Sim): number {
  return Math.round(MILLI * (load(member, series, sim, WINDOW_MICROS) ?? 0));
}

function load({ node }: Member, series: LoadFigure, sim: Sim, micros: Micros): number | null {
  return sim.figureOf(node, series, micros);
}
