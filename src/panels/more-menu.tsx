/**
 * What is done rarely: other diagrams, files, where the diagram begins, taste, keys. It opens as it
 * comes.
 */
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
  Sun,
  TimerReset,
} from 'lucide-react';
import { useRef } from 'react';
import { newDocument } from '../store/document.ts';
import { exportFile, importFile } from '../store/document-files.ts';
import { makeThisTheStart } from '../store/in-force.ts';
import { usePlayback } from '../store/playback.ts';
import { setTheme, type ThemeChoice, usePreferences } from '../store/preferences.ts';
import { openDialog } from '../store/shell.ts';
import { IconButton } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import type { MenuEntry } from '../ui/menu-entries.tsx';
import { words } from './words.ts';

const THEMES: readonly (readonly [ThemeChoice, LucideIcon])[] = [
  ['system', Monitor],
  ['light', Sun],
  ['dark', Moon],
];

export function MoreMenu({ isPhone }: { isPhone: boolean }) {
  const theme = usePreferences((state) => state.theme);
  const isAtStart = usePlayback((state) => state.at === 0);
  const file = useRef<HTMLInputElement>(null);
  // On an empty table the keyboard goes on there, and not on the button.
  const isFresh = useRef(false);
  const startFresh = () => {
    newDocument();
    isFresh.current = true;
  };
  const elsewhere = [
    entry('gallery', Images, () => openDialog('gallery')),
    entry('documents', LayoutGrid, () => openDialog('documents')),
    { id: 'rule-elsewhere' },
  ];
  const entries: MenuEntry[] = [
    ...(isPhone ? elsewhere : []),
    entry('fresh', FilePlus2, startFresh),
    entry('open', FolderOpen, () => file.current?.click()),
    entry('save', FileDown, exportFile),
    { id: 'rule-start' },
    { ...entry('start', TimerReset, makeThisTheStart), disabled: isAtStart },
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
        defaultOpen
        trigger={
          <IconButton label={words.actions.more} icon={<MoreHorizontal strokeWidth={1.5} />} />
        }
        entries={entries}
        onCloseAutoFocus={(event) => {
          if (isFresh.current) {
            event.preventDefault();
            document.querySelector<HTMLElement>('[data-canvas]')?.focus();
          }
          isFresh.current = false;
        }}
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
