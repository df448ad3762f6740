/** What the balancers of a cluster say to each other. */
import type { Protocol } from '../../../document/protocol.ts';

export const vrrp = {
  id: 'vrrp',
  title: 'VRRP',
  carries: 'advertisements',
  class: 'heartbeat',
  fields: {},
} as const satisfies Protocol;
