import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXTRA_CHARACTERS, REGULAR_WIDTHS, SEMIBOLD_WIDTHS } from './inter-widths.ts';
import { cutMono, cutText, monoWidth, textWidth, type Weight } from './text-width.ts';

it('has one width for each character of the tables', () => {
  for (const table of [REGULAR_WIDTHS, SEMIBOLD_WIDTHS]) {
    expect(table.trim().split(/\s+/)).toHaveLength(95 + 96 + EXTRA_CHARACTERS.length);
  }
});

describe('textWidth', () => {
  // As measured in Chromium with the font itself, kerning on.
  it.each<[string, number, Weight, number]>([
    ['busy · 14 waiting', 12, 400, 96.97],
    ['Load balancer', 13, 600, 89.42],
    ['1.23 ms', 11, 400, 42.75],
  ])('of “%s” at %d/%d is %d', (text, size, weight, measured) => {
    expect(Math.abs(textWidth(text, size, weight) / measured - 1)).toBeLessThan(0.02);
  });

  it('is the same for all figures', () => {
    for (const figure of '0123456789') {
      expect(textWidth(figure, 12)).toBe(textWidth('0', 12));
      expect(textWidth(figure, 12, 600)).toBe(textWidth('0', 12, 600));
    }
  });

  it('grows with size and adds up', () => {
    expect(textWidth('', 12)).toBe(0);
    expect(textWidth('ab', 20)).toBeCloseTo(2 * textWidth('ab', 10), 9);
    expect(textWidth('aé…', 12)).toBeCloseTo(
      textWidth('a', 12) + textWidth('é', 12) + textWidth('…', 12),
      9,
    );
  });

  it('allows for letters that Inter lacks', () => {
    expect(textWidth('漢', 20)).toBe(20);
    expect(textWidth('🙂', 20)).toBe(20);
    expect(textWidth('ж', 20)).toBeGreaterThan(8);
    expect(textWidth('\u0007', 20)).toBe(0);
  });
});

describe('cutText', () => {
  it('leaves what fits', () => {
    expect(cutText('Server 1', 13, 600, 100)).toBe('Server 1');
  });

  it('cuts with an ellipsis, without a space before it', () => {
    expect(cutText('Payment service of the north', 13, 600, 100)).toBe('Payment serv…');
    const upToSpace = textWidth('Payment …', 13, 600);
    expect(cutText('Payment service', 13, 600, upToSpace)).toBe('Payment…');
  });

  it('gives nothing where not even the ellipsis fits', () => {
    expect(cutText('Server', 13, 400, 3)).toBe('');
  });

  it('never exceeds the width, never cuts more than it must, never splits a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 0, max: 200 }),
        (text, max) => {
          const result = cutText(text, 12, 400, max);
          expect(textWidth(result, 12, 400)).toBeLessThanOrEqual(max + 1e-9);
          expect(result).not.toMatch(/\p{Surrogate}/u);
          if (textWidth(text, 12, 400) <= max) expect(result).toBe(text);
        },
      ),
    );
  });
});

describe('cutMono', () => {
  it('counts characters', () => {
    expect(monoWidth('10.0.0.1', 10)).toBeCloseTo(48.16, 6);
    expect(cutMono('10.0.0.1', 10, 49)).toBe('10.0.0.1');
    expect(cutMono('10.0.0.1:8080', 10, 49)).toBe('10.0.0.…');
  });
});
