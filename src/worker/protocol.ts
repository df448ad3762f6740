/**
 * Everything the page and the simulation say to each other. Both ends are one build, so types and
 * tests suffice. Requests go page → worker; reports come back. Positions are canvas units; times
 * are microseconds.
 */
import type { Question, SceneDocument } from '../document/types.ts';
import type { Theme } from '../lib/ink.ts';
import type { DotClass } from '../lib/message-class.ts';
import type {
  CardReport,
  ChartSeries,
  EdgeReport,
  LogFilter,
  LogPage,
  Mark,
  Moment,
  NodeFigures,
  NodeStates,
  RequestLists,
  Statechart,
  StateStrip,
  Stopped,
  Trace,
} from '../run/report-types.ts';

export type {
  CardReport,
  CauseLink,
  ChartSeries,
  EdgeReport,
  LogFilter,
  LogKind,
  LogPage,
  LogRow,
  Mark,
  Moment,
  NodeFigures,
  NodeStates,
  Outcome,
  OwnChart,
  Percentiles,
  RequestLists,
  RequestRow,
  SpanReport,
  Statechart,
  StatechartState,
  StatechartTransition,
  StateStrip,
  Stopped,
  Trace,
  TraceSpan,
  Transition,
} from '../run/report-types.ts';

/** A rectangle in canvas units. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * Where the painter finds things. `lanes`: a cubic bezier per lane id as 8 numbers (start, two
 * controls, end), in canvas units.
 */
export interface Geometry {
  nodes: { id: string; box: Box; hidden?: boolean }[];
  lanes: { id: string; curve: readonly number[] }[];
}

/**
 * The region a pair of canvases covers. `scale` is how many of their pixels one canvas unit takes,
 * `zoom` how many CSS pixels: dots keep a readable size on the screen, whatever the zoom and the
 * density of its pixels.
 */
export interface Region {
  box: Box;
  scale: number;
  zoom: number;
}

/**
 * The colours to paint with: a theme, or the system's own under forced colours (ink → CSS colour).
 */
export interface Look {
  theme: Theme;
  forced?: Record<string, string>;
  reducedMotion: boolean;
}

/**
 * A wish about the time shown. Its `ticket` comes back with every report from then on, so that the
 * page knows which reports are older than that.
 */
export type TimeRequest = { ticket?: number } & (
  | { type: 'play' }
  | { type: 'pause' }
  /** Runs exactly one event. */
  | { type: 'step' }
  | { type: 'seek'; to: number }
);

export type Request =
  /**
   * Run this document and show the moment `at`. A changed document keeps every moment before its
   * first difference.
   */
  | { type: 'load'; document: SceneDocument; at: number | 'keep'; revision: number }
  /** A document with these kinds is going to come. */
  | { type: 'fetch'; kinds: readonly string[] }
  | TimeRequest
  /**
   * Goes on to the next thing that matters, answered by `skipped`; while it looks for that, goes
   * back to where it stood.
   */
  | { type: 'skip' }
  /**
   * Simulated seconds per second; `fit` shows a hop in about 0.6 s; `max` runs as fast as it can.
   */
  | { type: 'speed'; speed: number | 'fit' | 'max' }
  | { type: 'geometry'; geometry: Geometry }
  /**
   * Paint this region into canvas pair `pair`; answered by `painted`. Until then the other pair
   * keeps being painted.
   */
  | { type: 'region'; region: Region; pair: 0 | 1 }
  | { type: 'canvases'; pair: 0 | 1; dots: OffscreenCanvas; pictures: OffscreenCanvas }
  | { type: 'look'; look: Look }
  /** Nothing is painted while hidden. */
  | { type: 'visible'; visible: boolean }
  /** Rings this message's dot, and those of the messages sent on its behalf; null for none. */
  | { type: 'follow'; message: number | null }
  /** A question about the run; answered once, by the same number. */
  | { type: 'ask'; ask: number; query: Query }
  | { type: 'ping'; beat: number };

export type Load = Extract<Request, { type: 'load' }>;

/** All but what is for the worker alone, and never reaches a run. */
export type RunRequest = Exclude<Request, { type: 'fetch' }>;

