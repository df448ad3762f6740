/** The shell: the canvas fills the window and everything else floats over it. */
import { useEffect, useRef, useState } from 'react';
import { Canvas } from '../canvas/canvas.tsx';
import { speakOfMoments } from '../store/aloud.ts';
import { useDocument } from '../store/document.ts';
import { sayLost } from '../store/lost.ts';
import { closeDialog, openDialog, useShell } from '../store/shell.ts';
import { Losing, late } from '../ui/late.tsx';
import css from './app.module.css';
import { Chips } from './chips.tsx';
import { Drop } from './drop.tsx';
import { Islands } from './islands.tsx';
import { followMenuRequests, type MenuRequest } from './menu-requests.ts';
import { Problem } from './problem.tsx';
import { followLook } from './theme.ts';

const CommandsMenu = late(async () => (await import('./commands-menu.tsx')).CommandsMenu);
const DIALOGS = {
  keys: late(async () => (await import('./keys-dialog.tsx')).KeysDialog),
  documents: late(
    async () => (await import('../panels/documents/documents-dialog.tsx')).DocumentsDialog,
  ),
  gallery: late(async () => (await import('../panels/gallery/gallery-dialog.tsx')).GalleryDialog),
  commands: late(async () => (await import('./commands-palette.tsx')).CommandsPalette),
  share: late(async () => (await import('../panels/share-dialog.tsx')).ShareDialog),
} as const;

export function App() {
  const inspector = useRef<HTMLElement>(null);
  useEffect(followLook, []);
  useEffect(speakOfMoments, []);
  const [menu, setMenu] = useState<MenuRequest | null>(null);
  useEffect(() => followMenuRequests(setMenu), []);
  return (
    <Losing value={sayLost}>
      <div className={css.shell}>
        <main className={css.main}>
          <Canvas openInspector={() => focusSoon(inspector)} />
        </main>
        <Islands inspector={inspector} />
        <Chips />
        <Problem />
        <Drop />
        <OpenDialog />
        {menu === null ? null : (
          <CommandsMenu
            key={menu.key}
            request={menu}
            onClosed={() => setMenu(null)}
            show={(isShown) => setMenu(isShown ? menu : null)}
          />
        )}
      </div>
    </Losing>
  );
}

function OpenDialog() {
  const name = useShell((state) => state.dialog);
  // Of an outline there is nothing to share yet.
  const isOutline = useDocument((state) => state.outline);
  if (name === null || (name === 'share' && isOutline)) return null;
  const Dialog = DIALOGS[name];
  return <Dialog show={(isShown) => (isShown ? openDialog(name) : closeDialog())} />;
}

/** The inspector appears with the selection: it can be focused once it is there. */
function focusSoon(element: { readonly current: HTMLElement | null }): void {
  requestAnimationFrame(() => element.current?.focus({ preventScroll: true }));
}
