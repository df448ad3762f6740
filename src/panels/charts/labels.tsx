/** A chart's cursor, and each line's name and value at the end of it: the value at the cursor, or the newest. */
import { useInstruments } from '../../store/instruments.ts';
import css from './chart.module.css';
import { bucketAt, type ChartLine, type ChartLines, type Frame, lastOf } from './chart-lines.ts';
import { MARGIN, type Scales } from './chart-paint.ts';
import { placeLabels } from './place-labels.ts';
import { words } from './words.ts';

const LABEL_HEIGHT = 15;

interface LabelsProps {
  chart: ChartLines;
  frame: Frame;
  scales: Scales;
  height: number;
}

export function Labels({ chart: { lines, say }, frame, scales, height }: LabelsProps) {
  const pointedAt = useInstruments((state) => state.pointedAt);
  const isPointed = pointedAt !== null && pointedAt >= frame.from && pointedAt <= frame.to;
  // They stay at the ends of their lines while the cursor moves: only their values change.
  const tops = placeLabels(
    lines.map(({ values }) => scales.y(values[lastOf(values)] ?? 0)),
    LABEL_HEIGHT,
    0,
    height,
  );
  const shownOf = ({ values }: ChartLine) =>
    values[isPointed ? bucketAt(frame, pointedAt) : lastOf(values)] ?? null;
  const [, right = 0] = scales.x.range();
  return (
    <div aria-hidden="true">
      {isPointed ? (
        <div
          className={css.cursor}
          style={{ left: scales.x(pointedAt), top: MARGIN.top, bottom: MARGIN.bottom }}
        />
      ) : null}
      {lines.map((line, at) => {
        const value = shownOf(line);
        return (
          <div
            key={line.id}
            className={css.label}
            style={{ top: tops[at], left: right + 4, width: MARGIN.right - 4 }}
          >
            <svg className={css.dash} width="14" height="4" aria-hidden="true">
              <line
                x2="14"
                y1="2"
                y2="2"
                style={{ stroke: `var(--ink-${line.ink})` }}
                strokeDasharray={line.dash.join(' ')}
              />
            </svg>
            <span className={css.name}>{line.label}</span>
            <b>{value === null ? words.noValueShort : say(value)}</b>
          </div>
        );
      })}
    </div>
  );
}
