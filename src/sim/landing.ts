/**
 * What happens when something reaches the end of its lane: requests, answers and notices come to
 * their node, control packets change the end of a connection there. A hung node keeps what comes
 * until it wakes.
 */
import { removeItem } from '../lib/deque.ts';
import { CARRIES, clear, FATE } from './agenda.ts';
import { park } from './backlog.ts';
import { createTarget, die, forgetFlow, ready, sendReset } from './connections.ts';
import { type Engine, laneAt, nodeAt } from './engine.ts';
import { complete, finish } from './fates.ts';
import {
  askAgain,
  beginSilence,
  endRepair,
  miss,
  type Packet,
  putInOrder,
  repairDue,
  repeatNow,
  transmit,
} from './repair.ts';
import { stateOf, tellConnection, tellMessage } from './stepper.ts';
import { sample } from './tcp-rules.ts';
import type { Cause, Message, Micros } from './types.ts';
import { blameFor, causeOf, depart, isCut } from './wire.ts';
import { because, type End, endKey, type LaneRecord, type NodeRecord, TRIGGER } from './world.ts';

/** A flight reached the end of its lane. */
export function arrive(engine: Engine, slot: number): void {
  const { agenda } = engine.world;
  const sender = agenda.who[slot] as End;
  const message = agenda.what[slot] as Message | null;
  const carries = agenda.carries[slot] as number;
  const fate = agenda.fate[slot] as number;
  const departs = agenda.departs[slot] as Micros;
  const seq = agenda.seq[slot] as number;
  const blame = agenda.blame[slot] as number;
  const isRepeat = agenda.repeat[slot] === 1;
  clear(agenda, slot);
  const lane = laneAt(engine, sender.lane);
  if (fate !== FATE.arrives) {
    vanish(engine, sender, { carries, message, seq, departs }, causeOf(lane, fate, blame));
    return;
  }
  // What was closing when its lane was taken away closes all the same.
  const isClosing = lane.gone && (carries === CARRIES.rst || carries === CARRIES.fin);
  if (!isClosing && isCut(lane, !sender.isOpener)) {
    cutOff(engine, sender, { carries, message, seq, departs }, lane);
    return;
  }
  if (seq < 0) {
    land(engine, sender, carries, message);
    return;
  }
  if (isCut(lane, sender.isOpener)) {
    beginSilence(engine, sender, { carries, message, seq, departs });
  } else if (!isRepeat) sample(sender, 2 * (engine.world.now - departs));
  if (sender.repair === null) {
    land(engine, sender, carries, message);
    return;
  }
  for (const segment of putInOrder(engine, sender, { carries, message, seq, departs })) {
    land(engine, sender, segment.carries, segment.message);
  }
}

/** It was lost as it left: TCP knows that already, UDP's message is gone. */
function vanish(engine: Engine, sender: End, packet: Packet, cause: Cause): void {
  const { carries, message, seq } = packet;
  if (message !== null && carries <= CARRIES.notice) {
    because(engine.world, TRIGGER.message, message.id);
    showVanished(engine, sender, message);
    if (seq < 0) finish(engine, message, 'lost', sender.node, cause);
  } else if (carries === CARRIES.rst || carries === CARRIES.synAck) {
    unanswered(engine, sender, packet);
  }
}

/** The lane was cut, or taken away, while it was on its way. */
function cutOff(engine: Engine, sender: End, packet: Packet, lane: LaneRecord): void {
  const { carries, message, seq } = packet;
  vanish(engine, sender, packet, causeOf(lane, FATE.cut, blameFor(lane, FATE.cut)));
  if (seq < 0) return;
  // Nothing is sent again where the lane is gone, or by an end that has given up.
  if (lane.gone || sender.failure !== null) {
    if (message !== null && carries <= CARRIES.notice) {
      const cause = causeOf(lane, FATE.cut, blameFor(lane, FATE.cut));
      finish(engine, message, 'lost', sender.node, cause);
    }
    return;
  }
  // A sender that closed meanwhile does not want to be let in; where it was, its FIN must follow.
  const isLetIn = sender.other !== null && sender.other.state !== 'closed';
  if (carries === CARRIES.syn && sender.state === 'closed' && !isLetIn) endRepair(engine, sender);
  else miss(engine, sender, packet);
}

function showVanished(engine: Engine, sender: End, message: Message): void {
  for (const each of engine.observers.of.vanished) {
    each.vanished(message, sender.lane, !sender.isOpener, engine.world.now);
  }
}

/**
 * The answer to a SYN, or to a segment of a connection that is gone, was lost: the asker asks
 * again, and draws another answer. An RST that answers nothing (a crash) is never repeated.
 */
function unanswered(engine: Engine, sender: End, packet: Packet): void {
  const { carries, message, departs } = packet;
  const asker = sender.other;
  if (carries === CARRIES.rst) sender.isUnheard = true;
  if (asker === null || asker.state === 'closed') return;
  if (isAsking(asker)) askAgain(engine, asker);
  else {
    const again = questionOf(asker, message);
    if (again >= 0) miss(engine, asker, { seq: asker.seq++, carries: again, message, departs });
  }
}

