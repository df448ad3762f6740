/**
 * How TCP mends what a lane loses. A letter that does not come is sent again, the oldest first, and
 * whatever came behind it waits in the hall until it is there, so that everything is read in order:
 * loss makes late, not lost.
 *
 * The network knows a segment's fate when it leaves, so a direction has a `Repair` only while
 * something of it is missing, and one timer then; on a sound line there is nothing. What is
 * simplified against Linux: acknowledgements are no packets of their own (what arrived counts as
 * acknowledged, one way back later, unless that way is cut), selective acknowledgement is always
 * on, a congestion window is not kept (what is known to be missing leaves at once), and nothing is
 * repeated in vain. Source: `tcp-rules.ts`.
 */
import { book, CARRIES, FATE, IS, unbook } from './agenda.ts';
import { type Engine, laneAt } from './engine.ts';
import {
  backedOff,
  handshakeGivenUpAt,
  handshakeRepeatAt,
  patience,
  probeAfter,
  reorderingWindow,
  timeoutOf,
} from './tcp-rules.ts';
import type { Message, Micros } from './types.ts';
import { depart, fateAt, isCut } from './wire.ts';
import { type End, REPAIR, type Repair, SEGMENT, type Segment } from './world.ts';

/** What was sent once: its place among what that end sent, and when it left. */
export interface Packet {
  readonly seq: number;
  readonly carries: number;
  readonly message: Message | null;
  readonly departs: Micros;
}

/** A third duplicate acknowledgement shows a hole (RFC 5681). */
const DUPLICATES = 3;

/** Sends a segment in order. */
export function transmit(
  engine: Engine,
  end: End,
  carries: number,
  message: Message | null = null,
): void {
  if (end.transport === 'udp') {
    depart(engine, end, carries, message, -1, false);
    return;
  }
  const seq = end.seq++;
  const acknowledged = end.lastArrival + (end.srtt > 0 ? Math.round(end.srtt / 2) : 0);
  const slot = depart(engine, end, carries, message, seq, false);
  const isLost = fateAt(engine.world.agenda, slot) !== FATE.arrives;
  if (!isLost && end.repair === null) return;
  const segment: Segment = {
    seq,
    carries,
    message,
    state: isLost ? SEGMENT.lost : SEGMENT.flying,
    departs: engine.world.now,
    repeats: 0,
  };
  if (end.repair !== null) end.repair.segments.push(segment);
  else begin(engine, end, segment, acknowledged);
}

/**
 * Something is missing: the first repeat is planned, counted from when what was sent before it is
 * acknowledged.
 */
function begin(engine: Engine, end: End, segment: Segment, acknowledged: Micros): void {
  end.repair = {
    segments: [segment],
    timer: 0,
    due: 0,
    mode: REPAIR.probe,
    timeouts: 0,
    firstTimeoutAt: -1,
    behind: 0,
  };
  planFirst(engine, end, end.repair, acknowledged);
}

function planFirst(engine: Engine, end: End, repair: Repair, acknowledged: Micros): void {
  const head = repair.segments[0] as Segment;
  const from = acknowledged > head.departs ? acknowledged : head.departs;
  if (isHandshake(head.carries)) planHandshake(engine, end, repair);
  else plan(engine, end, REPAIR.probe, from + probeAfter(end, engine.tcp));
}

/**
 * What it sent has arrived, but the way back is cut: nothing acknowledges it. Linux sends it again
 * in vain until its patience ends; that end is all that is kept of it here.
 */
export function beginSilence(engine: Engine, end: End, packet: Packet): void {
  if (end.silence !== 0 || end.state === 'closed' || isHandshake(packet.carries)) return;
  const { tcp, world } = engine;
  const rto = timeoutOf(end, tcp);
  const probe = tcp.tailLossProbe ? probeAfter(end, tcp) : 0;
  const limit = patience(tcp.retries, tcp);
  let since = 0;
  for (let n = 1; since < limit; n++) since += backedOff(rto, n, tcp);
  const at = packet.departs + probe + rto + since;
  end.silence = book(world.agenda, at > world.now ? at : world.now, IS.silence, end, null);
}

