/** When a command of a document happens, on the clock of a run. */
import type { DocumentCommand } from '../document/types.ts';
import type { Micros } from '../sim/types.ts';

/** A command's moment in microseconds. */
export function commandMicros(command: DocumentCommand): Micros {
  return Math.round(command.at * 1000);
}
