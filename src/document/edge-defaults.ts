/** What an edge is when it says nothing of itself. */
import type { Distribution } from '../lib/distribution.ts';

/** 10 ms, so that a hop can be watched beside service times of tens of milliseconds. */
export const DEFAULT_LATENCY: Distribution = { dist: 'constant', value: 10 };
/** Nothing gets lost. */
export const DEFAULT_LOSS = 0;
