/** Why a run paused, in words: what was found, where, and what had been asked for. */
import type { SceneDocument, StopCondition } from '../document/types.ts';
import { formatDuration } from '../lib/duration.ts';
import type { Firing } from '../sim/stop-judges.ts';
import type { NodeRecord } from '../sim/world.ts';
import type { Stopped } from './report-types.ts';

/** @param nodes of the run, by number */
export function stoppedAt(
  document: SceneDocument,
  nodes: readonly NodeRecord[],
  firing: Firing,
): Stopped {
  const { condition, at } = firing;
  const asked = document.stops?.[condition];
  return { condition, at, words: asked === undefined ? '' : wordsFor(nodes, asked, firing) };
}

function wordsFor(nodes: readonly NodeRecord[], asked: StopCondition, firing: Firing): string {
  const nameOf = (node: number) => nodes[node]?.name ?? '';
  const where = nameOf(firing.node);
  switch (asked.when) {
    case 'slow': {
      const place = asked.node === undefined ? '' : ` at ${where}`;
      const found = formatDuration(firing.figure / 1000);
      const [within, above] = [formatDuration(asked.within), formatDuration(asked.above)];
      return `p${asked.percentile}${place} was ${found} over the last ${within}, above ${above}`;
    }
    case 'error': {
      const what = `request ${firing.message} from ${nameOf(firing.source)}`;
      return firing.figure === 0
        ? `${what} was dropped at ${where}: ${firing.what.replaceAll('-', ' ')}`
        : firing.node === firing.source
          ? `${what} was answered with ${firing.figure}`
          : `${where} answered ${what} with ${firing.figure}`;
    }
    case 'queue':
      return `${firing.figure} waiting at ${where}, more than ${asked.above}`;
    case 'state':
      return `${where} is now ${firing.what}`;
    default:
      return asked satisfies never;
  }
}
