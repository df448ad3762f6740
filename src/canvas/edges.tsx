/**
 * The lines messages travel along, drawn from the same curves the painter uses. An edge into a frame is a thin line to each member.
 * Under reduced motion a line's width and a number show the load that moving dots would.
 */
import { memo } from 'react';
import type { DocumentEdge } from '../document/types.ts';
import { type Curve, curvePath } from '../lib/curve.ts';
import { useLive } from '../store/live.ts';
import { useScene } from '../store/scene.ts';
import { useSelection } from '../store/selection.ts';
import { useMedia } from '../ui/media.ts';
import css from './edges.module.css';
import { pickEdge } from './gestures.ts';
import { useLayout } from './layout-store.ts';
import { words } from './words.ts';

const NONE: readonly Curve[] = [];

export function Edges() {
  const edges = useScene((scene) => scene.edges);
  return (
    <svg className={css.layer} aria-hidden="true" focusable="false">
      <defs>
        <marker
          id="arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          orient="auto-start-reverse"
          markerUnits="userSpaceOnUse"
        >
          <path d="M0,0.5 L7,4 L0,7.5 Z" className={css.arrow} />
        </marker>
      </defs>
      {edges.map((edge) => (
        <Edge key={edge.id} edge={edge} />
      ))}
    </svg>
  );
}

const Edge = memo(function Edge({ edge }: { edge: DocumentEdge }) {
  const curves = useLayout((state) => state.curves.get(edge.id)) ?? NONE;
  const live = useLive((state) => state.edges.get(edge.id));
  const isSelected = useSelection((state) => state.ids.includes(edge.id));
  const reduced = useMedia('(prefers-reduced-motion: reduce)');
  const cut = live?.cut ?? null;
  const label = cut !== null ? words.cut[cut] : reduced && live ? rate(live.perSecond) : null;
  const middle = curves[Math.floor((curves.length - 1) / 2)];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard reaches connections with E on the canvas, which is one tab stop.
    <g
      className={css.edge}
      data-edge={edge.id}
      data-selected={isSelected}
      data-cut={cut !== null}
      data-load={reduced ? (live?.level ?? 0) : 0}
      data-thin={curves.length > 1}
      onClick={(event) => pickEdge(edge.id, event.shiftKey)}
    >
      {curves.map((curve) => {
        const path = curvePath(curve);
        return (
          <g key={path}>
            <path className={css.hit} d={path} />
            <path className={css.line} d={path} markerEnd="url(#arrow)" />
          </g>
        );
      })}
      {label !== null && middle !== undefined ? <Label text={label} curve={middle} /> : null}
    </g>
  );
});

function Label({ text, curve }: { text: string; curve: Curve }) {
  const x = (curve[0] + 3 * curve[2] + 3 * curve[4] + curve[6]) / 8;
  const y = (curve[1] + 3 * curve[3] + 3 * curve[5] + curve[7]) / 8;
  return (
    <text className={css.label} x={x} y={y - 10}>
      {text}
    </text>
  );
}

function rate(perSecond: number): string | null {
  if (perSecond === 0) return null;
  return words.perSecond(perSecond < 10 ? perSecond.toFixed(1) : String(Math.round(perSecond)));
}
