/**
 * A line of the last seconds with its newest value at the end of it; the table above has the exact
 * figures.
 */
import { area, line, max, scaleLinear } from 'd3';
import type { NodeFigures } from '../../worker/protocol.ts';
import { clockText } from '../format.ts';
import css from './small-chart.module.css';
import { words } from './words.ts';

/** Drawn in these units and stretched to the panel's width. */
const WIDTH = 300;
const HEIGHT = 36;

interface SmallChartProps {
  label: string;
  values: readonly number[];
  say: (value: number) => string;
  series: Pick<NodeFigures['series'], 'from' | 'bucketMicros'>;
}

export function SmallChart({ label, values, say, series }: SmallChartProps) {
  const last = values.at(-1);
  const highest = max(values) ?? 0;
  // Room for 60 points is kept, so that the line grows from the left instead of stretching.
  const x = scaleLinear([0, Math.max(59, values.length - 1)], [0, WIDTH]);
  const y = scaleLinear([0, highest || 1], [HEIGHT - 1, 2]);
  const points = [...values];
  const path =
    line<number>(
      (_, index) => x(index),
      (value) => y(value),
    )(points) ?? '';
  const ground =
    area<number>(
      (_, index) => x(index),
      y(0),
      (value) => y(value),
    )(points) ?? '';
  const until = series.from + values.length * series.bucketMicros;
  return (
    <figure className={css.chart}>
      <figcaption className={css.caption}>
        <span>{label}</span>
        <span className={css.highest}>{words.figures.highest(say(highest))}</span>
        <span className={css.last}>{last === undefined ? '–' : say(last)}</span>
      </figcaption>
      <svg
        className={css.lines}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}, ${clockText(series.from)} – ${clockText(until)}`}
      >
        <path className={css.ground} d={ground} />
        <path className={css.line} d={path} />
      </svg>
    </figure>
  );
}
