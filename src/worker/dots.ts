/**
 * Paints every message in flight within the region: where it is, in the shape of its class and the
 * colour of its outcome.
 */

import type { Ink } from '../lib/ink.ts';
import type { DotClass } from '../lib/message-class.ts';
import type { Dot } from '../run/dot-words.ts';
import { IS, SHAPE } from '../sim/agenda.ts';
import type { Region } from './protocol.ts';
import { isDrawn, Quantiser } from './quantise.ts';
import { Raster } from './raster.ts';
import type { FlightColumns, Painted } from './running.ts';
import { makeRing, makeStamps, type Stamps } from './stamps.ts';
import { Tracks } from './tracks.ts';

/**
 * Diameter in CSS pixels at 100 % zoom; zoomed out and in it shrinks and grows with the diagram
 * within these bounds.
 */
const DIAMETER = 6;
const SMALLEST = 3.6;
const LARGEST = 12;

/**
 * Of the ring around what is followed, in CSS pixels: its line, and the space between it and the
 * dot.
 */
const RING_WIDTH = 2;
const RING_SPACE = 2;

/** How long the legend keeps a class after its last dot, so that it does not flicker. */
const LINGER_MS = 1_500;

/** The ink of each shape, by number; behind them that of the ring. */
export const DOT_INKS: readonly Ink[] = Object.assign([] as Ink[], {
  [SHAPE.request]: 'traffic',
  [SHAPE.response]: 'ok',
  [SHAPE.failure]: 'bad',
  [SHAPE.handshake]: 'soft',
  [SHAPE.record]: 'streaming',
  [SHAPE.replica]: 'streaming',
  [SHAPE.probe]: 'accent',
  [SHAPE.heartbeat]: 'soft',
  [SHAPE.fetch]: 'soft',
  [SHAPE.task]: 'workflow',
  [SHAPE.control]: 'soft',
  [Object.keys(SHAPE).length]: 'accent',
});

const SHAPES = Object.keys(SHAPE) as (keyof typeof SHAPE)[];
const CLASSES: readonly DotClass[] = [...SHAPES, 'repeat'];
const REPEAT = SHAPES.length;
const RING_COLOR = SHAPES.length;

export class Dots {
  readonly tracks = new Tracks();
  private readonly quantiser = new Quantiser();
  private ctx: OffscreenCanvasRenderingContext2D | null = null;
  private region: Region | null = null;
  private raster = new Raster(0, 0);
  private image: ImageData | null = null;
  private stamps: Stamps | null = null;
  private stampSize = 0;
  /** Pixels of the canvas to one of the screen's. */
  private pixel = 0;
  private ring: Stamps | null = null;
  /** The message that is ringed, with all that is sent on its behalf; null for none. */
  followed: number | null = null;
  /** Where a dot of it was painted last, in canvas units; null when none was under way. */
  followedAt: [number, number] | null = null;
  /** Hops shorter than this many simulated microseconds are drawn as long as that. */
  private least = 0;
  /** When one was drawn longer than it took last, in the viewer's time. */
  private stretchedAt = Number.NEGATIVE_INFINITY;
  private seen: Uint8Array = new Uint8Array(0);
  private isSeenOld = true;
  private readonly lastSeen = CLASSES.map(() => Number.NEGATIVE_INFINITY);
  /** What was painted last stays on screen until something moves, however long that takes. */
  private isStill = false;

  /** Messages per dot. */
  get share(): number {
    return this.quantiser.share;
  }

  /** Paints into this canvas from now on; it has been sized for the region and is empty. */
  aim(canvas: OffscreenCanvas, region: Region): void {
    this.ctx = canvas.getContext('2d');
    this.region = region;
    this.isSeenOld = true;
    this.raster = new Raster(canvas.width, canvas.height);
    const bytes = new Uint8ClampedArray(this.raster.pixels.buffer);
    this.image = new ImageData(bytes, canvas.width, canvas.height);
    const css = Math.min(LARGEST, Math.max(SMALLEST, DIAMETER * region.zoom));
    const diameter = (css * region.scale) / region.zoom;
    const pixel = region.scale / region.zoom;
    if (diameter !== this.stampSize || pixel !== this.pixel) {
      this.stamps = makeStamps(diameter);
      this.ring = makeRing(diameter + 2 * RING_SPACE * pixel, RING_WIDTH * pixel);
    }
    this.stampSize = diameter;
    this.pixel = pixel;
  }

  /** Lanes moved. */
  refresh(): void {
    this.isSeenOld = true;
  }

  /**
   * @param colors 0x00BBGGRR for each shape; null paints no dots
   * @param at the viewer's time in milliseconds
   * @param least simulated microseconds that every hop is seen to take at least
   */
  paint(
    run: Painted | null,
    colors: readonly number[] | null,
    { at, isMoving, least }: { at: number; isMoving: boolean; least: number },
  ): void {
    const { raster } = this;
    raster.begin();
    this.followedAt = null;
    this.isStill = !isMoving;
    this.least = least;
    if (!isMoving || run === null || colors === null) this.forgetSeen();
    if (run !== null && colors !== null) this.stampAll(run, colors, at, isMoving);
    else this.quantiser.fit(0);
    this.handOver();
  }

