/**
 * The instruments at the bottom of the page: charts, requests, the event log and the outline. Each
 * is loaded when it is first opened. Its upper edge is dragged, or moved with the arrow keys; Esc
 * closes it and gives the keyboard back.
 */
import { X } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { setDrawerHeight, usePreferences } from '../store/preferences.ts';
import { type DrawerPage, showDrawer, useShell } from '../store/shell.ts';
import { IconButton } from '../ui/button.tsx';
import { Island } from '../ui/island.tsx';
import { late } from '../ui/late.tsx';
import { PHONE_QUERY, useMedia } from '../ui/media.ts';
import { Tabs } from '../ui/tabs.tsx';
import css from './drawer.module.css';
import { words } from './words.ts';

const PAGES = {
  charts: late(async () => (await import('./charts/charts.tsx')).Charts),
  requests: late(async () => (await import('./requests/requests.tsx')).Requests),
  log: late(async () => (await import('./log/log.tsx')).EventLog),
  outline: late(async () => (await import('./outline/outline.tsx')).Outline),
} as const;

const ORDER: readonly DrawerPage[] = ['charts', 'requests', 'log', 'outline'];

export function Drawer() {
  const shown = useShell((state) => state.drawer);
  const opener = useRef<Element | null>(null);
  const drawer = useRef<HTMLElement>(null);
  useEffect(() => {
    opener.current = document.activeElement;
  }, []);
  if (shown === null) return null;
  const Page = PAGES[shown];
  const close = () => {
    showDrawer(null);
    const { current } = opener;
    const back =
      current instanceof HTMLElement && current.isConnected && current !== document.body
        ? current
        : document.querySelector<HTMLElement>(`[data-instrument="${shown}"]`);
    back?.focus({ preventScroll: true });
  };
  return (
    <section
      ref={drawer}
      className={css.drawer}
      data-drawer
      aria-label={words.drawer.label}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        close();
      }}
    >
      <Edge drawer={drawer} />
      <Island>
        <div className={css.close}>
          <IconButton
            label={words.drawer.close}
            shortcut="Esc"
            icon={<X strokeWidth={1.5} />}
            onClick={close}
          />
        </div>
        <Tabs
          label={words.drawer.label}
          shown={shown}
          onShow={(page) => showDrawer(page as DrawerPage)}
          pages={ORDER.map((id) => ({
            id,
            label: words.drawer.pages[id],
            content: id === shown ? <Page /> : null,
          }))}
        />
      </Island>
    </section>
  );
}

const LEAST = 160;
/** So much of the window is left for the diagram and everything else. */
const LEFT_FREE = 280;
const USUAL = 320;
const STEP = 24;

function heightWithin(height: number): number {
  return Math.round(Math.max(LEAST, Math.min(window.innerHeight - LEFT_FREE, height)));
}

/**
 * The upper edge: how high the drawer is, remembered from visit to visit. On a phone it has one
 * height.
 */
function Edge({ drawer }: { drawer: { readonly current: HTMLElement | null } }) {
  const isPhone = useMedia(PHONE_QUERY);
  const chosen = usePreferences((state) => state.drawerHeight ?? USUAL);
  const height = heightWithin(chosen);
  const grip = useRef<number | null>(null);
  useEffect(() => {
    drawer.current?.style.setProperty('--height', `${height}px`);
  }, [drawer, height]);
  if (isPhone) return null;
  const press = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number>> = {
      ArrowUp: height + STEP,
      ArrowDown: height - STEP,
      Home: LEAST,
      End: window.innerHeight,
    };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setDrawerHeight(heightWithin(to));
  };
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (grip.current !== null) setDrawerHeight(heightWithin(grip.current - event.clientY));
  };
  return (
    <div
      className={css.edge}
      role="slider"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={words.drawer.height}
      aria-valuemin={LEAST}
      aria-valuemax={heightWithin(Number.POSITIVE_INFINITY)}
      aria-valuenow={height}
      aria-valuetext={words.drawer.pixels(height)}
      onKeyDown={press}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grip.current = event.clientY + height;
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        grip.current = null;
      }}
      onPointerCancel={() => {
        grip.current = null;
      }}
    />
  );
}
