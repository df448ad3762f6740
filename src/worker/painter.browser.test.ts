import { beforeEach, expect, test } from 'vitest';
import { LANE_OFFSET } from '../lib/curve.ts';
import { type Ink, inkOf } from '../lib/ink.ts';
import type { Picture } from '../lib/picture.ts';
import { createAgenda, launch, SHAPE } from '../sim/agenda.ts';
import { Painter } from './painter.ts';
import type { Region } from './protocol.ts';
import type { Painted } from './running.ts';

const region: Region = { box: { x: -50, y: -20, width: 600, height: 300 }, scale: 2, zoom: 2 };
const card = { x: 100, y: 100, width: 184, height: 76 };

const picture: Picture<{ level: number; lamp: Ink; text: string }> = {
  words: () => '',
  utilization: ({ level }) => level,
  draw: ({ lamp, text }, { width, height }) => [
    // Larger than its box: what is outside must not be seen.
    { s: 'rect', x: -20, y: -20, w: width + 40, h: height + 40, fill: lamp },
    { s: 'text', x: 2, y: 20, text, size: 13, ink: 'text' },
  ],
};

class Table implements Painted {
  now = 500;
  flights = createAgenda();
  lanes = [{ id: 'e1', gone: false }];
  seen = { level: 0.5, lamp: 'accent' as Ink, text: '' };
  nodes = () => [{ id: 's1', kind: 'lamp' }];
  observation = (): unknown => this.seen;
  /** Message 2 was sent on behalf of message 1. */
  isPartOf = (flight: number, message: number) =>
    this.flights.message[flight] === message || (message === 1 && flight === 1);

  /** Hops that are over. */
  over = createAgenda();
  recent = () => this.over;
  isSentFor = (message: number, first: number) => message === first;

  travel(shape: number, { back = 0 } = {}): void {
    const slot = launch(this.flights, 1_000, {}, null);
    this.flights.shape[slot] = shape;
    this.flights.back[slot] = back;
    this.flights.departs[slot] = 0;
    this.flights.arrives[slot] = 1_000;
    this.flights.message[slot] = slot + 1;
  }
}

let table: Table;
let painter: Painter;
let pairs: { dots: OffscreenCanvas; pictures: OffscreenCanvas }[];

beforeEach(() => {
  table = new Table();
  painter = new Painter({ lamp: picture });
  pairs = [0, 1].map(() => ({
    dots: new OffscreenCanvas(1, 1),
    pictures: new OffscreenCanvas(1, 1),
  }));
  pairs.forEach(({ dots, pictures }, pair) => {
    painter.setCanvases(pair === 0 ? 0 : 1, dots, pictures);
  });
  painter.setGeometry({
    nodes: [{ id: 's1', box: card }],
    lanes: [{ id: 'e1', curve: [0, 50, 100, 50, 200, 50, 300, 50] }],
  });
  painter.setRegion(0, region);
});

/** The colour at a point in canvas units, as #rrggbb; '' where nothing is painted. */
function at(layer: 'dots' | 'pictures', x: number, y: number, pair = 0): string {
  const ctx = pairs[pair]![layer].getContext('2d')!;
  const { box, scale } = region;
  const [r, g, b, a] = ctx.getImageData((x - box.x) * scale, (y - box.y) * scale, 1, 1).data;
  if (a === 0) return '';
  return `#${[r, g, b].map((part) => part!.toString(16).padStart(2, '0')).join('')}`;
}

function litPixels(layer: 'dots' | 'pictures', pair = 0): number {
  const canvas = pairs[pair]![layer];
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  let lit = 0;
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 0) lit++;
  return lit;
}

test('a request travels half way on its side of the edge, in its ink; the answer on the other', () => {
  table.travel(SHAPE.request);
  table.travel(SHAPE.response, { back: 1 });
  expect(painter.paint(table, 0, true, 0)).toBe(0);
  expect(at('dots', 150, 55)).toBe(inkOf('light', 'traffic'));
  expect(at('dots', 152, 45)).toBe(inkOf('light', 'ok'));
  expect(at('dots', 150, 45)).toBe('');
});

