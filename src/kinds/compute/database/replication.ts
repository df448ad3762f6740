/**
 * Primary → replica. The primary numbers every committed write and sends it along each of its edges, over one connection per replica, in
 * order, without waiting for anybody (asynchronous replication, as PostgreSQL's streaming replication by default). The replica
 * applies changes one after another, each taking its time; until then it answers reads from before them.
 *
 * When the connection breaks, the primary keeps what was not applied, tries again every five seconds, and continues where the replica
 * says it stands, as with a replication slot. The position is what the real replica sends when it connects.
 */
import type { CompiledDistribution } from '../../../lib/distribution.ts';
import type {
  Connection,
  LaneIndex,
  Link,
  Message,
  Micros,
  NodeIndex,
  RequestContent,
  Sim,
  StreamId,
  TimerId,
} from '../../../sim/types.ts';
import {
  createDeque,
  type Deque,
  itemAt,
  keepOnly,
  listOf,
  popFront,
  pushBack,
} from '../../shared/deque.ts';

/** The primary's side of one replica. */
export interface Feed {
  readonly lane: LaneIndex;
  connection: Connection | null;
  /** Sent and not known to be applied, oldest first. */
  sent: Deque<Message>;
  /** Still to be sent. */
  pending: Deque<RequestContent>;
}

/** How far a replica has come with the changes of one primary. */
interface Position {
  received: number;
  applied: number;
}

export interface Replication {
  isPrimary: boolean;
  feeds: Feed[];
  retryTimer: TimerId;
  committed: number;
  /** Replica: changes to apply, oldest first; the first is being applied. */
  changes: Deque<Message>;
  applyTimer: TimerId;
  applyTime: CompiledDistribution;
  applyStream: StreamId;
  positions: Map<NodeIndex, Position>;
  applied: number;
  staleReads: number;
  refusedWrites: number;
}

/** PostgreSQL's wal_retrieve_retry_interval. */
const RETRY_AFTER: Micros = 5_000_000;
/** Changes kept for a replica that cannot be reached; beyond it the oldest are given up and the replica misses them. */
const PENDING_LIMIT = 100_000;
const METHOD = 'REPLICATE';
const SEQUENCE = 'sequence';
const COMMITTED_AT = 'committed-at-micros';
const RECONNECT = Object.freeze({ type: 'reconnect' });
const APPLIED = Object.freeze({ type: 'applied' });

export function createReplication(
  applyTime: CompiledDistribution,
  isPrimary: boolean,
  sim: Sim,
): Replication {
  return {
    isPrimary,
    feeds: [],
    retryTimer: 0,
    committed: 0,
    changes: createDeque(),
    applyTimer: 0,
    applyTime,
    applyStream: sim.stream('replication'),
    positions: new Map(),
    applied: 0,
    staleReads: 0,
    refusedWrites: 0,
  };
}

/** Keeps one feed for each link; a new replica starts as a copy of now. */
export function followLinks(replication: Replication, links: readonly Link[], sim: Sim): void {
  const before = replication.feeds;
  replication.feeds = links.map(
    ({ lane }) =>
      before.find((feed) => feed.lane === lane) ?? {
        lane,
        connection: null,
        sent: createDeque(),
        pending: createDeque(),
      },
  );
  for (const feed of before) {
    if (feed.connection !== null && !replication.feeds.includes(feed)) sim.close(feed.connection);
  }
}

/** Connects to every replica that is not connected, and plans to look again while one is not. */
export function openFeeds(replication: Replication, sim: Sim): void {
  sim.cancel(replication.retryTimer);
  replication.retryTimer = 0;
  let allReady = true;
  for (const feed of replication.feeds) {
    if (isReady(feed)) continue;
    if (feed.connection !== null) sim.close(feed.connection);
    feed.connection = replication.isPrimary ? sim.connect(feed.lane) : null;
    allReady = false;
  }
  if (!allReady && replication.isPrimary) planRetry(replication, sim);
}

/** A replica answered the handshake and says where it stands: sends everything after that. */
export function feedReady(replication: Replication, connection: Connection, sim: Sim): void {
  const feed = feedOf(replication, connection);
  if (feed === null) return;
  const open = feed.pending;
  feed.pending = createDeque();
  for (const message of listOf(feed.sent)) {
    if (message.end !== 'delivered') pushBack(feed.pending, message.content);
  }
  for (const content of listOf(open)) pushBack(feed.pending, content);
  feed.sent = createDeque();
  flush(feed, sim);
}

/** True when the connection was a feed's: it will be opened again. */
export function feedLost(replication: Replication, connection: Connection, sim: Sim): boolean {
  const feed = feedOf(replication, connection);
  if (feed === null) return false;
  feed.connection = null;
  if (replication.retryTimer === 0) planRetry(replication, sim);
  return true;
}

