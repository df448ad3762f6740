/** Changes on their way from a primary to its replicas. */
import type { Protocol } from '../../../document/protocol.ts';

export const replication = {
  id: 'replication',
  title: 'Replication',
  carries: 'changes',
  class: 'replica',
  fields: {},
} as const satisfies Protocol;
