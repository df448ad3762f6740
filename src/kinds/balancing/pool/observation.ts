/** What the page sees of a pool. Plain data that crosses to the page. */
import type { Figure } from './spec.ts';

/** How many members are there, are wanted, and take part. */
export interface PoolCounts {
  readonly count: number;
  readonly wanted: number;
  readonly ready: number;
}

/** What a pool's picture is drawn from. */
export interface PoolObservation {
  readonly state: string;
  /** Null while it does not scale. */
  readonly counts: PoolCounts | null;
}

/** Why the number is what it is, in Kubernetes' words for its condition ScalingLimited. */
export type LimitReason =
  | 'DesiredWithinRange'
  | 'TooFewReplicas'
  | 'TooManyReplicas'
  | 'ScaleUpLimit'
  | 'ScaleDownLimit';

/** Why nothing was decided: nobody is there to measure, or there is no figure to go by. */
type Inactive = 'ScalingDisabled' | 'FailedComputeMetricsReplicas';

export interface Decision {
  /** In microseconds. */
  readonly at: number;
  readonly current: number;
  /** What the figures ask for; null where they were not asked, or do not say. */
  readonly proposal: number | null;
  /** The same after recent recommendations. */
  readonly stabilized: number;
  /** How many members are wanted from now on. */
  readonly replicas: number;
  /** What held the number, or that nothing did. */
  readonly reason: LimitReason | Inactive;
}

/** A figure at a look, in the target's unit, and how many members it asked for. */
export interface FigureReport extends Figure {
  /** Null where it could not be told; so is `replicas` then. */
  readonly reported: number | null;
  readonly replicas: number | null;
}

/** One look: what the figures were, and what came of it. */
export interface DecisionReport extends Decision {
  /** Empty where the figures were not asked. */
  readonly figures: readonly FigureReport[];
}

/** What its panel asks, and what it is answered. */
export interface PoolAnswers {
  /** The last looks, newest first. */
  readonly decisions: readonly DecisionReport[];
}
