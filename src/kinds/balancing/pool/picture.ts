/**
 * A pool shows its members and has no picture of its own; one that scales says how many are on, one
 * sign each: taking part, wanted and not there yet, off.
 */
import type { Shape } from '../../../lib/display-list.ts';
import type { Picture } from '../../../lib/picture.ts';
import { own } from '../../../lib/table.ts';
import type { PoolCounts, PoolObservation } from './observation.ts';

const COLUMNS = 7;
const MOST_SIGNS = 35;
const RADIUS = 3;

export const picture: Picture<PoolObservation> = {
  words({ state, counts }) {
    if (counts === null) return 'backends';
    const { count, wanted, ready } = counts;
    const missing = ready < wanted ? [`${ready} ready`] : [];
    return [wordOf(state), `${wanted} of ${count} wanted`, ...missing].join(' · ');
  },
  utilization: () => null,
  draw: ({ counts }) => (counts === null ? [] : signs(counts)),
};

/** 'scaling.growing' is 'growing'. */
function wordOf(state: string): string {
  const leaf = state.slice(state.lastIndexOf('.') + 1);
  return own(WORDS, leaf) ?? leaf;
}

/** Where a state's name says too little by itself. */
const WORDS: Readonly<Record<string, string>> = {
  'all-on': 'all are on',
  'least-on': 'as few as may be',
  blind: 'no figures',
};

function signs({ count, wanted, ready }: PoolCounts): Shape[] {
  return Array.from({ length: Math.min(count, MOST_SIGNS) }, (_, at) => {
    const x = 4 + 8 * (at % COLUMNS);
    const y = 5 + 8.5 * Math.floor(at / COLUMNS);
    if (at < Math.min(ready, wanted)) return { s: 'circle', x, y, r: RADIUS, fill: 'balancing' };
    const stroke = at < wanted ? 'warn' : 'edge';
    return { s: 'circle', x, y, r: RADIUS - 0.5, stroke, width: at < wanted ? 1.5 : 1 };
  });
}
