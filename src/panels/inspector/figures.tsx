/**
 * What a node is doing, in figures: over the last second and over the whole run, with what was
 * dropped and why.
 */
import { formatDuration, formatNumber, formatRate, formatShare } from '../../lib/duration.ts';
import type { NodeFigures, Percentiles, SpanReport } from '../../worker/protocol.ts';
import css from './figures.module.css';
import { SmallChart } from './small-chart.tsx';
import { words } from './words.ts';

const NONE = '–';

interface Row {
  id: string;
  label: string;
  /** Under a heading of its own, "Response time". */
  group?: string;
  recent: string | null;
  total: string | null;
}

const PARTS: readonly (keyof Percentiles)[] = ['mean', 'p50', 'p95', 'p99'];

function rowsOf(recent: SpanReport, total: SpanReport): Row[] {
  const row = (
    id: string,
    label: string,
    of: (figures: SpanReport) => number | null,
    say: (value: number) => string,
    group?: string,
  ): Row => {
    const said = (value: number | null) => (value === null ? null : say(value));
    return {
      id,
      label,
      recent: said(of(recent)),
      total: said(of(total)),
      ...(group === undefined ? {} : { group }),
    };
  };
  const { figures } = words;
  const rows = [
    row('throughput', figures.throughput, (each) => each.throughputPerSecond, formatRate),
    row('utilization', figures.utilization, (each) => each.utilization, formatShare),
    row('in-system', figures.inSystem, (each) => each.meanInSystem, formatNumber),
    ...PARTS.map((part) =>
      row(
        `response-${part}`,
        figures[part],
        (each) => each.responseMs[part],
        formatDuration,
        figures.response,
      ),
    ),
    ...PARTS.map((part) =>
      row(
        `waiting-${part}`,
        figures[part],
        (each) => each.waitingMs[part],
        formatDuration,
        figures.waiting,
      ),
    ),
  ];
  return rows.filter((each) => each.recent !== null || each.total !== null);
}

export function Figures({ report }: { report: NodeFigures }) {
  const rows = rowsOf(report.recent, report.total);
  if (rows.length === 0) return <p className={css.none}>{words.inspector.noFigures}</p>;
  return (
    <>
      <table className={css.figures}>
        <thead>
          <tr>
            <th scope="col">
              <span className={css.hidden}>{words.figures.span}</span>
            </th>
            <th scope="col">{words.figures.recent}</th>
            <th scope="col">{words.figures.total}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <FigureRow key={row.id} row={row} before={rows[index - 1]} />
          ))}
        </tbody>
      </table>
      <Dropped dropped={report.total.dropped} />
      <Charts series={report.series} />
    </>
  );
}

function FigureRow({ row, before }: { row: Row; before: Row | undefined }) {
  const isNewGroup = row.group !== undefined && before?.group !== row.group;
  return (
    <tr data-figure={row.id} data-first={isNewGroup}>
      <th scope="row">
        {row.group === undefined ? (
          row.label
        ) : (
          <>
            <span className={isNewGroup ? css.group : css.hidden}>{row.group}</span>{' '}
            <span className={css.part}>{row.label}</span>
          </>
        )}
      </th>
      <td>{row.recent ?? NONE}</td>
      <td>{row.total ?? NONE}</td>
    </tr>
  );
}

/** By reason, the most frequent first. */
function Dropped({ dropped }: { dropped: Readonly<Record<string, number>> }) {
  const reasons = Object.entries(dropped)
    .filter(([, count]) => count > 0)
    .sort((a, b) => b[1] - a[1]);
  return (
    <section className={css.section}>
      <h2 className={css.heading}>{words.figures.dropped}</h2>
      {reasons.length === 0 ? (
        <p className={css.none}>{words.figures.noneDropped}</p>
      ) : (
        <dl className={css.reasons}>
          {reasons.map(([reason, count]) => (
            <div key={reason} className={css.reason}>
              <dt>{reason.replaceAll('-', ' ')}</dt>
              <dd>{count.toLocaleString('en')}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

function Charts({ series }: { series: NodeFigures['series'] }) {
  const { figures } = words;
  return (
    <section className={css.section}>
      <h2 className={css.heading}>{figures.charts}</h2>
      <SmallChart
        label={figures.throughput}
        values={series.throughput}
        say={formatRate}
        series={series}
      />
      <SmallChart
        label={figures.inSystem}
        values={series.inSystem}
        say={formatNumber}
        series={series}
      />
      <SmallChart
        label={figures.responseMean}
        values={series.responseMs}
        say={formatDuration}
        series={series}
      />
    </section>
  );
}
