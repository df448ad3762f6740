/**
 * The name of a part, written where it stands: Enter or leaving it says so to the document, Esc
 * leaves it as it was.
 */
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { edit } from '../store/document.ts';
import { startEditing } from '../store/selection.ts';
import { focusCanvas } from './camera.ts';
import css from './card.module.css';
import { words } from './words.ts';

export function NameEditor({ id, name }: { id: string; name: string }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    input.current?.focus({ preventScroll: true });
    input.current?.select();
  }, []);
  const isDone = useRef(false);
  const leave = (isKept: boolean, byKey: boolean) => {
    if (isDone.current) return;
    isDone.current = true;
    const text = input.current?.value.trim() ?? name;
    if (isKept && text !== name) edit({ edit: 'rename', node: id, name: text });
    startEditing(null);
    if (byKey) focusCanvas();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    leave(event.key === 'Enter', true);
  };
  return (
    <input
      ref={input}
      className={css.editor}
      data-own-hands=""
      aria-label={words.rename(name)}
      defaultValue={name}
      autoComplete="off"
      spellCheck={false}
      onKeyDown={press}
      onBlur={() => leave(true, false)}
    />
  );
}
