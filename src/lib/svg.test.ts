import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Shape } from './display-list.ts';
import { type Ink, inkOf } from './ink.ts';
import { escapeXml, toSvg } from './svg.ts';

const light = (ink: Ink) => inkOf('light', ink);
const svg = (shape: Shape) => toSvg([shape], light);

describe('toSvg', () => {
  it('writes each shape with the colour of its ink', () => {
    expect(svg({ s: 'rect', x: 1, y: 2, w: 3.456, h: 4, r: 2, fill: 'ok' })).toBe(
      '<rect x="1" y="2" width="3.46" height="4" rx="2" fill="#237a32"/>',
    );
    expect(svg({ s: 'circle', x: 5, y: 6, r: 3, stroke: 'bad', width: 1.5 })).toBe(
      '<circle cx="5" cy="6" r="3" fill="none" stroke="#c92a2a" stroke-width="1.5"/>',
    );
    expect(svg({ s: 'line', points: [0, 0, 10, 5], stroke: 'edge' })).toBe(
      '<polyline points="0 0 10 5" fill="none" stroke="#7d8794" stroke-width="1" stroke-linecap="round" stroke-linejoin="round"/>',
    );
  });

  it('writes a quarter from noon to three o’clock as a turned dash', () => {
    expect(
      svg({ s: 'arc', x: 8, y: 9, r: 5, from: 0, to: 0.25, stroke: 'accent', width: 2 }),
    ).toContain('pathLength="1" stroke-dasharray="0.25 1" transform="rotate(-90 8 9)"');
    expect(svg({ s: 'arc', x: 8, y: 9, r: 5, from: 0, to: 0, stroke: 'accent', width: 2 })).toBe(
      '',
    );
    expect(
      svg({ s: 'arc', x: 8, y: 9, r: 5, from: 0, to: 1, stroke: 'accent', width: 2 }),
    ).not.toContain('dasharray');
  });

  it('writes dashes, and hatching as lines of their own', () => {
    expect(svg({ s: 'rect', x: 0, y: 0, w: 9, h: 9, stroke: 'edge', dash: 'dashed' })).toContain(
      'stroke-dasharray="4 3"',
    );
    const hatched = svg({ s: 'rect', x: 0, y: 0, w: 12, h: 12, stroke: 'bad', dash: 'hatched' });
    expect(hatched).toContain(
      '<path d="M0 6L6 0M0 12L12 0M6 12L12 6" fill="none" stroke="#c92a2a"',
    );
  });

  it('aligns, cuts and escapes text', () => {
    const text = svg({
      s: 'text',
      x: 10,
      y: 20,
      text: '<b>"A&B"',
      size: 12,
      ink: 'text',
      align: 'right',
    });
    expect(text).toContain('text-anchor="end" fill="#15191f">&lt;b&gt;&quot;A&amp;B&quot;</text>');
    expect(
      svg({ s: 'text', x: 0, y: 0, text: 'a long text', size: 12, ink: 'text', max: 30 }),
    ).toMatch(/>a lo?…<\/text>$/);
  });
});

describe('escapeXml', () => {
  it('leaves nothing that could end a text or an attribute, whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeXml(text);
        expect(escaped).not.toMatch(/[<>"']/);
        expect(escaped).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/);
        expect(escaped).not.toMatch(/\p{Surrogate}/u);
      }),
    );
    expect(escapeXml('\ud800x')).toBe('\ufffdx');
    expect(escapeXml('a\u0000b\u001fc\td')).toBe('abc\td');
  });
});
