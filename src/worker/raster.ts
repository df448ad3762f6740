/**
 * Pixels that moving dots are written into, remembering which tiles were touched, so that a frame
 * clears and hands over only those. Measured without a GPU, this draws 50,000 dots in the time that
 * canvas arcs need for 8,000.
 */
import type { Stamps } from './stamps.ts';
import { maskIndex, PHASES } from './stamps.ts';

/** Side of a tile in pixels. */
export const TILE = 64;

/** A block of pixels to hand to the canvas. */
export interface DirtyBlock {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export class Raster {
  readonly width: number;
  readonly height: number;
  /**
   * One number per pixel: alpha, blue, green, red from the highest byte to the lowest, as ImageData
   * lies in memory.
   */
  readonly pixels: Uint32Array<ArrayBuffer>;
  private readonly columns: number;
  private readonly rows: number;
  // 1: drawn on in this frame; 2: drawn on in the frame before.
  private readonly tiles: Uint8Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint32Array(width * height);
    this.columns = Math.ceil(width / TILE);
    this.rows = Math.ceil(height / TILE);
    this.tiles = new Uint8Array(this.columns * this.rows);
  }

  /** Begins a frame: whatever the last one drew is wiped out. */
  begin(): void {
    for (let tile = 0; tile < this.tiles.length; tile++) {
      if (this.tiles[tile] === 0) continue;
      if (this.tiles[tile] === 1) this.wipe(tile);
      this.tiles[tile] = this.tiles[tile] === 1 ? 2 : 0;
    }
  }

  /**
   * Draws a shape around (x, y), in pixels. Anything outside is left out.
   * @param color 0x00BBGGRR
   */
  stamp(stamps: Stamps, shape: number, x: number, y: number, color: number): void {
    const quarterX = Math.floor(x * PHASES);
    const quarterY = Math.floor(y * PHASES);
    const left = (quarterX >> 2) - stamps.centre;
    const top = (quarterY >> 2) - stamps.centre;
    const size = stamps.size;
    if (left + size <= 0 || top + size <= 0 || left >= this.width || top >= this.height) return;
    const mask = stamps.masks[maskIndex(shape, quarterX & 3, quarterY & 3)];
    if (mask === undefined) return;
    const fromX = Math.max(0, -left);
    const toX = Math.min(size, this.width - left);
    const fromY = Math.max(0, -top);
    const toY = Math.min(size, this.height - top);
    const { pixels } = this;
    for (let row = fromY; row < toY; row++) {
      let at = (top + row) * this.width + left + fromX;
      for (let i = row * size + fromX, end = row * size + toX; i < end; i++, at++) {
        const alpha = mask[i] as number;
        if (alpha === 0) continue;
        const under = pixels[at] as number;
        pixels[at] =
          alpha === 255 || under === 0 ? ((alpha << 24) | color) >>> 0 : over(color, alpha, under);
      }
    }
    this.touch(left + fromX, top + fromY, left + toX - 1, top + toY - 1);
  }

  /** What differs from the frame before, as few blocks as neighbouring tiles make. */
  dirty(): DirtyBlock[] {
    const blocks: DirtyBlock[] = [];
    for (let row = 0; row < this.rows; row++) {
      let start = -1;
      for (let column = 0; column <= this.columns; column++) {
        const isDirty = column < this.columns && this.tiles[row * this.columns + column] !== 0;
        if (isDirty && start < 0) start = column;
        if (isDirty || start < 0) continue;
        const x = start * TILE;
        const y = row * TILE;
        blocks.push({
          x,
          y,
          width: Math.min(column * TILE, this.width) - x,
          height: Math.min(TILE, this.height - y),
        });
        start = -1;
      }
    }
    return blocks;
  }

  private touch(left: number, top: number, right: number, bottom: number): void {
    const toColumn = (right / TILE) | 0;
    const toRow = (bottom / TILE) | 0;
    for (let row = (top / TILE) | 0; row <= toRow; row++) {
      for (let column = (left / TILE) | 0; column <= toColumn; column++) {
        this.tiles[row * this.columns + column] = 1;
      }
    }
  }

  private wipe(tile: number): void {
    const left = (tile % this.columns) * TILE;
    const right = Math.min(left + TILE, this.width);
    const top = Math.floor(tile / this.columns) * TILE;
    const bottom = Math.min(top + TILE, this.height);
    for (let y = top; y < bottom; y++) {
      this.pixels.fill(0, y * this.width + left, y * this.width + right);
    }
  }
}

/** Paints a color of coverage `alpha` over a pixel that has something on it already. */
function over(color: number, alpha: number, under: number): number {
  const underAlpha = under >>> 24;
  const rest = Math.round((underAlpha * (255 - alpha)) / 255);
  const whole = alpha + rest;
  const mix = (shift: number): number =>
    Math.round((((color >>> shift) & 255) * alpha + ((under >>> shift) & 255) * rest) / whole) <<
    shift;
  return ((whole << 24) | mix(16) | mix(8) | mix(0)) >>> 0;
}
