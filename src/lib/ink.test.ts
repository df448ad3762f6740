import { describe, expect, it } from 'vitest';
import { contrast, GROUNDS, LEAST, luminance, THEMES } from './contrast.test-support.ts';
import { cssInk, cssVariables, FORCED_INKS, INK_NAMES, type Ink, inkOf } from './ink.ts';

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
      expect(contrast(theme, ink, ground)).toBeGreaterThanOrEqual(LEAST.words);
    },
  );

  it.each(pairs(['edge', 'traffic', 'balancing', 'compute', 'streaming', 'workflow']))(
    'of graphics, %s: %s on %s, is 3 : 1 or more',
    (theme, ink, ground) => {
      expect(contrast(theme, ink, ground)).toBeGreaterThanOrEqual(LEAST.graphics);
    },
  );

  it.each(THEMES)('of words on accent, island on accent, is 4.5 : 1 or more (%s)', (theme) => {
    expect(contrast(theme, 'island', 'accent')).toBeGreaterThanOrEqual(LEAST.words);
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

  it('of a family follow the theme, on a canvas and in CSS, and give way to forced colours', () => {
    const moss = ['#4f6f00', '#c0eb75'] as const;
    expect(THEMES.map((theme) => inkOf(theme, moss))).toEqual(moss);
    expect(cssInk('bad')).toBe('var(--ink-bad)');
    expect(cssInk(moss)).toBe('var(--forced,light-dark(#4f6f00,#c0eb75))');
    const css = cssVariables();
    expect(css.split('--forced:').length - 1).toBe(1);
    expect(css.split('\n')[4]).toContain('--forced:CanvasText;');
  });
});
