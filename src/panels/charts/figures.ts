/** The charts' figures as columns and rows: what the table shows is what the file holds. */
import type { ChartSeries } from '../../worker/protocol.ts';
import { csvOf } from '../csv.ts';
import { type NameOf, ownLines, reasonWords, type Values } from './chart-lines.ts';
import { words } from './words.ts';

export interface Figures {
  /** With their units; the first is the time of a row. */
  readonly columns: readonly string[];
  readonly rows: readonly Values[];
}

export function figuresOf(series: ChartSeries, nameOf: NameOf): Figures {
  const { columns: say } = words;
  const named = (
    lines: Readonly<Record<string, Values>>,
    title: (id: string) => string,
  ): (readonly [string, Values])[] =>
    Object.entries(lines).map(([id, values]) => [title(id), values]);
  const columns: (readonly [string, Values])[] = [
    [say.throughput, series.throughput],
    ...(['p50', 'p95', 'p99'] as const).map((p) => [say.percentile(p), series[p]] as const),
    ...named(series.errors, (reason) => say.errors(reasonWords(reason))),
    ...named(series.utilization, (id) => say.utilization(nameOf(id))),
    ...named(series.queue, (id) => say.queue(nameOf(id))),
    [say.inFlight, series.inFlight],
    ...series.own.flatMap((chart) => {
      const { is, label, unit, node } = chart;
      const ofLine = (name: string) => (node === null ? name : say.keyed(nameOf(node), name));
      return ownLines(chart, nameOf).map(
        ([, name, values]) => [say.own[is](label, ofLine(name), unit), values] as const,
      );
    }),
  ];
  const secondOf = (at: number) => (series.from + at * series.bucketMicros) / 1e6;
  return {
    columns: [say.time, ...columns.map(([title]) => title)],
    rows: series.throughput.map((_, at) => [
      secondOf(at),
      ...columns.map(([, values]) => values[at] ?? null),
    ]),
  };
}

/** Comma-separated values (RFC 4180); an empty cell where nothing can be said. */
export function figuresCsv({ columns, rows }: Figures): string {
  const cell = (value: number | null) =>
    // Twelve digits: sums of decimal fractions without the dust of binary ones.
    value === null ? '' : String(Number(value.toPrecision(12)));
  return csvOf([columns, ...rows.map((row) => row.map(cell))]);
}
