/** What the inspector lists of a station: who is served and who waits, bounded in number. */

import { listOf } from '../../lib/deque.ts';
import type { Micros } from '../../sim/types.ts';
import type { Station, Visit } from './station.ts';

export interface StationRow {
  readonly message: number;
  readonly method: string;
  readonly path: string;
  readonly place: 'in service' | 'waiting';
  /** Since it came in, in milliseconds. */
  readonly hereForMs: number;
  /** False when its sender has given up: the work is for nothing. */
  readonly wanted: boolean;
}

export interface StationDetails {
  readonly requests: readonly StationRow[];
}

/** Rows of each sort at most. */
const MOST_ROWS = 50;

export function inspectStation(station: Station, now: Micros): StationDetails {
  const row = ({ message, enteredAt }: Visit, place: StationRow['place']): StationRow => ({
    message: message.id,
    method: message.content.method,
    path: message.content.path,
    place,
    hereForMs: (now - enteredAt) / 1000,
    wanted: message.end === 'open',
  });
  const serving = station.sharing.jobs.slice(0, MOST_ROWS);
  for (const visit of station.serving) {
    if (visit !== null && serving.length < MOST_ROWS) serving.push(visit);
  }
  return {
    requests: [
      ...serving.map((visit) => row(visit, 'in service')),
      ...listOf(station.queue, MOST_ROWS).map((visit) => row(visit, 'waiting')),
    ],
  };
}