/** The primary committed a write. */
export function replicate(replication: Replication, content: RequestContent, sim: Sim): void {
  replication.committed++;
  if (replication.feeds.length === 0) return;
  const change: RequestContent = Object.freeze({
    ...content,
    method: METHOD,
    headers: {
      [SEQUENCE]: String(replication.committed),
      [COMMITTED_AT]: String(sim.now),
    },
    write: true,
  });
  for (const feed of replication.feeds) {
    pushBack(feed.pending, change);
    if (isReady(feed)) flush(feed, sim);
    else if (feed.pending.length > PENDING_LIMIT) {
      popFront(feed.pending);
      if (feed.pending.length === PENDING_LIMIT) {
        sim.note('A replica has been away for too long: changes it missed are given up.');
      }
    }
  }
}

/** Whether a message is a change from a primary. */
export function isChange(message: Message): boolean {
  return message.oneWay && message.content.method === METHOD;
}

/** A change arrived. Known ones are let go; after a gap the connection is reset, so that the primary sends again from there. */
export function receiveChange(
  replication: Replication,
  message: Message,
  slowdown: number,
  sim: Sim,
): void {
  const sequence = Number(message.content.headers[SEQUENCE]);
  let position = replication.positions.get(message.source);
  if (position === undefined) {
    position = { received: sequence - 1, applied: sequence - 1 };
    replication.positions.set(message.source, position);
  }
  if (sequence <= position.received) {
    sim.deliver(message);
    return;
  }
  if (sequence > position.received + 1 && message.connection?.state === 'open') {
    sim.reset(message.connection);
    sim.drop(message, 'connection-reset', { why: 'message', message: message.id });
    return;
  }
  position.received = sequence;
  message.enteredAt = sim.now;
  pushBack(replication.changes, message);
  if (replication.applyTimer === 0) planApply(replication, slowdown, sim);
}

/** The first change is applied. */
export function applyChange(replication: Replication, slowdown: number, sim: Sim): void {
  if (replication.applyTimer === 0) return;
  replication.applyTimer = 0;
  const message = popFront(replication.changes);
  if (message === null) return;
  const position = replication.positions.get(message.source);
  if (position !== undefined) position.applied = Number(message.content.headers[SEQUENCE]);
  replication.applied++;
  sim.deliver(message);
  if (replication.changes.length > 0) planApply(replication, slowdown, sim);
}

/** Age of the oldest change that is here and not applied, in microseconds: reads are that stale at least. 0 when up to date. */
export function lagMicros(replication: Replication, now: Micros): Micros {
  const oldest = itemAt(replication.changes, 0);
  return oldest === null ? 0 : now - Number(oldest.content.headers[COMMITTED_AT]);
}

/** The process dies: received changes are lost to it, and will be sent again; feeds close. */
export function stopReplication(replication: Replication, because: () => void, sim: Sim): void {
  sim.cancel(replication.applyTimer);
  sim.cancel(replication.retryTimer);
  replication.applyTimer = 0;
  replication.retryTimer = 0;
  because();
  replication.changes = createDeque();
  for (const position of replication.positions.values()) position.received = position.applied;
  for (const feed of replication.feeds) feed.connection = null;
}

/** Changes kept for replicas that cannot be reached now. */
export function countUnsent(replication: Replication): number {
  return replication.feeds.reduce((sum, feed) => sum + feed.pending.length, 0);
}

function planApply(replication: Replication, slowdown: number, sim: Sim): void {
  const micros = sim.draw(replication.applyTime, replication.applyStream) * 1000 * slowdown;
  replication.applyTimer = sim.schedule(Math.round(micros), APPLIED);
}

function planRetry(replication: Replication, sim: Sim): void {
  replication.retryTimer = sim.schedule(RETRY_AFTER, RECONNECT);
}

function flush(feed: Feed, sim: Sim): void {
  while (itemAt(feed.sent, 0)?.end === 'delivered') popFront(feed.sent);
  if (feed.sent.length > PENDING_LIMIT) keepOnly(feed.sent, (m) => m.end !== 'delivered');
  const { connection } = feed;
  if (connection === null) return;
  for (let content = popFront(feed.pending); content !== null; content = popFront(feed.pending)) {
    const message = sim.create(content, { oneWay: true });
    pushBack(feed.sent, message);
    sim.send(message, connection);
  }
}

function isReady(feed: Feed): boolean {
  return feed.connection !== null && feed.connection.readyAt >= 0;
}

function feedOf(replication: Replication, connection: Connection): Feed | null {
  return replication.feeds.find((feed) => feed.connection === connection) ?? null;
}
