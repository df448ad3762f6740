/**
 * One chart: lines on a canvas, scales beside it, and at the end of each line its name and value –
 * at the pointer, or the newest. A click goes to the moment; the keyboard walks the same cursor
 * that every chart and the timeline show.
 */
import { axisBottom, axisLeft, max, scaleLinear, select } from 'd3';
import {
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { clockText } from '../../lib/clock.ts';
import { timeTicks } from '../../lib/time-ticks.ts';
import { pointAt, useInstruments } from '../../store/instruments.ts';
import { seek, usePlayback } from '../../store/playback.ts';
import { usePreferences } from '../../store/preferences.ts';
import { useMedia } from '../../ui/media.ts';
import css from './chart.module.css';
import { bucketAt, type ChartLine, type ChartLines, type Frame } from './chart-lines.ts';
import { MARGIN, paintChart, type Scales } from './chart-paint.ts';
import { Labels } from './labels.tsx';
import { words } from './words.ts';

interface ChartProps {
  chart: ChartLines;
  frame: Frame;
  /** Moments of commands within the window. */
  marks: readonly number[];
}

export function Chart({ chart, frame, marks }: ChartProps) {
  const plot = useRef<HTMLDivElement>(null);
  const size = useSize(plot);
  const scales = useScales(chart, frame, size);
  return (
    <figure className={css.chart}>
      <figcaption className={css.caption}>
        <strong>{chart.title}</strong> <span className={css.unit}>{chart.unit}</span>
      </figcaption>
      <Plot ref={plot} chart={chart} frame={frame} scales={scales}>
        {chart.lines.length === 0 ? (
          <p className={css.nothing}>{chart.nothing}</p>
        ) : (
          <>
            <Lines {...{ chart, frame, marks, scales, size }} />
            <Axes chart={chart} scales={scales} size={size} />
            <Labels chart={chart} frame={frame} scales={scales} height={size.height} />
          </>
        )}
      </Plot>
    </figure>
  );
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function useSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useEffect(() => {
    if (element.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      setSize({ width: Math.floor(width), height: Math.floor(height) });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

function useScales({ lines, most }: ChartLines, { from, to }: Frame, size: Size): Scales {
  return useMemo(() => {
    const highest = most ?? max(lines, (line) => max(line.values, (value) => value ?? 0)) ?? 0;
    const x = scaleLinear([from, to], [MARGIN.left, size.width - MARGIN.right]);
    const y = scaleLinear([0, highest || 1], [size.height - MARGIN.bottom, MARGIN.top]);
    return { x, y: most === undefined ? y.nice(3) : y };
  }, [lines, most, from, to, size]);
}

interface PlotProps {
  ref: RefObject<HTMLDivElement | null>;
  chart: ChartLines;
  frame: Frame;
  scales: Scales;
  children: React.ReactNode;
}

/** What is pointed at, clicked, and walked by keyboard. */
function Plot({ ref, chart, frame, scales, children }: PlotProps) {
  const at = usePlayback((state) => state.at);
  const pointedAt = useInstruments((state) => state.pointedAt);
  const moment = within(frame, pointedAt ?? at);
  const pointed = (event: PointerEvent | React.MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return within(frame, scales.x.invert(event.clientX - box.left));
  };
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter') seek(moment);
    else {
      const to = keyTarget(event, moment, frame);
      if (to === undefined) return;
      pointAt(to);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      ref={ref}
      className={css.plot}
      role="slider"
      tabIndex={0}
      aria-label={chart.title}
      aria-valuemin={frame.from / 1e6}
      aria-valuemax={frame.to / 1e6}
      aria-valuenow={moment / 1e6}
      aria-valuetext={`${clockText(moment)}: ${readout(chart, frame, moment)}`}
      onPointerMove={(event) => pointAt(pointed(event))}
      onPointerLeave={() => pointAt(null)}
      onBlur={() => pointAt(null)}
      onClick={(event) => seek(pointed(event))}
      onKeyDown={press}
    >
      {children}
    </div>
  );
}

/** Where a key moves the cursor; null lets it go. */
function keyTarget(event: KeyboardEvent, moment: number, frame: Frame): number | null | undefined {
  const step = frame.bucketMicros * (event.shiftKey ? 10 : 1);
  const targets: Readonly<Record<string, number | null>> = {
    ArrowLeft: moment - step,
    ArrowDown: moment - step,
    ArrowRight: moment + step,
    ArrowUp: moment + step,
    PageDown: moment - 10 * step,
    PageUp: moment + 10 * step,
    Home: frame.from,
    End: frame.to,
  };
  if (event.key === 'Escape' && useInstruments.getState().pointedAt !== null) return null;
  const to = targets[event.key];
  return to === undefined || to === null ? to : within(frame, to);
}

function within({ from, to }: Frame, moment: number): number {
  return Math.round(Math.min(to, Math.max(from, moment)));
}

/** "p50 40 ms, p95 no value". */
function readout({ lines, say, nothing }: ChartLines, frame: Frame, moment: number): string {
  if (lines.length === 0) return nothing;
  return lines
    .map(({ label, values }) => {
      const value = values[bucketAt(frame, moment)] ?? null;
      return `${label} ${value === null ? words.noValue : say(value)}`;
    })
    .join(', ');
}

interface LinesProps {
  chart: { readonly lines: readonly ChartLine[] };
  frame: Frame;
  marks: readonly number[];
  scales: Scales;
  size: Size;
}

function Lines({ chart: { lines }, frame, marks, scales, size }: LinesProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const now = usePlayback((state) => Math.min(frame.to, state.at));
  const look = useLook();
  // biome-ignore lint/correctness/useExhaustiveDependencies: inks depend on it.
  useEffect(() => {
    if (canvas.current === null || size.width === 0) return;
    paintChart(canvas.current, size.width, size.height, { frame, lines, scales, now, marks });
  }, [frame, lines, scales, now, marks, size, look]);
  return <canvas ref={canvas} className={css.canvas} />;
}

/** Changes whenever the page's colours do. */
function useLook(): string {
  const theme = usePreferences((state) => state.theme);
  const isDark = useMedia('(prefers-color-scheme: dark)');
  const isForced = useMedia('(forced-colors: active)');
  return `${theme} ${isDark} ${isForced}`;
}

/** Times below a chart at most, and the height of their letters in pixels. */
const MOST_TIMES = 12;
const TIME_SIZE = 11;

function Axes({ chart, scales, size }: { chart: ChartLines; scales: Scales; size: Size }) {
  const below = useRef<SVGGElement>(null);
  const beside = useRef<SVGGElement>(null);
  const { say } = chart;
  useEffect(() => {
    const { x, y } = scales;
    if (below.current === null || beside.current === null || size.width === 0) return;
    const [from = 0, to = 0] = x.domain();
    const width = size.width - MARGIN.left - MARGIN.right;
    const times = timeTicks({ from, to, width, size: TIME_SIZE, most: MOST_TIMES });
    select(below.current).call(
      axisBottom(x)
        .tickValues(times.map(({ at }) => at))
        .tickSize(4)
        .tickFormat((_, index) => times[index]?.text ?? ''),
    );
    select(beside.current).call(
      axisLeft(y)
        .ticks(3)
        .tickSize(0)
        .tickFormat((value) => say(Number(value))),
    );
  }, [scales, size, say]);
  return (
    <svg className={css.axes} width={size.width} height={size.height} aria-hidden="true">
      <g ref={below} transform={`translate(0 ${size.height - MARGIN.bottom})`} />
      <g ref={beside} transform={`translate(${MARGIN.left} 0)`} />
    </svg>
  );
}
