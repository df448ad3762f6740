/**
 * Paints a run into two pairs of canvases that lie in the page's canvas layer: below the cards the
 * dots, above them the pictures. One pair is shown; when the page wants another region, it is
 * painted on the other pair, which then takes over.
 */
import type { Writes } from '../lib/canvas-picture.ts';
import { type Ink, inkOf } from '../lib/ink.ts';
import type { DotClass } from '../lib/message-class.ts';
import type { Pictures } from '../lib/picture.ts';
import type { Dot } from '../run/dot-words.ts';
import { DOT_INKS, Dots } from './dots.ts';
import { MicroPictures } from './micro-pictures.ts';
import type { Geometry, Look, Region } from './protocol.ts';
import type { Painted } from './running.ts';

export type PairNumber = 0 | 1;

interface Pair {
  readonly dots: OffscreenCanvas;
  readonly pictures: OffscreenCanvas;
}

export class Painter {
  private readonly dots = new Dots();
  private readonly pictures: MicroPictures;
  private readonly pairs: [Pair | null, Pair | null] = [null, null];
  private next: { pair: PairNumber; region: Region } | null = null;
  private look: Look = { theme: 'light', reducedMotion: false };
  private colors: readonly number[] | null = null;

  /** @param known every kind's picture by kind id */
  constructor(known: Pictures) {
    this.pictures = new MicroPictures(known);
  }

  /** Messages per dot. */
  get share(): number {
    return this.dots.share;
  }

  /** Classes of the dots on screen. */
  classes(at: number): DotClass[] {
    return this.dots.classes(at);
  }

  /** Rings this message's dot, and those of what is sent on its behalf; null for none. */
  follow(message: number | null): void {
    this.dots.followed = message;
  }

  /** Where what is followed was painted last, in canvas units. */
  get followedAt(): [number, number] | null {
    return this.dots.followedAt;
  }

  setCanvases(pair: PairNumber, dots: OffscreenCanvas, pictures: OffscreenCanvas): void {
    this.pairs[pair] = { dots, pictures };
  }

  /** From the next frame on this pair is painted, with this region. */
  setRegion(pair: PairNumber, region: Region): void {
    this.next = { pair, region };
  }

  setGeometry(geometry: Geometry): void {
    this.dots.tracks.setGeometry(geometry);
    this.dots.refresh();
    this.pictures.setGeometry(geometry);
  }

  setLook(look: Look): void {
    this.look = look;
    this.colors = null;
    this.pictures.refresh();
  }

  /** The font is there: texts are painted from now on, as this cuts them. */
  write(writes: Writes): void {
    this.pictures.writes = writes;
    this.pictures.refresh();
  }

  /** The clock jumped. */
  jump(): void {
    this.pictures.jump();
  }

  /**
   * One frame.
   * @param at the viewer's time in milliseconds
   * @param least simulated microseconds that every hop is seen to take at least
   * @returns the pair that was painted for the first time with its region, null when none was
   */
  paint(run: Painted | null, at: number, isMoving: boolean, least: number): PairNumber | null {
    const turned = this.turn();
    const { look } = this;
    this.colors ??= look.reducedMotion ? null : DOT_INKS.map((ink) => packed(this.ink(ink)));
    this.dots.paint(run, this.colors, { at, isMoving, least });
    this.pictures.paint(run, (ink) => this.ink(ink), at, isMoving);
    return turned;
  }

  /** Whether a dot on screen takes longer than its message did. */
  isStretched(at: number): boolean {
    return this.dots.isStretched(at);
  }

  /** The dot nearest to a point, at most `radius` away (canvas units). */
  nearest(run: Painted, x: number, y: number, radius: number): Dot | null {
    return this.look.reducedMotion ? null : this.dots.nearest(run, x, y, radius);
  }

  private ink(ink: Ink): string {
    const { forced, theme } = this.look;
    return forced?.[typeof ink === 'string' ? ink : 'text'] ?? inkOf(theme, ink);
  }

  private turn(): PairNumber | null {
    const { next } = this;
    const pair = next === null ? null : this.pairs[next.pair];
    if (next === null || pair === null) return null;
    this.next = null;
    const { box, scale } = next.region;
    for (const canvas of [pair.dots, pair.pictures]) {
      // Setting a size empties the canvas as well.
      canvas.width = Math.max(1, Math.round(box.width * scale));
      canvas.height = Math.max(1, Math.round(box.height * scale));
    }
    this.dots.aim(pair.dots, next.region);
    this.pictures.aim(pair.pictures, next.region);
    return next.pair;
  }
}

let probe: OffscreenCanvasRenderingContext2D | null = null;

/** Any CSS colour as 0x00BBGGRR. */
function packed(color: string): number {
  probe ??= new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (probe === null) return 0;
  probe.fillStyle = color;
  probe.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = probe.getImageData(0, 0, 1, 1).data;
  return (blue << 16) | (green << 8) | red;
}