test('as time passes the dot is elsewhere and leaves no trace', () => {
  table.travel(SHAPE.request);
  painter.paint(table, 0, true, 0);
  const lit = litPixels('dots');
  table.now = 900;
  expect(painter.paint(table, 16, true, 0)).toBeNull();
  expect(at('dots', 150, 55)).toBe('');
  expect(at('dots', 270, 55)).toBe(inkOf('light', 'traffic'));
  expect(Math.abs(litPixels('dots') - lit)).toBeLessThan(12);
});

test('reduced motion shows no dots, and the legend knows', () => {
  table.travel(SHAPE.request);
  painter.paint(table, 0, true, 0);
  expect(painter.classes(0)).toEqual(['request']);
  painter.setLook({ theme: 'light', reducedMotion: true });
  painter.paint(table, 16, true, 0);
  expect(litPixels('dots')).toBe(0);
  expect(painter.classes(16)).toEqual([]);
  expect(painter.nearest(table, 150, 55, 20)).toBeNull();
});

test('what stands still on the screen stays in the legend; what moved away lingers shortly', () => {
  table.travel(SHAPE.request);
  painter.paint(table, 0, false, 0);
  expect(painter.classes(60_000)).toEqual(['request']);
  painter.paint(table, 60_000, true, 0);
  expect(painter.classes(60_000)).toEqual(['request']);
  expect(painter.classes(62_000)).toEqual([]);
});

test('forced colours replace the theme’s', () => {
  table.travel(SHAPE.request);
  const forced = { traffic: 'rgb(255, 255, 0)' };
  painter.setLook({ theme: 'dark', forced, reducedMotion: false });
  painter.paint(table, 0, true, 0);
  expect(at('dots', 150, 55)).toBe('#ffff00');
});

test('a picture stays within its place on the card, and the bar shows the level', () => {
  painter.paint(table, 0, false, 0);
  const left = card.x + card.width - 56 - 12;
  expect(at('pictures', left + 5, card.y + 20)).toBe(inkOf('light', 'accent'));
  expect(at('pictures', left - 3, card.y + 20)).toBe('');
  expect(at('pictures', left + 5, card.y + 8)).toBe('');
  expect(at('pictures', left + 60, card.y + 20)).toBe('');
  const bar = card.y + card.height - 2.5;
  expect(at('pictures', card.x + 40, bar)).toBe(inkOf('light', 'ok'));
  expect(at('pictures', card.x + 110, bar)).toBe('');
});

test('an ink of a kind’s own follows the theme, and is text under forced colours', () => {
  table.seen = { level: 0, lamp: ['#4f6f00', '#c0eb75'], text: '' };
  const lamp = (look: Parameters<Painter['setLook']>[0]) => {
    painter.setLook(look);
    painter.paint(table, 0, false, 0);
    return at('pictures', card.x + card.width - 40, card.y + 30);
  };
  expect(lamp({ theme: 'light', reducedMotion: false })).toBe('#4f6f00');
  expect(lamp({ theme: 'dark', reducedMotion: false })).toBe('#c0eb75');
  const forced = { text: 'rgb(255, 255, 0)', ok: 'rgb(0, 0, 255)' };
  expect(lamp({ theme: 'dark', forced, reducedMotion: false })).toBe('#ffff00');
});

test('the bar glides while playing and is exact after a jump', () => {
  painter.paint(table, 0, true, 0);
  table.seen = { level: 1, lamp: 'accent', text: '' };
  const bar = card.y + card.height - 2.5;
  painter.paint(table, 110, true, 0);
  expect(at('pictures', card.x + 105, bar)).not.toBe('');
  expect(at('pictures', card.x + 170, bar)).toBe('');
  painter.jump();
  painter.paint(table, 120, false, 0);
  expect(at('pictures', card.x + 170, bar)).toBe(inkOf('light', 'bad'));
});

