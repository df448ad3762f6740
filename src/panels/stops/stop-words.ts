/** A stop condition in words, as it ends the sentence "Stop the run when …". */
import type { StopCondition } from '../../document/types.ts';
import { formatDuration, formatNumber } from '../../lib/duration.ts';
import { words } from './words.ts';

export function stopWords(stop: StopCondition, nameOf: (node: string) => string): string {
  switch (stop.when) {
    case 'slow': {
      const [above, within] = [formatDuration(stop.above), formatDuration(stop.within)];
      return words.slow(stop.percentile, placeOf(stop.node, nameOf), above, within);
    }
    case 'error':
      return words.error(placeOf(stop.node, nameOf));
    case 'queue':
      return words.queue(formatNumber(stop.above), nameOf(stop.node));
    case 'state':
      return words.is(nameOf(stop.node), stateWords(stop.is));
    default:
      throw new Error(`Unknown condition ${JSON.stringify(stop satisfies never)}.`);
  }
}

function placeOf(node: string | undefined, nameOf: (node: string) => string): string {
  return node === undefined ? '' : words.at(nameOf(node));
}

/** "up, saturated" for the path `up.saturated`. */
export function stateWords(path: string): string {
  return path.replaceAll('.', ', ');
}
