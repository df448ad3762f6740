import { describe, expect, it } from 'vitest';
import { type Canvas2DLike, drawList, type Writes } from './canvas-picture.ts';
import type { DisplayList } from './display-list.ts';
import { shownText } from './shown-text.ts';

/** Writes down every call, and the paint at each fill and stroke. */
class Recorder implements Canvas2DLike {
  calls: string[] = [];
  fillStyle: unknown = '';
  strokeStyle: unknown = '';
  lineWidth = 1;
  lineCap = 'butt';
  lineJoin = 'miter';
  font = '';
  textAlign = 'left';
  textBaseline = 'alphabetic';
  private dash = '';
  save = () => this.record('save');
  restore = () => this.record('restore');
  beginPath = () => this.record('begin');
  moveTo = (...to: number[]) => this.record('move', to);
  lineTo = (...to: number[]) => this.record('line', to);
  rect = (...box: number[]) => this.record('rect', box);
  roundRect = (...box: number[]) => this.record('roundRect', box);
  arc = (...circle: number[]) => this.record('arc', circle);
  fill = () => this.record(`fill ${this.fillStyle}`);
  stroke = () => this.record(`stroke ${this.strokeStyle} ${this.lineWidth}${this.dash}`);
  fillText = (text: string, x: number, y: number) =>
    this.record(`text ${text} ${this.font} ${this.textAlign} ${this.fillStyle}`, [x, y]);
  setLineDash = (segments: number[]) => {
    this.dash = segments.length === 0 ? '' : ` dashed ${segments.join(' ')}`;
  };
  private record(what: string, numbers: number[] = []): void {
    this.calls.push([what, ...numbers.map((x) => Math.round(x * 100) / 100)].join(' '));
  }
}

function record(list: DisplayList, writes: Writes | null = shownText): string[] {
  const recorder = new Recorder();
  drawList(recorder, list, (ink) => `@${ink}`, writes);
  expect(recorder.calls.shift()).toBe('save');
  expect(recorder.calls.pop()).toBe('restore');
  return recorder.calls;
}

describe('drawList', () => {
  it('fills and strokes with the colours of the inks, in order', () => {
    expect(
      record([
        { s: 'rect', x: 1, y: 2, w: 3, h: 4, r: 1, fill: 'ok', stroke: 'edge', width: 2 },
        { s: 'circle', x: 5, y: 6, r: 3, fill: 'bad' },
      ]),
    ).toEqual([
      'begin',
      'roundRect 1 2 3 4 1',
      'fill @ok',
      'stroke @edge 2',
      'begin',
      'arc 5 6 3 0 6.28',
      'fill @bad',
    ]);
  });

  it('starts arcs at noon, clockwise', () => {
    expect(
      record([{ s: 'arc', x: 0, y: 0, r: 9, from: 0, to: 0.25, stroke: 'accent', width: 2 }]),
    ).toEqual(['begin', 'arc 0 0 9 -1.57 0', 'stroke @accent 2']);
    expect(
      record([{ s: 'arc', x: 0, y: 0, r: 9, from: 0.5, to: 0.5, stroke: 'accent', width: 2 }]),
    ).toEqual([]);
  });

  it('dashes one shape and not the next', () => {
    const calls = record([
      { s: 'line', points: [0, 0, 5, 5, 9, 0], stroke: 'edge', dash: 'dashed' },
      { s: 'rect', x: 0, y: 0, w: 9, h: 9, stroke: 'edge' },
    ]);
    expect(calls).toContain('stroke @edge 1 dashed 4 3');
    expect(calls.at(-1)).toBe('stroke @edge 1');
    expect(calls.slice(1, 4)).toEqual(['move 0 0', 'line 5 5', 'line 9 0']);
  });

  it('hatches with lines', () => {
    const calls = record([{ s: 'rect', x: 0, y: 0, w: 12, h: 12, stroke: 'bad', dash: 'hatched' }]);
    expect(calls.filter((call) => call.startsWith('move'))).toEqual([
      'move 0 6',
      'move 0 12',
      'move 6 12',
    ]);
  });

  it('writes text in its font, cut to its width', () => {
    expect(
      record([
        {
          s: 'text',
          x: 1,
          y: 9,
          text: 'busy',
          size: 12,
          weight: 600,
          ink: 'soft',
          align: 'center',
        },
      ]),
    ).toEqual([
      "text busy 600 12px 'Inter Variable', Inter, system-ui, sans-serif center @soft 1 9",
    ]);
    expect(
      record([{ s: 'text', x: 0, y: 0, text: 'a long text', size: 12, ink: 'text', max: 30 }])[0],
    ).toMatch(/^text a l.*… 400 12px/);
  });

  it('leaves texts out, and nothing else, where nothing writes them', () => {
    const circle = { s: 'circle', x: 5, y: 6, r: 3, fill: 'bad' } as const;
    const text = { s: 'text', x: 1, y: 9, text: 'busy', size: 12, ink: 'soft' } as const;
    expect(record([text, circle], null)).toEqual(record([circle]));
  });
});
