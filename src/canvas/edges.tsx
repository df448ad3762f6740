/**
 * The lines messages travel along, drawn from the same curves the painter uses. An edge into a
 * frame is a thin line to each member; where many lanes run in one line, a band along it is as wide
 * as their load. Under reduced motion every line's width and a number show the load that moving
 * dots would.
 */
import { memo } from 'react';
import { edgeDeedsOn } from '../document/deeds-edge.ts';
import { type Faults, NO_FAULTS, withEffect } from '../document/faults.ts';
import type { DocumentEdge, DocumentNote } from '../document/types.ts';
import { type Curve, curvePath } from '../lib/curve.ts';
import { protocolOf } from '../store/carried.ts';
import { useDocument } from '../store/document.ts';
import { useLive } from '../store/live.ts';
import { useScene } from '../store/scene.ts';
import { useSelection } from '../store/selection.ts';
import { useMedia } from '../ui/media.ts';
import { withHands } from './at-hand.ts';
import css from './edges.module.css';
import { followOr } from './follow.ts';
import { anchorsBetween } from './lanes.ts';
import { useLayout } from './layout-store.ts';
import { words } from './words.ts';

const NONE: readonly Curve[] = [];
/** From the line to its label. */
const LABEL_OFF = 16;
const LINE = 15;

export function Edges() {
  const edges = useScene((scene) => scene.edges);
  const notes = useDocument((state) => state.document.notes);
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
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
        <Edge key={edge.id} edge={edge} isStill={isStill} />
      ))}
      {notes?.map((note) => (note.on === undefined ? null : <Tie key={note.id} note={note} />))}
    </svg>
  );
}

/**
 * `isStill`: nothing may move, so that the line itself shows its load. Otherwise only a trunk hears
 * of that at all, and a link inside a frame, which is not seen before anything has travelled it.
 */
const Edge = memo(function Edge({ edge, isStill }: { edge: DocumentEdge; isStill: boolean }) {
  const curves = useLayout((state) => state.curves.get(edge.id)) ?? NONE;
  const isTrunk = useLayout((state) => state.trunks.has(edge.id));
  const isInner = edge.inner === true;
  const hears = isStill || isTrunk || isInner;
  const live = useLive((state) => (hears ? state.edges.get(edge.id) : undefined));
  const isSelected = useSelection((state) => state.ids.includes(edge.id));
  const faults = useScene((scene) => scene.faults[edge.id]) ?? NO_FAULTS;
  const wrong = faultWords(edge, faults);
  const isShut = withEffect(faults, ['shut'], undefined).length > 0;
  const load = live === undefined || !isStill ? null : rate(live.perSecond);
  const lines = wrong.length === 0 && load !== null ? [load] : wrong;
  const middle = middleLane(curves);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard uses E.
    <g
      className={css.edge}
      data-edge={edge.id}
      data-selected={isSelected}
      data-cut={isShut}
      data-faulty={!isShut && wrong.length > 0}
      data-load={live?.level ?? 0}
      data-thin={curves.length > 1}
      data-trunk={isTrunk}
      data-inner={isInner}
      onClick={(event) => {
        const additive = isAdditive(event);
        followOr(event, () => withHands(({ pickPart }) => pickPart(edge.id, additive)));
      }}
    >
      {curves.map((curve) => {
        const path = curvePath(curve);
        return (
          <g key={path}>
            <path className={css.hit} d={path} />
            {isTrunk ? <path className={css.band} d={path} /> : null}
            <path className={css.line} d={path} markerEnd="url(#arrow)" />
          </g>
        );
      })}
      {lines.length > 0 && middle !== undefined ? <Label lines={lines} curve={middle} /> : null}
    </g>
  );
});

/** Shift, or Ctrl or ⌘, adds to what is selected. */
export function isAdditive(event: { shiftKey: boolean; ctrlKey: boolean; metaKey: boolean }) {
  return event.shiftKey || event.ctrlKey || event.metaKey;
}

/** The lane that words and handles of an edge lie on, where it has several. */
export function middleLane(curves: readonly Curve[]): Curve | undefined {
  return curves[Math.floor((curves.length - 1) / 2)];
}

/** What is wrong with the line, each in a few words. */
function faultWords(edge: DocumentEdge, faults: Faults): string[] {
  return Object.entries(edgeDeedsOn(protocolOf(edge))).flatMap(([name, { words: said }]) => {
    const values = faults[name];
    return values === undefined ? [] : (said.onLine?.(values) ?? []);
  });
}

/** From a note to the node it is attached to. */
function Tie({ note }: { note: DocumentNote }) {
  const box = useLayout((state) => state.notes.get(note.id));
  const holder = useLayout((state) => state.layout.boxes.get(note.on ?? ''));
  if (box === undefined || holder === undefined) return null;
  const [from, to] = anchorsBetween(box, holder);
  return <line className={css.tie} x1={from.x} y1={from.y} x2={to.x} y2={to.y} />;
}

/** Beside the middle of the line, on its upper side, clear of the dots that run along it. */
function Label({ lines, curve }: { lines: readonly string[]; curve: Curve }) {
  const [x1, y1, cx1, cy1, cx2, cy2, x2, y2] = curve;
  const dx = x2 - x1 + cx2 - cx1;
  const dy = y2 - y1 + cy2 - cy1;
  const length = Math.hypot(dx, dy) || 1;
  const up = dx >= 0 ? 1 : -1;
  const nx = (up * dy) / length;
  const ny = (-up * dx) / length;
  const anchor = nx > 0.3 ? 'start' : nx < -0.3 ? 'end' : 'middle';
  const x = (x1 + 3 * cx1 + 3 * cx2 + x2) / 8 + nx * LABEL_OFF;
  const y = (y1 + 3 * cy1 + 3 * cy2 + y2) / 8 + ny * LABEL_OFF + 4;
  return (
    <text className={css.label} x={x} y={y} textAnchor={anchor}>
      {lines.map((line, index) => (
        // The last stands nearest to the line; more would not fit between cards side by side.
        <tspan key={line} x={x} y={y - (lines.length - 1 - index) * LINE}>
          {line}
        </tspan>
      ))}
    </text>
  );
}

function rate(perSecond: number): string | null {
  if (perSecond === 0) return null;
  return words.perSecond(perSecond < 10 ? perSecond.toFixed(1) : String(Math.round(perSecond)));
}
