/**
 * Hops that are over, but so short and so recent that the person has not seen them yet: the painter
 * draws them stretched. They are read back from the journal, so that after a pause or a jump the
 * same ones are there, into columns as those of the flights.
 */
import type { ChunkedLog } from '../lib/chunked-log.ts';
import { type Agenda, FATE, IS, SHAPE } from '../sim/agenda.ts';
import type { Message, Micros } from '../sim/types.ts';
import { JOURNAL, STEP } from '../sim/watch.ts';
import { findCreated, journalsOf, rowFrom } from './journal.ts';
import type { Run } from './run.ts';

/** Rows of the journal that are looked at in a frame at most: the latest. */
const ROWS = 8_192;

/**
 * As the columns of the agenda that are painted: `is` tells those that are over from those that are
 * flights still.
 */
export class Hops {
  high = 0;
  readonly is: number[] = [];
  readonly back: number[] = [];
  readonly shape: number[] = [];
  readonly fate: number[] = [];
  readonly repeat: number[] = [];
  readonly lane: number[] = [];
  readonly departs: number[] = [];
  readonly arrives: number[] = [];
  readonly message: number[] = [];
}

export class RecentHops {
  /** They hold until the next reading. */
  private readonly hops = new Hops();
  /** The hop of each message that has not arrived yet, by number and way. */
  private readonly open = new Map<number, number>();
  private readonly failed = new Set<number>();

  /** The hops that began after `since`. */
  read(run: Run, since: Micros): Hops {
    this.hops.high = 0;
    this.open.clear();
    this.failed.clear();
    for (const journal of journalsOf(run.kernel.watch)) {
      let row = Math.max(rowFrom(journal, since + 1), journal.length - ROWS);
      for (; row < journal.length; row++) this.take(journal, row);
    }
    return this.hops;
  }

  private take(journal: ChunkedLog, row: number): void {
    const message = journal.get(row, JOURNAL.message);
    switch (journal.get(row, JOURNAL.step)) {
      case STEP.departed:
        this.depart(journal, row, message);
        break;
      case STEP.arrived:
      case STEP.parked:
        this.arrive(journal, row, message, FATE.arrives);
        break;
      case STEP.vanished:
        this.arrive(journal, row, message, FATE.lost);
        break;
      case STEP.erred:
        this.failed.add(message);
        break;
      case STEP.ended:
      case STEP.endedWithin:
        this.end(message, journal.get(row, JOURNAL.a));
        break;
      default:
    }
  }

  private depart(journal: ChunkedLog, row: number, message: number): void {
    const { hops } = this;
    const hop = hops.high++;
    const back = journal.get(row, JOURNAL.a);
    hops.is[hop] = IS.free;
    const b = journal.get(row, JOURNAL.b);
    hops.repeat[hop] = b % 2;
    hops.back[hop] = back;
    hops.fate[hop] = FATE.arrives;
    hops.lane[hop] = journal.get(row, JOURNAL.place);
    hops.departs[hop] = journal.get(row, JOURNAL.at);
    hops.arrives[hop] = 0;
    hops.message[hop] = message;
    const isFailure = back === 1 && this.failed.has(message);
    const shape = back === 1 ? SHAPE.response : (b - (b % 2)) / 2;
    hops.shape[hop] = isFailure ? SHAPE.failure : shape;
    this.open.set(2 * message + back, hop);
  }

  private arrive(journal: ChunkedLog, row: number, message: number, fate: number): void {
    const key = 2 * message + journal.get(row, JOURNAL.a);
    const hop = this.open.get(key);
    // One that set out before is long enough to be seen without help.
    if (hop === undefined) return;
    this.hops.arrives[hop] = journal.get(row, JOURNAL.at);
    this.hops.fate[hop] = fate;
    this.hops.is[hop] = IS.flight;
  }

  /**
   * What the end of a message says of its last hop. @param status of the answer; −1 when dropped, 0
   * when delivered
   */
  private end(message: number, status: number): void {
    if (status < 0 || status >= 400) this.failed.add(message);
    const back = this.open.get(2 * message + 1);
    if (status >= 400 && back !== undefined) this.hops.shape[back] = SHAPE.failure;
  }
}

/** The message in a flight; null where it is only a packet of a connection. */
export function carriedBy({ what }: Agenda, flight: number): Message | null {
  return (what[flight] as Message | null | undefined) ?? null;
}

/**
 * Whether a message is that one, or was sent on its behalf, as far as the journal still holds it.
 */
export function isSentFor(run: Run, message: number, first: number): boolean {
  let carried = message;
  // Numbers grow with time: nothing sent on its behalf has a smaller one.
  while (carried > first) {
    const created = findCreated(run.kernel.watch, carried);
    carried = created === null ? 0 : created.journal.get(created.row, JOURNAL.a);
  }
  return carried === first;
}
