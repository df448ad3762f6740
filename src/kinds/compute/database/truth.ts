/**
 * How far a replica really is behind. A change committed at its primary is missing here from that
 * very moment, whether it is still under way, waits for a line to heal, or has arrived and is not
 * applied. The replica cannot know that, for nobody knows faster than light; the simulation does,
 * and looks at both ends at once. Nothing here decides what happens: these are figures.
 */
import type { Micros, NodeIndex } from '../../../sim/types.ts';
import type { Feed, Primary } from './feeds.ts';
import type { Position } from './replica.ts';

/** Where other nodes can be seen from: the handle of an action, or the view of a node. */
interface Peek {
  peek(node: NodeIndex): object | undefined;
  sources(): readonly NodeIndex[];
}

/** Whose lag it is. */
export interface Copy {
  /** The node itself. */
  readonly self: NodeIndex;
  isPrimary: boolean;
  positions: Map<NodeIndex, Position>;
}

/** What has been committed and is not applied here. */
export interface Lag {
  /** How many changes. */
  readonly behind: number;
  /** The age of the oldest, in microseconds; 0 when there is none. */
  readonly micros: Micros;
}

const NONE: Lag = Object.freeze({ behind: 0, micros: 0 });

/**
 * The lag of a replica as things are, all its primaries together. What is a primary itself is
 * nobody's copy.
 */
export function lagOf(copy: Copy, now: Micros, world: Peek): Lag {
  if (copy.isPrimary) return NONE;
  let behind = 0;
  let micros = 0;
  for (const node of world.sources()) {
    const primary = primaryAt(node, world);
    const feed = feedTo(copy.self, primary);
    if (primary === null || feed === null) continue;
    const lag = missing(primary, appliedOf(copy, node, feed), now);
    behind += lag.behind;
    if (lag.micros > micros) micros = lag.micros;
  }
  return { behind, micros };
}

/** How far behind this primary the replica at the end of a feed is. */
export function lagOfFeed(
  primary: Primary & { readonly self: NodeIndex },
  feed: Feed,
  now: Micros,
  world: Peek,
): Lag {
  const copy = databaseAt<Copy>(feed.node, world);
  if (copy === undefined || copy.isPrimary) return NONE;
  return missing(primary, appliedOf(copy, primary.self, feed), now);
}

/** Whether a read answered now lacks anything that was committed before. */
export function isStale(copy: Copy, now: Micros, world: Peek): boolean {
  if (copy.isPrimary) return false;
  for (const node of world.sources()) {
    const primary = primaryAt(node, world);
    const feed = feedTo(copy.self, primary);
    if (primary === null || feed === null) continue;
    if (oldestMissing(primary, appliedOf(copy, node, feed)) < now) return true;
  }
  return false;
}

function missing(primary: Primary, applied: number, now: Micros): Lag {
  const behind = primary.log.length - applied;
  return behind <= 0 ? NONE : { behind, micros: now - oldestMissing(primary, applied) };
}

/** When the first change after the applied ones was committed; Infinity when all are applied. */
function oldestMissing({ log }: Primary, applied: number): Micros {
  if (applied >= log.length) return Number.POSITIVE_INFINITY;
  // What the primary does not keep any more is older still.
  return log.at(applied > log.first ? applied : log.first).committedAt;
}

/** How many changes of a primary are applied at a copy. */
function appliedOf(copy: Copy, primary: NodeIndex, feed: Feed): number {
  return copy.positions.get(primary)?.applied ?? feed.start;
}

/** Null when there is no primary (any more). */
function primaryAt(node: NodeIndex, world: Peek): Primary | null {
  const primary = databaseAt<Primary>(node, world);
  return primary?.isPrimary === true ? primary : null;
}

function databaseAt<Part>(node: NodeIndex, world: Peek): Part | undefined {
  return (world.peek(node) as { readonly replication?: Part } | undefined)?.replication;
}

/** Null where that primary feeds this node no longer. */
function feedTo(self: NodeIndex, primary: Primary | null): Feed | null {
  return primary?.feeds.find(({ node }) => node === self) ?? null;
}