/** Whether its SYN is all it has sent: nothing has answered it so far. */
function isAsking(end: End): boolean {
  return end.state === 'opening' && end.seq <= 1;
}

/** What an end sends again when its answer was lost; -1 where nothing was asked. */
function questionOf(asker: End, message: Message | null): number {
  if (message !== null) return asker.isOpener ? CARRIES.request : CARRIES.response;
  return asker.isOpener && (asker.state === 'opening' || relaysHello(asker)) ? CARRIES.hello : -1;
}

/** Whether it has passed on what begins a handshake of TLS, and not yet what ends it. */
function relaysHello(leg: End): boolean {
  const front = leg.continues as End | null;
  if (front === null || leg.seq < 2 || front.seq >= 2) return false;
  let origin: End | null = front;
  while (origin?.continues) origin = (origin.continues as End).other;
  return origin?.tls === true;
}

/** Hands what arrived to the node there; it waits where that hangs. */
export function land(engine: Engine, sender: End, carries: number, message: Message | null): void {
  const { world, observers } = engine;
  const node = nodeAt(engine, sender.peer);
  if (node.parks && !node.gone) {
    park(engine, node, { sender, carries, message });
    return;
  }
  if (message === null || carries > CARRIES.notice) {
    because(world, TRIGGER.connection, sender.id);
    landControl(engine, node, sender, carries, message);
    return;
  }
  because(world, TRIGGER.message, message.id);
  for (const each of observers.of.arrived) {
    each.arrived(message, sender.lane, !sender.isOpener, world.now);
  }
  if (carries === CARRIES.request) landRequest(engine, node, sender, message);
  else landAnswer(engine, node, sender, message, carries);
}

function landRequest(engine: Engine, node: NodeRecord, sender: End, message: Message): void {
  const isListening = !node.gone && node.listening;
  let receiver = sender.other;
  if (sender.transport === 'udp') {
    if (receiver === null || receiver.state === 'closed') receiver = createTarget(engine, sender);
    if (sender.state === 'closed') forgetFlow(engine, sender);
    if (!isListening) {
      // An ICMP packet says that nobody listens.
      finish(engine, message, 'connection-refused', node.index, stateOf(engine, node));
      depart(engine, receiver, CARRIES.notice, message, -1, false);
      return;
    }
  }
  if (receiver === null || receiver.state === 'closed' || !isListening) {
    landOnNothing(engine, node, sender, message);
    return;
  }
  receiver.usedAt = engine.world.now;
  receiver.requests++;
  if (!message.oneWay) receiver.pending++;
  tellMessage(engine, node, 'request', message, receiver);
}

/**
 * A request for a connection that its target knows nothing of any more. Where no FIN is on its way,
 * an RST says so.
 */
function landOnNothing(engine: Engine, node: NodeRecord, sender: End, message: Message): void {
  const receiver = sender.other;
  const failure = receiver?.failure ?? null;
  const cause: Cause =
    failure?.cause ??
    (node.gone || !node.listening
      ? stateOf(engine, node)
      : { why: 'lane', lane: sender.lane, fact: 'closed' });
  finish(engine, message, 'connection-reset', node.index, cause);
  if (receiver !== null && failure !== null && sender.state !== 'closed') {
    depart(engine, receiver, CARRIES.rst, message, -1, false);
  }
}

/**
 * A response, or the notice that there will be none, on its way back to the connection's opener.
 */
function landAnswer(
  engine: Engine,
  node: NodeRecord,
  sender: End,
  message: Message,
  carries: number,
): void {
  const { now } = engine.world;
  const receiver = sender.other as End;
  if (receiver.state === 'closed' || !stopWaiting(receiver, message)) {
    // The opener closed the connection meanwhile, or gave the request up: nobody is there to read
    // it.
    const cause: Cause = receiver.failure?.cause ?? {
      why: 'lane',
      lane: sender.lane,
      fact: 'closed',
    };
    finish(engine, message, 'connection-reset', node.index, cause);
    if (receiver.failure !== null && sender.state !== 'closed' && sender.transport === 'tcp') {
      depart(engine, receiver, CARRIES.rst, message, -1, false);
    }
    return;
  }
  receiver.usedAt = now;
  const isResponse = carries === CARRIES.response;
  if (isResponse && node.index === message.source) {
    // Its source gave up on it before: nobody waits for this answer.
    if (message.end !== 'open') return;
    complete(engine, message);
  }
  tellMessage(engine, node, isResponse ? 'response' : 'dropped', message, receiver);
}

/** Takes a message off the list of outstanding ones; false when this end no longer waits for it. */
export function stopWaiting(end: End, message: Message): boolean {
  return removeItem(end.outstanding, message);
}

