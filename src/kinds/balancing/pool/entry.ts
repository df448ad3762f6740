/** A pool as the palette and a card show it before anything else of it is here. */
import type { Entry } from '../../../document/entry.ts';
import { http } from '../../shared/http.ts';

export const entry = {
  kind: 'pool',
  key: 'po',
  family: 'balancing',
  title: 'Pool',
  summary: 'A frame around backends: every member gets traffic.',
  icon: 'group',
  gives: [],
  takes: [http],
  frame: { size: [256, 320] },
} as const satisfies Entry;
