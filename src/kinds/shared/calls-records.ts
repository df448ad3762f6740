/**
 * What a caller remembers: its calls, the lines that carry them, and who waits for which. All of it
 * is plain data and stands on the caller's own records: nothing here asks what the other end, or
 * the network, knows of a request.
 */

import { createDeque, type Deque, itemAt, keepOnly, popFront, pushBack } from '../../lib/deque.ts';
import type { SeriesNumber } from '../../lib/series.ts';
import type { Sim } from '../../sim/sim.ts';
import type { Connection, DropReason, LaneIndex, Message, Micros } from '../../sim/types.ts';

/**
 * One request of ours, from the moment it is placed until its end is known to us. `Owner` is
 * whatever the caller keeps with it.
 */
export interface Call<Owner> {
  readonly message: Message;
  readonly owner: Owner;
  /** When it was first placed; -1 before. */
  placedAt: Micros;
  /** When it went out; -1 while it waits for a connection. */
  sentAt: Micros;
  /** The line that carries it; while it waits, the one that is being opened for it. */
  line: Line<Owner> | null;
  /** Answered, dropped, failed or given up: it takes part in nothing any more. */
  isOver: boolean;
}

/** One connection of the caller. */
export interface Line<Owner> {
  readonly connection: Connection;
  /** Its channel (HTTP/2, UDP), or -1. */
  readonly channel: number;
  /** Its lane and address, as `takeTurn` gives them. */
  readonly turn: number;
  /** While it opens: whose call it was opened for, as long as that still waits for it. */
  opener: Call<Owner> | null;
  /** HTTP/1: the call it carries. */
  call: Call<Owner> | null;
  /**
   * HTTP/2 and UDP: its calls by message id, those sent and those that wait for it to open, oldest
   * first.
   */
  readonly calls: Map<number, Call<Owner>> | null;
  /** Left over from other settings: takes no new call, and is closed after its last. */
  isRetired: boolean;
}

/** How long is waited, in microseconds; 0 is for ever. */
export interface CallTimeouts {
  /** For a connection to open. */
  readonly connect: Micros;
  /** For an answer, from when the request went out. */
  readonly response: Micros;
  /** For everything, from when the call was placed. */
  readonly total: Micros;
}

/** How long is waited for everything along a lane, where that is not what is waited otherwise. */
export type Patience = ReadonlyMap<LaneIndex, Micros>;
export const NO_PATIENCE: Patience = new Map();

/**
 * The calls of one caller to one group of lanes. Made by `createCalls`; look, but change it through
 * the functions of `calls.ts`.
 */
export interface Calls<Owner> {
  protocol: 'http1' | 'http2' | 'udp';
  tls: boolean;
  /** Where new connections lead, in turn. */
  lanes: readonly LaneIndex[];
  nextLane: number;
  /**
   * From how many addresses they come, in turn, counting up from the first (an IPv4 address as a
   * number; null for the node's own).
   */
  addresses: number;
  firstAddress: number | null;
  nextAddress: number;
  /**
   * HTTP/1: idle connections beyond this many are closed; 0 closes every connection after its
   * request.
   */
  keepIdle: number;
  /** Every connection that is opening or open, by its id, in order of opening. */
  lines: Map<number, Line<Owner>>;
  /** HTTP/1: open and unused, the one idle for longest in front. */
  idle: Deque<Line<Owner>>;
  /** HTTP/1: calls without a connection, oldest in front; some no longer wait. */
  waiting: Deque<Call<Owner>>;
  /** HTTP/2 and UDP: the lines used in turn; null where none is open or opening. */
  channels: (Line<Owner> | null)[];
  nextChannel: number;
  /** Calls that are not over, and those of them that wait for a connection. */
  active: number;
  waits: number;
  timeouts: CallTimeouts;
  /** Lanes whose edges say themselves how long is waited for everything. */
  patience: Patience;
  /**
   * What each timeout must look at, oldest in front; some is over. Kept only where there is such a
   * timeout. Those placed stand with others that wait as long.
   */
  placed: Map<Micros, Deque<Call<Owner>>>;
  sent: Deque<Call<Owner>>;
  opening: Deque<Line<Owner>>;
  /** The owner's counter of what went out, told apart by the node it went to. */
  readonly sentSeries: SeriesNumber<'counter'>;
}

