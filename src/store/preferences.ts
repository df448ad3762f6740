/**
 * What this browser remembers about the person's taste, between visits and apart from any document.
 */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type ThemeChoice = 'system' | 'light' | 'dark';

interface Preferences {
  theme: ThemeChoice;
  /** The hint of the first minute was followed or put away; it never returns. */
  hintDone: boolean;
  /** Wide windows show a small map of the diagram. */
  minimap: boolean;
  /** The height of the instruments, in pixels; left out until somebody has moved their edge. */
  drawerHeight?: number;
}

export const usePreferences = create<Preferences>()(
  persist((): Preferences => ({ theme: 'system', hintDone: false, minimap: true }), {
    name: 'sandtable-preferences',
    version: 1,
  }),
);

export function setTheme(theme: ThemeChoice): void {
  usePreferences.setState({ theme });
}

export function setDrawerHeight(drawerHeight: number): void {
  usePreferences.setState({ drawerHeight });
}

export function finishHint(): void {
  if (!usePreferences.getState().hintDone) usePreferences.setState({ hintDone: true });
}

export function toggleMinimap(): void {
  usePreferences.setState({ minimap: !usePreferences.getState().minimap });
}
