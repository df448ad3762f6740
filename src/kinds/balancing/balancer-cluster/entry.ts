/** A balancer cluster as the palette and a card show it before anything else of it is here. */
import type { Entry } from '../../../document/entry.ts';
import { http } from '../../shared/http.ts';

export const entry = {
  kind: 'balancer-cluster',
  key: 'bc',
  family: 'balancing',
  title: 'Balancer cluster',
  summary: 'One address for two or more balancers: when one dies, another takes over.',
  icon: 'layers',
  gives: [http],
  takes: [http],
  frame: { size: [256, 320] },
} as const satisfies Entry;
