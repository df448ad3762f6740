/**
 * A statechart drawn from its layout, with the current state lit and the line of the last
 * transition highlighted.
 */
import { memo, useMemo } from 'react';
import type { Statechart } from '../../worker/protocol.ts';
import { words } from '../inspector/words.ts';
import { layOutStatechart, type StateBox, type TextLine, type TransitionRow } from './layout.ts';
import css from './statechart.module.css';
import { isWithin } from './taken.ts';

interface StatechartViewProps {
  chart: Statechart;
  /** Pixels. */
  width: number;
  /** Path of the current state; null when no instance is looked at. */
  current: string | null;
  /** Index of the transition taken last; null when it is not known. */
  taken: number | null;
}

export const StatechartView = memo(function StatechartView(props: StatechartViewProps) {
  const { chart, width, current, taken } = props;
  const layout = useMemo(() => layOutStatechart(chart, width), [chart, width]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset.
    <svg
      className={css.chart}
      width={layout.width}
      height={layout.height}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      role="group"
      aria-label={words.states.chartOf(chart.id)}
    >
      {layout.boxes.map((box) => (
        <Box key={box.path} box={box} current={current} />
      ))}
      {layout.rows.map((row) => (
        <Row key={row.index} row={row} isTaken={row.index === taken} />
      ))}
    </svg>
  );
});

function Box({ box, current }: { box: StateBox; current: string | null }) {
  const isCurrent = current === box.path;
  const isOn = current !== null && isWithin(current, box.path);
  return (
    <g data-state={box.path} data-on={isOn} data-current={isCurrent} data-root={box.path === ''}>
      <rect
        className={css.box}
        x={box.x + 0.5}
        y={box.y + 0.5}
        width={box.w - 1}
        height={box.h - 1}
        rx={8}
      />
      {box.state.kind === 'final' ? (
        <rect
          className={css.final}
          x={box.x + 3}
          y={box.y + 3}
          width={box.w - 6}
          height={box.h - 6}
          rx={6}
        />
      ) : null}
      {box.state.initial ? (
        <circle className={css.initial} cx={box.x + 12} cy={box.port + 1} r={3.5}>
          <title>{words.states.initial}</title>
        </circle>
      ) : null}
      {box.lines.map((line) => (
        <Words key={line.y} line={line} />
      ))}
      {isCurrent ? (
        <text className={css.now} x={box.nowX} y={box.nowY} textAnchor="end">
          {words.states.now}
        </text>
      ) : null}
    </g>
  );
}

function Row({ row, isTaken }: { row: TransitionRow; isTaken: boolean }) {
  return (
    <g className={css.row} data-taken={isTaken} data-leads={row.wire !== null}>
      <rect className={css.ground} x={row.x - 3} y={row.y} width={row.w + 6} height={row.h} rx={4}>
        {row.transition.description === undefined ? null : (
          <title>{row.transition.description}</title>
        )}
      </rect>
      {row.wire === null ? null : <path className={css.wire} d={row.wire} />}
      {row.lines.map((line) => (
        <Words key={`${line.y} ${line.align}`} line={line} />
      ))}
    </g>
  );
}

function Words({ line }: { line: TextLine }) {
  return (
    <text className={css.text} x={line.x} y={line.y} fontSize={line.size} textAnchor={line.align}>
      {line.runs.map((run) => (
        <tspan key={run.text} data-ink={run.ink} fontWeight={run.weight}>
          {run.text}
        </tspan>
      ))}
    </text>
  );
}
