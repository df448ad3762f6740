/**
 * The little language of pictures: a list of shapes in named inks. A kind's picture is a function
 * from what it observes to such a list; the painter draws it on a canvas, the exporter writes it as
 * SVG, and both show the same. Coordinates are canvas units from the picture's top left corner, y
 * downwards.
 */
import type { Ink } from './ink.ts';
import type { Weight } from './text-width.ts';

export type TextSize = 11 | 12 | 13 | 15 | 20;

export interface Rect {
  readonly s: 'rect';
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  /** Corner radius. */
  readonly r?: number;
  readonly fill?: Ink;
  readonly stroke?: Ink;
  /** Of the stroke; 1 when left out. */
  readonly width?: number;
  /**
   * In the stroke's ink: `dashed` border (standby), `hatched` across (down), upright `striped`
   * (starting).
   */
  readonly dash?: 'dashed' | 'hatched' | 'striped';
}

export interface Circle {
  readonly s: 'circle';
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly fill?: Ink;
  readonly stroke?: Ink;
  readonly width?: number;
}

/**
 * Part of a circle's line, clockwise in turns from the top: 0 is noon, 0.25 three o'clock. `to` ≥
 * `from`.
 */
export interface Arc {
  readonly s: 'arc';
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly from: number;
  readonly to: number;
  readonly stroke: Ink;
  readonly width: number;
}

export interface Line {
  readonly s: 'line';
  /** x, y, x, y … */
  readonly points: readonly number[];
  readonly stroke: Ink;
  /** 1 when left out. */
  readonly width?: number;
  readonly dash?: 'dashed';
}

/** One line of text; `y` is its baseline. */
export interface Text {
  readonly s: 'text';
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size: TextSize;
  /** 400 when left out. */
  readonly weight?: Weight;
  readonly ink: Ink;
  /** What of the text is at `x`; `left` when left out. */
  readonly align?: 'left' | 'center' | 'right';
  readonly mono?: boolean;
  /** Cut with “…” to this width. */
  readonly max?: number;
}

export type Shape = Rect | Circle | Arc | Line | Text;
export type DisplayList = readonly Shape[];

export const FONT = "'Inter Variable', Inter, system-ui, sans-serif";
export const MONO_FONT = 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace';
/** Lengths of dash and gap. */
export const DASH: readonly [number, number] = [4, 3];

const HATCH_GAP = 6;
const STRIPE_GAP = 5;

/**
 * The lines across a hatched or striped rectangle, four numbers each (x1, y1, x2, y2), cut at its
 * edges, so that no renderer needs to know of patterns.
 */
export function linesAcross({ x, y, w, h, dash }: Rect): number[] {
  const lines: number[] = [];
  if (dash === 'striped') {
    for (let d = STRIPE_GAP; d < w; d += STRIPE_GAP) lines.push(x + d, y, x + d, y + h);
  } else if (dash === 'hatched') {
    // Rising diagonals: those with x − x0 + y − y0 = d.
    for (let d = HATCH_GAP; d < w + h; d += HATCH_GAP) {
      const low = Math.min(d, h);
      const right = Math.min(d, w);
      lines.push(x + d - low, y + low, x + right, y + d - right);
    }
  }
  return lines;
}
