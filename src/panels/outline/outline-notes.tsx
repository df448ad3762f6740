/** The notes on the table, to be read and written without the canvas. */
import { useState } from 'react';
import { nameOf } from '../../canvas/names.ts';
import { LIMITS } from '../../document/limits.ts';
import type { DocumentNote } from '../../document/types.ts';
import { edit } from '../../store/document.ts';
import { announce } from '../../store/notices.ts';
import { useScene } from '../../store/scene.ts';
import { Button } from '../../ui/button.tsx';
import css from './outline.module.css';
import { words } from './words.ts';

export function NoteList({ notes }: { notes: readonly DocumentNote[] }) {
  return (
    <>
      <h2 className={css.title}>{words.notes}</h2>
      <ul className={css.list} aria-label={words.notes}>
        {notes.map((note) => (
          <NoteItem key={note.id} note={note} />
        ))}
      </ul>
    </>
  );
}

/** Leaving the field keeps what was written; Esc brings back what was there. */
function NoteItem({ note }: { note: DocumentNote }) {
  const [draft, setDraft] = useState<string | null>(null);
  const holder = useScene((scene) => scene.nodes.find((node) => node.id === note.on));
  const commit = () => {
    if (draft !== null && draft !== note.text)
      edit({ edit: 'note', note: { ...note, text: draft } });
    setDraft(null);
  };
  const remove = () => {
    if (edit({ edit: 'remove', nodes: [], edges: [], notes: [note.id] })) {
      announce(words.removed(words.noteText));
    }
  };
  return (
    <li className={css.note}>
      <textarea
        className={css.text}
        aria-label={words.noteText}
        placeholder={words.emptyNote}
        maxLength={LIMITS.text}
        rows={2}
        value={draft ?? note.text}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) commit();
          if (event.key !== 'Escape' || draft === null) return;
          event.stopPropagation();
          setDraft(null);
        }}
      />
      {holder === undefined ? null : (
        <span className={css.about}>{words.noteOn(nameOf(holder))}</span>
      )}
      <Button onClick={remove}>{words.remove}</Button>
    </li>
  );
}
