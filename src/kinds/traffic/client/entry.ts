/** A client as the palette and a card show it before anything else of it is here. */
import type { Entry } from '../../../document/entry.ts';
import { http } from '../../shared/http.ts';

export const entry = {
  kind: 'client',
  key: 'c',
  family: 'traffic',
  title: 'Client',
  summary: 'Sends requests and waits for the responses.',
  icon: 'monitor-smartphone',
  gives: [http],
  takes: [],
} as const satisfies Entry;