function landControl(
  engine: Engine,
  node: NodeRecord,
  sender: End,
  carries: number,
  message: Message | null,
): void {
  const receiver = sender.other;
  if (carries === CARRIES.syn) {
    landSyn(engine, node, sender);
    return;
  }
  if (receiver === null) return;
  // It comes from an end that was there before this one: out of order for what was opened since.
  if (receiver.other !== sender && !isAsking(receiver)) return;
  if (receiver.state === 'closed') {
    // An end that aborted says so again to one that still sends.
    const isKnown = receiver.failure === null || sender.state === 'closed';
    if (carries !== CARRIES.rst && !isKnown) sendReset(engine, receiver);
    return;
  }
  switch (carries) {
    case CARRIES.synAck:
      landSynAck(engine, sender, receiver);
      return;
    case CARRIES.hello:
      if (receiver.continuedBy !== null) transmit(engine, receiver.continuedBy, CARRIES.hello);
      else transmit(engine, receiver, CARRIES.finished);
      return;
    case CARRIES.finished:
      if (receiver.continues !== null)
        transmit(engine, receiver.continues as End, CARRIES.finished);
      else ready(engine, receiver);
      return;
    case CARRIES.cancel:
      landCancel(engine, node, receiver, message as Message);
      return;
    case CARRIES.fin:
      die(engine, receiver, null);
      return;
    default:
      landReset(engine, sender, receiver);
  }
}

function landReset(engine: Engine, sender: End, receiver: End): void {
  const cause = sender.failure?.cause ?? stateOf(engine, nodeAt(engine, sender.node));
  // Once the SYN is answered a TLS handshake is reset, not refused.
  const isRefused = receiver.isOpener && isAsking(receiver);
  die(engine, receiver, { reason: isRefused ? 'connection-refused' : 'connection-reset', cause });
}

/**
 * A first SYN asks to be let in; a repeated one, that the answer to the first be sent again, be it
 * by an end that has closed since.
 */
function landSyn(engine: Engine, node: NodeRecord, opener: End): void {
  const known = opener.other;
  const isListening = !node.gone && node.listening;
  if (known !== null && (known.state !== 'closed' || known.failure === null)) {
    repeatNow(engine, known);
    return;
  }
  const target = createTarget(engine, opener);
  if (isListening) {
    tellConnection(engine, node, 'connect', target);
    return;
  }
  node.ends.delete(endKey(target.id, false));
  target.state = 'closed';
  target.failure = { reason: 'connection-refused', cause: stateOf(engine, node) };
  sendReset(engine, target);
}

function landSynAck(engine: Engine, sender: End, opener: End): void {
  if (opener.state !== 'opening' || opener.readyAt >= 0) return;
  // The handshake measures the round trip, unless it cannot be known which packet was answered
  // (Karn).
  const isClear = opener.repair === null && opener.srtt >= 0;
  endRepair(engine, opener);
  opener.srtt = -1;
  if (isClear) sample(opener, engine.world.now - opener.openedAt);
  else if (sender.srtt >= 0) sample(opener, sender.srtt);
  opener.greeting = sender.greeting;
  if (opener.tls) transmit(engine, opener, CARRIES.hello);
  else ready(engine, opener);
}

/** The opener gave a request up: whoever works on it may stop. */
function landCancel(engine: Engine, node: NodeRecord, receiver: End, message: Message): void {
  // It was answered before that came.
  if (message.status > 0) return;
  receiver.givenUp ??= new Set();
  receiver.givenUp.add(message.id);
  tellMessage(engine, node, 'cancelled', message, receiver);
}

/** TCP's timer of one direction rings: it sends again, or gives the connection up. */
export function repair(engine: Engine, end: End): void {
  because(engine.world, TRIGGER.connection, end.id);
  if (repairDue(engine, end)) giveUp(engine, end, !end.isOpener);
}

/** For too long no acknowledgement could come back. */
export function silenced(engine: Engine, end: End): void {
  because(engine.world, TRIGGER.connection, end.id);
  end.silence = 0;
  giveUp(engine, end, end.isOpener);
}

/**
 * TCP gives a connection up, because of what one way of its lane suffers from; where that is sound,
 * because of the node that let nobody in.
 */
function giveUp(engine: Engine, end: End, back: boolean): void {
  const lane = laneAt(engine, end.lane);
  const fate = isCut(lane, back) ? FATE.cut : lane.imposed.lossy > 0 ? FATE.lose : FATE.lost;
  const isSound = fate === FATE.lost && lane.loss === 0;
  const cause = isSound
    ? stateOf(engine, nodeAt(engine, end.peer))
    : causeOf(lane, fate, blameFor(lane, fate));
  end.isUnheard = true;
  if (end.state === 'closed') forgetOrphan(engine, end, cause);
  else die(engine, end, { reason: 'connection-timed-out', cause });
}

/**
 * Nobody holds this end any more: what it had sent never arrives, and the other end never learns.
 */
function forgetOrphan(engine: Engine, end: End, cause: Cause): void {
  end.failure ??= { reason: 'connection-timed-out', cause };
  for (const { message } of endRepair(engine, end)) {
    if (message !== null) finish(engine, message, 'connection-timed-out', end.node, cause);
  }
}
