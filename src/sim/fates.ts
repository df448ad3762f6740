/** How messages begin and end, and their counts: each ends exactly once. */

import type { Engine } from './engine.ts';
import type { Cause, Content, Message, NodeIndex } from './types.ts';

export function createMessage(
  engine: Engine,
  source: NodeIndex,
  content: Content,
  options: { parent?: Message; deadline?: number; oneWay?: boolean } | undefined,
): Message {
  const { world, observers } = engine;
  const parent = options?.parent ?? null;
  const id = ++world.lastMessage;
  const message: Message = {
    id,
    parent,
    root: parent === null ? id : parent.root,
    content,
    source,
    createdAt: world.now,
    deadline: options?.deadline ?? Number.POSITIVE_INFINITY,
    oneWay: options?.oneWay === true,
    status: 0,
    answer: null,
    end: 'open',
    reason: null,
  };
  world.counts.sent++;
  for (const each of observers.of.created) each.created(message, world.now);
  return message;
}

/** The message reached its source as an answer. */
export function complete(engine: Engine, message: Message): void {
  const { world, observers } = engine;
  const failed = message.status >= 400;
  message.end = failed ? 'failed' : 'answered';
  if (failed) world.counts.failed++;
  else world.counts.answered++;
  for (const each of observers.of.ended) each.ended(message, message.source, world.now, null);
}

/** The message ends without an answer; does nothing when it ended before. */
export function finish(
  engine: Engine,
  message: Message,
  reason: string,
  node: NodeIndex,
  cause: Cause,
): void {
  if (message.end !== 'open') return;
  const { world, observers } = engine;
  const { counts } = world;
  message.end = 'dropped';
  message.reason = reason;
  counts.dropped.set(reason, (counts.dropped.get(reason) ?? 0) + 1);
  counts.droppedTotal++;
  for (const each of observers.of.ended) each.ended(message, node, world.now, cause);
}

/** A one-way message arrived. */
export function delivered(engine: Engine, message: Message, node: NodeIndex): void {
  if (message.end !== 'open') return;
  const { world, observers } = engine;
  message.end = 'delivered';
  world.counts.delivered++;
  for (const each of observers.of.ended) each.ended(message, node, world.now, null);
}
