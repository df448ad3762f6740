/**
 * A chart's lines on a canvas. Colours are read from the inks that the canvas wears, so that every
 * theme has its own.
 */
import { line as lineOf, type ScaleLinear } from 'd3';
import type { InkName } from '../../lib/ink.ts';
import { type ChartLine, type Frame, middleOf } from './chart-lines.ts';

/**
 * Room around the plot, in CSS pixels: for the values on the left, the times below, the labels at
 * the ends of the lines.
 */
export const MARGIN = { top: 8, right: 132, bottom: 18, left: 48 } as const;

export interface Scales {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

export interface Scene {
  readonly frame: Frame;
  readonly lines: readonly ChartLine[];
  readonly scales: Scales;
  /** The moment shown; what is right of it is yet to come. */
  readonly now: number;
  /** Moments of commands. */
  readonly marks: readonly number[];
}

const AHEAD_ALPHA = 0.35;

export function paintChart(canvas: HTMLCanvasElement, width: number, height: number, scene: Scene) {
  const ctx = canvas.getContext('2d');
  if (ctx === null) return;
  const scale = window.devicePixelRatio;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const style = getComputedStyle(canvas);
  const ink = (name: InkName) => style.getPropertyValue(`--ink-${name}`).trim();
  ctx.scale(scale, scale);
  const { x, y } = scene.scales;
  const [left = 0, right = 0] = x.range();
  const [bottom = 0, top = 0] = y.range();
  ctx.lineWidth = 1;
  ctx.strokeStyle = ink('line');
  for (const tick of y.ticks(3)) rule(ctx, left, y(tick), right, y(tick));
  ctx.strokeStyle = ink('edge');
  ctx.setLineDash([1, 3]);
  for (const mark of scene.marks) rule(ctx, x(mark), top, x(mark), bottom);
  const now = Math.min(right, Math.max(left, x(scene.now)));
  const part = (from: number, to: number, alpha: number) => {
    if (to <= from) return;
    ctx.save();
    ctx.beginPath();
    // A line along the top or the bottom is not cut in half.
    ctx.rect(from, top - 2, to - from, bottom - top + 4);
    ctx.clip();
    ctx.globalAlpha = alpha;
    for (const line of scene.lines) stroke(ctx, scene, line, ink(line.ink));
    ctx.restore();
  };
  part(left, now, 1);
  part(now, right, AHEAD_ALPHA);
  if (now >= right - 0.5) return;
  ctx.setLineDash([]);
  ctx.strokeStyle = ink('text');
  rule(ctx, now, top, now, bottom);
}

function rule(ctx: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  ctx.beginPath();
  ctx.moveTo(x1, y1);
  ctx.lineTo(x2, y2);
  ctx.stroke();
}

function stroke(
  ctx: CanvasRenderingContext2D,
  { frame, scales }: Scene,
  { values, dash }: ChartLine,
  colour: string,
): void {
  ctx.lineWidth = 1.5;
  // Round, so that a value between two gaps is seen as a dot.
  ctx.lineCap = 'round';
  ctx.lineJoin = 'round';
  ctx.strokeStyle = colour;
  ctx.setLineDash([...dash]);
  ctx.beginPath();
  lineOf<number | null>()
    .defined((value) => value !== null)
    .x((_, at) => scales.x(middleOf(frame, at)))
    .y((value) => scales.y(value ?? 0))
    .context(ctx)([...values]);
  ctx.stroke();
}
