/** Which dialog lies over the page, and which sheets are open on a phone; one at a time of each. */
import { create } from 'zustand';

export type DialogName = 'keys' | 'share';

interface Shell {
  dialog: DialogName | null;
  /** Narrow windows only: the palette's sheet. */
  paletteSheet: boolean;
}

export const useShell = create<Shell>()(() => ({ dialog: null, paletteSheet: false }));

export function openDialog(dialog: DialogName): void {
  useShell.setState({ dialog });
}

export function closeDialog(): void {
  useShell.setState({ dialog: null });
}

export function showPaletteSheet(paletteSheet: boolean): void {
  useShell.setState({ paletteSheet });
}
