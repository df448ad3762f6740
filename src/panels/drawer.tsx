/** The instruments at the bottom of the page: charts, requests, the event log and the outline. Each is loaded when it is first opened. */
import { X } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { type DrawerPage, showDrawer, useShell } from '../store/shell.ts';
import { IconButton } from '../ui/button.tsx';
import { Island } from '../ui/island.tsx';
import { Tabs } from '../ui/tabs.tsx';
import css from './drawer.module.css';
import { words } from './words.ts';

const PAGES = {
  charts: lazy(async () => ({ default: (await import('./charts/charts.tsx')).Charts })),
  requests: lazy(async () => ({ default: (await import('./requests/requests.tsx')).Requests })),
  log: lazy(async () => ({ default: (await import('./log/log.tsx')).EventLog })),
  outline: lazy(async () => ({ default: (await import('./outline/outline.tsx')).Outline })),
} as const;

const ORDER: readonly DrawerPage[] = ['charts', 'requests', 'log', 'outline'];

export function Drawer() {
  const shown = useShell((state) => state.drawer);
  if (shown === null) return null;
  const Page = PAGES[shown];
  return (
    <section className={css.drawer} data-drawer aria-label={words.drawer.label}>
      <Island>
        <div className={css.close}>
          <IconButton
            label={words.drawer.close}
            icon={<X strokeWidth={1.5} />}
            onClick={() => showDrawer(null)}
          />
        </div>
        <Tabs
          label={words.drawer.label}
          shown={shown}
          onShow={(page) => showDrawer(page as DrawerPage)}
          pages={ORDER.map((id) => ({
            id,
            label: words.drawer.pages[id],
            content:
              id === shown ? (
                <Suspense>
                  <Page />
                </Suspense>
              ) : null,
          }))}
        />
      </Island>
    </section>
  );
}
