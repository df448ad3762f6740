/** A server as the palette and a card show it before anything else of it is here. */
import type { Entry } from '../../../document/entry.ts';
import { http } from '../../shared/http.ts';

export const entry = {
  kind: 'server',
  key: 's',
  family: 'compute',
  title: 'Server',
  summary: 'Serves requests; others wait in its queue.',
  icon: 'server',
  gives: [],
  takes: [http],
} as const satisfies Entry;
