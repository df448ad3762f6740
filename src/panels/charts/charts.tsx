/**
 * Figures over time: of the whole table or of the selected nodes, as charts or as a table, and as a
 * file.
 */
import { useMemo, useState } from 'react';
import { DAY_MICROS, HOUR_MICROS } from '../../lib/calendar.ts';
import { clockText, shortClock } from '../../lib/clock.ts';
import { formatDuration } from '../../lib/duration.ts';
import { useDocument } from '../../store/document.ts';
import { useInstruments } from '../../store/instruments.ts';
import { usePlayback } from '../../store/playback.ts';
import { useScene } from '../../store/scene.ts';
import { useSelection } from '../../store/selection.ts';
import { specOf } from '../../store/specs.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { saveCsv } from '../csv.ts';
import { Chart } from './chart.tsx';
import { chartsOf, type Frame, type NameOf } from './chart-lines.ts';
import css from './charts.module.css';
import { type Figures, figuresCsv, figuresOf } from './figures.ts';
import { FiguresTable } from './figures-table.tsx';
import { type Shown, useSeries } from './use-series.ts';
import { words } from './words.ts';

const SPANS = {
  seconds: 10e6,
  minute: 60e6,
  minutes: 600e6,
  hour: HOUR_MICROS,
  day: DAY_MICROS,
  month: 30 * DAY_MICROS,
  whole: Number.POSITIVE_INFINITY,
};
type Span = keyof typeof SPANS;
/** Charts follow four times a second; who reads a table wants it to stand still. */
const CHARTS_MS = 250;
const TABLE_MS = 1_000;
/** A shorter window than this would show the width of its buckets. */
const LEAST_WINDOW_MICROS = 1e6;
const MOST_NAMES = 3;

export function Charts() {
  const selected = useSelectedNodes();
  const [ofSelected, setOfSelected] = useState(false);
  const [span, setSpan] = useState<Span>('minute');
  const [isTable, setIsTable] = useState(false);
  const nameOf = useNames();
  const isPart = ofSelected && selected.length > 0;
  const shown = useSeries(isPart ? selected : null, SPANS[span], isTable ? TABLE_MS : CHARTS_MS);
  const figures = useMemo(
    () => (shown === null ? null : figuresOf(shown.series, nameOf)),
    [shown, nameOf],
  );
  const names = selected.length === 0 ? words.nothingSelected : namesOf(selected, nameOf);
  return (
    <div className={css.charts}>
      <div className={css.controls}>
        <fieldset className={css.scope}>
          <legend className={css.hidden}>{words.scope}</legend>
          <Button aria-pressed={!isPart} onClick={() => setOfSelected(false)}>
            {words.wholeTable}
          </Button>
          <Button
            aria-pressed={isPart}
            disabled={selected.length === 0}
            onClick={() => setOfSelected(true)}
          >
            {names}
          </Button>
        </fieldset>
        <Windows span={span} onChoose={setSpan} />
        <Button aria-pressed={isTable} onClick={() => setIsTable(!isTable)}>
          {words.table}
        </Button>
        <Button
          disabled={figures === null || figures.rows.length === 0}
          onClick={() => figures !== null && save(figures)}
        >
          {words.download}
        </Button>
        <Pointed />
      </div>
      {shown === null || figures === null || figures.rows.length === 0 ? (
        <p className={css.empty}>{words.empty}</p>
      ) : isTable ? (
        <FiguresTable
          figures={figures}
          caption={captionOf(shown, isPart ? names : words.wholeTable)}
        />
      ) : (
        <Grid shown={shown} nameOf={nameOf} />
      )}
    </div>
  );
}

function Windows({ span, onChoose }: { span: Span; onChoose: (span: Span) => void }) {
  return (
    <div className={css.window}>
      <Select
        ids={{}}
        label={words.window}
        value={span}
        options={Object.entries(words.windows).map(([value, label]) => ({ value, label }))}
        onChoose={(value) => onChoose(value as Span)}
      />
    </div>
  );
}

/** The moment under the cursor, whichever instrument that is on, or the moment shown. */
function Pointed() {
  const pointedAt = useInstruments((state) => state.pointedAt);
  const at = usePlayback((state) => state.at);
  return (
    <span className={css.pointed} aria-hidden="true">
      {words.at(clockText(pointedAt ?? at))}
    </span>
  );
}

function Grid({ shown, nameOf }: { shown: Shown; nameOf: NameOf }) {
  const commands = useDocument((state) => state.document.commands);
  const frame = useMemo(() => frameOf(shown), [shown]);
  const charts = useMemo(() => chartsOf(shown.series, nameOf), [shown, nameOf]);
  const marks = useMemo(
    () =>
      commands
        .map((command) => command.at * 1000)
        .filter((at) => at >= frame.from && at <= frame.to),
    [commands, frame],
  );
  return (
    <div className={css.grid}>
      {charts.map((chart) => (
        <Chart key={chart.id} chart={chart} frame={frame} marks={marks} />
      ))}
    </div>
  );
}

function frameOf({ series, from, to }: Shown): Frame {
  return {
    from,
    to: Math.max(to, from + LEAST_WINDOW_MICROS),
    first: series.from,
    bucketMicros: series.bucketMicros,
    count: series.throughput.length,
  };
}

function captionOf({ series }: Shown, scope: string): string {
  const until = series.from + series.throughput.length * series.bucketMicros;
  const step = formatDuration(series.bucketMicros / 1000);
  return words.caption(scope, shortClock(series.from), shortClock(until), step);
}

function save(figures: Figures): void {
  saveCsv(words.file(useDocument.getState().document.title), figuresCsv(figures));
}

/** Ids of the selected nodes that stand on the table. */
function useSelectedNodes(): readonly string[] {
  const ids = useSelection((state) => state.ids);
  const nodes = useScene((scene) => scene.nodes);
  return useMemo(() => ids.filter((id) => nodes.some((node) => node.id === id)), [ids, nodes]);
}

function useNames(): NameOf {
  const nodes = useScene((scene) => scene.nodes);
  return useMemo(() => {
    const names = new Map(
      nodes.map((node) => [node.id, node.name ?? specOf(node.kind)?.title ?? node.id]),
    );
    return (id) => names.get(id) ?? id;
  }, [nodes]);
}

function namesOf(ids: readonly string[], nameOf: NameOf): string {
  const names = ids.slice(0, MOST_NAMES).map(nameOf).join(', ');
  return ids.length > MOST_NAMES ? words.andMore(names, ids.length - MOST_NAMES) : names;
}
