/**
 * Processes that stop: a hung one does nothing and loses nothing, a crashed one ends with all it
 * had. What reaches a hung node is parked and handled in order when it wakes.
 */

import type { Engine } from './engine.ts';
import { finish } from './fates.ts';
import { land } from './landing.ts';
import { stateOf, stepActor } from './stepper.ts';
import type { NodeRecord, Parked } from './world.ts';

export function hang(engine: Engine, node: NodeRecord, isHung: boolean): void {
  node.hung = isHung;
  if (isHung) return;
  for (const item of unpark(node)) {
    // What it does with one may hang or end what the next is for.
    if (node.hung) node.parked.push(item);
    else if (!('actor' in item)) land(engine, item.sender, item.carries, item.message);
    else if (!item.actor.gone) stepActor(engine, item.actor, item.event);
  }
}

/**
 * Kills the process. Its own timers die with it, and the messages that waited for it to wake. What
 * came from outside (other settings, other links) holds for the next process, too; packets find a
 * closed port.
 */
export function crash(engine: Engine, node: NodeRecord): void {
  const parked = unpark(node);
  node.hung = false;
  stepActor(engine, node.main, { type: 'crash' });
  for (const item of parked) {
    if (!('actor' in item)) land(engine, item.sender, item.carries, item.message);
    else if (item.isCommand) stepActor(engine, item.actor, item.event);
    else if ('message' in item.event) endMessage(engine, node, item.event);
  }
}

/** A message that had come to its node, and that nobody there has seen. */
function endMessage(engine: Engine, node: NodeRecord, event: object): void {
  const { message } = event as { readonly message: Parameters<typeof finish>[1] };
  finish(engine, message, 'connection-reset', node.index, stateOf(engine, node));
}

function unpark(node: NodeRecord): Parked[] {
  const { parked } = node;
  node.parked = [];
  return parked;
}
