/**
 * What the worker needs of a run: a clock that can be moved, and what there is to see. Tests put a
 * made-up run in its place.
 */
import type { SceneDocument } from '../document/types.ts';
import type { Working } from '../run/answer.ts';
import type { Dot } from '../run/dot-words.ts';
import { carriedBy, isSentFor, RecentHops } from '../run/hops.ts';
import { journalsOf } from '../run/journal.ts';
import { Moments } from '../run/moments.ts';
import { observationOf } from '../run/node-view.ts';
import { cards, edges, fitSpeed, liveNodes, marks } from '../run/reports.ts';
import { Run } from '../run/run.ts';
import type { SkipState } from '../run/skip.ts';
import type { Successor } from '../run/successor.ts';
import { countFlights } from '../sim/agenda.ts';
import type { Micros } from '../sim/types.ts';
import { JOURNAL } from '../sim/watch.ts';
import { addAnswer, kinds, succeed } from './kinds.ts';
import type {
  Answers,
  CardReport,
  EdgeReport,
  LongQuery,
  Mark,
  Moment,
  Picked,
  Query,
  Stopped,
} from './protocol.ts';

/** The columns of the agenda that are painted. */
export interface FlightColumns {
  readonly high: number;
  readonly is: ArrayLike<number>;
  readonly repeat: ArrayLike<number>;
  readonly back: ArrayLike<number>;
  readonly shape: ArrayLike<number>;
  readonly fate: ArrayLike<number>;
  readonly lane: ArrayLike<number>;
  readonly departs: ArrayLike<number>;
  readonly arrives: ArrayLike<number>;
  readonly message: ArrayLike<number>;
}

/** What is painted. */
export interface Painted {
  readonly now: Micros;
  readonly flights: FlightColumns;
  /** By lane number; ids are those of the geometry. */
  readonly lanes: readonly { readonly id: string; readonly gone: boolean }[];
  readonly nodes: () => readonly { readonly id: string; readonly kind: string }[];
  /** What a node's picture is drawn from; undefined when it does not stand on the table. */
  readonly observation: (id: string) => unknown;
  /** Whether a flight carries this message, or one sent on its behalf. */
  readonly isPartOf: (flight: number, message: number) => boolean;
  /** Hops that began after a moment and are over; the columns hold until the next call. */
  readonly recent: (since: Micros) => FlightColumns;
  /** Whether a message is that one, or was sent on its behalf. */
  readonly isSentFor: (message: number, first: number) => boolean;
}

/** On the way to the next thing that matters. */
export interface Skipping {
  readonly from: Micros;
  readonly horizon: Micros;
  readonly go: (maxEvents: number) => SkipState;
  readonly back: () => void;
}

export interface Running extends Painted {
  readonly horizon: Micros;
  readonly trouble: string | null;
  /** Why it stands where it stands, when a condition to stop at came true there. */
  readonly stopped: Stopped | null;
  /** True when it is there, or stopped on the way. */
  readonly runUntil: (until: Micros, maxEvents: number) => boolean;
  readonly step: () => boolean;
  /** Begins to look for the next thing that matters. Null until `prepareAnswers` is done. */
  readonly skip: () => Skipping | null;
  /** How many messages and packets are under way. */
  readonly moving: number;
  /** When something happened to a message last; −Infinity when nothing has. */
  readonly happenedAt: Micros;
  readonly seek: (to: Micros, maxEvents: number) => boolean;
  /** False while nothing is here that changes a run. */
  readonly update: (document: SceneDocument) => boolean;
  /** Its conditions were changed, and have not been judged up to now: none of them pauses it. */
  readonly isBehind: boolean;
  /**
   * Judges them from the start, some events further. True when that is done up to now, or up to
   * where one of them should have paused it since: then it stands there.
   */
  readonly catchUp: (maxEvents: number) => boolean;
  readonly cards: () => CardReport[];
  readonly edges: () => EdgeReport[];
  /** The kind of a node on the table; null when there is none. */
  readonly kindOf: (node: string) => string | null;
  readonly marks: () => Mark[];
  /** Events so far and the hash over them. */
  readonly trace: () => { events: number; hash: string };
  /** What is worth a mark on the timeline, the latest. */
  readonly moments: () => Moment[];
  /**
   * Simulated seconds per second at which a usual hop takes `seconds`; null when nothing is
   * connected.
   */
  readonly fitSpeed: (seconds: number) => number | null;
  /** What a dot stands for, in words. Null until `prepareAnswers` is done. */
  readonly picked: (dot: Dot | null) => Picked | null;
  /**
   * Works towards an answer about the run up to now, as long as that only goes forward. Null until
   * `prepareAnswers` is done.
   */
  readonly answer: (query: LongQuery) => Working<Answers[Query['ask']] | null> | null;
}

