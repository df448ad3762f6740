/** What a check begins with when its sort is chosen. */
import type { LeafCondition, SeriesCondition } from '../../document/condition.ts';
import { generalDeeds } from '../../document/deed-targets.ts';
import { completeConfig } from '../../document/field.ts';
import type { DocumentNode } from '../../document/types.ts';
import type { SeriesSpec } from '../../lib/series.ts';
import { specOf } from '../../store/specs.ts';

/** As the form calls them: a figure by its name, everything else by its key. */
export type Sort =
  | 'response'
  | 'error'
  | 'queue'
  | 'state'
  | 'throughput'
  | 'errors'
  | 'inFlight'
  | 'series'
  | 'count'
  | 'path'
  | 'verb';

const [FIRST_DEED = ''] = Object.keys(generalDeeds);

export const USUAL: LeafCondition = {
  figure: 'response',
  percentile: 99,
  above: 500,
  within: 10_000,
};

export function sortOf(leaf: LeafCondition): Sort {
  if ('figure' in leaf) return leaf.figure;
  if ('series' in leaf) return 'series';
  if ('state' in leaf) return 'state';
  if ('error' in leaf) return 'error';
  if ('count' in leaf) return 'count';
  return 'path' in leaf ? 'path' : 'verb';
}

/** @param places the parts that can be watched */
export function usual(sort: Sort, places: readonly DocumentNode[]): LeafCondition {
  const node = places[0]?.id ?? '';
  switch (sort) {
    case 'response':
      return USUAL;
    case 'error':
      return { error: true };
    case 'queue':
      return { figure: sort, node, above: 10 };
    case 'state':
      return { state: '', node };
    case 'throughput':
      return { figure: sort, below: 1, within: 10_000 };
    case 'errors':
      return { figure: sort, above: 1, within: 10_000 };
    case 'inFlight':
      return { figure: sort, above: 100 };
    case 'series': {
      const keeper = places.find((node) => seriesOf(node).length > 0);
      return usualSeries(keeper);
    }
    case 'count':
      return { count: 'parts', above: 1 };
    case 'path':
      return { path: { from: node, to: places.at(-1)?.id ?? node } };
    case 'verb':
      return { verb: FIRST_DEED };
    default:
      throw new Error(`Unknown condition ${JSON.stringify(sort satisfies never)}.`);
  }
}

/** The figures of its own that a part keeps with the settings it has. */
export function seriesOf(node: DocumentNode | undefined): [name: string, figure: SeriesSpec][] {
  const spec = specOf(node?.kind ?? '');
  if (spec === undefined) return [];
  const config = completeConfig(spec, node?.config);
  return Object.entries(spec.series ?? {}).filter(([, of]) => of.keptWhen?.(config) !== false);
}

/** The first figure of a part, or the one of that name; '' where it keeps none. */
export function usualSeries(node: DocumentNode | undefined, name?: string): SeriesCondition {
  const kept = seriesOf(node);
  const [series, figure] = kept.find(([each]) => each === name) ?? kept[0] ?? [''];
  const isCounter = figure?.is === 'counter';
  return { series, node: node?.id ?? '', above: 1, ...(isCounter && { within: 10_000 }) };
}
