/**
 * Where the panels lie: floating islands over the canvas, or sheets from the bottom on a phone. Each says with `data-island` which edge
 * it is glued to, so that a fit keeps the diagram clear of it.
 */
import { lazy, type RefObject, Suspense, useEffect } from 'react';
import { placeBeside } from '../canvas/gestures.ts';
import { ActionsIsland } from '../panels/actions-island.tsx';
import { Palette } from '../panels/palette.tsx';
import { TitleIsland } from '../panels/title-island.tsx';
import { Transport } from '../panels/transport.tsx';
import { inspect, useSelection } from '../store/selection.ts';
import { showPaletteSheet, useShell } from '../store/shell.ts';
import { PHONE_QUERY, useMedia } from '../ui/media.ts';
import { Sheet } from '../ui/sheet.tsx';
import css from './app.module.css';
import { SavingNotice } from './saving-notice.tsx';
import { Toasts } from './toasts.tsx';
import { words } from './words.ts';

/** By then the first messages move. */
const PRELOAD_MS = 1_500;

/** Charts, forms and statecharts come after the first picture: nothing needs them before something is selected. */
const loadInspector = () => import('../panels/inspector.tsx');
const Drawer = lazy(async () => ({ default: (await import('../panels/drawer.tsx')).Drawer }));
const Inspector = lazy(async () => ({ default: (await loadInspector()).Inspector }));

export function Islands({ inspector }: { inspector: RefObject<HTMLElement | null> }) {
  const isPhone = useMedia(PHONE_QUERY);
  useEffect(() => {
    const timer = setTimeout(() => void loadInspector(), PRELOAD_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <header className={css.top} data-island="top">
        <TitleIsland />
        <ActionsIsland />
      </header>
      {isPhone ? null : <PaletteIsland />}
      {isPhone ? <InspectorSheet /> : <InspectorIsland element={inspector} />}
      <div className={css.bottom}>
        <SavingNotice />
        <Toasts />
        <DrawerIsland />
        <div className={css.transport} data-island="bottom">
          {isPhone ? <PaletteSheet /> : null}
          <Transport />
        </div>
      </div>
    </>
  );
}

function DrawerIsland() {
  const isOpen = useShell((state) => state.drawer !== null);
  if (!isOpen) return null;
  return (
    <div className={css.drawer} data-island="bottom">
      <Suspense>
        <Drawer />
      </Suspense>
    </div>
  );
}

/** There only while something is selected. Enter on the canvas brings the keyboard here. */
function InspectorIsland({ element }: { element: RefObject<HTMLElement | null> }) {
  const hasSelection = useSelection((state) => state.ids.length > 0);
  if (!hasSelection) return null;
  return (
    <aside
      ref={element}
      className={css.right}
      data-island="right"
      tabIndex={-1}
      aria-label={words.inspector}
    >
      <Suspense>
        <Inspector />
      </Suspense>
    </aside>
  );
}

/** Gives the table free while a part is placed or a target is picked. */
function InspectorSheet() {
  const isOpen = useSelection(
    ({ ids, inspecting, placing, connecting }) =>
      ids.length > 0 && inspecting && placing === null && connecting === null,
  );
  return (
    <Sheet open={isOpen} onOpenChange={inspect} title={words.inspector} closeLabel={words.close}>
      <Suspense>
        <Inspector />
      </Suspense>
    </Sheet>
  );
}

function PaletteIsland() {
  return (
    <div className={css.left} data-island="left">
      <Palette onPlace={placeBeside} />
    </div>
  );
}

/** Closes when a part is taken up, so that the table can be tapped. */
function PaletteSheet() {
  const isOpen = useShell((state) => state.paletteSheet);
  const isPlacing = useSelection((state) => state.placing !== null);
  useEffect(() => {
    if (isPlacing) showPaletteSheet(false);
  }, [isPlacing]);
  return (
    <>
      <button type="button" className={css.parts} onClick={() => showPaletteSheet(true)}>
        {words.parts}
      </button>
      <Sheet
        open={isOpen}
        onOpenChange={showPaletteSheet}
        title={words.palette}
        closeLabel={words.close}
      >
        <Palette
          onPlace={(kind) => {
            showPaletteSheet(false);
            placeBeside(kind);
          }}
        />
      </Sheet>
    </>
  );
}