/** Ephemeral ports of one address (49152–65535, RFC 6335): so many connections can come from it. */
const PORTS_PER_ADDRESS = 16_384;
/** Calls that one caller can have under way, and that may wait for one channel to open. */
const MOST_CALLS = 1_000_000;
const MOST_WAITING = 100_000;
/** A list with what is over in it is swept when it is longer than twice what is not, and this. */
const SLACK = 64;

/** Why no further call, or no further connection, is possible; null when one is. */
export function whyNoCall<O>(calls: Calls<O>): DropReason | null {
  return calls.active >= MOST_CALLS ? 'queue-full' : null;
}

export function whyNoConnection<O>(calls: Calls<O>): DropReason | null {
  if (calls.lanes.length === 0) return 'no-route';
  return calls.lines.size >= PORTS_PER_ADDRESS * calls.addresses ? 'no-port' : null;
}

export function isFull<O>(line: Line<O>): boolean {
  return line.calls !== null && line.calls.size >= MOST_WAITING;
}

export function isWaiting<O>(call: Call<O>): boolean {
  return call.sentAt < 0 && !call.isOver;
}

const isUnderWay = <O>(call: Call<O>): boolean => !call.isOver;
export const isOpening = <O>(line: Line<O>): boolean => line.connection.state === 'opening';

/** The call stands in line for this connection, which is being opened. */
export function awaitLine<O>(calls: Calls<O>, call: Call<O>, line: Line<O>, sim: Sim): void {
  call.line = line;
  sim.awaits(call.message, line.connection.lane);
  if (line.calls === null) pushSwept(calls.waiting, call, calls.waits, isWaiting);
  else line.calls.set(call.message.id, call);
  calls.waits++;
}

/** Sends the call's request along a connection that is ready. */
export function sendOn<O>(calls: Calls<O>, call: Call<O>, line: Line<O>, sim: Sim): void {
  if (call.line !== null) {
    calls.waits--;
    if (call.line.opener === call) call.line.opener = null;
    if (itemAt(calls.waiting, 0) === call) popFront(calls.waiting);
  }
  call.line = line;
  call.sentAt = sim.now;
  if (line.calls === null) line.call = call;
  else line.calls.set(call.message.id, call);
  sim.send(call.message, line.connection);
  sim.count(calls.sentSeries, 1, line.connection.peer);
  if (calls.timeouts.response > 0) pushSwept(calls.sent, call, calls.active, isUnderWay);
}

/** Counts a call in. One that was placed before keeps its moment. */
export function countIn<O>(calls: Calls<O>, call: Call<O>, now: Micros): void {
  calls.active++;
  if (call.placedAt >= 0) return;
  call.placedAt = now;
}

/** How long is waited for a call that stands on this line. */
export function patienceFor<O>(calls: Calls<O>, line: Line<O>): Micros {
  const { patience, timeouts } = calls;
  if (patience.size === 0) return timeouts.total;
  return patience.get(line.connection.lane) ?? timeouts.total;
}

/** From now on its timeout is looked at. */
export function watchPlaced<O>(calls: Calls<O>, call: Call<O>, live: number): void {
  if (call.line === null || (calls.timeouts.total <= 0 && calls.patience.size === 0)) return;
  const limit = patienceFor(calls, call.line);
  if (limit <= 0) return;
  let placed = calls.placed.get(limit);
  if (placed === undefined) {
    placed = createDeque();
    calls.placed.set(limit, placed);
  }
  pushSwept(placed, call, live, isUnderWay);
}

