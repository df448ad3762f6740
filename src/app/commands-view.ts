/**
 * Commands about what is seen: the camera, the instruments, the theme, the lists of keys and
 * commands.
 */
import { fitDiagram, fitParts, zoomIn, zoomOut, zoomToLife } from '../canvas/camera.ts';
import { setTheme, toggleMinimap } from '../store/preferences.ts';
import { useSelection } from '../store/selection.ts';
import { type DrawerPage, openDialog, showDrawer, useShell } from '../store/shell.ts';
import type { Command } from './command.ts';

export const viewCommands: readonly Command[] = [
  {
    id: 'fit',
    group: 'view',
    keys: ['0', 'Shift+Digit1'],
    run: () => fitDiagram(),
  },
  {
    id: 'fit-selection',
    group: 'view',
    keys: ['Shift+Digit2'],
    isEnabled: () => useSelection.getState().ids.length > 0,
    run: () => fitParts(useSelection.getState().ids),
  },
  { id: 'life-size', group: 'view', keys: ['Shift+Digit0'], run: zoomToLife },
  { id: 'zoom-in', group: 'view', keys: ['+', 'Shift++', '='], run: zoomIn },
  { id: 'zoom-out', group: 'view', keys: ['-'], run: zoomOut },
  { id: 'map', group: 'view', keys: ['m'], run: toggleMinimap },
  { id: 'charts', group: 'instruments', keys: ['1'], run: () => turnTo('charts') },
  { id: 'requests', group: 'instruments', keys: ['2'], run: () => turnTo('requests') },
  { id: 'log', group: 'instruments', keys: ['3'], run: () => turnTo('log') },
  { id: 'outline', group: 'instruments', keys: ['4'], run: () => turnTo('outline') },
  { id: 'theme-system', group: 'view', run: () => setTheme('system') },
  { id: 'theme-light', group: 'view', run: () => setTheme('light') },
  { id: 'theme-dark', group: 'view', run: () => setTheme('dark') },
  { id: 'commands', group: 'view', keys: ['$mod+k', 'F1'], run: () => openDialog('commands') },
  { id: 'keys', group: 'view', keys: ['?', 'Shift+?'], run: () => openDialog('keys') },
];

/** Opens the drawer on that page, or closes it when it shows that page already. */
function turnTo(page: DrawerPage): void {
  showDrawer(useShell.getState().drawer === page ? null : page);
}
