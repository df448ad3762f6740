/**
 * What waits at a hung node is kept by the system below its process, up to a limit: connections
 * that nobody accepts, datagrams and requests that nobody reads. What goes beyond is treated as
 * Linux treats it.
 *
 * Simplified against the real thing: what is unread is counted by node, not by connection, and only
 * a request that is taken back makes room.
 */
import { CARRIES } from './agenda.ts';
import type { Engine } from './engine.ts';
import { finish } from './fates.ts';
import { askAgain } from './repair.ts';
import { stateOf } from './stepper.ts';
import type { Message } from './types.ts';
import {
  type End,
  type NodeRecord,
  type Parked,
  type Parking,
  parkedRequest,
  parkedSyn,
} from './world.ts';

/** A packet that has reached its node. */
export type Landed = Extract<Parked, { sender: End }>;

/**
 * UDP datagrams that wait at most: net.core.rmem_default, 212,992 bytes, of which a short one takes
 * 832.
 */
const DATAGRAMS = 256;
/** With more than this waiting, a request that is taken back is as if never written. */
const UNREAD = 4096;

export function createParking(): Parking {
  return { items: new Map(), last: 0, connections: 0, datagrams: 0 };
}

/** Keeps what reached a hung node until it wakes, or has no room for it. */
export function park(engine: Engine, node: NodeRecord, landed: Landed): void {
  const { sender, carries, message } = landed;
  const { parked } = node;
  if (message === null || carries > CARRIES.notice) {
    if (hasRoom(engine, parked, landed)) put(parked, landed);
    return;
  }
  for (const each of engine.observers.of.parked) {
    each.parked(message, sender.lane, !sender.isOpener, engine.world.now);
  }
  if (sender.transport === 'udp' && parked.datagrams >= DATAGRAMS) {
    finish(engine, message, 'lost', node.index, stateOf(engine, node));
  } else put(parked, landed);
}

/** Takes everything out, in the order it came. */
export function emptyParking(parked: Parking): Parked[] {
  const items = [...parked.items.values()];
  parked.items.clear();
  parked.connections = 0;
  parked.datagrams = 0;
  return items;
}

/** Takes the first one out; undefined where nothing waits. */
export function takeParked(parked: Parking): Parked | undefined {
  for (const [key, item] of parked.items) {
    parked.items.delete(key);
    if ('sender' in item) count(parked, item, -1);
    return item;
  }
  return undefined;
}

/** How many requests, answers and connections wait there that somebody still waits for. */
export function countAwaited({ items }: Parking): number {
  let count = 0;
  for (const item of items.values()) if ('sender' in item && isAwaited(item)) count++;
  return count;
}

function isAwaited({ sender, carries, message }: Landed): boolean {
  if (carries === CARRIES.syn) return sender.state === 'opening';
  return message !== null && carries <= CARRIES.notice && message.end === 'open';
}

function put(parked: Parking, landed: Landed): void {
  parked.items.set(keyOf(parked, landed), landed);
  count(parked, landed, 1);
}

function count(parked: Parking, { sender, carries }: Landed, by: 1 | -1): void {
  if (carries === CARRIES.syn) parked.connections += by;
  else if (sender.transport === 'udp') parked.datagrams += by;
}

function keyOf(parked: Parking, { sender, carries, message }: Landed): number {
  if (carries === CARRIES.syn) return parkedSyn(sender.id);
  if (carries === CARRIES.request && message !== null) return parkedRequest(message.id);
  return 4 * ++parked.last + 2;
}

function hasRoom(engine: Engine, parked: Parking, { sender, carries, message }: Landed): boolean {
  if (carries === CARRIES.syn) {
    if (parked.connections <= engine.tcp.backlog) return true;
    // To its opener a full queue looks like a loss (tcp_abort_on_overflow is off).
    askAgain(engine, sender);
    return false;
  }
  if (carries === CARRIES.cancel) return !isUnwritten(parked, message);
  // A FIN or RST behind a SYN that found no room speaks of nothing.
  return sender.other !== null || parked.items.has(parkedSyn(sender.id));
}

/** Takes a request out that nobody had room to write before it was taken back. */
function isUnwritten({ items }: Parking, message: Message | null): boolean {
  return message !== null && items.size > UNREAD && items.delete(parkedRequest(message.id));
}
