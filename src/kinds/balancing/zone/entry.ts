/** A zone as the palette and a card show it before anything else of it is here. */
import type { Entry } from '../../../document/entry.ts';

export const entry = {
  kind: 'zone',
  key: 'zo',
  family: 'balancing',
  title: 'Zone',
  summary: 'A failure domain: what happens to it happens to all in it.',
  icon: 'square-dashed',
  gives: [],
  takes: [],
  frame: { size: [256, 320] },
} as const satisfies Entry;
