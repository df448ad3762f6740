/**
 * The diagrams kept in this browser: open one, rename it, make a copy, delete it and bring it back.
 */
import { FilePlus2, FolderOpen, Images } from 'lucide-react';
import { useContext, useEffect, useRef, useState } from 'react';
import {
  type Diagram,
  duplicateDiagram,
  readDiagrams,
  removeDiagram,
  renameDiagram,
  restoreDiagram,
  useDiagrams,
} from '../../store/diagrams.ts';
import { newDocument, saveNow, useDocument } from '../../store/document.ts';
import { handOut, importFile } from '../../store/document-files.ts';
import { openStored } from '../../store/own-diagrams.ts';
import { closeDialog, openDialog } from '../../store/shell.ts';
import { Button } from '../../ui/button.tsx';
import { CardGrid } from '../../ui/card-grid.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Losing } from '../../ui/late.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { DiagramCard, type Doings } from './diagram-card.tsx';
import css from './documents-dialog.module.css';
import { words } from './words.ts';

export function DocumentsDialog() {
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : closeDialog())}
      title={words.title}
      about={words.about}
      closeLabel={words.close}
      wide
    >
      <Contents />
    </Dialog>
  );
}

function Contents() {
  const [text, setText] = useState('');
  const [said, setSaid] = useState('');
  const isRead = useReading();
  return (
    <>
      <div className={css.tools}>
        <SearchInput label={words.search} text={text} onText={setText} />
        <Tools />
      </div>
      <p className={css.said} role="status">
        {said}
      </p>
      <div className={css.list}>
        <List text={text} isRead={isRead} say={setSaid} />
        <Removed say={setSaid} />
      </div>
      <p className={css.keys}>{words.keys}</p>
    </>
  );
}

/** What is on the table is saved first, so that the list shows it as it is. */
function useReading(): boolean {
  const [isRead, setRead] = useState(false);
  const lose = useContext(Losing);
  useEffect(() => {
    saveNow();
    let isOpen = true;
    readDiagrams().then(
      () => isOpen && setRead(true),
      () => isOpen && lose(() => undefined),
    );
    return () => {
      isOpen = false;
    };
  }, [lose]);
  return isRead;
}

function Tools() {
  const file = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        onClick={() => {
          newDocument();
          closeDialog();
        }}
      >
        <FilePlus2 strokeWidth={1.5} aria-hidden="true" />
        {words.fresh}
      </Button>
      <Button onClick={() => file.current?.click()}>
        <FolderOpen strokeWidth={1.5} aria-hidden="true" />
        {words.open}
      </Button>
      <Button onClick={() => openDialog('gallery')}>
        <Images strokeWidth={1.5} aria-hidden="true" />
        {words.gallery}
      </Button>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={words.open}
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen === undefined) return;
          void importFile(chosen);
          closeDialog();
        }}
      />
    </>
  );
}

interface ListProps {
  text: string;
  isRead: boolean;
  say: (sentence: string) => void;
}

function List({ text, isRead, say }: ListProps) {
  const all = useDiagrams((state) => state.all);
  const shownId = useDocument((state) => state.id);
  const [renaming, setRenaming] = useState<string | null>(null);
  const wanted = text.trim().toLowerCase();
  const found = all?.filter(({ title }) => title.toLowerCase().includes(wanted)) ?? [];
  if (!isRead) return <p className={css.empty}>{words.reading}</p>;
  if (all === null) return <p className={css.empty}>{words.unreadable}</p>;
  if (all.length === 0) return <p className={css.empty}>{words.none}</p>;
  if (found.length === 0) return <p className={css.empty}>{words.noMatch(text.trim())}</p>;
  return (
    <CardGrid
      label={words.list}
      items={found}
      keyOf={(diagram) => diagram.id}
      card={(diagram, hold, isStop) => (
        <DiagramCard
          diagram={diagram}
          hold={hold}
          isStop={isStop}
          isShown={diagram.id === shownId}
          isRenaming={diagram.id === renaming}
          doings={doingsOf(diagram, say, setRenaming)}
        />
      )}
    />
  );
}

function doingsOf(
  { id, title, data }: Diagram,
  say: (sentence: string) => void,
  setRenaming: (id: string | null) => void,
): Doings {
  return {
    open: () => {
      if (id !== useDocument.getState().id) void openStored(id);
      closeDialog();
    },
    startRenaming: () => setRenaming(id),
    rename: (name) => {
      setRenaming(null);
      if (name === null || name === title) return;
      void renameDiagram(id, name).then((wrong) => say(wrong ?? words.renamed(name)));
    },
    duplicate: () =>
      void duplicateDiagram(id).then((wrong) => say(wrong ?? words.duplicated(title))),
    save: () => handOut(title, data),
    remove: () => void removeDiagram(id).then((wrong) => say(wrong ?? words.removed(title))),
  };
}

function Removed({ say }: { say: (sentence: string) => void }) {
  const removed = useDiagrams((state) => state.removed);
  if (removed.length === 0) return null;
  return (
    <section aria-label={words.removedTitle}>
      <h3 className={css.heading}>{words.removedTitle}</h3>
      <ul className={css.removed}>
        {removed.map(({ id, title }) => (
          <li key={id} className={css.gone}>
            <span className={css.goneTitle}>{title === '' ? words.untitled : title}</span>
            <Button
              aria-label={words.restoreWhat(title)}
              onClick={() =>
                void restoreDiagram(id).then((wrong) => say(wrong ?? words.restored(title)))
              }
            >
              {words.restore}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
