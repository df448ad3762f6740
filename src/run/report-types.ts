/**
 * What a run reports, as plain data that crosses to the page. Times are microseconds unless a name
 * says otherwise.
 */
import type { Look } from '../lib/tone.ts';

export type { Statechart, StatechartState, StatechartTransition } from '../sim/machine-describe.ts';

/** What a card's words need, per node, in the document's order. */
export interface CardReport extends Look {
  id: string;
  words: string;
  utilization: number | null;
  /** Dropped so far, by reason: the page pops what is new beside the card. */
  dropped: Record<string, number>;
  /** Answered with an error that began here so far, by reason ('status-500'): pops, too. */
  erred?: Record<string, number>;
  completions: number;
  /** Who gives it nothing for now, and why: “Edge: checks fail for 3.1 s”. Left out for nobody. */
  out?: string[];
  /**
   * Faults that its commands began and that are over by themselves, or never took hold; left out
   * where all of them hold.
   */
  over?: string[];
}

/** What an edge shows under reduced motion and in the text view. */
export interface EdgeReport {
  id: string;
  inFlight: number;
  /** Sent along its direction; answers on their way back do not count. */
  perSecond: number;
  cut: 'forward' | 'back' | 'both' | null;
  /** The share (0..1) that a fault loses, and the milliseconds it adds; 0 without one. */
  lose: number;
  delayMs: number;
  /** Segments that TCP sent again, both ways, over the whole run. */
  repeats: number;
}

export interface Percentiles {
  mean: number | null;
  p50: number | null;
  p95: number | null;
  p99: number | null;
}

/** Figures of one node over a span of simulated time. */
export interface SpanReport {
  throughputPerSecond: number | null;
  utilization: number | null;
  meanInSystem: number | null;
  responseMs: Percentiles;
  waitingMs: Percentiles;
}

export interface NodeFiguresReport extends SpanReport {
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

/** What a node's machines are doing. */
export interface NodeStates {
  /** Main machine's name and state path. */
  machine: string;
  state: string;
  children: { machine: string; key: string; state: string }[];
  /** The last of each machine. */
  transitions: Transition[];
}

/** What a node did, in figures. */
export interface NodeFigures {
  id: string;
  /** About the last second. */
  recent: SpanReport;
  total: NodeFiguresReport;
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

/** Why and where a run paused by itself. */
export interface Stopped {
  /** Index into the document's stop conditions. */
  condition: number;
  at: number;
  /** "p99 was 812 ms over the last 10 s, above 500 ms". */
  words: string;
}

/**
 * Something worth a mark on the timeline beside the commands: a node went down or came back, a stop
 * condition came true.
 */
export interface Moment extends Look {
  at: number;
  what: 'state' | 'stop';
  node: string | null;
  words: string;
}

export type Outcome = 'in-flight' | 'delivered' | 'answered' | 'failed' | 'dropped';

/** One thing that took time on a request's way, or one message of its tree. */
export interface TraceSpan {
  message: number;
  /** 0 for the first message; one more for each message sent on its behalf. */
  depth: number;
  /** `message`: the whole life of one message; the others are parts of it, in order. */
  what: 'message' | 'travel' | 'wait' | 'service';
  /** The node where it was, or (travel) the edge. */
  place: string;
  /** "s2", "web → balancer", "answer, balancer → web". */
  name: string;
  from: number;
  /** Null while it lasts. */
  to: number | null;
  /** Messages only. */
  outcome: Outcome | null;
  /** Why it failed, in words; null when it did not. */
  failure: string | null;
}

/** One link of the chain of causes, from the end back to the first fact. */
export interface CauseLink {
  what: 'end' | 'state' | 'config' | 'edge' | 'chance' | 'command' | 'message';
  /**
   * "timed out at web", "queue of 37 at s2", "s1 down since 12.4 s", "you crashed s1", "by chance:
   * 2 % of messages are lost here".
   */
  words: string;
  at: number | null;
  /** Node or edge to show. */
  place: string | null;
  /** Index into the document's commands. */
  command: number | null;
}

/** A request followed through every component. */
export interface Trace {
  /** The message asked for, and the first of its tree. */
  message: number;
  root: number;
  /** "GET /images/7 from visitors". */
  words: string;
  from: number;
  to: number | null;
  outcome: Outcome;
  spans: TraceSpan[];
  /** Empty unless it failed. The first is the end itself, the last the first cause. */
  causes: CauseLink[];
  /** Ran its time once more because the journal no longer held it. */
  recomputed: boolean;
}

/** One request of the last simulated minute, to pick from. */
export interface RequestRow {
  message: number;
  at: number;
  words: string;
  /** Response time so far or in the end, µs. */
  took: number;
  outcome: Outcome;
  failure: string | null;
}

export interface RequestLists {
  /** At most 20 each: slowest first, latest failure first. */
  slowest: RequestRow[];
  failed: RequestRow[];
}

export type LogKind = 'answered' | 'failed' | 'background' | 'state' | 'command' | 'info' | 'stop';

export interface LogFilter {
  /** Empty: all kinds. */
  kinds: readonly LogKind[];
  /** Only what concerns these nodes; null for all. */
  nodes: readonly string[] | null;
  /** Only rows whose words contain this, in any case; empty for all. */
  text: string;
}

export interface LogRow {
  /** Counted among the rows that pass the filter, oldest first. */
  index: number;
  at: number;
  kind: LogKind;
  node: string | null;
  words: string;
  message: number | null;
}

/** A page of the event log up to the moment shown. */
export interface LogPage {
  /** Rows that pass the filter. */
  total: number;
  /** Before this moment nothing is held any more. */
  heldFrom: number;
  rows: LogRow[];
}

/** A node's state over time. One line per machine instance; the main machine first. */
export interface StateStrip {
  from: number;
  to: number;
  lines: {
    machine: string;
    key: string;
    segments: ({ from: number; to: number; state: string } & Look)[];
  }[];
}

/** Chart data: every list has one value per bucket; null where nothing can be said. */
export interface ChartSeries {
  from: number;
  bucketMicros: number;
  /** Finished per second. */
  throughput: (number | null)[];
  /** Response times in ms. */
  p50: (number | null)[];
  p95: (number | null)[];
  p99: (number | null)[];
  /** Failed and dropped per second, by reason. */
  errors: Record<string, number[]>;
  /** Busy share per node that has a capacity, by node id. */
  utilization: Record<string, readonly (number | null)[]>;
  /** Waiting on average, per node that can wait, by node id. */
  queue: Record<string, readonly (number | null)[]>;
  /** Messages under way or held, on average. */
  inFlight: (number | null)[];
  /** What the kinds of the nodes keep of their own. */
  own: OwnChart[];
}

/** A figure that a kind keeps of its own, over time. */
export interface OwnChart {
  /** Sets it apart from the others. */
  id: string;
  /** The node whose keys the lines are; null where each line is a node of that kind. */
  node: string | null;
  /** The values are means of a gauge, or the rates per second of a counter. */
  is: 'gauge' | 'counter';
  label: string;
  /** What is measured or counted, in the plural. */
  unit: string;
  /** What the keys are, in a word; null without keys. */
  by: string | null;
  /** The lines are called by ids of nodes. */
  areNodes: boolean;
  /** At most 8, those with the highest values, in order of appearance. */
  lines: (readonly [key: string, values: readonly (number | null)[]])[];
  /** All others together; null where there are none. */
  other: readonly (number | null)[] | null;
}
