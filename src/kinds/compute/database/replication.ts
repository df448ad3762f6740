/**
 * A database's part in replication: as a primary that feeds others, as a replica of others, and
 * what is counted of both.
 */
import type { CompiledDistribution } from '../../../lib/distribution.ts';
import type { Sim } from '../../../sim/sim.ts';
import type { Cause } from '../../../sim/types.ts';
import { createPrimary, type Primary, stopFeeds } from './feeds.ts';
import { createReplica, forgetChanges, type Replica } from './replica.ts';
import type { Copy } from './truth.ts';

export interface Replication extends Primary, Replica, Copy {
  staleReads: number;
  refusedWrites: number;
}

export function createReplication(
  applyTime: CompiledDistribution,
  isPrimary: boolean,
  sim: Sim,
): Replication {
  return {
    ...createPrimary(isPrimary, sim),
    ...createReplica(applyTime, sim),
    self: sim.self,
    staleReads: 0,
    refusedWrites: 0,
  };
}

/** The process died, and its port is closed. */
export function stopReplication(replication: Replication, cause: Cause, sim: Sim): void {
  stopFeeds(replication, sim);
  forgetChanges(replication, cause, sim);
}
