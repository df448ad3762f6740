/** What this browser remembers about the person's taste, between visits and apart from any document. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type ThemeChoice = 'system' | 'light' | 'dark';

interface Preferences {
  theme: ThemeChoice;
  /** The hint of the first minute was followed or put away; it never returns. */
  hintDone: boolean;
}

export const usePreferences = create<Preferences>()(
  persist((): Preferences => ({ theme: 'system', hintDone: false }), {
    name: 'sandtable-preferences',
    version: 1,
  }),
);

export function setTheme(theme: ThemeChoice): void {
  usePreferences.setState({ theme });
}

export function finishHint(): void {
  if (!usePreferences.getState().hintDone) usePreferences.setState({ hintDone: true });
}
