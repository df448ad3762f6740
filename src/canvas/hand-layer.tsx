/**
 * What hands draw over the diagram while they do something: the marquee, lines that things line up
 * on, a connection under way.
 */
import { type Curve, curvePath, edgeCurve } from '../lib/curve.ts';
import type { Box } from '../worker/protocol.ts';
import { useGuides } from './guides.ts';
import css from './hand-layer.module.css';
import { anchorsBetween } from './lanes.ts';
import type { Point } from './layout.ts';
import { useLayout } from './layout-store.ts';
import { useMarquee } from './selecting.ts';
import { useTargets } from './targets.ts';

export function HandLayer() {
  return (
    <svg className={css.layer} aria-hidden="true" focusable="false">
      <Guides />
      <Wire />
      <Marquee />
    </svg>
  );
}

function Guides() {
  const guides = useGuides((state) => state.guides);
  return guides.map(([x1, y1, x2, y2]) => (
    <line key={`${x1} ${y1} ${x2} ${y2}`} className={css.guide} x1={x1} y1={y1} x2={x2} y2={y2} />
  ));
}

function Marquee() {
  const box = useMarquee((state) => state.box);
  return box === null ? null : <rect className={css.marquee} data-marquee="" {...box} />;
}

/** From the end that stays to where the pointer or the keyboard is. */
function Wire() {
  const { fixed, loose, pointer, over, rejections } = useTargets();
  const boxes = useLayout((state) => state.layout.boxes);
  const from = fixed === null ? undefined : boxes.get(fixed);
  const isLegal = over !== null && rejections.get(over) === null;
  const target = over === null ? undefined : boxes.get(over);
  const to = isLegal || pointer === null ? target : boxAt(pointer);
  if (from === undefined || to === undefined) return null;
  const isBad = over !== null && !isLegal;
  return (
    <path
      className={css.wire}
      d={curvePath(loose === 'to' ? between(from, to) : between(to, from))}
      data-wire={isBad ? 'illegal' : isLegal ? 'legal' : 'loose'}
      markerEnd="url(#arrow)"
    />
  );
}

function between(from: Box, to: Box): Curve {
  return edgeCurve(...anchorsBetween(from, to));
}

function boxAt([x, y]: Point): Box {
  return { x, y, width: 0, height: 0 };
}
