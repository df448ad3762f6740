/**
 * Who looks on while a run goes: figures and journal, conditions, the trace hash. Each
 * says only what it wants to hear; the kernel calls all of them by one list. Off means no work per
 * event.
 */
import type { Cause, LaneIndex, Message, Micros, NodeIndex, SeriesKey } from './types.ts';
import type { Actor, NodeRecord } from './world.ts';

/** What may be heard. Moments are simulated microseconds. */
export interface Observer {
  /** The clock moved. */
  advanced?(now: Micros): void;
  /**
   * Something arrives at the end of a lane, or an actor's timer rings: hashes of what and where,
   * for the trace.
   */
  landed?(at: Micros, carries: number, lane: number, message: number): void;
  rang?(at: Micros, node: number, state: number): void;
  placed?(node: NodeRecord): void;
  removed?(node: NodeRecord): void;
  /** Something is connected otherwise, cut or heals, or stands in another frame. */
  rewired?(): void;
  /** An actor is in another state; `from` is -1 where it starts, `to` where it is over. */
  changed?(actor: Actor, from: number, to: number, event: string, now: Micros): void;
  created?(message: Message, now: Micros): void;
  /** Sets out along a lane; `repeat` when TCP sends it again. */
  departed?(message: Message, lane: LaneIndex, back: boolean, repeat: boolean, now: Micros): void;
  arrived?(message: Message, lane: LaneIndex, back: boolean, now: Micros): void;
  /** Reached a hung node. */
  parked?(message: Message, lane: LaneIndex, back: boolean, now: Micros): void;
  /** Vanished on its way: lost, or the lane is cut. */
  vanished?(message: Message, lane: LaneIndex, back: boolean, now: Micros): void;
  /** Waits for a connection over this lane. */
  awaits?(message: Message, lane: LaneIndex, now: Micros): void;
  lined?(message: Message, node: NodeIndex, ahead: number, since: Micros, now: Micros): void;
  /** The node answers with an error. */
  erred?(message: Message, node: NodeIndex, cause: Cause | undefined, now: Micros): void;
  /** A message ended at a node; `cause` is null for an answer or a delivery. */
  ended?(message: Message, node: NodeIndex, now: Micros, cause: Cause | null): void;
  entered?(node: NodeIndex): void;
  begun?(node: NodeIndex, message: Message, waited: Micros, now: Micros): void;
  left?(node: NodeIndex, response: Micros, now: Micros): void;
  abandoned?(node: NodeIndex): void;
  busy?(node: NodeIndex, level: number): void;
  capacity?(node: NodeIndex, level: number): void;
  info?(node: NodeIndex, text: string, now: Micros): void;
  /**
   * A series of the node's own kind is written, by number: the level of a gauge, or how often for a
   * counter; `key` where that is told apart by one.
   */
  wrote?(
    node: NodeIndex,
    series: number,
    value: number,
    key: SeriesKey | undefined,
    now: Micros,
  ): void;
  /** Sets its snapshot apart from others' in a checkpoint. */
  readonly name: string;
  /** What it remembers, as plain data, and what that takes. */
  snapshot(): unknown;
  /** Back to a snapshot of its own, or of one made alike. */
  restore(snapshot: unknown, now: Micros): void;
}

type Hook = Exclude<keyof Observer, 'name' | 'snapshot' | 'restore'>;
type Hears<H extends Hook> = Observer & { [hook in H]-?: NonNullable<Observer[H]> };

/** All observers of a run, and who wants to hear what. */
export interface Observers {
  readonly all: readonly Observer[];
  readonly of: { readonly [H in Hook]: readonly Hears<H>[] };
}

export function createObservers(all: readonly Observer[]): Observers {
  const hears = <H extends Hook>(hook: H) =>
    all.filter((observer): observer is Hears<H> => observer[hook] !== undefined);
  return {
    all,
    of: {
      advanced: hears('advanced'),
      landed: hears('landed'),
      rang: hears('rang'),
      placed: hears('placed'),
      removed: hears('removed'),
      rewired: hears('rewired'),
      changed: hears('changed'),
      created: hears('created'),
      departed: hears('departed'),
      arrived: hears('arrived'),
      parked: hears('parked'),
      vanished: hears('vanished'),
      awaits: hears('awaits'),
      lined: hears('lined'),
      erred: hears('erred'),
      ended: hears('ended'),
      entered: hears('entered'),
      begun: hears('begun'),
      left: hears('left'),
      abandoned: hears('abandoned'),
      busy: hears('busy'),
      capacity: hears('capacity'),
      info: hears('info'),
      wrote: hears('wrote'),
    },
  };
}
