/** Reading what an event carries. Which events carry what is the kernel's promise; a statechart decides which actions see them. */
import type { SimEvent } from '../../sim/machine.ts';
import type { Connection, Message } from '../../sim/types.ts';

/** The message of a `request`, `response` or `dropped`. The event itself is used again for the next one: never keep it. */
export function messageOf(event: SimEvent): Message {
  return (event as SimEvent & { readonly message: Message }).message;
}

/** The connection of a `connect`, `connected`, `refused`, `reset` or `closed`. */
export function connectionOf(event: SimEvent): Connection {
  return (event as SimEvent & { readonly connection: Connection }).connection;
}