/** A run of the kinds fetched so far. */
export function openRun(document: SceneDocument): Running {
  let run = new Run(document, kinds);
  let moments = new Moments(run);
  let next: Successor | null = null;
  const hops = new RecentHops();
  return {
    get now() {
      return run.now;
    },
    get horizon() {
      return run.horizon;
    },
    get trouble() {
      return run.trouble;
    },
    get stopped() {
      return next === null ? run.stopped : null;
    },
    get isBehind() {
      return next !== null;
    },
    get flights() {
      return run.kernel.flights;
    },
    get lanes() {
      return run.kernel.world.lanes;
    },
    nodes: () => liveNodes(run),
    observation: (id) => {
      const node = run.kernel.find(id);
      return node === undefined ? undefined : observationOf(run.kernel, node);
    },
    isPartOf: (flight, message) => isPartOf(run, flight, message),
    recent: (since) => hops.read(run, since),
    isSentFor: (message, first) => isSentFor(run, message, first),
    skip: () => answers?.skip(run) ?? null,
    get moving() {
      return countFlights(run.kernel.flights);
    },
    get happenedAt() {
      return happenedAt(run);
    },
    runUntil: (until, maxEvents) =>
      next === null ? run.runUntil(until, maxEvents) : run.seek(until, maxEvents),
    step: () => run.step(),
    seek: (to, maxEvents) => {
      if (to !== run.now) next?.jump(to);
      return run.seek(to, maxEvents);
    },
    update: (changed) => {
      if (succeed === null) return false;
      next = succeed(run, next, changed);
      return true;
    },
    catchUp: (maxEvents) => {
      if (next === null) return true;
      if (!next.catchUp(maxEvents)) return false;
      run = next.run;
      moments = new Moments(run);
      next = null;
      return true;
    },
    cards: () => cards(run),
    edges: () => edges(run),
    kindOf: (node) => run.kernel.find(node)?.kind ?? null,
    marks: () => marks(run),
    moments: () => moments.upToNow((next?.run ?? run).stops),
    trace: () => ({ events: run.events, hash: run.traceHash() }),
    fitSpeed: (seconds) => fitSpeed(run, seconds),
    picked: (dot) => answers?.picked(run, dot) ?? null,
    answer: (query) => answers?.answer(run, query) ?? null,
  };
}

let answers: typeof import('./answers.ts')['answers'] | null = null;

/**
 * Fetches what questions are answered with and what looks ahead, also what answers for this kind;
 * says whether it is there, or cannot be had.
 */
export function prepareAnswers(kind: string | null, ready: (isAble: boolean) => void): void {
  if (answers !== null && kind === null) ready(true);
  else
    fetchAll(kind).then(
      () => ready(true),
      () => ready(false),
    );
}

async function fetchAll(kind: string | null): Promise<void> {
  answers ??= (await import('./answers.ts')).answers;
  const answer = kind === null ? undefined : await answers.answerOf(kind);
  if (kind !== null && answer !== undefined) addAnswer(kind, answer);
}

function isPartOf(run: Run, flight: number, message: number): boolean {
  const { flights } = run.kernel;
  // Numbers grow with time: nothing sent on its behalf has a smaller one.
  if ((flights.message[flight] ?? 0) < message) return false;
  let carried = carriedBy(flights, flight);
  while (carried !== null && carried.id !== message) carried = carried.parent;
  return carried !== null;
}

function happenedAt(run: Run): Micros {
  const latest = journalsOf(run.kernel.watch).map((journal) =>
    journal.length === journal.first
      ? Number.NEGATIVE_INFINITY
      : journal.get(journal.length - 1, JOURNAL.at),
  );
  return Math.max(Number.NEGATIVE_INFINITY, ...latest);
}
