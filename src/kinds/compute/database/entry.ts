/** A database as the palette and a card show it before anything else of it is here. */
import type { Entry } from '../../../document/entry.ts';
import { http } from '../../shared/http.ts';
import { replication } from './protocol.ts';

export const entry = {
  kind: 'database',
  key: 'd',
  family: 'compute',
  title: 'Database',
  summary: 'Serves reads and writes; can have replicas.',
  icon: 'database',
  gives: [replication],
  takes: [http, replication],
} as const satisfies Entry;