/** Takes a call out of its line and of the counts. */
export function countOut<O>(calls: Calls<O>, call: Call<O>): void {
  call.isOver = true;
  calls.active--;
  const { line } = call;
  if (line === null) return;
  if (call.sentAt < 0) calls.waits--;
  if (line.call === call) line.call = null;
  if (line.opener === call) line.opener = null;
  line.calls?.delete(call.message.id);
}

/** The call that has waited longest for any connection (HTTP/1). */
export function nextWaiting<O>(calls: Calls<O>): Call<O> | null {
  for (;;) {
    const call = popFront(calls.waiting);
    if (call === null || isWaiting(call)) return call;
  }
}

/** Adds a line to those known. */
export function addLine<O>(
  calls: Calls<O>,
  connection: Connection,
  { turn, channel }: Pick<Line<O>, 'turn' | 'channel'>,
): Line<O> {
  const line: Line<O> = {
    connection,
    channel,
    turn,
    opener: null,
    call: null,
    calls: channel < 0 ? null : new Map<number, Call<O>>(),
    isRetired: false,
  };
  calls.lines.set(connection.id, line);
  if (channel >= 0) calls.channels[channel] = line;
  if (calls.timeouts.connect > 0 && isOpening(line)) watchOpening(calls, line);
  return line;
}

export function watchOpening<O>(calls: Calls<O>, line: Line<O>): void {
  pushSwept(calls.opening, line, calls.lines.size, isOpening);
}

/** Forgets a line; its calls are the caller's concern. */
export function removeLine<O>(calls: Calls<O>, line: Line<O>): void {
  if (!calls.lines.delete(line.connection.id)) return;
  leaveUse(calls, line);
}

/** Lets a line take no new calls. */
export function retireLine<O>(calls: Calls<O>, line: Line<O>): void {
  leaveUse(calls, line);
  line.isRetired = true;
}

function leaveUse<O>(calls: Calls<O>, line: Line<O>): void {
  if (line.isRetired) return;
  if (calls.channels[line.channel] === line) calls.channels[line.channel] = null;
}

/**
 * The first item that passes, without taking it; what stands before it and does not pass is thrown
 * away.
 */
export function firstOf<T>(deque: Deque<T>, passes: (item: T) => boolean): T | null {
  for (;;) {
    const first = itemAt(deque, 0);
    if (first === null || passes(first)) return first;
    popFront(deque);
  }
}

export function firstUnderWay<O>(deque: Deque<Call<O>>): Call<O> | null {
  return firstOf(deque, isUnderWay);
}

/** Every call that is not over: first those that wait in the pool, then line by line. */
export function callsIn<O>(calls: Calls<O>): Call<O>[] {
  const found = waitingInPool(calls);
  for (const { call, calls: many } of calls.lines.values()) {
    if (call !== null) found.push(call);
    if (many !== null) found.push(...many.values());
  }
  return found;
}

export function waitingInPool<O>(calls: Calls<O>): Call<O>[] {
  const found: Call<O>[] = [];
  for (let i = 0; i < calls.waiting.length; i++) {
    const call = itemAt(calls.waiting, i);
    if (call !== null && isWaiting(call)) found.push(call);
  }
  return found;
}

/** Forgets everything at once. */
export function clearCalls<O>(calls: Calls<O>): void {
  for (const call of callsIn(calls)) call.isOver = true;
  calls.lines.clear();
  calls.channels = calls.channels.map(() => null);
  calls.idle = createDeque();
  calls.waiting = createDeque();
  calls.placed = new Map();
  calls.sent = createDeque();
  calls.opening = createDeque();
  calls.active = 0;
  calls.waits = 0;
}

function pushSwept<T>(deque: Deque<T>, item: T, live: number, passes: (item: T) => boolean): void {
  if (deque.length > 2 * live + SLACK) keepOnly(deque, passes);
  pushBack(deque, item);
}
