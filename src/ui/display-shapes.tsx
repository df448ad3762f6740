/**
 * A display list as elements of an SVG, in the colours of the page: they follow the theme by
 * themselves.
 */
import type { ReactNode } from 'react';
import {
  type Arc,
  DASH,
  type DisplayList,
  linesAcross,
  MONO_FONT,
  type Rect,
  type Shape,
  type Text,
} from '../lib/display-list.ts';
import { cssInk, type Ink } from '../lib/ink.ts';
import { shownText } from '../lib/shown-text.ts';

export function DisplayShapes({ list }: { list: DisplayList }) {
  // A list is drawn anew as a whole: the place in it is all that tells one shape from the next.
  return list.map((shape, index) => <One key={`${shape.s}-${String(index)}`} shape={shape} />);
}

function One({ shape }: { shape: Shape }): ReactNode {
  switch (shape.s) {
    case 'rect':
      return <RectShape shape={shape} />;
    case 'circle':
      return <circle cx={shape.x} cy={shape.y} r={shape.r} {...paint(shape)} />;
    case 'arc':
      return <ArcShape shape={shape} />;
    case 'line':
      return (
        <polyline
          points={shape.points.join(' ')}
          strokeLinecap="round"
          strokeLinejoin="round"
          strokeDasharray={shape.dash === undefined ? undefined : DASH.join(' ')}
          {...paint(shape)}
        />
      );
    case 'text':
      return <TextShape shape={shape} />;
    default:
      return shape satisfies never;
  }
}

function RectShape({ shape }: { shape: Rect }) {
  const { x, y, w, h, r, dash, stroke } = shape;
  const lines = linesAcross(shape);
  let across = '';
  for (let i = 0; i < lines.length; i += 4) {
    across += `M${lines[i]} ${lines[i + 1]}L${lines[i + 2]} ${lines[i + 3]}`;
  }
  return (
    <>
      <rect
        x={x}
        y={y}
        width={w}
        height={h}
        rx={r}
        strokeDasharray={dash === 'dashed' ? DASH.join(' ') : undefined}
        {...paint(shape)}
      />
      {across === '' || stroke === undefined ? null : <path d={across} {...paint({ stroke })} />}
    </>
  );
}

/** A dash of a circle's line, turned into place. */
function ArcShape({ shape }: { shape: Arc }) {
  const { x, y, r, from, to } = shape;
  const turns = Math.min(1, to - from);
  if (turns <= 0) return null;
  return (
    <circle
      cx={x}
      cy={y}
      r={r}
      pathLength={1}
      strokeDasharray={`${turns} 1`}
      transform={`rotate(${from * 360 - 90} ${x} ${y})`}
      {...paint(shape)}
    />
  );
}

const ANCHORS = { left: 'start', center: 'middle', right: 'end' } as const;

function TextShape({ shape }: { shape: Text }) {
  const { x, y, size, weight = 400, align = 'left', mono, ink } = shape;
  return (
    <text
      x={x}
      y={y}
      fontSize={size}
      fontWeight={weight}
      fontFamily={mono === true ? MONO_FONT : undefined}
      textAnchor={ANCHORS[align]}
      fill={cssInk(ink)}
    >
      {shownText(shape)}
    </text>
  );
}

function paint({ fill, stroke, width }: { fill?: Ink; stroke?: Ink; width?: number }) {
  return {
    fill: fill === undefined ? 'none' : cssInk(fill),
    ...(stroke === undefined ? {} : { stroke: cssInk(stroke), strokeWidth: width ?? 1 }),
  };
}
