/**
 * How connections come and go, seen from one end each: opening with TCP's handshake (TLS 1.3 costs
 * one round trip more, RFC 8446), closing in good order with a FIN that is repeated until it
 * arrives, aborting with an RST that is not. Each end knows only what reached it.
 *
 * Simplified against the real thing: closing takes one packet instead of four (RFC 9293), the third
 * packet of the handshake is not sent by itself, there is no TIME_WAIT and no keep-alive probe.
 */
import { createDeque, listOf } from '../lib/deque.ts';
import { CARRIES, FATE } from './agenda.ts';
import { type Engine, laneAt, nodeAt } from './engine.ts';
import { finish } from './fates.ts';
import { endRepair, endSilence, isMissing, transmit } from './repair.ts';
import type { ConnectOptions } from './sim.ts';
import { stateOf, tellConnection, tellMessage } from './stepper.ts';
import type { Cause, ConnectionFailure, LaneIndex } from './types.ts';
import { blameFor, causeOf, depart } from './wire.ts';
import { type End, EPHEMERAL, endKey, type LaneRecord, type NodeRecord } from './world.ts';

/** A target's end awaits no answers. */
const NOTHING = Object.freeze({ ring: [], head: 0, length: 0 });

/** Opens a connection or flow and returns the opener's end. */
export function connect(
  engine: Engine,
  node: NodeRecord,
  laneIndex: LaneIndex,
  options: ConnectOptions,
): End {
  const { world } = engine;
  const lane = laneAt(engine, laneIndex);
  const isUdp = options.transport === 'udp';
  const continues = (options.continues as End | undefined) ?? null;
  const end = createEnd(engine, {
    id: ++world.lastConnection,
    transport: isUdp ? 'udp' : 'tcp',
    tls: options.tls === true,
    lane: laneIndex,
    node: node.index,
    peer: lane.target,
    isOpener: true,
    sourceIp: options.sourceIp ?? node.ip,
    sourcePort: options.sourcePort ?? ephemeral(node),
    destinationIp: nodeAt(engine, lane.target).ip,
    destinationPort: options.tls === true || continues?.tls === true ? 443 : 80,
    continues,
    other: null,
  });
  if (continues !== null) continues.continuedBy = end;
  if (!isUdp) transmit(engine, end, CARRIES.syn);
  return end;
}

/** What is known of an end from the start. */
type EndParts = Pick<
  End,
  | 'id'
  | 'transport'
  | 'tls'
  | 'lane'
  | 'node'
  | 'peer'
  | 'isOpener'
  | 'sourceIp'
  | 'sourcePort'
  | 'destinationIp'
  | 'destinationPort'
  | 'continues'
  | 'other'
>;

/** A new end, among those of its node. UDP is open from the start. */
function createEnd(engine: Engine, parts: EndParts): End {
  const { now } = engine.world;
  const isUdp = parts.transport === 'udp';
  // Field by field: an object that is spread has no room of its own for what is added.
  const end: End = {
    id: parts.id,
    transport: parts.transport,
    tls: parts.tls,
    lane: parts.lane,
    node: parts.node,
    peer: parts.peer,
    isOpener: parts.isOpener,
    sourceIp: parts.sourceIp,
    sourcePort: parts.sourcePort,
    destinationIp: parts.destinationIp,
    destinationPort: parts.destinationPort,
    continues: parts.continues,
    other: parts.other,
    state: isUdp ? 'open' : 'opening',
    openedAt: now,
    readyAt: isUdp ? now : -1,
    continuedBy: null,
    requests: 0,
    outstanding: parts.isOpener ? createDeque() : NOTHING,
    pending: 0,
    usedAt: now,
    failure: null,
    greeting: null,
    givenUp: null,
    seq: 0,
    lastArrival: 0,
    srtt: -1,
    rttvar: -1,
    repair: null,
    silence: 0,
    isUnheard: false,
  };
  nodeAt(engine, end.node).ends.set(endKey(end.id, end.isOpener), end);
  return end;
}

/** The end at the target, which comes into being with the first packet. */
export function createTarget(engine: Engine, opener: End): End {
  const end = createEnd(engine, {
    id: opener.id,
    transport: opener.transport,
    tls: opener.tls,
    lane: opener.lane,
    node: opener.peer,
    peer: opener.node,
    isOpener: false,
    sourceIp: opener.sourceIp,
    sourcePort: opener.sourcePort,
    destinationIp: opener.destinationIp,
    destinationPort: opener.destinationPort,
    continues: null,
    other: opener,
  });
  opener.other = end;
  return end;
}

export function accept(engine: Engine, end: End, greeting: unknown): void {
  if (end.state !== 'opening' || end.isOpener) return;
  end.state = 'open';
  end.readyAt = engine.world.now;
  end.greeting = greeting ?? null;
  transmit(engine, end, CARRIES.synAck);
}

