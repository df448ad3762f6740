/** Why a backend is out, and for how long: the facts, and how a card or a panel says them. */
import { formatDuration } from '../../../lib/duration.ts';

/**
 * Who keeps a backend out. Checks do until they pass, so that only how long so far is known; the
 * others do for a time, of which so much is left.
 */
export type OutReport =
  | { readonly by: 'checks'; readonly forMs: number }
  | { readonly by: 'ejection' | 'failures'; readonly leftMs: number };

/** “checks fail for 3.1 s”, “failed, next try in 4.2 s”. */
export function outWords(out: OutReport): string {
  if (out.by === 'checks') return `checks fail for ${inTenths(out.forMs)}`;
  const [why, what] = out.by === 'ejection' ? ['errors', 'back'] : ['failed', 'next try'];
  return out.leftMs === 0 ? `${why}, on trial` : `${why}, ${what} in ${inTenths(out.leftMs)}`;
}

/** No finer than a tenth of a second, so that it can be read while it runs. */
function inTenths(millis: number): string {
  return formatDuration(millis < 100 ? Math.round(millis) : Math.round(millis / 100) * 100);
}
