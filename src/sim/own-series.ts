/**
 * The figures over time that kinds keep of their own (`lib/series.ts`), whoever looks on: they are
 * part of the run, and conditions read them. A gauge is an area under a level, a counter a sum; a
 * series told apart by key has a line for each key, up to a limit, and one for all others.
 */

import type { SeriesSpec } from '../lib/series.ts';
import type { Model } from './model.ts';
import type { Observer } from './observers.ts';
import { type SparseSnapshot, SparseSums } from './sparse-sums.ts';
import type { Micros, NodeIndex, SeriesKey } from './types.ts';
import type { NodeRecord } from './world.ts';

/** How many keys of a series are told apart: those that came first. */
export const MOST_KEYS = 256;
/**
 * Of so many further keys that hold something a gauge knows how much; what others hold is not
 * added.
 */
const MOST_OTHERS = 4_096;
/**
 * Where there are many lines each keeps so much of what a figure without keys keeps: a quarter of
 * an hour of 0.1 s, half a day of 5 s, 45 days of 5 min, all of 6 h.
 */
const KEYED_SHARE = 1 / 8;

/**
 * Columns of a line's sums: the area of a gauge, in µs, or the count of a counter; the gauge's
 * level.
 */
export const SUM = 1;
export const LEVEL = 2;

interface SeriesSnapshot {
  readonly lines: readonly (readonly [key: string | null, line: SparseSnapshot])[];
  readonly others: readonly (readonly [key: string, level: number])[];
}

/** What stands on the table, and what its kinds declare. */
interface Table {
  readonly world: { readonly nodes: readonly Pick<NodeRecord, 'kind' | 'id'>[] };
  readonly models: Readonly<Record<string, Pick<Model, 'series'>>>;
}

/** One series of one node. */
export class KeptSeries {
  readonly name: string;
  readonly spec: SeriesSpec;
  readonly isGauge: boolean;
  /**
   * By key, in order of appearance: '' where there are none, null for all further keys together.
   */
  readonly lines = new Map<string | null, SparseSums>();
  /** What each of the further keys holds, where that is not 0. */
  private readonly others = new Map<string, number>();
  /** The line of each node that was a key: found without its id. */
  private readonly byNode: SparseSums[] = [];
  private readonly table: Table;

  constructor(name: string, spec: SeriesSpec, table: Table) {
    this.name = name;
    this.spec = spec;
    this.isGauge = spec.is === 'gauge';
    this.table = table;
  }

  /** The level of a gauge from now on, or that what a counter counts happened so many times. */
  write(value: number, key: SeriesKey | undefined, now: Micros): void {
    const line = this.lineOf(key, now);
    if (this.isGauge) {
      line.advance(now);
      const isRest = line === this.lines.get(null);
      line.live[LEVEL] = isRest ? this.sumWith(this.nameOf(key), value) : value;
    } else {
      line.at(now);
      line.live[SUM] = (line.live[SUM] as number) + value;
    }
  }

  private lineOf(key: SeriesKey | undefined, now: Micros): SparseSums {
    if (typeof key !== 'number') return this.lineFor(key ?? '', now);
    this.byNode[key] ??= this.lineFor(this.nameOf(key), now);
    return this.byNode[key];
  }

  private lineFor(name: string, now: Micros): SparseSums {
    const { lines } = this;
    const key = lines.has(name) || lines.size < MOST_KEYS ? name : null;
    const line = lines.get(key) ?? this.freshLine(now);
    lines.set(key, line);
    return line;
  }

  private freshLine(now: Micros): SparseSums {
    const columns = this.isGauge ? { areas: 1, counts: 0 } : { areas: 0, counts: 1 };
    return new SparseSums(columns, now, this.spec.keyed === undefined ? 1 : KEYED_SHARE);
  }

  private nameOf(key: SeriesKey | undefined): string {
    return typeof key === 'number' ? (this.table.world.nodes[key] as NodeRecord).id : (key ?? '');
  }

  /** What all further keys hold, once this one of them holds so much. */
  private sumWith(key: string, level: number): number {
    const { others } = this;
    const before = others.get(key) ?? 0;
    if (level === 0) others.delete(key);
    else if (before !== 0 || others.size < MOST_OTHERS) others.set(key, level);
    else level = 0;
    const sum = this.lines.get(null)?.live[LEVEL] ?? 0;
    return others.size > 0 ? sum + level - before : 0;
  }

  snapshot(): SeriesSnapshot {
    return {
      lines: Array.from(this.lines, ([key, line]) => [key, line.snapshot()] as const),
      others: [...this.others],
    };
  }

  restore({ lines, others }: SeriesSnapshot): this {
    for (const [key, snapshot] of lines) {
      const line = this.freshLine(0);
      line.restore(snapshot);
      this.lines.set(key, line);
    }
    for (const [key, level] of others) this.others.set(key, level);
    return this;
  }
}

export class OwnSeries implements Observer {
  readonly name = 'series';
  /** By node, then by the number of the series. */
  private nodes: KeptSeries[][] = [];
  private readonly table: Table;

  constructor(table: Table) {
    this.table = table;
  }

  placed({ index }: Pick<NodeRecord, 'index'>): void {
    this.nodes.push(this.emptyOf(index));
  }

  /** The series of a node, in the order of its kind's table. */
  of(node: NodeIndex): readonly KeptSeries[] {
    return this.nodes[node] as KeptSeries[];
  }

  /**
   * Called for every request that is sent: the handle calls it, not the list of observers.
   * @throws Error where the node's kind declares no such series
   */
  write(
    node: NodeIndex,
    series: number,
    value: number,
    key: SeriesKey | undefined,
    now: Micros,
  ): void {
    const kept = this.nodes[node]?.[series];
    if (kept === undefined) throw new Error(`Node ${node} has no series ${series}.`);
    kept.write(value, key, now);
  }

  snapshot(): SeriesSnapshot[][] {
    return this.nodes.map((all) => all.map((series) => series.snapshot()));
  }

  /** The table is the one of the snapshot already. */
  restore(snapshot: unknown): void {
    this.nodes = (snapshot as SeriesSnapshot[][]).map((snapshots, node) =>
      this.emptyOf(node).map((series, at) => series.restore(snapshots[at] as SeriesSnapshot)),
    );
  }

  private emptyOf(node: NodeIndex): KeptSeries[] {
    const { kind } = this.table.world.nodes[node] as NodeRecord;
    const declared = Object.entries(this.table.models[kind]?.series ?? {});
    return declared.map(([name, spec]) => new KeptSeries(name, spec, this.table));
  }
}
