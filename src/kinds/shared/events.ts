/**
 * Reading what an event carries. Which events carry what is the kernel's promise; a statechart
 * decides which actions see them.
 */
import type { SimEvent } from '../../sim/machine.ts';
import type { Connection, Message } from '../../sim/types.ts';

/**
 * The message of a `request`, `response`, `dropped` or `cancelled`. The event itself is used again
 * for the next one: never keep it.
 */
export function messageOf(event: SimEvent): Message {
  return (event as SimEvent & { readonly message: Message }).message;
}

/** This node's end of the connection that any event of the network came on. */
export function connectionOf(event: SimEvent): Connection {
  return (event as SimEvent & { readonly connection: Connection }).connection;
}
