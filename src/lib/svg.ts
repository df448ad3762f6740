/**
 * Display lists as SVG: fragments to put into an `<svg>` or `<g>`, every text escaped, no ids, no
 * references.
 */
import {
  type Arc,
  DASH,
  type DisplayList,
  FONT,
  linesAcross,
  MONO_FONT,
  type Rect,
  type Shape,
  type Text,
} from './display-list.ts';
import type { Ink } from './ink.ts';
import { shownText } from './shown-text.ts';

type Inks = (ink: Ink) => string;

/** The shapes in order, one element each (a hatched rectangle takes two). */
export function toSvg(list: DisplayList, inks: Inks): string {
  return list.map((shape) => shapeToSvg(shape, inks)).join('');
}

/** Text made safe for SVG content and attributes; characters that XML forbids vanish. */
export function escapeXml(text: string): string {
  return (
    text
      .replace(/\p{Surrogate}/gu, '\ufffd')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 forbids these.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;')
  );
}

function shapeToSvg(shape: Shape, inks: Inks): string {
  switch (shape.s) {
    case 'rect':
      return rectToSvg(shape, inks);
    case 'circle':
      return `<circle${at({ cx: shape.x, cy: shape.y, r: shape.r })}${paint(shape, inks)}/>`;
    case 'arc':
      return arcToSvg(shape, inks);
    case 'line': {
      const dash = shape.dash === undefined ? '' : ` stroke-dasharray="${DASH.join(' ')}"`;
      const points = shape.points.map(short).join(' ');
      return `<polyline points="${points}"${paint(shape, inks)}${dash} stroke-linecap="round" stroke-linejoin="round"/>`;
    }
    case 'text':
      return textToSvg(shape, inks);
    default:
      return shape satisfies never;
  }
}

function rectToSvg(shape: Rect, inks: Inks): string {
  const { x, y, w, h, r = 0, dash } = shape;
  const radius = r > 0 ? at({ rx: r }) : '';
  const dashes = dash === 'dashed' ? ` stroke-dasharray="${DASH.join(' ')}"` : '';
  const body = `<rect${at({ x, y, width: w, height: h })}${radius}${paint(shape, inks)}${dashes}/>`;
  const lines = linesAcross(shape);
  if (lines.length === 0 || shape.stroke === undefined) return body;
  let d = '';
  for (let i = 0; i < lines.length; i += 4) {
    const [x1, y1, x2, y2] = lines.slice(i, i + 4).map(short);
    d += `M${x1} ${y1}L${x2} ${y2}`;
  }
  return `${body}<path d="${d}"${paint({ stroke: shape.stroke }, inks)}/>`;
}

/** A dash of a circle's line, turned into place: no trigonometry, so the same text everywhere. */
function arcToSvg(shape: Arc, inks: Inks): string {
  const turns = Math.min(1, shape.to - shape.from);
  if (!(turns > 0)) return '';
  const place = at({ cx: shape.x, cy: shape.y, r: shape.r });
  if (turns === 1) return `<circle${place}${paint(shape, inks)}/>`;
  const angle = short(shape.from * 360 - 90);
  const turn = `rotate(${angle} ${short(shape.x)} ${short(shape.y)})`;
  const share = Math.round(turns * 10000) / 10000;
  return `<circle${place}${paint(shape, inks)} pathLength="1" stroke-dasharray="${share} 1" transform="${turn}"/>`;
}

const ANCHORS = { left: 'start', center: 'middle', right: 'end' } as const;

function textToSvg(shape: Text, inks: Inks): string {
  const { x, y, size, weight = 400, align = 'left', mono = false } = shape;
  const font = escapeXml(mono ? MONO_FONT : FONT);
  const anchor = align === 'left' ? '' : ` text-anchor="${ANCHORS[align]}"`;
  const style = ` font-family="${font}" font-size="${size}" font-weight="${weight}" style="font-variant-numeric:tabular-nums;white-space:pre"`;
  const fill = ` fill="${escapeXml(inks(shape.ink))}"`;
  return `<text${at({ x, y })}${style}${anchor}${fill}>${escapeXml(shownText(shape))}</text>`;
}

function paint(
  { fill, stroke, width = 1 }: { fill?: Ink; stroke?: Ink; width?: number },
  inks: Inks,
): string {
  const inside = ` fill="${fill === undefined ? 'none' : escapeXml(inks(fill))}"`;
  if (stroke === undefined) return inside;
  return `${inside} stroke="${escapeXml(inks(stroke))}"${at({ 'stroke-width': width })}`;
}

function at(numbers: Readonly<Record<string, number>>): string {
  return Object.entries(numbers)
    .map(([name, value]) => ` ${name}="${short(value)}"`)
    .join('');
}

/** At most two decimals. */
function short(x: number): string {
  const rounded = Math.round(x * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}
