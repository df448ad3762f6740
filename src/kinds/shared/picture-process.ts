/** What the cards of processes say of a state that is no work. */
import type { ProcessObservation } from './observation.ts';

/** Nothing goes on in it. */
export function isOff({ hung, state }: ProcessObservation): boolean {
  return hung || state === 'down' || state === 'switched-off' || state === 'starting';
}

/**
 * The words for a process that does not work as usual; null for one that does.
 * @param left what it has to finish while it drains
 */
export function processWords(seen: ProcessObservation, left: number): string | null {
  if (seen.hung) return 'not responding';
  if (isOff(seen)) return seen.state.replace('-', ' ');
  return seen.state === 'draining' ? `draining · ${left} left` : null;
}
