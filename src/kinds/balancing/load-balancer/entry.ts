/** A load balancer as the palette and a card show it before anything else of it is here. */
import type { Entry } from '../../../document/entry.ts';
import { http } from '../../shared/http.ts';

export const entry = {
  kind: 'load-balancer',
  key: 'lb',
  family: 'balancing',
  title: 'Load balancer',
  summary: 'Spreads requests over its backends.',
  icon: 'network',
  gives: [http],
  takes: [http],
} as const satisfies Entry;
