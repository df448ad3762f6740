/** The shell: the canvas fills the window and everything else floats over it. */
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Canvas } from '../canvas/canvas.tsx';
import { speakOfMoments } from '../store/aloud.ts';
import { useShell } from '../store/shell.ts';
import css from './app.module.css';
import { Chips } from './chips.tsx';
import { Drop } from './drop.tsx';
import { Islands } from './islands.tsx';
import { followMenuRequests, type MenuRequest } from './menu-requests.ts';
import { Problem } from './problem.tsx';
import { followLook } from './theme.ts';

const KeysDialog = lazy(async () => ({ default: (await import('./keys-dialog.tsx')).KeysDialog }));
const DocumentsDialog = lazy(async () => ({
  default: (await import('../panels/documents/documents-dialog.tsx')).DocumentsDialog,
}));
const GalleryDialog = lazy(async () => ({
  default: (await import('../panels/gallery/gallery-dialog.tsx')).GalleryDialog,
}));
const CommandsPalette = lazy(async () => ({
  default: (await import('./commands-palette.tsx')).CommandsPalette,
}));
const CommandsMenu = lazy(async () => ({
  default: (await import('./commands-menu.tsx')).CommandsMenu,
}));

export function App() {
  const inspector = useRef<HTMLElement>(null);
  const dialog = useShell((state) => state.dialog);
  useEffect(followLook, []);
  useEffect(speakOfMoments, []);
  const [menu, setMenu] = useState<MenuRequest | null>(null);
  useEffect(() => followMenuRequests(setMenu), []);
  return (
    <div className={css.shell}>
      <main className={css.main}>
        <Canvas openInspector={() => focusSoon(inspector)} />
      </main>
      <Islands inspector={inspector} />
      <Chips />
      <Problem />
      <Drop />
      <Suspense>{dialog === 'keys' ? <KeysDialog /> : null}</Suspense>
      <Suspense>{dialog === 'documents' ? <DocumentsDialog /> : null}</Suspense>
      <Suspense>{dialog === 'gallery' ? <GalleryDialog /> : null}</Suspense>
      <Suspense>
        {menu === null ? null : (
          <CommandsMenu key={menu.key} request={menu} onClosed={() => setMenu(null)} />
        )}
      </Suspense>
      <Suspense>{dialog === 'commands' ? <CommandsPalette /> : null}</Suspense>
    </div>
  );
}

/** The inspector appears with the selection: it can be focused once it is there. */
function focusSoon(element: { readonly current: HTMLElement | null }): void {
  requestAnimationFrame(() => element.current?.focus({ preventScroll: true }));
}
