/**
 * A chart's cursor, and each line's name and value at the end of it: the value at the cursor or at
 * the moment shown, or the newest.
 */
import { useInstruments } from '../../store/instruments.ts';
import { usePlayback } from '../../store/playback.ts';
import css from './chart.module.css';
import { bucketAt, type ChartLine, type ChartLines, type Frame, lastOf } from './chart-lines.ts';
import { MARGIN, type Scales } from './chart-paint.ts';
import { placeLabels } from './place-labels.ts';
import { words } from './words.ts';

const LABEL_HEIGHT = 15;

/**
 * The cursor within the window, or the moment shown when that lies back in it; null for the newest.
 */
function useLookedAt(frame: Frame): number | null {
  const pointedAt = useInstruments((state) => state.pointedAt);
  const back = usePlayback(({ at }) => (at >= frame.from && at < frame.to ? at : null));
  return pointedAt !== null && pointedAt >= frame.from && pointedAt <= frame.to ? pointedAt : back;
}

interface LabelsProps {
  chart: ChartLines;
  frame: Frame;
  scales: Scales;
  height: number;
}

export function Labels({ chart: { lines, say }, frame, scales, height }: LabelsProps) {
  const pointedAt = useInstruments((state) => state.pointedAt);
  const isPointed = pointedAt !== null && pointedAt >= frame.from && pointedAt <= frame.to;
  const [bottom = height] = scales.y.range();
  // They stay at the ends of their lines while the cursor moves: only their values change.
  const tops = placeLabels(
    lines.map(({ values }) => scales.y(values[lastOf(values)] ?? 0)),
    LABEL_HEIGHT,
    0,
    // Above the times along the axis.
    bottom,
  );
  const at = useLookedAt(frame);
  const shownOf = ({ values }: ChartLine) =>
    values[at === null ? lastOf(values) : bucketAt(frame, at)] ?? null;
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