/** Acknowledgements can come back, or nobody waits for them any more. */
export function endSilence(engine: Engine, end: End): void {
  unbook(engine.world.agenda, end.silence);
  end.silence = 0;
}

function isHandshake(carries: number): boolean {
  return carries === CARRIES.syn || carries === CARRIES.synAck;
}

/** The next moment of the handshake's own timetable; at its last it is given up. */
function planHandshake(engine: Engine, end: End, repair: Repair): void {
  const isSyn = end.isOpener;
  const { now } = engine.world;
  for (let n = 1; ; n++) {
    const after = handshakeRepeatAt(n, isSyn, engine.tcp);
    if (after === Number.POSITIVE_INFINITY) {
      repair.timeouts = -1;
      plan(engine, end, REPAIR.handshake, end.openedAt + handshakeGivenUpAt(isSyn, engine.tcp));
      return;
    }
    if (end.openedAt + after <= now) continue;
    plan(engine, end, REPAIR.handshake, end.openedAt + after);
    return;
  }
}

function plan(engine: Engine, end: End, mode: number, at: Micros): void {
  const repair = end.repair as Repair;
  const { agenda, now } = engine.world;
  unbook(agenda, repair.timer);
  repair.mode = mode;
  repair.due = at > now ? at : now;
  repair.timer = book(agenda, repair.due, IS.repair, end, null);
}

function unplan(engine: Engine, repair: Repair): void {
  unbook(engine.world.agenda, repair.timer);
  repair.timer = 0;
}

/** A segment was cut off on its way, or the answer to it was: it is missing after all. */
export function miss(engine: Engine, end: End, packet: Packet): void {
  const { repair } = end;
  const { seq, carries, message, departs } = packet;
  const known = repair?.segments.find((segment) => segment.seq === seq);
  if (known !== undefined) {
    known.state = SEGMENT.lost;
    if (known === repair?.segments[0] && repair.timer === 0) retryAfter(engine, end, known);
    return;
  }
  const segment = { seq, carries, message, state: SEGMENT.lost, departs, repeats: 0 };
  if (repair === null) {
    begin(engine, end, segment, departs);
    return;
  }
  insert(repair, segment);
  if (repair.segments[0] === segment) {
    repair.behind = countHeld(repair);
    planFirst(engine, end, repair, departs);
  }
}

/** The head was sent again, and that is lost too: the next gap counts from then. */
function retryAfter(engine: Engine, end: End, head: Segment): void {
  const repair = end.repair as Repair;
  if (isHandshake(head.carries)) planHandshake(engine, end, repair);
  else {
    const rto = timeoutOf(end, engine.tcp);
    const gap = backedOff(rto, repair.timeouts, engine.tcp);
    plan(engine, end, REPAIR.timeout, head.departs + gap);
  }
}

/** The opener's SYN arrived, but no answer will: it asks again by its own timetable. */
export function askAgain(engine: Engine, opener: End): void {
  if (opener.repair !== null || opener.state !== 'opening') return;
  const { now } = engine.world;
  const syn = { seq: 0, carries: CARRIES.syn, message: null, departs: now, repeats: 0 };
  begin(engine, opener, { ...syn, state: SEGMENT.lost }, now);
}

/**
 * Nothing is missing any more on this direction (the handshake was answered, the connection is
 * over). Returns what was.
 */
export function endRepair(engine: Engine, end: End): readonly Segment[] {
  const { repair } = end;
  if (repair === null) return [];
  unplan(engine, repair);
  end.repair = null;
  return repair.segments;
}

/** Whether the oldest segment sent is lost and not on its way again. */
export function isMissing(end: End): boolean {
  return end.repair?.segments[0]?.state === SEGMENT.lost;
}

/** Sends the segment that waits for its timetable now: the other end asked for it. */
export function repeatNow(engine: Engine, end: End): void {
  const head = end.repair?.segments[0];
  if (head !== undefined && head.state === SEGMENT.lost) resend(engine, end, head);
}

