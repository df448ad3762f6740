/**
 * Which part of the canvas layer the painted canvases should cover, and when it is time for another
 * part. They reach beyond the view, so that panning only moves them; a new region is painted before
 * the view leaves the old one, and when a zoom has ended.
 */
import type { Box, Region } from './protocol.ts';

/**
 * How the page shows the canvas layer: a point p of it is seen at (x + p.x × zoom, y + p.y × zoom)
 * of a view of width × height CSS pixels.
 */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
  readonly width: number;
  readonly height: number;
}

/**
 * How far the region reaches beyond the view on each side, as a share of the view, when there are
 * pixels for it.
 */
const MARGIN = 0.5;
const MARGIN_MIN = 0.1;
/** Pixels per canvas; beyond it the margin shrinks first, then sharpness. 8 million take 32 MB. */
export const PIXELS_MAX = 8_000_000;
/** With less than this share of the margin left on a side, the next region is painted. */
const MARGIN_LEFT = 0.3;
/**
 * Stretched or shrunk more than this the old pixels are not worth waiting with until the zoom ends.
 */
const BLUR_MAX = 1.8;

/** What of the canvas layer is seen. */
export function visibleBox({ x, y, zoom, width, height }: View): Box {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

/**
 * The region to paint for a view.
 * @param density device pixels per CSS pixel
 */
export function regionFor(view: View, density: number): Region {
  const { x, y, zoom, width, height } = view;
  const area = Math.max(1, width * height);
  const affordable = (Math.sqrt(PIXELS_MAX / (area * density * density)) - 1) / 2;
  const margin = Math.min(MARGIN, Math.max(MARGIN_MIN, affordable));
  const whole = 1 + 2 * margin;
  const sharpness = Math.min(1, Math.sqrt(PIXELS_MAX / (area * whole * whole)) / density);
  const pixels = density * sharpness;
  // Whole pixels, beginning at a whole pixel of the screen: then the canvas is shown as painted,
  // not resampled.
  const columns = Math.max(1, Math.floor(width * whole * pixels));
  const rows = Math.max(1, Math.floor(height * whole * pixels));
  const left = Math.round(-width * margin * density) / density;
  const top = Math.round(-height * margin * density) / density;
  const scale = zoom * pixels;
  return {
    box: {
      x: (left - x) / zoom,
      y: (top - y) / zoom,
      width: columns / scale,
      height: rows / scale,
    },
    scale,
    zoom,
  };
}

/** Whether to paint another region: not now, once the zoom has ended, or at once. */
export function isDue(region: Region | null, view: View, density: number): 'no' | 'soon' | 'now' {
  if (region === null) return 'now';
  const wanted = regionFor(view, density);
  const blur = wanted.scale / region.scale;
  if (blur > BLUR_MAX || blur < 1 / BLUR_MAX) return 'now';
  const seen = visibleBox(view);
  const roomX = MARGIN_LEFT * (seen.x - wanted.box.x);
  const roomY = MARGIN_LEFT * (seen.y - wanted.box.y);
  const { box } = region;
  const isNearEdge =
    seen.x - box.x < roomX ||
    seen.y - box.y < roomY ||
    box.x + box.width - seen.x - seen.width < roomX ||
    box.y + box.height - seen.y - seen.height < roomY;
  if (isNearEdge) return 'now';
  return Math.abs(blur - 1) > 1e-6 ? 'soon' : 'no';
}
