/**
 * A client's connections. HTTP/1: a pool, one request at a time on each. HTTP/2: a fixed number of channels that carry many requests
 * each, used in turn. UDP: the same with flows, which need no opening. New connections take the outgoing lanes and the client's
 * addresses in turn.
 */
import type {
  Connection,
  ConnectOptions,
  DropReason,
  LaneIndex,
  Message,
  Sim,
} from '../../../sim/types.ts';
import {
  type ConnectionPool,
  closeUnless,
  connectionGone,
  connectionReady,
  connectionRefused,
  createPool,
  discard,
  requestDone,
  sendOnIdle,
  stopWaiting,
  waitForConnection,
  waitingIn,
} from '../../shared/connection-pool.ts';
import { createDeque, type Deque, itemAt, listOf, popFront, pushBack } from '../../shared/deque.ts';
import type { ClientConfig } from './spec.ts';

interface Channel {
  connection: Connection | null;
  /** Requests that came while it was being opened. */
  waiting: Deque<Message>;
}

export interface Lines {
  protocol: ClientConfig['protocol'];
  tls: boolean;
  addresses: number;
  /** As a 32-bit number; null for the node's own address. */
  firstAddress: number | null;
  lanes: readonly LaneIndex[];
  nextLane: number;
  nextAddress: number;
  pool: ConnectionPool;
  channels: Channel[];
  nextChannel: number;
}

/** Ephemeral ports of one address (49152–65535, RFC 6335): so many HTTP/1 connections can come from it. */
const PORTS_PER_ADDRESS = 16_384;
/** Requests that may wait for one channel to open. */
const CHANNEL_LIMIT = 100_000;

export function createLines(config: ClientConfig): Lines {
  const lines: Lines = {
    protocol: config.protocol,
    tls: false,
    addresses: 1,
    firstAddress: null,
    lanes: [],
    nextLane: 0,
    nextAddress: 0,
    pool: createPool(0),
    channels: [],
    nextChannel: 0,
  };
  configureLines(lines, config);
  return lines;
}

/** Takes over settings; connections that are open stay as they are until `reopen`. */
function configureLines(lines: Lines, config: ClientConfig): void {
  lines.protocol = config.protocol;
  lines.tls = config.tls && config.protocol !== 'udp';
  lines.addresses = config.addresses;
  lines.firstAddress = parseAddress(config.firstAddress);
  const wanted = Math.max(config.connections, spreadOf(lines));
  lines.pool.keepIdle = config.keepAlive ? wanted : 0;
  const channels = config.protocol === 'http1' ? 0 : wanted;
  while (lines.channels.length < channels) {
    lines.channels.push({ connection: null, waiting: createDeque() });
  }
}

/** Which settings make existing connections useless when they change. */
export function lineSettings(config: ClientConfig): string {
  const { protocol, tls, keepAlive, connections, addresses, firstAddress } = config;
  return JSON.stringify([protocol, tls, keepAlive, connections, addresses, firstAddress]);
}

/** Sends a request, or lets it wait for a connection. Returns why it cannot be sent at all, or null. */
export function dispatch(lines: Lines, message: Message, sim: Sim): DropReason | null {
  if (lines.protocol === 'http1') return dispatchOnPool(lines, message, sim);
  if (lines.lanes.length === 0) return 'no-route';
  const channel = lines.channels[lines.nextChannel] as Channel;
  lines.nextChannel = (lines.nextChannel + 1) % lines.channels.length;
  if (channel.connection === null) channel.connection = open(lines, sim);
  if (channel.connection.readyAt >= 0) {
    sim.send(message, channel.connection);
  } else {
    if (channel.waiting.length >= CHANNEL_LIMIT) return 'queue-full';
    sim.awaits(message, channel.connection.lane);
    pushBack(channel.waiting, message);
  }
  return null;
}

function dispatchOnPool(lines: Lines, message: Message, sim: Sim): DropReason | null {
  const { pool } = lines;
  // Every address and every lane gets a connection of its own before any is used again.
  const wantsNew = pool.connections.size < spreadOf(lines);
  if (!wantsNew && sendOnIdle(pool, message, sim)) return null;
  if (lines.lanes.length === 0) return 'no-route';
  if (pool.connections.size >= PORTS_PER_ADDRESS * lines.addresses) return 'no-port';
  waitForConnection(pool, message, open(lines, sim), sim);
  return null;
}

/** A handshake is done. */
export function lineReady(lines: Lines, connection: Connection, sim: Sim): void {
  const channel = channelOf(lines, connection);
  if (channel === null) {
    if (lines.pool.connections.has(connection)) connectionReady(lines.pool, connection, sim);
    else sim.close(connection);
    return;
  }
  for (
    let message = popFront(channel.waiting);
    message !== null;
    message = popFront(channel.waiting)
  ) {
    if (message.end === 'open') sim.send(message, connection);
  }
}

