/** When a connection to a backend has taken too long. All timeouts of a balancer are the same length, so nobody needs a timer each. */
import type { Connection, Micros } from '../../../sim/types.ts';
import type { BalancerConfig } from './spec.ts';

/** The moment at which it is too late; Infinity while nothing is awaited. */
function dueAt(connection: Connection, settings: BalancerConfig): Micros {
  if (connection.state === 'closed') return Number.POSITIVE_INFINITY;
  if (connection.state === 'opening') return after(connection.openedAt, settings.connectTimeout);
  if (settings.mode === 'l4') {
    return connection.transport === 'udp'
      ? after(connection.usedAt, settings.udpIdle)
      : Number.POSITIVE_INFINITY;
  }
  return connection.outstanding.length > 0
    ? after(connection.usedAt, settings.responseTimeout)
    : Number.POSITIVE_INFINITY;
}

function after(from: Micros, milliseconds: number): Micros {
  return milliseconds > 0 ? from + Math.round(milliseconds * 1000) : Number.POSITIVE_INFINITY;
}

export function isOverdue(connection: Connection, settings: BalancerConfig, now: Micros): boolean {
  return dueAt(connection, settings) <= now;
}

export function earliest(connections: Iterable<Connection>, settings: BalancerConfig): Micros {
  let first = Number.POSITIVE_INFINITY;
  for (const connection of connections) {
    const due = dueAt(connection, settings);
    if (due < first) first = due;
  }
  return first;
}
