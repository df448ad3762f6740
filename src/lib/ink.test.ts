import { describe, expect, it } from 'vitest';
import { cssVariables, FORCED_INKS, INK_NAMES, type Ink, inkOf, type Theme } from './ink.ts';

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(theme: Theme, one: Ink, other: Ink): number {
  const [dark, light] = [luminance(inkOf(theme, one)), luminance(inkOf(theme, other))].sort(
    (a, b) => a - b,
  );
  return (light! + 0.05) / (dark! + 0.05);
}

const THEMES = ['light', 'dark'] as const;
const GROUNDS = ['surface', 'island'] as const;
const pairs = (inks: readonly Ink[]) =>
  THEMES.flatMap((theme) =>
    inks.flatMap((ink) => GROUNDS.map((ground) => [theme, ink, ground] as const)),
  );

it('measures black on white as 21 : 1', () => {
  expect((luminance('#ffffff') + 0.05) / (luminance('#000000') + 0.05)).toBeCloseTo(21, 6);
});

describe('contrast', () => {
  it.each(pairs(['text', 'soft', 'accent', 'ok', 'warn', 'bad']))(
    'of words, %s: %s on %s, is 4.5 : 1 or more',
    (theme, ink, ground) => {
      expect(contrast(theme, ink, ground)).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(pairs(['edge', 'traffic', 'balancing', 'compute', 'streaming', 'workflow']))(
    'of graphics, %s: %s on %s, is 3 : 1 or more',
    (theme, ink, ground) => {
      expect(contrast(theme, ink, ground)).toBeGreaterThanOrEqual(3);
    },
  );

  it.each(THEMES)('of words on accent, island on accent, is 4.5 : 1 or more (%s)', (theme) => {
    expect(contrast(theme, 'island', 'accent')).toBeGreaterThanOrEqual(4.5);
  });
});

describe('inks', () => {
  it('are #rrggbb in both themes and named for forced colours', () => {
    for (const ink of INK_NAMES) {
      for (const theme of THEMES) expect(inkOf(theme, ink)).toMatch(/^#[0-9a-f]{6}$/);
      expect(FORCED_INKS[ink]).toMatch(/^[A-Z][A-Za-z]+$/);
    }
    expect(INK_NAMES).toContain('accent');
  });

  it('reach the stylesheet: default, system, chosen and forced', () => {
    const css = cssVariables();
    const [light, system, chosenLight, chosenDark, forced] = css.split('\n');
    expect(light).toContain(':root{color-scheme:light;--ink-surface:#f6f7f9;');
    expect(system).toContain('prefers-color-scheme:dark');
    expect(system).toContain('--ink-surface:#0f1216;');
    expect(chosenLight).toContain('[data-theme=light]{color-scheme:light;');
    expect(chosenDark).toContain('[data-theme=dark]{color-scheme:dark;');
    expect(forced).toContain('--ink-text:CanvasText;');
    for (const ink of INK_NAMES) expect(css.split(`--ink-${ink}:`).length - 1).toBe(5);
  });
});