/** A connection was refused, reset or closed. Returns the requests that fail with it because they waited for it. */
export function lineGone(lines: Lines, connection: Connection, refused: boolean): Message[] {
  const channel = channelOf(lines, connection);
  if (channel !== null) {
    channel.connection = null;
    const waiting = listOf(channel.waiting).filter((message) => message.end === 'open');
    channel.waiting = createDeque();
    return waiting;
  }
  const failed = refused
    ? connectionRefused(lines.pool, connection)
    : connectionGone(lines.pool, connection);
  return failed === null ? [] : [failed];
}

/** A request's answer came on this connection. */
export function release(lines: Lines, connection: Connection, sim: Sim): void {
  if (connection.opener !== sim.self) return;
  if (lines.protocol === 'http1') requestDone(lines.pool, connection, sim);
  else if (connection.outstanding.length === 0 && channelOf(lines, connection) === null) {
    // Left over from other settings.
    sim.close(connection);
  }
}

/** The request was given up: an HTTP/1 connection cannot be used again, one that never opened is not waited for any longer. */
export function abandon(lines: Lines, message: Message, sim: Sim): void {
  const leg = ownLeg(message.connection, sim);
  if (lines.protocol === 'http1') {
    if (message.connection === null) stopWaiting(lines.pool, message, sim);
    else if (leg !== null) discard(lines.pool, leg, sim);
    return;
  }
  if (message.connection !== null) return;
  for (const channel of lines.channels) {
    if (itemAt(channel.waiting, 0) !== message || channel.connection === null) continue;
    sim.close(channel.connection);
    popFront(channel.waiting);
    channel.connection = nobodyWaits(channel) ? null : open(lines, sim);
    return;
  }
}

/** Closes what can be closed and starts afresh; returns the requests that waited, to be dispatched again. */
export function reopen(lines: Lines, config: ClientConfig, sim: Sim): Message[] {
  const waiting = waitingInLines(lines);
  closeUnless(lines.pool, () => false, sim);
  lines.pool = createPool(0);
  for (const channel of lines.channels) {
    if (channel.connection !== null) sim.close(channel.connection);
  }
  lines.channels = [];
  lines.nextChannel = 0;
  lines.nextLane = 0;
  configureLines(lines, config);
  return waiting;
}

/** Requests that have no connection yet. */
export function waitingInLines(lines: Lines): Message[] {
  const waiting = waitingIn(lines.pool);
  for (const channel of lines.channels) {
    for (const message of listOf(channel.waiting)) {
      if (message.end === 'open') waiting.push(message);
    }
  }
  return waiting;
}

export function connectionsOf(lines: Lines): Connection[] {
  const open = Array.from(lines.pool.connections);
  for (const channel of lines.channels) {
    if (channel.connection !== null) open.push(channel.connection);
  }
  return open;
}

/** So many connections it takes to have one from each address and one on each lane. */
function spreadOf(lines: Lines): number {
  return lines.addresses > lines.lanes.length ? lines.addresses : lines.lanes.length;
}

/** '203.0.113.7' as a number; null when it is not an IPv4 address. */
function parseAddress(text: string): number | null {
  const parts = text.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : 256));
  if (parts.length !== 4 || parts.some((part) => part > 255)) return null;
  return parts.reduce((address, part) => address * 256 + part, 0);
}

function open(lines: Lines, sim: Sim): Connection {
  const lane = lines.lanes[lines.nextLane % lines.lanes.length] as LaneIndex;
  lines.nextLane = (lines.nextLane + 1) % lines.lanes.length;
  const options: { -readonly [K in keyof ConnectOptions]: ConnectOptions[K] } = { tls: lines.tls };
  if (lines.protocol === 'udp') options.transport = 'udp';
  if (lines.firstAddress !== null) {
    options.sourceIp = formatAddress(lines.firstAddress + lines.nextAddress);
    lines.nextAddress = (lines.nextAddress + 1) % lines.addresses;
  }
  return sim.connect(lane, options);
}

function channelOf(lines: Lines, connection: Connection): Channel | null {
  for (const channel of lines.channels) if (channel.connection === connection) return channel;
  return null;
}

function nobodyWaits(channel: Channel): boolean {
  while (channel.waiting.length > 0 && itemAt(channel.waiting, 0)?.end !== 'open') {
    popFront(channel.waiting);
  }
  return channel.waiting.length === 0;
}

/** The leg of a message's journey that starts here: a packet forwarder may have put it on another since. */
function ownLeg(connection: Connection | null, sim: Sim): Connection | null {
  let leg = connection;
  while (leg !== null && leg.opener !== sim.self) leg = leg.continues;
  return leg;
}

function formatAddress(address: number): string {
  const wrapped = address % 4_294_967_296;
  return [16_777_216, 65_536, 256, 1].map((unit) => Math.floor(wrapped / unit) % 256).join('.');
}
