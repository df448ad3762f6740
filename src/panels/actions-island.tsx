/** Top right: undo and redo, files, sharing, taste. */
import {
  Command,
  FileDown,
  FilePlus2,
  FolderOpen,
  Images,
  Keyboard,
  LayoutGrid,
  type LucideIcon,
  Monitor,
  Moon,
  MoreHorizontal,
  Redo2,
  Share2,
  Sun,
  TimerReset,
  Undo2,
} from 'lucide-react';
import { lazy, type ReactNode, Suspense, useRef } from 'react';
import { edit, newDocument, redo, undo, useDocument } from '../store/document.ts';
import { exportFile, importFile } from '../store/document-files.ts';
import { usePlayback } from '../store/playback.ts';
import { setTheme, type ThemeChoice, usePreferences } from '../store/preferences.ts';
import { closeDialog, openDialog, useShell } from '../store/shell.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Island } from '../ui/island.tsx';
import { PHONE_QUERY, useMedia } from '../ui/media.ts';
import { Menu } from '../ui/menu.tsx';
import type { MenuEntry } from '../ui/menu-entries.tsx';
import css from './actions-island.module.css';
import { words } from './words.ts';

const WIDE_QUERY = '(min-width: 1000px)';

const THEMES: readonly (readonly [ThemeChoice, LucideIcon])[] = [
  ['system', Monitor],
  ['light', Sun],
  ['dark', Moon],
];

// The link codec is loaded when somebody shares.
const ShareDialog = lazy(async () => ({
  default: (await import('./share-dialog.tsx')).ShareDialog,
}));

export function ActionsIsland() {
  // There the title needs the room: they are in the menu.
  const isPhone = useMedia(PHONE_QUERY);
  const isSharing = useShell((state) => state.dialog === 'share');
  return (
    <Island label={words.actions.label} flow="row">
      <div className={css.actions}>
        <UndoRedo />
        {isPhone ? null : (
          <>
            <Labelled
              label={words.actions.gallery}
              icon={<Images strokeWidth={1.5} aria-hidden="true" />}
              onClick={() => openDialog('gallery')}
            />
            <Labelled
              label={words.actions.documents}
              icon={<LayoutGrid strokeWidth={1.5} aria-hidden="true" />}
              onClick={() => openDialog('documents')}
            />
          </>
        )}
        <Button onClick={() => openDialog('share')}>
          <Share2 strokeWidth={1.5} aria-hidden="true" />
          {words.actions.share}
        </Button>
        <More isPhone={isPhone} />
      </div>
      {isSharing ? (
        <Suspense>
          <ShareDialog open onOpenChange={(open) => (open ? openDialog('share') : closeDialog())} />
        </Suspense>
      ) : null}
    </Island>
  );
}

/** Where the window is wide enough, in words. */
function Labelled({
  label,
  icon,
  onClick,
}: {
  label: string;
  icon: ReactNode;
  onClick: () => void;
}) {
  const isWide = useMedia(WIDE_QUERY);
  if (!isWide) return <IconButton label={label} icon={icon} onClick={onClick} />;
  return (
    <Button look="plain" onClick={onClick}>
      {icon}
      {label}
    </Button>
  );
}

function UndoRedo() {
  const done = useDocument((state) => state.past.at(-1)?.label);
  const undone = useDocument((state) => state.future.at(-1)?.label);
  return (
    <>
      <IconButton
        label={done === undefined ? words.actions.undo : words.actions.undoWhat(done)}
        shortcut="Ctrl/⌘ Z"
        icon={<Undo2 strokeWidth={1.5} />}
        disabled={done === undefined}
        onClick={undo}
      />
      <IconButton
        label={undone === undefined ? words.actions.redo : words.actions.redoWhat(undone)}
        shortcut="Ctrl/⌘ Shift Z"
        icon={<Redo2 strokeWidth={1.5} />}
        disabled={undone === undefined}
        onClick={redo}
      />
    </>
  );
}

function More({ isPhone }: { isPhone: boolean }) {
  const theme = usePreferences((state) => state.theme);
  const isAtStart = usePlayback((state) => state.at === 0);
  const file = useRef<HTMLInputElement>(null);
  const elsewhere = [
    entry('gallery', Images, () => openDialog('gallery')),
    entry('documents', LayoutGrid, () => openDialog('documents')),
    { id: 'rule-elsewhere' },
  ];
  const entries: MenuEntry[] = [
    ...(isPhone ? elsewhere : []),
    entry('fresh', FilePlus2, newDocument),
    entry('open', FolderOpen, () => file.current?.click()),
    entry('save', FileDown, exportFile),
    { id: 'rule-start' },
    { ...entry('start', TimerReset, () => edit({ edit: 'make-start' })), disabled: isAtStart },
    { id: 'rule-theme' },
    ...THEMES.map(([choice, Icon]) => ({
      id: choice,
      label: words.actions.themes[choice],
      icon: <Icon strokeWidth={1.5} aria-hidden="true" />,
      chosen: theme === choice,
      act: () => setTheme(choice),
    })),
    { id: 'rule-keys' },
    { ...entry('commands', Command, () => openDialog('commands')), shortcut: 'Ctrl/⌘ K' },
    { ...entry('keys', Keyboard, () => openDialog('keys')), shortcut: '?' },
  ];
  return (
    <>
      <Menu
        trigger={
          <IconButton label={words.actions.more} icon={<MoreHorizontal strokeWidth={1.5} />} />
        }
        entries={entries}
      />
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={words.actions.open}
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          // The same file may be chosen again.
          event.target.value = '';
          if (chosen !== undefined) void importFile(chosen);
        }}
      />
    </>
  );
}

function entry(
  id: 'gallery' | 'documents' | 'fresh' | 'open' | 'save' | 'start' | 'commands' | 'keys',
  Icon: LucideIcon,
  act: () => void,
) {
  return {
    id,
    label: words.actions[id],
    icon: <Icon strokeWidth={1.5} aria-hidden="true" />,
    act,
  };
}