  /** Classes of the dots on screen, for the legend. */
  classes(at: number): DotClass[] {
    return CLASSES.filter((_, shape) => this.isRecent(this.lastSeen[shape] as number, at));
  }

  /** Whether a dot on screen takes longer than its message did. */
  isStretched(at: number): boolean {
    return this.isRecent(this.stretchedAt, at);
  }

  /** The dot nearest to a point, at most `radius` away (canvas units). */
  nearest(run: Painted, x: number, y: number, radius: number): Dot | null {
    this.tracks.follow(run.lanes);
    let best: Dot | null = null;
    let bestSquare = radius * radius;
    for (const columns of [run.flights, run.recent(run.now - this.least)]) {
      for (let flight = 0; flight < columns.high; flight++) {
        if (columns.is[flight] !== IS.flight || !this.draws(columns, flight)) continue;
        if (!this.tracks.locate(columns, flight, run.now, this.least)) continue;
        const dx = this.tracks.x - x;
        const dy = this.tracks.y - y;
        const square = dx * dx + dy * dy;
        if (square > bestSquare) continue;
        const message = columns.message[flight] as number;
        best = { flight: columns === run.flights ? flight : null, message };
        bestSquare = square;
      }
    }
    return best;
  }

  private stampAll(run: Painted, colors: readonly number[], at: number, isMoving: boolean): void {
    const { region, tracks } = this;
    if (region === null) return;
    if (tracks.follow(run.lanes) || this.isSeenOld) {
      this.seen = tracks.within(region.box);
      this.isSeenOld = false;
    }
    const recent = run.recent(run.now - this.least);
    const count = this.count(run.flights) + this.count(recent);
    if (isMoving) this.quantiser.update(count, at);
    else this.quantiser.fit(count);
    this.stampEach(run, run.flights, colors, at);
    this.stampEach(run, recent, colors, at);
  }

  private stampEach(
    run: Painted,
    columns: FlightColumns,
    colors: readonly number[],
    at: number,
  ): void {
    const { region, stamps, ring, tracks, raster, least } = this;
    if (region === null || stamps === null || ring === null) return;
    const { x, y } = region.box;
    const { scale } = region;
    for (let flight = 0; flight < columns.high; flight++) {
      if (columns.is[flight] !== IS.flight) continue;
      // What is followed is drawn, however few of the others are.
      const isFollowed = this.follows(run, columns, flight);
      const isSeen = this.seen[columns.lane[flight] as number] === 1;
      if (!isFollowed && (!isSeen || !this.draws(columns, flight))) continue;
      if (!tracks.locate(columns, flight, run.now, least)) continue;
      if (isFollowed) this.followedAt ??= [tracks.x, tracks.y];
      if (!isSeen) continue;
      const { shape } = tracks;
      this.lastSeen[shape] = at;
      const took = (columns.arrives[flight] as number) - (columns.departs[flight] as number);
      if (took < least) this.stretchedAt = at;
      const [left, top] = [(tracks.x - x) * scale, (tracks.y - y) * scale];
      raster.stamp(stamps, shape, left, top, colors[shape] ?? 0);
      // A ring is around what is followed, and around what TCP sends again.
      if (isFollowed) raster.stamp(ring, 0, left, top, colors[RING_COLOR] ?? 0);
      else if (columns.repeat[flight] === 1) {
        this.lastSeen[REPEAT] = at;
        raster.stamp(ring, 0, left, top, colors[shape] ?? 0);
      }
    }
  }

  private follows(run: Painted, columns: FlightColumns, flight: number): boolean {
    const { followed } = this;
    if (followed === null) return false;
    if (columns === run.flights) return run.isPartOf(flight, followed);
    return run.isSentFor(columns.message[flight] as number, followed);
  }

  private isRecent(seen: number, at: number): boolean {
    const since = this.isStill ? Number.NEGATIVE_INFINITY : at - LINGER_MS;
    return seen >= since && seen > Number.NEGATIVE_INFINITY;
  }

  private forgetSeen(): void {
    this.lastSeen.fill(Number.NEGATIVE_INFINITY);
    this.stretchedAt = Number.NEGATIVE_INFINITY;
  }

  /** Messages in flight within the region. */
  private count(flights: FlightColumns): number {
    let count = 0;
    for (let flight = 0; flight < flights.high; flight++) {
      if (flights.is[flight] === IS.flight && this.seen[flights.lane[flight] as number] === 1)
        count++;
    }
    return count;
  }

  /**
   * A packet of a connection has no message number: its slot, which it keeps along its way, serves
   * as one.
   */
  private draws(flights: FlightColumns, flight: number): boolean {
    return isDrawn((flights.message[flight] as number) || flight + 1, this.quantiser.share);
  }

  private handOver(): void {
    const { ctx, image } = this;
    if (ctx === null || image === null) return;
    for (const { x, y, width, height } of this.raster.dirty()) {
      ctx.putImageData(image, 0, 0, x, y, width, height);
    }
  }
}
