/**
 * What a pool does as an autoscaler: it looks, decides, and switches members on and off. Those that
 * joined first are on. Who is switched off drains first; who is switched on takes part once it is
 * up.
 */
import { formatNumber } from '../../../lib/duration.ts';
import { numberSeries } from '../../../lib/series.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Member, NodeIndex, TimerId } from '../../../sim/types.ts';
import { createMemory, look, type Memory } from './autoscaler.ts';
import { isScalable, isUp, readFigure } from './figures.ts';
import type { Verdict } from './machine.ts';
import type { Decision, DecisionReport, FigureReport } from './observation.ts';
import { settingsOf } from './settings.ts';
import { type PoolConfig, series } from './spec.ts';

export interface Scaling {
  memory: Memory;
  /** How many members are there, are wanted, and take part. */
  count: number;
  wanted: number;
  ready: number;
  /** The members that keep their load, and whether they are switched on. */
  power: Map<NodeIndex, boolean>;
  /** The last looks, oldest first. */
  decisions: DecisionReport[];
  /** What the last look came to, until the machine has gone by it. */
  verdict: Verdict | null;
  timer: TimerId;
}

/** So many looks are remembered for who asks what was decided. */
const MOST_DECISIONS = 20;
const MICROS = 1000;

const SERIES = numberSeries(series);
const LOOK = Object.freeze({ type: 'look' });
const MEASURE = Object.freeze({ type: 'measure' });
const POWER_ON = Object.freeze({ type: 'powerOn' });
const POWER_OFF = Object.freeze({ type: 'powerOff' });

export function createScaling(): Scaling {
  return {
    memory: createMemory(),
    count: 0,
    wanted: 0,
    ready: 0,
    power: new Map(),
    decisions: [],
    verdict: null,
    timer: 0,
  };
}

/** The first look comes at once, but after whoever joins at this moment has begun. */
export function beginScaling(scaling: Scaling, sim: Sim): void {
  Object.assign(scaling, createScaling());
  scaling.timer = sim.schedule(0, LOOK);
}

/** All are on again. */
export function endScaling(scaling: Scaling, sim: Sim): void {
  sim.cancel(scaling.timer);
  for (const { node } of scalable(sim)) {
    if (scaling.power.get(node) === false) sim.tellMember(node, POWER_ON);
  }
  Object.assign(scaling, createScaling());
}

/** One look, and what follows from it. */
export function decide(scaling: Scaling, config: PoolConfig, sim: Sim): void {
  sim.cancel(scaling.timer);
  scaling.timer = sim.schedule(config.lookEvery * MICROS, LOOK);
  const members = scalable(sim);
  const needed = members.filter(isNeeded).length;
  const settings = settingsOf(config, { count: members.length, needed });
  const isFirst = scaling.memory.recommendations === null;
  if (isFirst) scaling.wanted = sim.now === 0 ? settings.min : members.length;
  const current = scaling.wanted;
  let figures: FigureReport[] = [];
  const decision = look(scaling.memory, settings, { now: sim.now, current }, () => {
    const on = members.slice(0, current);
    const { tolerance } = config;
    figures = config.figures.map((figure) =>
      readFigure(figure, { sim, members, on, current, tolerance }),
    );
    return figures.map(({ replicas }) => replicas);
  });
  scaling.wanted = decision.replicas;
  scaling.verdict = verdictOf(decision);
  scaling.decisions = [...scaling.decisions, { ...decision, figures }].slice(-MOST_DECISIONS);
  if (decision.replicas !== current) sim.info(sentenceOf(decision.replicas, current, figures));
  arrange(scaling, sim);
}

/** Switches on those that are wanted, and the others off. */
export function arrange(scaling: Scaling, sim: Sim): void {
  const { power, wanted } = scaling;
  const members = scalable(sim);
  for (const [at, { node }] of members.entries()) {
    if (!power.has(node)) {
      power.set(node, true);
      sim.tellMember(node, MEASURE);
    }
    const isWanted = at < wanted;
    if (power.get(node) === isWanted) continue;
    power.set(node, isWanted);
    sim.tellMember(node, isWanted ? POWER_ON : POWER_OFF);
  }
  const still = new Set(members.map(({ node }) => node));
  for (const node of power.keys()) if (!still.has(node)) power.delete(node);
  takeStock(scaling, sim);
}

function verdictOf({ reason, replicas, current }: Decision): Verdict {
  if (reason === 'FailedComputeMetricsReplicas' || reason === 'ScalingDisabled') return 'blind';
  if (replicas > current || reason === 'ScaleUpLimit') return 'growing';
  if (replicas < current || reason === 'ScaleDownLimit') return 'shrinking';
  if (reason === 'TooManyReplicas') return 'all-on';
  return reason === 'TooFewReplicas' ? 'least-on' : 'steady';
}

function takeStock(scaling: Scaling, sim: Sim): void {
  const members = scalable(sim);
  scaling.count = members.length;
  scaling.ready = members.filter((member) => isUp(member, sim)).length;
  sim.gauge(SERIES.wanted, scaling.wanted);
  sim.gauge(SERIES.ready, scaling.ready);
}

/** In the order in which they are on: replicas that have to be come first. */
function scalable(sim: Sim): Member[] {
  const members = sim.members().filter(isScalable);
  return members.sort((a, b) => Number(isNeeded(b)) - Number(isNeeded(a)));
}

function isNeeded({ standing }: Member): boolean {
  return standing === 'needed';
}

function sentenceOf(wanted: number, before: number, figures: readonly FigureReport[]): string {
  const seen = figures.flatMap(({ reported, target, by }) => {
    const unit = by === 'utilization' ? ' %' : ' requests/s';
    return reported === null ? [] : `${formatNumber(reported)} of ${formatNumber(target)}${unit}`;
  });
  const why = seen.length === 0 ? '' : ` (${seen.join(', ')})`;
  return `wants ${wanted} ${wanted === 1 ? 'member' : 'members'} instead of ${before}${why}`;
}
