/** A file dropped anywhere on the page is opened. While one hovers over it, the page says so. */
import { FileDown } from 'lucide-react';
import { useEffect, useState } from 'react';
import { importDropped } from '../store/document-files.ts';
import { closeDialog } from '../store/shell.ts';
import css from './drop.module.css';
import { words } from './words.ts';

export function Drop() {
  const [isOver, setOver] = useState(false);
  useEffect(() => takeFiles(setOver), []);
  if (!isOver) return null;
  return (
    <div className={css.target} role="status" data-drop-target>
      <p className={css.card}>
        <FileDown size={20} strokeWidth={1.5} aria-hidden="true" />
        {words.drop}
      </p>
    </div>
  );
}

/** Listens until the returned function is called. */
function takeFiles(hover: (isOver: boolean) => void): () => void {
  const isFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
  const over = (event: DragEvent) => {
    if (!isFile(event)) return;
    // Else the browser would leave the page for the file.
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    hover(true);
  };
  const out = (event: DragEvent) => {
    // Between two elements of the page there is one to go to; beyond its edge there is none.
    if (event.relatedTarget === null) hover(false);
  };
  const drop = (event: DragEvent) => {
    hover(false);
    if (!isFile(event)) return;
    event.preventDefault();
    // What comes of it is seen on the table, and no dialog may lie over that.
    closeDialog();
    void importDropped([...(event.dataTransfer?.files ?? [])]);
  };
  const listeners = { dragenter: over, dragover: over, dragleave: out, drop } as const;
  const names = Object.keys(listeners) as (keyof typeof listeners)[];
  for (const name of names) window.addEventListener(name, listeners[name]);
  return () => {
    for (const name of names) window.removeEventListener(name, listeners[name]);
  };
}
