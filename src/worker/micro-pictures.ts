/**
 * Paints what changes many times a second on the cards: each kind's small live picture and the
 * utilization bar along the bottom edge. A card is painted again only when what it shows has
 * changed.
 */
import { drawList, type Writes } from '../lib/canvas-picture.ts';
import type { DisplayList } from '../lib/display-list.ts';
import type { Ink } from '../lib/ink.ts';
import { PICTURE_BOX, PICTURE_INSET, type Pictures } from '../lib/picture.ts';
import type { Box, Geometry, Region } from './protocol.ts';
import type { Painted } from './running.ts';
import { overlaps } from './tracks.ts';

/** Milliseconds of the viewer's time between two looks at the cards. */
const PERIOD_MS = 100;
/**
 * The bar follows its value with this time constant, so that it shows about the last second of what
 * the viewer sees.
 */
const SMOOTHING_MS = 350;
const BAR = 3;
const CARD_RADIUS = 10;

type Inks = (ink: Ink) => string;

interface Shown {
  /** What is painted now, as text to compare. */
  drawn: string;
  bar: string;
  /** The bar's smoothed level, 0 to 1. */
  level: number;
}

export class MicroPictures {
  private readonly known: Pictures;
  private nodes: Geometry['nodes'] = [];
  private ctx: OffscreenCanvasRenderingContext2D | null = null;
  private region: Region | null = null;
  private shown = new Map<string, Shown>();
  private lastAt = Number.NEGATIVE_INFINITY;
  private isStale = true;
  /** Text waits for its font, and for what says how much of it fits: null until then. */
  writes: Writes | null = null;

  /** @param known every kind's picture by kind id */
  constructor(known: Pictures) {
    this.known = known;
  }

  aim(canvas: OffscreenCanvas, region: Region): void {
    this.ctx = canvas.getContext('2d');
    this.region = region;
    this.isStale = true;
  }

  setGeometry(geometry: Geometry): void {
    // While a hand carries some, lines move and nothing painted here does.
    if (!areSame(geometry.nodes, this.nodes)) this.isStale = true;
    this.nodes = geometry.nodes;
  }

  /** Everything is painted again at the next chance. */
  refresh(): void {
    this.isStale = true;
  }

  /** The clock jumped: bars show the new moment at once instead of gliding to it. */
  jump(): void {
    this.isStale = true;
    this.shown.clear();
  }

  /** @param at the viewer's time in milliseconds */
  paint(run: Painted | null, inks: Inks, at: number, isMoving: boolean): void {
    const { ctx, region } = this;
    if (ctx === null || region === null) return;
    const elapsed = at - this.lastAt;
    if (isMoving && !this.isStale && elapsed < PERIOD_MS) return;
    this.lastAt = at;
    if (this.isStale) this.wipe(ctx, region);
    this.isStale = false;
    if (run === null) return;
    const kinds = new Map(run.nodes().map((node) => [node.id, node.kind]));
    for (const node of this.nodes) {
      const picture = this.known[kinds.get(node.id) ?? ''];
      if (node.hidden === true || picture === undefined || !overlaps(node.box, region.box))
        continue;
      const observation = run.observation(node.id);
      if (observation === undefined) continue;
      const shown = this.shownOf(node.id);
      const list = picture.draw(observation, PICTURE_BOX);
      this.paintPicture(ctx, node.box, shown, list, inks);
      const level = this.follow(shown, picture.utilization(observation), elapsed);
      paintBar(ctx, node.box, shown, level, inks);
    }
  }

  private wipe(ctx: OffscreenCanvasRenderingContext2D, region: Region): void {
    const { scale, box } = region;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, ctx.canvas.width, ctx.canvas.height);
    ctx.setTransform(scale, 0, 0, scale, -box.x * scale, -box.y * scale);
    const standing = new Set(this.nodes.map((node) => node.id));
    for (const [id, shown] of this.shown) {
      if (!standing.has(id)) this.shown.delete(id);
      shown.drawn = '[]';
      shown.bar = '';
    }
  }

  private shownOf(id: string): Shown {
    let shown = this.shown.get(id);
    if (shown === undefined) {
      shown = { drawn: '[]', bar: '', level: Number.NaN };
      this.shown.set(id, shown);
    }
    return shown;
  }

  private paintPicture(
    ctx: OffscreenCanvasRenderingContext2D,
    box: Box,
    shown: Shown,
    list: DisplayList,
    inks: Inks,
  ): void {
    const drawn = JSON.stringify(list);
    if (drawn === shown.drawn) return;
    shown.drawn = drawn;
    const { width, height } = PICTURE_BOX;
    ctx.save();
    ctx.translate(box.x + box.width - width - PICTURE_INSET, box.y + PICTURE_INSET);
    ctx.beginPath();
    ctx.rect(0, 0, width, height);
    ctx.clip();
    // A clip's rim is soft: clearing beyond it leaves nothing of the last picture behind.
    ctx.clearRect(-1, -1, width + 2, height + 2);
    drawList(ctx, list, inks, this.writes);
    ctx.restore();
  }

  private follow(shown: Shown, utilization: number | null, elapsed: number): number | null {
    if (utilization === null) return null;
    const wanted = Math.min(1, Math.max(0, utilization));
    const isFresh = Number.isNaN(shown.level);
    const step = isFresh ? 1 : Math.min(1, elapsed / SMOOTHING_MS);
    shown.level = isFresh ? wanted : shown.level + (wanted - shown.level) * step;
    return shown.level;
  }
}

function areSame(a: Geometry['nodes'], b: Geometry['nodes']): boolean {
  return a.length === b.length && a.every((node, index) => isSame(node, b[index]));
}

/** Where a hidden picture is does not matter. */
function isSame(a: Geometry['nodes'][number], b: Geometry['nodes'][number] | undefined): boolean {
  if (a.id !== b?.id || a.hidden !== b.hidden) return false;
  const { x, y, width, height } = b.box;
  const { box } = a;
  return (
    a.hidden === true ||
    (box.x === x && box.y === y && box.width === width && box.height === height)
  );
}

function paintBar(
  ctx: OffscreenCanvasRenderingContext2D,
  box: Box,
  shown: Shown,
  level: number | null,
  inks: Inks,
): void {
  // Half a unit is the smallest step worth painting.
  const length = level === null ? 0 : Math.round(level * (box.width - 2) * 2) / 2;
  const ink = barInk(level ?? 0);
  const bar = length === 0 ? '' : `${ink} ${length}`;
  if (bar === shown.bar) return;
  shown.bar = bar;
  const top = box.y + box.height - 1 - BAR;
  ctx.clearRect(box.x, top - 0.5, box.width, BAR + 1);
  if (length === 0) return;
  ctx.save();
  ctx.beginPath();
  ctx.roundRect(box.x + 1, box.y + 1, box.width - 2, box.height - 2, CARD_RADIUS - 1);
  ctx.clip();
  ctx.fillStyle = inks(ink);
  ctx.fillRect(box.x + 1, top, length, BAR);
  ctx.restore();
}

/**
 * Waiting grows steeply from about 70 % on: with one server and random arrivals it is 2.3 service
 * times there, 9 at 90 %.
 */
function barInk(level: number): Ink {
  if (level >= 0.9) return 'bad';
  return level >= 0.7 ? 'warn' : 'ok';
}
