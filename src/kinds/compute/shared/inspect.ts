/** What the inspector lists of a station: who is served and who waits, bounded in number. */
import type { Message, Micros } from '../../../sim/types.ts';
import { listOf } from '../../shared/deque.ts';
import type { Station } from './station.ts';

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
  const row = (message: Message, place: StationRow['place']): StationRow => ({
    message: message.id,
    method: message.content.method,
    path: message.content.path,
    place,
    hereForMs: (now - message.enteredAt) / 1000,
    wanted: message.end === 'open',
  });
  const serving: Message[] = station.sharing.messages.slice(0, MOST_ROWS);
  for (const message of station.serving) {
    if (message !== null && serving.length < MOST_ROWS) serving.push(message);
  }
  return {
    requests: [
      ...serving.map((message) => row(message, 'in service')),
      ...listOf(station.queue, MOST_ROWS).map((message) => row(message, 'waiting')),
    ],
  };
}
