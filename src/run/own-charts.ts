/**
 * Charts of the figures that kinds keep of their own. A figure told apart by key is a chart of its
 * node with a line for each key; of the others all nodes of a kind are lines of one chart.
 */

import type { SeriesSpec } from '../lib/series.ts';
import { BUCKET_MICROS } from '../sim/levels.ts';
import { SUM } from '../sim/own-series.ts';
import { rateOf } from '../sim/series-now.ts';
import type { SparseSums } from '../sim/sparse-sums.ts';
import type { NodeRecord } from '../sim/world.ts';
import type { OwnChart } from './report-types.ts';
import type { Run } from './run.ts';
import { highest, type Line, sumOf, type Values } from './series-lines.ts';
import { points, type Window } from './series-window.ts';

/** What a chart is drawn from. */
export interface Kept {
  readonly id: string;
  /** Whose keys the lines are; null where each is of a node. */
  readonly node: string | null;
  readonly spec: SeriesSpec;
  /** By key or node; null for all keys beyond those told apart. */
  readonly kept: { readonly id: string | null; readonly line: SparseSums }[];
}

/**
 * What nodes keep of their own and have written by now.
 * @param isTable for the whole table, where keys that are nodes would be too many to show
 */
export function keptOf(run: Run, nodes: readonly NodeRecord[], isTable: boolean): Kept[] {
  const charts = new Map<string, Kept>();
  for (const { index, id, kind } of nodes) {
    for (const series of run.kernel.series.of(index)) {
      const { name, spec } = series;
      const isKeyed = spec.keyed !== undefined;
      if (isKeyed && isTable) continue;
      const node = isKeyed ? id : null;
      const chart = `${kind} ${name} ${node ?? ''}`;
      const of: Kept = charts.get(chart) ?? { id: chart, node, spec, kept: [] };
      for (const [key, line] of series.lines) of.kept.push({ id: isKeyed ? key : id, line });
      if (of.kept.length > 0) charts.set(chart, of);
    }
  }
  return [...charts.values()];
}

export function ownCharts(charts: readonly Kept[], window: Window): OwnChart[] {
  return charts.map(({ id, node, spec, kept }) => {
    const named: Line[] = [];
    const others: Values[] = [];
    for (const { id, line } of kept) {
      const values = valuesOf(line, spec, window);
      if (id === null) others.push(values);
      else named.push([id, values]);
    }
    const { lines, rest } = highest(named);
    others.push(...rest.map(([, values]) => values));
    const { is, label, unit, keyed } = spec;
    return {
      id,
      node,
      is,
      label,
      unit,
      by: keyed?.by ?? null,
      areNodes: keyed === undefined || keyed.isNode === true,
      lines,
      other: others.length === 0 ? null : sumOf(others),
    };
  });
}

/** The mean of a gauge, unknown before it was first written; the rate per second of a counter. */
function valuesOf(line: SparseSums, { is }: SeriesSpec, window: Window): Values {
  const isGauge = is === 'gauge';
  let before = line.before(window.first, SUM);
  return points(window, (from, to) => {
    const after = line.before(to, SUM);
    const growth = after - before;
    before = after;
    if (isGauge && to <= line.firstBucket) return null;
    return rateOf(growth, isGauge, (to - from) * BUCKET_MICROS);
  });
}
