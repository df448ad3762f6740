/** What the requests ask for: every sort is made once, and shared by all requests of that sort. */

import type { Sim } from '../../../sim/sim.ts';
import type { StreamId } from '../../../sim/types.ts';
import { type HttpContent, httpContent } from '../../shared/http.ts';
import type { ClientConfig, MixItem } from './spec.ts';

export interface Contents {
  /** Per sort: as configured, and as a write. */
  readonly plain: readonly HttpContent[];
  readonly writing: readonly HttpContent[];
  /** The chance of this or an earlier sort. */
  readonly cumulative: readonly number[];
  readonly writes: number;
}

export function createContents(config: ClientConfig): Contents {
  const mix: readonly MixItem[] = config.mix.length > 0 ? config.mix : [{}];
  const weights = mix.map((item) => item.weight ?? 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  return {
    plain: mix.map((item) => httpContent({ ...item, write: item.write === true })),
    writing: mix.map((item) => httpContent({ ...item, write: true })),
    cumulative: weights.map((weight) => {
      sum += total > 0 ? weight / total : 1 / weights.length;
      return sum;
    }),
    writes: config.writes,
  };
}

/** Draws the next request's content. With a single sort and no or only writes nothing is drawn. */
export function pickContent(
  contents: Contents,
  mix: StreamId,
  writes: StreamId,
  sim: Sim,
): HttpContent {
  const sort = contents.cumulative.length === 1 ? 0 : pickSort(contents, sim.random(mix));
  const isWrite =
    contents.writes > 0 && (contents.writes >= 1 || sim.random(writes) < contents.writes);
  return (isWrite ? contents.writing : contents.plain)[sort] as HttpContent;
}

function pickSort(contents: Contents, u: number): number {
  const last = contents.cumulative.length - 1;
  for (let sort = 0; sort < last; sort++) {
    if (u < (contents.cumulative[sort] as number)) return sort;
  }
  return last;
}
