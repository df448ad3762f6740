/** The two ends of the selected connection, to be dragged to other nodes. */
import css from './edges.module.css';
import { middleLane } from './edges.tsx';
import { useLayout } from './layout-store.ts';
import { useSelectedEdge } from './selected-edge.ts';

export function EdgeEnds() {
  const id = useSelectedEdge();
  const curve = useLayout((state) => middleLane(state.curves.get(id ?? '') ?? []));
  if (id === null || curve === undefined) return null;
  const [x1, y1, , , , , x2, y2] = curve;
  return (
    <svg className={css.layer} aria-hidden="true" focusable="false">
      <End edge={id} end="from" x={x1} y={y1} />
      <End edge={id} end="to" x={x2} y={y2} />
    </svg>
  );
}

function End(props: { edge: string; end: 'from' | 'to'; x: number; y: number }) {
  const { edge, end, x, y } = props;
  return (
    <g className={`${css.end} nopan`} data-end={end} data-end-of={edge}>
      <circle className={css.endHit} cx={x} cy={y} r={14} />
      <circle className={css.endDot} cx={x} cy={y} r={5} />
    </g>
  );
}
