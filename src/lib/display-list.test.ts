import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesAcross, type Rect } from './display-list.ts';
import { shownText } from './shown-text.ts';
import { textWidth } from './text-width.ts';

const rect = fc
  .record({
    x: fc.integer({ min: -50, max: 50 }),
    y: fc.integer({ min: -50, max: 50 }),
    w: fc.integer({ min: 0, max: 200 }),
    h: fc.integer({ min: 0, max: 100 }),
    dash: fc.constantFrom('hatched', 'striped'),
  })
  .map((shape): Rect => ({ s: 'rect', ...shape }));

describe('linesAcross', () => {
  it('hatches upwards: a 12 × 12 square gets three diagonals', () => {
    expect(linesAcross({ s: 'rect', x: 0, y: 0, w: 12, h: 12, dash: 'hatched' })).toEqual([
      0, 6, 6, 0, 0, 12, 12, 0, 6, 12, 12, 6,
    ]);
  });

  it('stripes upright', () => {
    expect(linesAcross({ s: 'rect', x: 1, y: 2, w: 12, h: 4, dash: 'striped' })).toEqual([
      6, 2, 6, 6, 11, 2, 11, 6,
    ]);
  });

  it('draws none on plain and dashed rectangles', () => {
    expect(linesAcross({ s: 'rect', x: 0, y: 0, w: 50, h: 50 })).toEqual([]);
    expect(linesAcross({ s: 'rect', x: 0, y: 0, w: 50, h: 50, dash: 'dashed' })).toEqual([]);
  });

  it('never leaves the rectangle', () => {
    fc.assert(
      fc.property(rect, (shape) => {
        const lines = linesAcross(shape);
        expect(lines.length % 4).toBe(0);
        for (let i = 0; i < lines.length; i += 2) {
          expect(lines[i]).toBeGreaterThanOrEqual(shape.x);
          expect(lines[i]).toBeLessThanOrEqual(shape.x + shape.w);
          expect(lines[i + 1]).toBeGreaterThanOrEqual(shape.y);
          expect(lines[i + 1]).toBeLessThanOrEqual(shape.y + shape.h);
        }
      }),
    );
  });
});

describe('shownText', () => {
  const text = { s: 'text', x: 0, y: 0, text: '203.0.113.117', size: 11, ink: 'text' } as const;

  it('cuts by the font it is written in', () => {
    expect(shownText(text)).toBe('203.0.113.117');
    const cut = shownText({ ...text, max: 50 });
    expect(cut.endsWith('…')).toBe(true);
    expect(textWidth(cut, 11)).toBeLessThanOrEqual(50);
    expect(shownText({ ...text, max: 50, mono: true })).toBe('203.0.…');
  });
});
