/**
 * Display lists on a canvas, on the page or in a worker; what is asked of the canvas is named here,
 * so that this needs no browser.
 */
import {
  DASH,
  type DisplayList,
  FONT,
  type Line,
  linesAcross,
  MONO_FONT,
  type Rect,
  type Shape,
  type Text,
} from './display-list.ts';
import type { Ink } from './ink.ts';

/** The part of a 2D context that drawing uses; both kinds of context have it. */
export interface Canvas2DLike {
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  lineCap: string;
  lineJoin: string;
  font: string;
  textAlign: string;
  textBaseline: string;
  save(): void;
  restore(): void;
  beginPath(): void;
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  rect(x: number, y: number, w: number, h: number): void;
  roundRect(x: number, y: number, w: number, h: number, radius: number): void;
  arc(x: number, y: number, r: number, start: number, end: number): void;
  fill(): void;
  stroke(): void;
  fillText(text: string, x: number, y: number): void;
  setLineDash(segments: number[]): void;
}

type Inks = (ink: Ink) => string;

const TURN = 2 * Math.PI;
const SOLID: number[] = [];
const DASHES: number[] = [...DASH];

/** What is written of a text: `shownText`. */
export type Writes = (text: Text) => string;

/**
 * Draws the shapes in order at the context's current origin and scale; the context is left as it
 * was.
 * @param writes null leaves texts out
 */
export function drawList(
  ctx: Canvas2DLike,
  list: DisplayList,
  inks: Inks,
  writes: Writes | null,
): void {
  ctx.save();
  for (const shape of list) {
    if (shape.s !== 'text') drawShape(ctx, shape, inks);
    else if (writes !== null) drawText(ctx, shape, inks, writes(shape));
  }
  ctx.restore();
}

function drawShape(ctx: Canvas2DLike, shape: Exclude<Shape, Text>, inks: Inks): void {
  switch (shape.s) {
    case 'rect':
      drawRect(ctx, shape, inks);
      break;
    case 'circle':
      ctx.beginPath();
      ctx.arc(shape.x, shape.y, shape.r, 0, TURN);
      paint(ctx, shape, inks);
      break;
    case 'arc': {
      const turns = Math.min(1, shape.to - shape.from);
      if (!(turns > 0)) break;
      const start = (shape.from - 0.25) * TURN;
      ctx.beginPath();
      ctx.lineCap = 'butt';
      ctx.arc(shape.x, shape.y, shape.r, start, start + turns * TURN);
      paint(ctx, shape, inks);
      break;
    }
    case 'line':
      drawLine(ctx, shape, inks);
      break;
    default:
      shape satisfies never;
  }
}

function drawRect(ctx: Canvas2DLike, shape: Rect, inks: Inks): void {
  const { x, y, w, h, r = 0, dash } = shape;
  ctx.beginPath();
  if (r > 0) ctx.roundRect(x, y, w, h, r);
  else ctx.rect(x, y, w, h);
  ctx.lineCap = 'butt';
  ctx.lineJoin = 'miter';
  if (dash === 'dashed') ctx.setLineDash(DASHES);
  paint(ctx, shape, inks);
  if (dash === 'dashed') ctx.setLineDash(SOLID);
  const lines = linesAcross(shape);
  if (lines.length === 0 || shape.stroke === undefined) return;
  ctx.beginPath();
  for (let i = 0; i < lines.length; i += 4) {
    ctx.moveTo(lines[i] as number, lines[i + 1] as number);
    ctx.lineTo(lines[i + 2] as number, lines[i + 3] as number);
  }
  paint(ctx, { stroke: shape.stroke }, inks);
}

function drawLine(ctx: Canvas2DLike, shape: Line, inks: Inks): void {
  const { points, dash } = shape;
  ctx.beginPath();
  for (let i = 0; i + 1 < points.length; i += 2) {
    if (i === 0) ctx.moveTo(points[i] as number, points[i + 1] as number);
    else ctx.lineTo(points[i] as number, points[i + 1] as number);
  }
  ctx.lineCap = 'round';
  ctx.lineJoin = 'round';
  if (dash === 'dashed') ctx.setLineDash(DASHES);
  paint(ctx, shape, inks);
  if (dash === 'dashed') ctx.setLineDash(SOLID);
}

function drawText(ctx: Canvas2DLike, shape: Text, inks: Inks, written: string): void {
  const { x, y, size, weight = 400, align = 'left', mono = false } = shape;
  ctx.font = `${weight} ${size}px ${mono ? MONO_FONT : FONT}`;
  ctx.textAlign = align;
  ctx.textBaseline = 'alphabetic';
  ctx.fillStyle = inks(shape.ink);
  ctx.fillText(written, x, y);
}

function paint(
  ctx: Canvas2DLike,
  { fill, stroke, width = 1 }: { fill?: Ink; stroke?: Ink; width?: number },
  inks: Inks,
): void {
  if (fill !== undefined) {
    ctx.fillStyle = inks(fill);
    ctx.fill();
  }
  if (stroke !== undefined) {
    ctx.strokeStyle = inks(stroke);
    ctx.lineWidth = width;
    ctx.stroke();
  }
}
