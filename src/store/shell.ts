/**
 * Which dialog lies over the page, which instruments are open, and which sheets on a phone; one at
 * a time of each.
 */
import { create } from 'zustand';

export type DialogName = 'keys' | 'share' | 'documents' | 'gallery' | 'commands';
/** The pages of the drawer at the bottom. */
export type DrawerPage = 'charts' | 'requests' | 'log' | 'outline';

interface Shell {
  dialog: DialogName | null;
  drawer: DrawerPage | null;
  /** Narrow windows only: the palette's sheet. */
  paletteSheet: boolean;
  /** The conditions at which the run pauses, to be changed. */
  stops: boolean;
}

export const useShell = create<Shell>()(() => ({
  dialog: null,
  drawer: null,
  paletteSheet: false,
  stops: false,
}));

export function openDialog(dialog: DialogName): void {
  useShell.setState({ dialog });
}

export function closeDialog(): void {
  useShell.setState({ dialog: null });
}

/** Opens the drawer on that page, or closes it. */
export function showDrawer(drawer: DrawerPage | null): void {
  useShell.setState({ drawer });
}

export function showPaletteSheet(paletteSheet: boolean): void {
  useShell.setState({ paletteSheet });
}

/** Opens or closes the conditions at which the run pauses. */
export function showStops(stops: boolean): void {
  useShell.setState({ stops });
}