test('pictures are looked at ten times a second, not every frame', () => {
  painter.paint(table, 0, true, 0);
  table.seen = { level: 0.5, lamp: 'warn', text: '' };
  const middle = card.x + card.width - 40;
  painter.paint(table, 50, true, 0);
  expect(at('pictures', middle, card.y + 30)).toBe(inkOf('light', 'accent'));
  painter.paint(table, 101, true, 0);
  expect(at('pictures', middle, card.y + 30)).toBe(inkOf('light', 'warn'));
});

test('no text is painted before its font is there', () => {
  table.seen = { level: 0, lamp: 'island', text: '888' };
  painter.paint(table, 0, false, 0);
  const dark = (): number => {
    const ctx = pairs[0]!.pictures.getContext('2d')!;
    const { data } = ctx.getImageData(0, 0, ctx.canvas.width, ctx.canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255 && data[i]! < 90) count++;
    return count;
  };
  expect(dark()).toBe(0);
  painter.write(({ text }) => text);
  painter.paint(table, 16, false, 0);
  expect(dark()).toBeGreaterThan(50);
});

test('a dragged card and a kind without a picture show none', () => {
  painter.setGeometry({ nodes: [{ id: 's1', box: card, hidden: true }], lanes: [] });
  painter.paint(table, 0, false, 0);
  expect(litPixels('pictures')).toBe(0);
  table.nodes = () => [{ id: 's1', kind: 'unheard-of' }];
  painter.setGeometry({ nodes: [{ id: 's1', box: card }], lanes: [] });
  painter.paint(table, 16, false, 0);
  expect(litPixels('pictures')).toBe(0);
});

test('the hidden pair takes over with everything painted; the old one is left as it was', () => {
  table.travel(SHAPE.request);
  painter.paint(table, 0, false, 0);
  const before = litPixels('dots', 0);
  painter.setRegion(1, region);
  expect(painter.paint(table, 16, false, 0)).toBe(1);
  expect(at('dots', 150, 55, 1)).toBe(inkOf('light', 'traffic'));
  expect(litPixels('pictures', 1)).toBe(litPixels('pictures', 0));
  table.now = 900;
  painter.paint(table, 32, false, 0);
  expect(at('dots', 270, 55, 1)).toBe(inkOf('light', 'traffic'));
  expect(litPixels('dots', 0)).toBe(before);
});

test('the dot under the pointer is found', () => {
  table.travel(SHAPE.request);
  table.travel(SHAPE.response, { back: 1 });
  painter.paint(table, 0, false, 0);
  expect(painter.nearest(table, 153, 57, 8)).toEqual({ flight: 0, message: 1 });
  expect(painter.nearest(table, 148, 44, 8)).toEqual({ flight: 1, message: 2 });
  expect(painter.nearest(table, 300, 200, 8)).toBeNull();
});

test('ten thousand messages are drawn as at most two thousand dots, and the legend says how many each stands for', () => {
  for (let i = 0; i < 10_000; i++) {
    table.travel(SHAPE.request);
    table.flights.departs[i] = -(i % 1000) * 0.4;
  }
  painter.paint(table, 0, true, 0);
  expect(painter.share).toBe(5);
});

test('what TCP sends again has a ring of its own colour, and the legend says so', () => {
  table.travel(SHAPE.request);
  painter.paint(table, 0, false, 0);
  const ring = () => at('dots', 150, 50 + LANE_OFFSET + 4.5);
  expect([ring(), painter.classes(0)]).toEqual(['', ['request']]);
  table.flights.repeat[0] = 1;
  painter.paint(table, 16, false, 0);
  expect([ring(), painter.classes(16)]).toEqual([inkOf('light', 'traffic'), ['request', 'repeat']]);
});

