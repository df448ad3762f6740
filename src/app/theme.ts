/**
 * The page's colours: the stylesheet made from the inks, the chosen theme on the root element, and
 * the same look for the painter, which sees no stylesheet. A constructed stylesheet, because the
 * page's security policy forbids inline ones.
 */
import { cssVariables, INK_NAMES, type Theme } from '../lib/ink.ts';
import { simulation } from '../store/playback.ts';
import { type ThemeChoice, usePreferences } from '../store/preferences.ts';
import type { Look } from '../worker/protocol.ts';

const DARK = '(prefers-color-scheme: dark)';
const FORCED = '(forced-colors: active)';
const STILL = '(prefers-reduced-motion: reduce)';

/** Before anything is shown. */
export function applyInks(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(cssVariables());
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  applyChoice(usePreferences.getState().theme);
}

/**
 * Keeps page and painter in the chosen theme, and follows the system's settings while the page is
 * open.
 */
export function followLook(): () => void {
  const send = () => simulation().send({ type: 'look', look: lookNow() });
  const queries = [DARK, FORCED, STILL].map((query) => matchMedia(query));
  for (const query of queries) query.addEventListener('change', send);
  const leave = usePreferences.subscribe((state, before) => {
    if (state.theme === before.theme) return;
    applyChoice(state.theme);
    send();
  });
  send();
  return () => {
    leave();
    for (const query of queries) query.removeEventListener('change', send);
  };
}

function applyChoice(choice: ThemeChoice): void {
  const { dataset } = document.documentElement;
  if (choice === 'system') delete dataset.theme;
  else dataset.theme = choice;
}

function themeNow(): Theme {
  const { theme } = usePreferences.getState();
  if (theme !== 'system') return theme;
  return matchMedia(DARK).matches ? 'dark' : 'light';
}

function lookNow(): Look {
  const look: Look = { theme: themeNow(), reducedMotion: matchMedia(STILL).matches };
  return matchMedia(FORCED).matches ? { ...look, forced: forcedInks() } : look;
}

/** What the system's colours are, asked of an element that wears each ink. */
function forcedInks(): Record<string, string> {
  const probe = document.createElement('span');
  document.body.append(probe);
  const inks = Object.fromEntries(
    INK_NAMES.map((ink) => {
      probe.style.color = `var(--ink-${ink})`;
      return [ink, getComputedStyle(probe).color];
    }),
  );
  probe.remove();
  return inks;
}
