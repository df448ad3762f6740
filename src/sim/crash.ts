/** Processes that crash: they end with all they had. */
import { emptyParking } from './backlog.ts';
import type { Engine } from './engine.ts';
import { finish } from './fates.ts';
import { land } from './landing.ts';
import { stateOf, stepActor } from './stepper.ts';
import type { NodeRecord } from './world.ts';

/**
 * Kills the process. Its own timers die with it, and the messages that waited for it to wake. What
 * came from outside (other settings, other links) holds for the next process, too; packets find a
 * closed port.
 */
export function crash(engine: Engine, node: NodeRecord): void {
  const parked = emptyParking(node.parked);
  node.hung = false;
  node.parks = false;
  stepActor(engine, node.main, { type: 'crash' });
  for (const item of parked) {
    if (!('actor' in item)) land(engine, item.sender, item.carries, item.message);
    else if (item.isCommand) stepActor(engine, item.actor, item.event);
    else if ('message' in item.event) endMessage(engine, node, item.event);
  }
}

/** A message that has come to its node, where nobody has seen it yet. */
function endMessage(engine: Engine, node: NodeRecord, event: object): void {
  const { message } = event as { readonly message: Parameters<typeof finish>[1] };
  finish(engine, message, 'connection-reset', node.index, stateOf(engine, node));
}
