/** Ways from an instrument back to the table. */
import { type Micros, pause, seek } from '../store/playback.ts';
import { inspect, select } from '../store/selection.ts';

/** Shows a moment, and stays there. */
export function goTo(at: Micros): void {
  pause();
  seek(at);
}

/** Selects a node or an edge. */
export function showPlace(id: string): void {
  select([id]);
  inspect(true);
}
