/** Bottom right: a button for each page of the drawer of instruments; a second press closes it. */
import { ChartLine, ListTree, type LucideIcon, ScrollText, Waypoints } from 'lucide-react';
import { type DrawerPage, showDrawer, useShell } from '../store/shell.ts';
import { IconButton } from '../ui/button.tsx';
import { Island } from '../ui/island.tsx';
import css from './actions-island.module.css';
import { words } from './words.ts';

const PAGES: readonly (readonly [page: DrawerPage, Icon: LucideIcon, key: string])[] = [
  ['charts', ChartLine, '1'],
  ['requests', Waypoints, '2'],
  ['log', ScrollText, '3'],
  ['outline', ListTree, '4'],
];

export function InstrumentsIsland() {
  const shown = useShell((state) => state.drawer);
  return (
    <Island label={words.drawer.open} flow="row">
      <div
        className={css.actions}
        role="toolbar"
        aria-label={words.drawer.label}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || shown === null) return;
          event.stopPropagation();
          showDrawer(null);
        }}
      >
        {PAGES.map(([page, Icon, key]) => (
          <IconButton
            key={page}
            label={words.drawer.pages[page]}
            shortcut={key}
            icon={<Icon strokeWidth={1.5} />}
            aria-pressed={shown === page}
            data-instrument={page}
            onClick={() => showDrawer(shown === page ? null : page)}
          />
        ))}
      </div>
    </Island>
  );
}
