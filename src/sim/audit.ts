/**
 * Counts again, from scratch, what the kernel keeps count of: where every message is that has not
 * ended. For tests and the soak: no run needs it.
 */
import { IS } from './agenda.ts';
import { type Engine, modelOf } from './engine.ts';
import type { Message } from './types.ts';
import type { Actor, End } from './world.ts';

/**
 * Every message under way, waiting for TCP to send it again, parked at a hung node, or held by one.
 */
export function openMessages(engine: Engine): Set<Message> {
  const found = new Set<Message>();
  const add = (message: Message | null | undefined): void => {
    if (message !== null && message !== undefined && message.end === 'open') found.add(message);
  };
  const inRepair = (end: End): void => {
    for (const { message } of end.repair?.segments ?? []) add(message);
  };
  const { agenda, nodes } = engine.world;
  for (let slot = 0; slot < agenda.high; slot++) {
    const is = agenda.is[slot];
    if (is === IS.free) continue;
    if (is === IS.event) {
      const actor = agenda.who[slot] as Actor;
      if (!actor.gone) add(messageOf(agenda.what[slot]));
      continue;
    }
    if (is === IS.wake) continue;
    add(agenda.what[slot] as Message | null);
    inRepair(agenda.who[slot] as End);
  }
  for (const node of nodes) {
    if (node.gone) continue;
    for (const end of node.ends.values()) inRepair(end);
    for (const item of node.parked.items.values())
      add('actor' in item ? messageOf(item.event) : item.message);
    for (const message of modelOf(engine, node).held(node.main.instance.context)) add(message);
  }
  return found;
}

function messageOf(event: unknown): Message | undefined {
  return (event as { readonly message?: Message } | null)?.message;
}