/** What the page may ask about the run up to the moment shown. Times are simulated microseconds. */
export type Query =
  | { ask: 'pick'; x: number; y: number; radius: number }
  /**
   * `near`: a moment at which the message lived, from the row it was picked from, in case the
   * journal no longer holds it.
   */
  | { ask: 'trace'; message: number; near?: number }
  /** The slowest and the failed requests of the last simulated minute. */
  | { ask: 'requests' }
  | { ask: 'log'; filter: LogFilter; from: number; count: number }
  | { ask: 'figures'; node: string }
  | { ask: 'states'; node: string }
  /** What the node's picture is drawn from, for the panel of its kind. */
  | { ask: 'observation'; node: string }
  /** The statecharts of a kind's machines; they never change. */
  | { ask: 'statecharts'; kind: string }
  /** A question that only the node's kind understands, from its panel. */
  | { ask: 'kind'; node: string; question: Question }
  | { ask: 'strip'; node: string; from: number; to: number }
  /** Charts of the whole table (null) or of some nodes, in about so many buckets. */
  | { ask: 'series'; nodes: readonly string[] | null; from: number; to: number; points: number };

/** What is answered after work that may take more than one slice. */
export type LongQuery = Exclude<Query, { ask: 'pick' }>;

export interface Answers {
  pick: Picked;
  trace: Trace;
  requests: RequestLists;
  log: LogPage;
  figures: NodeFigures;
  states: NodeStates;
  observation: unknown;
  /** By the machine's name within its model; empty for an unknown kind. */
  statecharts: Record<string, Statechart>;
  kind: unknown;
  strip: StateStrip;
  series: ChartSeries;
}

type SkipOutcome = 'found' | 'not-soon' | 'never' | 'not-fetched';

export interface Picked {
  /** The message's number; null when nothing, or only a packet of a connection, is there. */
  message: number | null;
  /** "request 1234, GET /, from web". */
  words: string | null;
}

export type Report =
  | { type: 'ready' }
  | {
      type: 'observation';
      revision: number;
      at: number;
      /**
       * The moment it is on its way to, while a long seek runs; null where the clock stands as it
       * should.
       */
      sought: number | null;
      /** How far it has looked for the next thing that matters; null while it does not look. */
      skipping: number | null;
      /**
       * Nothing is under way, and while it plays nothing has been for a while: there may be time to
       * skip.
       */
      quiet: boolean;
      /** The newest ticket that was taken since the last load; 0 before the first. */
      ticket: number;
      playing: boolean;
      /**
       * Changed conditions have been judged for a while, and not yet up to the moment shown: until
       * then none of them pauses the run, and what plays waits.
       */
      judging: boolean;
      speed: number;
      /**
       * Simulated seconds per second actually reached, when it cannot keep up; null when it does.
       */
      lagging: number | null;
      cards: CardReport[];
      edges: EdgeReport[];
      /**
       * Where a dot of the request that is followed is, in canvas units; null when nothing of it is
       * under way, or drawn.
       */
      followedAt: [number, number] | null;
      /** One dot stands for this many messages. */
      dotsPerMessage: number;
      /** A dot on screen takes longer than its message did. */
      stretched: boolean;
      /** Shapes on screen now, for the legend. */
      classes: DotClass[];
      marks: Mark[];
      /** The latest 200, oldest first. */
      moments: Moment[];
      /** Set while it stands where a stop condition paused it. */
      stopped: Stopped | null;
      /** The end of what has been computed so far: scrubbing forward past it runs on. */
      horizon: number;
      /**
       * A sentence when the run slows itself down (retry storm, zero-delay cycle, pending limit).
       */
      trouble: string | null;
      /**
       * What has happened up to `at`, folded into one short word: equal runs have equal traces, in
       * every browser and in Node.
       */
      trace: { events: number; hash: string };
    }
  /**
   * The clock stands where something that matters happened, `to`; or, with null, where it stood
   * before: `never` when nothing is going to happen any more, `not-soon` when nothing that matters
   * does within a year, `not-fetched` when what looks ahead could not be fetched.
   */
  | { type: 'skipped'; from: number; to: number | null; why: SkipOutcome }
  | { type: 'painted'; pair: 0 | 1 }
  /** Null when the worker was replaced or the run is gone. */
  | { type: 'answer'; ask: number; answer: Answers[Query['ask']] | null }
  /** What answers it could not be fetched: asked again, that is tried again. */
  | { type: 'unanswered'; ask: number }
  | { type: 'pong'; beat: number }
  /**
   * The document sent last is not run, for want of these kinds; none where it is something else.
   */
  | { type: 'not-fetched'; kinds: readonly string[]; revision: number }
  | { type: 'error'; code: string; path: string; message: string };