/** The repair timer rings. True when the connection is to be given up. */
export function repairDue(engine: Engine, end: End): boolean {
  const repair = end.repair as Repair;
  const { now } = engine.world;
  repair.timer = 0;
  const head = repair.segments[0] as Segment;
  if (repair.mode === REPAIR.handshake) {
    if (repair.timeouts < 0) return true;
    if (head.state === SEGMENT.lost) resend(engine, end, head);
    planHandshake(engine, end, repair);
    return false;
  }
  if (repair.mode === REPAIR.recover) {
    for (const segment of repair.segments) {
      if (segment.state === SEGMENT.lost) resend(engine, end, segment);
    }
  } else {
    if (repair.mode === REPAIR.timeout || !engine.tcp.tailLossProbe) {
      if (hasLostPatience(engine, end, repair)) return true;
      if (repair.timeouts === 0) repair.firstTimeoutAt = now;
      repair.timeouts++;
    }
    resend(engine, end, head);
  }
  if (head.state === SEGMENT.lost) retryAfter(engine, end, head);
  return false;
}

function hasLostPatience(engine: Engine, end: End, repair: Repair): boolean {
  if (repair.timeouts === 0) return false;
  const { tcp, world } = engine;
  const retries = end.state === 'closed' ? tcp.orphanRetries : tcp.retries;
  return world.now - repair.firstTimeoutAt >= patience(retries, tcp);
}

function resend(engine: Engine, end: End, segment: Segment): void {
  const slot = depart(engine, end, segment.carries, segment.message, segment.seq, true);
  segment.departs = engine.world.now;
  segment.repeats++;
  const arrives = fateAt(engine.world.agenda, slot) === FATE.arrives;
  segment.state = arrives ? SEGMENT.flying : SEGMENT.lost;
}

/**
 * A segment arrived while something of its direction was missing. Returns what can be read now, in
 * order: nothing while one before it is missing.
 */
export function putInOrder(engine: Engine, end: End, packet: Packet): readonly Segment[] {
  const repair = end.repair as Repair;
  const { seq, carries, message, departs } = packet;
  const first = repair.segments[0] as Segment;
  const known = repair.segments.find((segment) => segment.seq === seq);
  const segment = known ?? {
    seq,
    carries,
    message,
    state: SEGMENT.flying,
    departs,
    repeats: 0,
  };
  if (seq < first.seq) return [segment];
  if (known === undefined) insert(repair, segment);
  segment.state = SEGMENT.held;
  if (segment === first) return fillHole(engine, end, repair);
  repair.behind++;
  hearOfHole(engine, end, repair, departs);
  return [];
}

/** The missing one is there: it and all that waited right behind it can be read. */
function fillHole(engine: Engine, end: End, repair: Repair): readonly Segment[] {
  const { segments } = repair;
  const { departs, repeats } = segments[0] as Segment;
  let count = 1;
  while (segments[count]?.state === SEGMENT.held) count++;
  const ready = segments.splice(0, count);
  unplan(engine, repair);
  const head = segments[0];
  if (head === undefined) {
    end.repair = null;
    return ready;
  }
  repair.timeouts = 0;
  repair.firstTimeoutAt = -1;
  repair.behind = countHeld(repair);
  if (head.state !== SEGMENT.lost) return ready;
  const { now } = engine.world;
  if (repeats > 0 && !isCut(laneAt(engine, end.lane), end.isOpener)) {
    plan(engine, end, REPAIR.recover, now + (now - departs));
  } else retryAfter(engine, end, head);
  return ready;
}

/** What came behind a hole shows it to the sender, one way back later. */
function hearOfHole(engine: Engine, end: End, repair: Repair, departed: Micros): void {
  const head = repair.segments[0] as Segment;
  if (head.state !== SEGMENT.lost || isHandshake(head.carries)) return;
  if (isCut(laneAt(engine, end.lane), end.isOpener)) return;
  const { now } = engine.world;
  const patient = repair.behind >= DUPLICATES ? 0 : reorderingWindow(end);
  const at = now + (now - departed) + patient;
  if (at < repair.due || repair.timer === 0) plan(engine, end, REPAIR.recover, at);
}

function insert(repair: Repair, segment: Segment): void {
  const { segments } = repair;
  const at = segments.findIndex((other) => other.seq > segment.seq);
  if (at < 0) segments.push(segment);
  else segments.splice(at, 0, segment);
}

function countHeld(repair: Repair): number {
  let held = 0;
  for (const { state } of repair.segments) if (state === SEGMENT.held) held++;
  return held;
}
