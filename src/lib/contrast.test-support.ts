/** How well inks are told from what they lie on, as WCAG 2.2 measures it. */
import { type Ink, inkOf, type Theme } from './ink.ts';

export const THEMES: readonly Theme[] = ['light', 'dark'];
/** What everything is drawn on. */
export const GROUNDS = ['surface', 'island'] as const;

/** At least: of words, and of graphics that carry meaning. */
export const LEAST = { words: 4.5, graphics: 3 } as const;

/** Relative luminance of #rrggbb. */
export function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** 1 to 21. */
export function contrast(theme: Theme, one: Ink, other: Ink): number {
  const [dark = 0, light = 0] = [one, other]
    .map((ink) => luminance(inkOf(theme, ink)))
    .sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** The least of an ink in both themes, on everything. */
export function leastContrast(ink: Ink): number {
  return Math.min(
    ...THEMES.flatMap((theme) => GROUNDS.map((ground) => contrast(theme, ink, ground))),
  );
}
