/** A load balancer as the palette and a card show it before anything else of it is here. */
import type { Entry } from '../../../document/entry.ts';

export const entry = {
  kind: 'load-balancer',
  key: 'lb',
  family: 'balancing',
  title: 'Load balancer',
  summary: 'Spreads requests over its backends.',
  icon: 'network',
  gives: ['request'],
  takes: ['request'],
} as const satisfies Entry;
