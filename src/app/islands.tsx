/**
 * Where the panels lie: floating islands over the canvas, or sheets from the bottom on a phone.
 * Each says with `data-island` which edge it is glued to, so that a fit keeps the diagram clear of
 * it.
 */
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { withHands } from '../canvas/at-hand.ts';
import { refit } from '../canvas/camera.ts';
import { ActionsIsland } from '../panels/actions-island.tsx';
import { InstrumentsIsland } from '../panels/instruments-island.tsx';
import { Palette } from '../panels/palette.tsx';
import { TitleIsland } from '../panels/title-island.tsx';
import { Transport } from '../panels/transport.tsx';
import { useDocument } from '../store/document.ts';
import { useSaving } from '../store/saving.ts';
import { inspect, isBusyIn, useSelection } from '../store/selection.ts';
import { showDrawer, showPaletteSheet, useShell } from '../store/shell.ts';
import { late } from '../ui/late.tsx';
import { PHONE_QUERY, useMedia } from '../ui/media.ts';
import css from './app.module.css';
import { Toasts } from './toasts.tsx';
import { words } from './words.ts';
import { ZoomIsland } from './zoom-island.tsx';

/** By then the first messages move. */
const PRELOAD_MS = 1_500;

/**
 * Charts, forms and statecharts come after the first picture: nothing needs them before something
 * is selected.
 */
const Sheet = late(async () => (await import('../ui/sheet.tsx')).Sheet);
const Drawer = late(async () => (await import('../panels/drawer.tsx')).Drawer);
const Inspector = late(async () => (await import('../panels/inspector.tsx')).Inspector);

const SavingOffers = late(async () => (await import('./saving-offers.tsx')).SavingOffers);

export function Islands({ inspector }: { inspector: RefObject<HTMLElement | null> }) {
  const isPhone = useMedia(PHONE_QUERY);
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => keepHeight(bar.current, '--bar-height'), []);
  useEffect(() => {
    const timer = setTimeout(() => {
      Inspector.preload();
      if (isPhone) Sheet.preload();
    }, PRELOAD_MS);
    return () => clearTimeout(timer);
  }, [isPhone]);
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
        <DrawerIsland isPhone={isPhone} />
        <div ref={bar} className={css.bar} data-island="bottom">
          {isPhone ? <PaletteSheet /> : null}
          <div className={css.transport}>
            <Transport />
          </div>
          <div className={css.instruments}>
            {isPhone ? null : <ZoomIsland />}
            <InstrumentsIsland />
          </div>
        </div>
      </div>
    </>
  );
}

/**
 * Panels beside it end above it; how high it is they read from the page. Undoes itself by the
 * returned function.
 */
function keepHeight(
  element: HTMLElement | null,
  name: string,
  changed: () => void = () => undefined,
): () => void {
  if (element === null) return () => undefined;
  const { style } = document.documentElement;
  const keep = () => {
    style.setProperty(name, `${Math.ceil(element.offsetHeight)}px`);
    changed();
  };
  keep();
  const observer = new ResizeObserver(keep);
  observer.observe(element);
  return () => {
    observer.disconnect();
    style.removeProperty(name);
    changed();
  };
}

/** It stays while there is something to say. */
function SavingNotice() {
  const isQuiet = useSaving(({ failed, other }) => failed === null && other === null);
  return (
    <div className={css.saving} role="status">
      {isQuiet ? null : <SavingOffers />}
    </div>
  );
}

/** On a phone there is room for one panel: whichever opens puts the others away. */
function DrawerIsland({ isPhone }: { isPhone: boolean }) {
  const shown = useShell((state) => state.drawer);
  const isOpen = shown !== null;
  const island = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!(isOpen && isPhone)) return;
    inspect(false);
    showPaletteSheet(false);
  }, [isOpen, isPhone]);
  useEffect(() => {
    if (isOpen) return keepHeight(island.current, '--drawer-height', refit);
    return undefined;
  }, [isOpen]);
  if (!isOpen) return null;
  return (
    <div ref={island} className={css.drawer} data-island="bottom">
      <Drawer show={(isShown) => showDrawer(isShown ? shown : null)} />
    </div>
  );
}

/** There only while something is selected. Enter on the canvas brings the keyboard here. */
function InspectorIsland({ element }: { element: RefObject<HTMLElement | null> }) {
  const ids = useSelection((state) => state.ids);
  // A note says everything itself.
  const isNote = useDocument((state) => state.document.notes?.some((note) => note.id === ids[0]));
  if (ids.length === 0 || (ids.length === 1 && isNote === true)) return null;
  return (
    <aside
      ref={element}
      className={css.right}
      data-island="right"
      tabIndex={-1}
      aria-label={words.inspector}
    >
      <Inspector again={ids[0]} />
    </aside>
  );
}

interface OpenSheetProps {
  title: string;
  show: (isShown: boolean) => void;
  children: ReactNode;
}

function OpenSheet({ title, show, children }: OpenSheetProps) {
  return (
    <Sheet open onOpenChange={show} show={show} title={title} closeLabel={words.close}>
      {children}
    </Sheet>
  );
}

/** Gives the table free while a part is placed or a target is picked. */
function InspectorSheet() {
  const isOpen = useSelection(
    (state) => state.ids.length > 0 && state.inspecting && !isBusyIn(state),
  );
  useEffect(() => {
    if (!isOpen) return;
    showDrawer(null);
    showPaletteSheet(false);
  }, [isOpen]);
  if (!isOpen) return null;
  return (
    <OpenSheet title={words.inspector} show={inspect}>
      <Inspector />
    </OpenSheet>
  );
}

/** Beside what is selected. */
function placeBeside(kind: string): void {
  withHands((hands) => hands.placeBeside(kind));
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
  useEffect(() => {
    if (!isOpen) return;
    showDrawer(null);
    inspect(false);
  }, [isOpen]);
  return (
    <>
      <button type="button" className={css.parts} onClick={() => showPaletteSheet(true)}>
        {words.parts}
      </button>
      {isOpen ? (
        <OpenSheet title={words.palette} show={showPaletteSheet}>
          <Palette
            onPlace={(kind) => {
              showPaletteSheet(false);
              placeBeside(kind);
            }}
          />
        </OpenSheet>
      ) : null}
    </>
  );
}
