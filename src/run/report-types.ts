/**
 * What a run reports, as plain data that crosses to the page. Times are microseconds unless a name says otherwise.
 */
import type { Tone } from '../lib/picture.ts';

export type { Statechart, StatechartState, StatechartTransition } from '../sim/machine-describe.ts';

/** What a card's words need, per node, in the document's order. */
export interface CardReport {
  id: string;
  words: string;
  tone: Tone;
  utilization: number | null;
  /** Dropped so far, by reason: the page pops what is new beside the card. */
  dropped: Record<string, number>;
  completions: number;
}

/** What an edge shows under reduced motion and in the text view. */
export interface EdgeReport {
  id: string;
  inFlight: number;
  perSecond: number;
  cut: 'forward' | 'back' | 'both' | null;
}

export interface Percentiles {
  mean: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

/** Live figures of one node: rates over the last second(s) of simulated time, and over the whole run. */
export interface NodeFiguresReport {
  throughputPerSecond: number | null;
  utilization: number | null;
  meanInSystem: number | null;
  responseMs: Percentiles;
  waitingMs: Percentiles;
  dropped: Record<string, number>;
}

export interface Transition {
  at: number;
  machine: string;
  key: string;
  from: string;
  to: string;
  event: string;
}

export interface InspectReport {
  id: string;
  kind: string;
  /** Main machine's name and state path. */
  machine: string;
  state: string;
  children: { machine: string; key: string; state: string }[];
  transitions: Transition[];
  recent: NodeFiguresReport;
  total: NodeFiguresReport;
  observation: unknown;
  /** The model's `inspect`, for the kind's own panel. */
  details: unknown;
  /** Short series for the small charts: one point per bucket. */
  series: {
    bucketMicros: number;
    from: number;
    throughput: number[];
    inSystem: number[];
    responseMs: number[];
  };
}

export interface Mark {
  /** Index into the document's commands. */
  command: number;
  at: number;
  /** It no longer applies (its node is gone, say) and was skipped; the sentence says why. */
  skipped: string | null;
}

/** Messages over the whole run: `sent` is the sum of the others. */
export interface MessageCounts {
  sent: number;
  delivered: number;
  answered: number;
  failed: number;
  dropped: number;
  inFlight: number;
}
