/**
 * From the figures of a run to what the charts draw: which lines, in which ink and dash, called
 * what, in which unit.
 */
import { formatDuration, formatNumber, formatRate, formatShare } from '../../lib/duration.ts';
import type { InkName } from '../../lib/ink.ts';
import type { ChartSeries, OwnChart } from '../../worker/protocol.ts';
import { words } from './words.ts';

export type Values = readonly (number | null)[];

export interface ChartLine {
  id: string;
  label: string;
  values: Values;
  /** Told apart by dash as well as by colour. */
  ink: InkName;
  dash: readonly number[];
}

export interface ChartLines {
  id: string;
  title: string;
  unit: string;
  lines: readonly ChartLine[];
  say: (value: number) => string;
  /** The top of the scale where it never changes. */
  most?: number;
  /** What is said where there is no line. */
  nothing: string;
}

/** As many lines as can be labelled in one chart. */
const MOST_LINES = 6;
const INKS: readonly InkName[] = ['accent', 'streaming', 'compute', 'balancing', 'workflow', 'bad'];
const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [8, 3, 2, 3], [12, 4], [4, 2]];

export type NameOf = (node: string) => string;

export function chartsOf(series: ChartSeries, nameOf: NameOf): ChartLines[] {
  const { titles, units, lines, nothing } = words;
  const nodes = (values: Readonly<Record<string, Values>>) =>
    highest(Object.entries(values).map(([id, line]) => [id, nameOf(id), line]));
  return [
    {
      id: 'throughput',
      title: titles.throughput,
      unit: units.throughput,
      lines: drawn([['throughput', lines.throughput, series.throughput]]),
      say: formatRate,
      nothing: nothing.response,
    },
    {
      id: 'response',
      title: titles.response,
      unit: units.response,
      lines: drawn([
        ['p50', 'p50', series.p50],
        ['p95', 'p95', series.p95],
        ['p99', 'p99', series.p99],
      ]),
      say: formatDuration,
      nothing: nothing.response,
    },
    {
      id: 'errors',
      title: titles.errors,
      unit: units.errors,
      lines: highest(
        Object.entries(series.errors).map(([reason, line]) => [reason, reasonWords(reason), line]),
      ),
      say: formatRate,
      nothing: nothing.errors,
    },
    ...series.own.map((chart) => ownChart(chart, nameOf)),
    {
      id: 'in-flight',
      title: titles.inFlight,
      unit: units.inFlight,
      lines: drawn([['in-flight', lines.inFlight, series.inFlight]]),
      say: formatNumber,
      nothing: nothing.response,
    },
    {
      id: 'utilization',
      title: titles.utilization,
      unit: unitOf(units.utilization, Object.keys(series.utilization).length),
      lines: nodes(series.utilization),
      say: formatShare,
      most: 1,
      nothing: nothing.capacity,
    },
    {
      id: 'queue',
      title: titles.queue,
      unit: unitOf(units.queue, Object.keys(series.queue).length),
      lines: nodes(series.queue),
      say: formatNumber,
      nothing: nothing.capacity,
    },
  ];
}

function ownChart(chart: OwnChart, nameOf: NameOf): ChartLines {
  const { id, node, is, label, unit, by } = chart;
  const lines = ownLines(chart, nameOf);
  return {
    id: `own ${id}`,
    title: node === null || by === null ? label : words.titles.own(label, by, nameOf(node)),
    unit: unitOf(words.units.own[is](unit), lines.length),
    lines: highest(lines),
    say: is === 'counter' ? formatRate : formatNumber,
    nothing: words.nothing.own,
  };
}

/** The lines of a kind's own figure with their names, all others together last. */
export function ownLines({ lines, areNodes, other }: OwnChart, nameOf: NameOf): Named[] {
  const named = lines.map(
    ([key, line]): Named => [`key ${key}`, areNodes ? nameOf(key) : key, line],
  );
  return other === null ? named : [...named, ['other', words.lines.other, other]];
}

function unitOf(unit: string, lines: number): string {
  return lines > MOST_LINES ? `${unit}, ${words.busiest(MOST_LINES)}` : unit;
}

/** "queue full", "answered 503". */
export function reasonWords(reason: string): string {
  const status = /^status-(\d+)$/.exec(reason)?.[1];
  return status === undefined ? reason.replaceAll('-', ' ') : words.answered(status);
}

type Named = readonly [id: string, label: string, values: Values];

function drawn(lines: readonly Named[]): ChartLine[] {
  return lines
    .filter(([, , values]) => values.some((value) => value !== null))
    .map(([id, label, values], at) => ({
      id,
      label,
      values,
      ink: INKS[at % INKS.length] ?? 'accent',
      dash: DASHES[at % DASHES.length] ?? [],
    }));
}

/** The lines with the highest sums, in the order in which they came. */
function highest(lines: readonly Named[]): ChartLine[] {
  const sum = ([, , values]: Named) =>
    values.reduce((total: number, value) => total + (value ?? 0), 0);
  const kept = new Set([...lines].sort((a, b) => sum(b) - sum(a)).slice(0, MOST_LINES));
  return drawn(lines.filter((line) => kept.has(line)));
}

/** Where a chart's points lie in time: the buckets of a series within the window shown. */
export interface Frame {
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly bucketMicros: number;
  readonly count: number;
}

/** The middle of a bucket; of the newest one the middle of what has passed of it. */
export function middleOf(frame: Frame, at: number): number {
  const start = frame.first + at * frame.bucketMicros;
  return (start + Math.min(frame.to, start + frame.bucketMicros)) / 2;
}

/** Which bucket a moment lies in. */
export function bucketAt(frame: Frame, moment: number): number {
  const at = Math.floor((moment - frame.first) / frame.bucketMicros);
  return Math.min(frame.count - 1, Math.max(0, at));
}

/** The newest bucket in which a line has a value. */
export function lastOf(values: Values): number {
  return values.findLastIndex((value) => value !== null);
}