test('what is followed is ringed in the accent, with what is sent on its behalf, and its place is told', () => {
  // Beyond the radius of 3 (in canvas units here) a space of 1, then the line of 1.
  const ringAt = (x: number, side = 1) => at('dots', x, 50 + side * (LANE_OFFSET + 4.5));
  table.travel(SHAPE.request);
  table.travel(SHAPE.request, { back: 1 });
  table.travel(SHAPE.request);
  table.flights.departs[1] = 250;
  table.flights.departs[2] = 400;
  painter.paint(table, 0, false, 0);
  expect(ringAt(150)).toBe('');
  painter.follow(1);
  painter.paint(table, 16, false, 0);
  expect(ringAt(150)).toBe(inkOf('light', 'accent'));
  expect(painter.followedAt).toEqual([150, 50 + LANE_OFFSET]);
  const child = 300 * (1 - 250 / 750);
  expect(ringAt(child, -1)).toBe(inkOf('light', 'accent'));
  expect(ringAt(300 * (100 / 600))).toBe('');
  painter.follow(null);
  painter.paint(table, 32, false, 0);
  expect(ringAt(150)).toBe('');
  expect(painter.followedAt).toBeNull();
});

test('what is followed is drawn even where one dot stands for many', () => {
  const HIDDEN = 3;
  for (let i = 0; i < 9_000; i++) table.travel(SHAPE.request);
  table.flights.departs[HIDDEN - 1] = 250;
  const x = 300 * (250 / 750);
  painter.paint(table, 0, false, 0);
  expect(painter.share).toBeGreaterThan(1);
  expect(at('dots', x, 50 + LANE_OFFSET)).toBe('');
  painter.follow(HIDDEN);
  painter.paint(table, 16, false, 0);
  expect(at('dots', x, 50 + LANE_OFFSET)).toBe(inkOf('light', 'traffic'));
});

test('a hop that was too short to be seen is drawn stretched, still moving though it is over', () => {
  const slot = launch(table.over, 1_000, {}, null);
  table.over.shape[slot] = SHAPE.request;
  table.over.departs[slot] = 400;
  table.over.arrives[slot] = 401;
  table.over.message[slot] = 9;
  painter.paint(table, 0, true, 400);
  expect(at('dots', 75, 50 + LANE_OFFSET)).toBe(inkOf('light', 'traffic'));
  expect(painter.isStretched(0)).toBe(true);
  expect(painter.nearest(table, 75, 55, 8)).toEqual({ flight: null, message: 9 });
  table.now = 700;
  painter.paint(table, 16, true, 400);
  expect(at('dots', 225, 50 + LANE_OFFSET)).toBe(inkOf('light', 'traffic'));
  table.now = 801;
  painter.paint(table, 32, false, 400);
  expect(litPixels('dots')).toBe(0);
  expect(painter.isStretched(32)).toBe(false);
});

test('one that is short and under way goes as slowly, and a long one takes its own time', () => {
  table.travel(SHAPE.request);
  table.flights.departs[0] = 480;
  table.flights.arrives[0] = 520;
  painter.paint(table, 0, false, 200);
  expect(at('dots', 30, 50 + LANE_OFFSET)).toBe(inkOf('light', 'traffic'));
  expect(painter.isStretched(0)).toBe(true);
  table.flights.departs[0] = 0;
  table.flights.arrives[0] = 1_000;
  painter.paint(table, 16, false, 200);
  expect(at('dots', 150, 50 + LANE_OFFSET)).toBe(inkOf('light', 'traffic'));
  expect(painter.isStretched(16)).toBe(false);
});

test('what is followed is ringed along a hop that is over, too', () => {
  const slot = launch(table.over, 1_000, {}, null);
  table.over.departs[slot] = 400;
  table.over.arrives[slot] = 401;
  table.over.message[slot] = 9;
  painter.follow(9);
  painter.paint(table, 0, false, 200);
  expect(painter.followedAt).toEqual([150, 50 + LANE_OFFSET]);
});
