/**
 * Every colour of Sandtable, as data. Pictures name inks, or bring a pair of their own; the
 * stylesheet, the painter and the exporter turn them into colours for the theme. Nothing else names
 * a colour. `ink.test.ts` holds every pair that is drawn together against WCAG's contrast, and the
 * contract test of the kinds what they bring.
 */

/**
 * [light, dark] for each ink. `line` only decorates; `edge` carries meaning. Family tints colour
 * graphics, never text.
 */
const INKS = {
  surface: ['#f6f7f9', '#0f1216'],
  island: ['#ffffff', '#171b21'],
  line: ['#dfe3e8', '#2a313a'],
  edge: ['#7d8794', '#6b7784'],
  text: ['#15191f', '#e9edf2'],
  soft: ['#56606d', '#9aa6b4'],
  accent: ['#3b5bdb', '#91a7ff'],
  ok: ['#237a32', '#69db7c'],
  warn: ['#a85500', '#ffc078'],
  bad: ['#c92a2a', '#ff8787'],
  traffic: ['#1c7ed6', '#74c0fc'],
  balancing: ['#7048e8', '#b197fc'],
  compute: ['#0c8599', '#66d9e8'],
  streaming: ['#d9480f', '#ffa94d'],
  workflow: ['#2f9e44', '#8ce99a'],
} as const satisfies Record<string, readonly [string, string]>;

export type InkName = keyof typeof INKS;
/** An ink that only one family knows: [light, dark], each as #rrggbb. */
export type OwnInk = readonly [light: `#${string}`, dark: `#${string}`];
export type Ink = InkName | OwnInk;
export type Theme = 'light' | 'dark';

/** All inks, in the order of the table. */
export const INK_NAMES = Object.keys(INKS) as readonly InkName[];

/**
 * Under forced colours the system chooses: which of its colours each ink becomes. Shapes and words
 * carry what is lost.
 */
export const FORCED_INKS: Readonly<Record<InkName, string>> = {
  surface: 'Canvas',
  island: 'Canvas',
  line: 'GrayText',
  edge: 'CanvasText',
  text: 'CanvasText',
  soft: 'CanvasText',
  accent: 'LinkText',
  ok: 'CanvasText',
  warn: 'CanvasText',
  bad: 'CanvasText',
  traffic: 'CanvasText',
  balancing: 'CanvasText',
  compute: 'CanvasText',
  streaming: 'CanvasText',
  workflow: 'CanvasText',
};

/** The colour of an ink, as #rrggbb. */
export function inkOf(theme: Theme, ink: Ink): string {
  return (typeof ink === 'string' ? INKS[ink] : ink)[theme === 'light' ? 0 : 1];
}

/** The same for CSS: it follows the theme by itself. Under forced colours a family's is text. */
export function cssInk(ink: Ink): string {
  return typeof ink === 'string' ? `var(--ink-${ink})` : `var(--forced,light-dark(${ink}))`;
}

/** What an island throws on the canvas, and what lies between a dialog and the page. */
const SHADES: Readonly<Record<Theme, readonly [shadow: string, scrim: string]>> = {
  light: ['0 4px 16px rgb(21 25 31 / 10%)', 'rgb(21 25 31 / 32%)'],
  dark: ['0 4px 16px rgb(0 0 0 / 45%)', 'rgb(0 0 0 / 56%)'],
};

/**
 * The stylesheet that gives the inks to CSS: `--ink-<name>` for every ink, `--shadow`, `--scrim`,
 * and under forced colours `--forced`, in the place of any other.
 * The system's theme holds unless the root says `data-theme="light"` or `"dark"`; forced colours
 * hold over both.
 */
export function cssVariables(): string {
  const light = themeRules('light');
  const dark = themeRules('dark');
  const forced = INK_NAMES.map((ink) => `--ink-${ink}:${FORCED_INKS[ink]};`).join('');
  return [
    `:root{${light}}`,
    `@media (prefers-color-scheme:dark){:root{${dark}}}`,
    `:root[data-theme=light]{${light}}`,
    `:root[data-theme=dark]{${dark}}`,
    `@media (forced-colors:active){:root,:root[data-theme]{${forced}--forced:CanvasText;--shadow:none;}}`,
    '',
  ].join('\n');
}

function themeRules(theme: Theme): string {
  const [shadow, scrim] = SHADES[theme];
  const inks = INK_NAMES.map((ink) => `--ink-${ink}:${inkOf(theme, ink)};`).join('');
  return `color-scheme:${theme};${inks}--shadow:${shadow};--scrim:${scrim};`;
}