/** Says no to a connection that asks to be let in. */
export function refuse(engine: Engine, end: End, cause: Cause): void {
  if (end.state === 'closed') return;
  abort(engine, end, { reason: 'connection-refused', cause });
  sendReset(engine, end);
}

/** The opener can send from now on. */
export function ready(engine: Engine, end: End): void {
  const { now } = engine.world;
  end.state = 'open';
  end.readyAt = now;
  end.usedAt = now;
  tellConnection(engine, nodeAt(engine, end.node), 'connected', end);
}

/** Closes in good order: what was sent before still arrives, and the FIN behind it. */
export function close(engine: Engine, end: End): void {
  if (end.state === 'closed') return;
  leave(engine, end);
  if (end.transport === 'udp') return;
  // A SYN that never got there leaves nothing to close.
  if (end.other === null && isMissing(end)) endRepair(engine, end);
  else transmit(engine, end, CARRIES.fin);
}

/** Aborts, and sends an RST. */
export function reset(engine: Engine, end: End, cause: Cause): void {
  if (end.state === 'closed') return;
  abort(engine, end, { reason: 'connection-reset', cause });
  sendReset(engine, end);
}

/** An RST is sent once and never again. */
export function sendReset(engine: Engine, end: End): void {
  if (end.transport === 'tcp') depart(engine, end, CARRIES.rst, null, -1, false);
}

/**
 * The port closes: every connection of the node is reset. UDP flows are forgotten without a word.
 */
export function resetAll(engine: Engine, node: NodeRecord): void {
  const ends = [...node.ends.values()].sort((a, b) => a.id - b.id || (a.isOpener ? -1 : 1));
  for (const end of ends) {
    if (end.transport === 'tcp') reset(engine, end, stateOf(engine, node));
    else abort(engine, end, { reason: 'connection-reset', cause: stateOf(engine, node) });
  }
}

/** The lane was taken away: both ends of its connections hear of it at once. */
export function sever(engine: Engine, lane: LaneRecord): void {
  const cause = causeOf(lane, FATE.cut, blameFor(lane, FATE.cut));
  for (const index of new Set([lane.source, lane.target])) {
    for (const end of [...nodeAt(engine, index).ends.values()]) {
      if (end.lane !== lane.index || end.state === 'closed') continue;
      const isAnswered = !end.isOpener || end.readyAt >= 0;
      die(engine, end, {
        reason: isAnswered ? 'connection-reset' : 'connection-refused',
        cause,
      });
    }
  }
}

/**
 * An end learns that its connection is gone: what is outstanding on it comes back as dropped,
 * then its node hears of it. `failure` is null where the other end closed it in good order.
 */
export function die(engine: Engine, end: End, failure: ConnectionFailure | null): void {
  const wasConnecting = end.isOpener && end.readyAt < 0;
  const peer = nodeAt(engine, end.peer);
  const reason = failure?.reason ?? 'connection-reset';
  const cause = failure?.cause ?? stateOf(engine, peer);
  const stranded = listOf(end.outstanding);
  abort(engine, end, failure);
  const node = nodeAt(engine, end.node);
  if (end.isOpener) end.outstanding = createDeque();
  for (const message of stranded) {
    finish(engine, message, reason, end.peer, cause);
    if (!message.oneWay) tellMessage(engine, node, 'dropped', message, end);
  }
  if (end.transport === 'udp' && !end.isOpener) return;
  const what = wasConnecting ? 'refused' : failure === null ? 'closed' : 'reset';
  tellConnection(engine, node, what, end);
}

/** The end is over; what it had sent and was not there yet never comes. */
function abort(engine: Engine, end: End, failure: ConnectionFailure | null): void {
  end.failure = failure;
  leave(engine, end);
  for (const { message } of endRepair(engine, end)) {
    if (message === null) continue;
    const cause = failure?.cause ?? { why: 'lane', lane: end.lane, fact: 'closed' };
    finish(engine, message, failure?.reason ?? 'connection-reset', end.node, cause);
  }
}

function leave(engine: Engine, end: End): void {
  end.state = 'closed';
  end.givenUp = null;
  endSilence(engine, end);
  nodeAt(engine, end.node).ends.delete(endKey(end.id, end.isOpener));
  if (end.transport === 'udp' && end.isOpener) forgetFlow(engine, end);
}

/**
 * The opener is over, so no datagram of this flow comes any more: a target of UDP keeps nothing of
 * it. What it still owes it can answer.
 */
export function forgetFlow(engine: Engine, opener: End): void {
  const target = opener.other;
  if (target !== null) nodeAt(engine, target.node).ends.delete(endKey(target.id, false));
}

/** The node's next port of its own (RFC 6335), going round. */
function ephemeral(node: NodeRecord): number {
  const port = node.nextPort;
  node.nextPort = port >= EPHEMERAL.last ? EPHEMERAL.first : port + 1;
  return port;
}
