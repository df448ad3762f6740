/** What the inspector lists of a client: its connections, the newest. */
import { connectionsIn } from '../../shared/calls.ts';
import type { ClientContext } from './context.ts';

export interface ClientDetails {
  readonly connections: readonly {
    readonly id: number;
    readonly transport: 'tcp' | 'udp';
    readonly tls: boolean;
    readonly from: string;
    readonly to: string;
    readonly state: 'opening' | 'open' | 'closed';
    readonly requests: number;
    readonly outstanding: number;
  }[];
}

/** Rows of the inspector's connection table. */
const MOST_ROWS = 200;

export function details(context: ClientContext): ClientDetails {
  return {
    connections: connectionsIn(context.calls)
      .slice(-MOST_ROWS)
      .map((connection) => ({
        id: connection.id,
        transport: connection.transport,
        tls: connection.tls,
        from: `${connection.sourceIp}:${connection.sourcePort}`,
        to: `${connection.destinationIp}:${connection.destinationPort}`,
        state: connection.state,
        requests: connection.requests,
        outstanding: connection.outstanding.length,
      })),
  };
}
