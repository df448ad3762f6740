/**
 * The primary's side of replication. Every committed write is an entry of its write-ahead log and
 * goes along each of its edges, over one connection per replica, in order, without waiting for
 * anybody (asynchronous, as PostgreSQL's streaming replication by default).
 *
 * A feed is no queue, but a place in that log: what comes before it was sent. When its connection
 * is lost, nobody knows how much of it arrived; the primary tries again every five seconds, and the
 * replica says where it stands as it accepts, as with a replication slot. An attempt under way is
 * TCP's: it repeats the handshake, and gives up after 131 s.
 */
import type { Log } from '../../../lib/log.ts';
import { numberSeries } from '../../../lib/series.ts';
import type { Sim } from '../../../sim/sim.ts';
import type {
  Connection,
  Content,
  LaneIndex,
  Link,
  Micros,
  NodeIndex,
  TimerId,
} from '../../../sim/types.ts';
import { type Change, changeOf } from './changes.ts';
import { series } from './spec.ts';

export const SERIES = numberSeries(series);

/** The primary's side of one replica. */
export interface Feed {
  readonly lane: LaneIndex;
  readonly node: NodeIndex;
  /** How long the log was when the replica was placed: it is a copy of that moment. */
  readonly start: number;
  connection: Connection | null;
  /** Index in the log of the first change that is still to be sent. */
  next: number;
  /** How many changes the gauge said last that its replica waits for. */
  gauged: number;
}

export interface Primary {
  isPrimary: boolean;
  /**
   * Changes since the first replica was placed: the one at index 0 has sequence 1. The latest
   * 100,000 are kept.
   */
  log: Log<Change>;
  feeds: Feed[];
  retryTimer: TimerId;
  committed: number;
}

/** What a replica says as it lets its primary in: the latest change it has received. */
export interface Greeting {
  readonly received: number;
}

/** PostgreSQL's wal_retrieve_retry_interval. */
const RETRY_AFTER: Micros = 5_000_000;
/**
 * How many changes a primary keeps. Who has been away for more of them misses the oldest for good.
 */
export const CHANGES_KEPT = 100_000;
const RECONNECT = Object.freeze({ type: 'reconnect' });
const ONE_WAY = Object.freeze({ oneWay: true });

export function createPrimary(isPrimary: boolean, sim: Sim): Primary {
  return { isPrimary, log: sim.log(), feeds: [], retryTimer: 0, committed: 0 };
}

/** Keeps one feed for each link; a new replica starts as a copy of now. */
export function followLinks(primary: Primary, links: readonly Link[], sim: Sim): void {
  const before = primary.feeds;
  const start = primary.log.length;
  primary.feeds = links.map(
    ({ lane, node }) =>
      before.find((feed) => feed.lane === lane) ?? {
        lane,
        node,
        start,
        connection: null,
        next: start,
        gauged: 0,
      },
  );
  for (const feed of before) {
    if (primary.feeds.includes(feed)) continue;
    if (feed.connection !== null) sim.close(feed.connection);
    sim.gauge(SERIES.unsent, unsentTo(primary, feed.node), feed.node);
  }
  for (const { node } of primary.feeds) sim.count(SERIES.sent, 0, node);
}

/**
 * Connects to every replica that is not connected, and plans to look again while one is not. Who is
 * no primary feeds nobody.
 */
export function openFeeds(primary: Primary, sim: Sim): void {
  sim.cancel(primary.retryTimer);
  primary.retryTimer = 0;
  let allReady = true;
  for (const feed of primary.feeds) {
    if (!primary.isPrimary) closeFeed(feed, sim);
    else if (feed.connection?.state !== 'open') {
      if (feed.connection?.state !== 'opening') feed.connection = sim.connect(feed.lane);
      allReady = false;
    }
  }
  if (!allReady) planRetry(primary, sim);
}

/** A replica let the primary in and said where it stands: sends everything after that. */
export function feedReady(primary: Primary, connection: Connection, sim: Sim): void {
  const feed = feedOf(primary, connection);
  if (feed === null) return;
  const greeting = connection.greeting as Greeting | null;
  // One that has never received anything is still the copy it was.
  const next = greeting === null ? feed.start : greeting.received;
  feed.next = next < primary.log.first ? primary.log.first : next;
  flush(primary, feed, sim);
}

/** True when the connection was a feed's: it will be opened again. */
export function feedLost(primary: Primary, connection: Connection, sim: Sim): boolean {
  const feed = feedOf(primary, connection);
  if (feed === null) return false;
  feed.connection = null;
  if (primary.retryTimer === 0 && primary.isPrimary) planRetry(primary, sim);
  return true;
}

/** The primary committed a write. */
export function replicate(primary: Primary, write: Content, sim: Sim): void {
  const { log, feeds } = primary;
  primary.committed++;
  // Nobody has asked for changes yet: whoever does starts as a copy of that moment.
  if (feeds.length === 0 && log.length === 0) return;
  log.append(changeOf(write, log.length + 1, sim.now));
  log.dropBefore(log.length - CHANGES_KEPT);
  for (const feed of feeds) flush(primary, feed, sim);
}

/** The process died, its port is closed, and with it every feed. */
export function stopFeeds(primary: Primary, sim: Sim): void {
  sim.cancel(primary.retryTimer);
  primary.retryTimer = 0;
  for (const feed of primary.feeds) feed.connection = null;
}

/** Changes kept for a replica that is not connected, and not sent yet. */
export function unsentOf(primary: Primary, feed: Feed): number {
  const { log } = primary;
  return log.length - (feed.next < log.first ? log.first : feed.next);
}

/** The same for all replicas together. */
export function countUnsent(primary: Primary): number {
  return primary.feeds.reduce((sum, feed) => sum + unsentOf(primary, feed), 0);
}

function planRetry(primary: Primary, sim: Sim): void {
  primary.retryTimer = sim.schedule(RETRY_AFTER, RECONNECT);
}

function flush(primary: Primary, feed: Feed, sim: Sim): void {
  const { log } = primary;
  const { connection } = feed;
  while (connection?.state === 'open' && feed.next < log.length) {
    const message = sim.create(log.at(feed.next), ONE_WAY);
    feed.next++;
    sim.send(message, connection);
    sim.count(SERIES.sent, 1, feed.node);
  }
  const unsent = unsentOf(primary, feed);
  if (unsent === feed.gauged) return;
  feed.gauged = unsent;
  sim.gauge(SERIES.unsent, unsentTo(primary, feed.node), feed.node);
}

/** Two edges may lead to the same replica. */
function unsentTo(primary: Primary, node: NodeIndex): number {
  const feeds = primary.feeds.filter((feed) => feed.node === node);
  return feeds.reduce((sum, feed) => sum + unsentOf(primary, feed), 0);
}

function closeFeed(feed: Feed, sim: Sim): void {
  if (feed.connection !== null) sim.close(feed.connection);
  feed.connection = null;
}

function feedOf(primary: Primary, connection: Connection): Feed | null {
  return primary.feeds.find((feed) => feed.connection === connection) ?? null;
}
