/** Top right: undo and redo, other diagrams, sharing, and what is done rarely. */
import { Images, LayoutGrid, MoreHorizontal, Redo2, Share2, Undo2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { redo, undo, useDocument } from '../store/document.ts';
import { openDialog } from '../store/shell.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Island } from '../ui/island.tsx';
import { late } from '../ui/late.tsx';
import { PHONE_QUERY, useMedia } from '../ui/media.ts';
import css from './actions-island.module.css';
import { words } from './words.ts';

const WIDE_QUERY = '(min-width: 1000px)';

// Menus are loaded when somebody is about to open one, after the first picture.
const MoreMenu = late(async () => (await import('./more-menu.tsx')).MoreMenu);

export function ActionsIsland() {
  // There the title needs the room: they are in the menu.
  const isPhone = useMedia(PHONE_QUERY);
  const isOutline = useDocument((state) => state.outline);
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
        <Button disabled={isOutline} onClick={() => openDialog('share')}>
          <Share2 strokeWidth={1.5} aria-hidden="true" />
          {words.actions.share}
        </Button>
        <More isPhone={isPhone} />
      </div>
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
  const [isWanted, setWanted] = useState(false);
  const button = (
    <IconButton
      label={words.actions.more}
      icon={<MoreHorizontal strokeWidth={1.5} />}
      aria-haspopup="menu"
      onPointerEnter={MoreMenu.preload}
      onFocus={MoreMenu.preload}
      onClick={() => setWanted(true)}
    />
  );
  if (!isWanted) return button;
  return <MoreMenu isPhone={isPhone} instead={button} show={setWanted} />;
}
