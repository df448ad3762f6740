/** What the page sees of a pool. Plain data that crosses to the page. */
import type { Decision } from './autoscaler.ts';
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
