/** Why a run paused, in words: what was found, where, and what had been asked for. */
import type { StopCondition } from '../document/types.ts';
import { formatDuration } from '../lib/duration.ts';
import type { Firing } from '../sim/stops.ts';
import type { Stopped } from './report-types.ts';
import type { Run } from './run.ts';

export function stoppedAt(run: Run, firing: Firing): Stopped {
  const { condition, at } = firing;
  const asked = run.document.stops?.[condition];
  return { condition, at, words: asked === undefined ? '' : wordsFor(run, asked, firing) };
}

function wordsFor(run: Run, asked: StopCondition, firing: Firing): string {
  const nameOf = (node: number) => run.kernel.world.nodes[node]?.name ?? '';
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
