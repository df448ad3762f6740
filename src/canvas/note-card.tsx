/**
 * A note on the table: words in Markdown, written where they stand. Its text is shown plain until
 * what draws Markdown has come.
 */
import type { NodeProps } from '@xyflow/react';
import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react';
import { LIMITS } from '../document/limits.ts';
import type { DocumentNote } from '../document/types.ts';
import { edit } from '../store/document.ts';
import { useScene } from '../store/scene.ts';
import { startEditing, useSelection } from '../store/selection.ts';
import { late } from '../ui/late.tsx';
import { focusCanvas } from './camera.ts';
import type { NoteNode } from './flow-nodes.ts';
import { nameOf } from './names.ts';
import css from './note-card.module.css';
import { writeNote } from './notes.ts';
import { words } from './words.ts';

const Markdown = late(async () => (await import('../ui/markdown.tsx')).Markdown);

/** Room is counted down from here. */
const NEARLY_FULL = 200;

export const NoteCard = memo(function NoteCard({ id, data, selected }: NodeProps<NoteNode>) {
  const { note } = data;
  const isCursor = useSelection((state) => state.cursor === id);
  const isWritten = useSelection((state) => state.editing === id);
  const holder = useScene((scene) => scene.nodes.find((node) => node.id === note.on));
  const about = holder === undefined ? words.note : words.noteOn(nameOf(holder));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a note is an active descendant.
    <div
      id={`node-${id}`}
      className={css.note}
      role="group"
      aria-label={`${about}, ${note.text === '' ? words.noteEmpty : note.text}`}
      data-note={id}
      data-selected={selected}
      data-cursor={isCursor}
    >
      {isWritten ? <Writing note={note} /> : <Reading text={note.text} />}
    </div>
  );
});

/**
 * A link opens beside this page, which must not be left; pictures from elsewhere are not fetched.
 */
function Reading({ text }: { text: string }) {
  if (text === '') return <p className={css.empty}>{words.noteEmpty}</p>;
  return (
    // It only says where the links in it open.
    // biome-ignore lint/a11y/useKeyWithClickEvents: links have keys of their own.
    // biome-ignore lint/a11y/noStaticElementInteractions: links have keys of their own.
    <div className={css.words} onClick={openBeside}>
      <Markdown
        text={text.replaceAll('![', '!\\[')}
        instead={<p className={css.plain}>{text}</p>}
      />
    </div>
  );
}

function openBeside(event: { target: EventTarget; preventDefault: () => void }): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null) return;
  event.preventDefault();
  window.open(link.href, '_blank', 'noopener,noreferrer');
}

function Writing({ note }: { note: DocumentNote }) {
  const area = useRef<HTMLTextAreaElement>(null);
  const isDone = useRef(false);
  const [left, setLeft] = useState(LIMITS.text - note.text.length);
  useEffect(() => {
    area.current?.focus({ preventScroll: true });
    area.current?.setSelectionRange(note.text.length, note.text.length);
  }, [note.text.length]);
  /** What is written stays, however it is left. */
  const leave = (byKey: boolean) => {
    if (isDone.current) return;
    const text = area.current?.value ?? note.text;
    const isEmpty = text.trim() === '';
    if (!isEmpty && !writeNote(note.id, text)) return;
    isDone.current = true;
    if (isEmpty) edit({ edit: 'remove', nodes: [], edges: [], notes: [note.id] });
    startEditing(null);
    if (byKey) focusCanvas();
  };
  const press = (event: KeyboardEvent) => {
    const isEnd =
      event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey));
    if (!isEnd) return;
    event.preventDefault();
    event.stopPropagation();
    leave(true);
  };
  return (
    <>
      <textarea
        ref={area}
        className={`${css.area} nowheel`}
        data-own-hands=""
        aria-label={words.noteText}
        aria-invalid={left < 0}
        defaultValue={note.text}
        onChange={(event) => setLeft(LIMITS.text - event.target.value.length)}
        onKeyDown={press}
        onBlur={() => leave(false)}
      />
      {left < NEARLY_FULL ? (
        <span className={css.room} role="status" data-bad={left < 0}>
          {words.noteRoom(left)}
        </span>
      ) : null}
    </>
  );
}
