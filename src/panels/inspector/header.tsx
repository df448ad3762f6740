/**
 * The inspector's first lines: name, kind, state in words, and what can be done with the part
 * itself.
 */
import { Spline, Trash2, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { edit, useDocument } from '../../store/document.ts';
import { useScene } from '../../store/scene.ts';
import { select, startConnecting } from '../../store/selection.ts';
import { IconButton } from '../../ui/button.tsx';
import { PHONE_QUERY, useMedia } from '../../ui/media.ts';
import tile from '../tile.module.css';
import css from './header.module.css';
import { words } from './words.ts';

interface HeaderProps {
  id: string;
  family: string;
  icon: ReactNode;
  name: ReactNode;
  /** Of what kind it is: "Load balancer". */
  kind: string;
  says: ReactNode;
  canConnect: boolean;
}

export function Header({ id, family, icon, name, kind, says, canConnect }: HeaderProps) {
  // The sheet around it has a cross already.
  const isPhone = useMedia(PHONE_QUERY);
  return (
    <div className={css.header} data-family={family}>
      <span className={tile.tile} aria-hidden="true">
        {icon}
      </span>
      {name}
      <div className={css.buttons}>
        {canConnect ? (
          <IconButton
            label={words.inspector.connect}
            shortcut="C"
            icon={<Spline strokeWidth={1.5} />}
            onClick={() => startConnecting(id)}
          />
        ) : null}
        <IconButton
          label={words.inspector.remove(1)}
          shortcut="Del"
          icon={<Trash2 strokeWidth={1.5} />}
          onClick={() => removeParts([id])}
        />
        {isPhone ? null : (
          <IconButton
            label={words.inspector.close}
            shortcut="Esc"
            icon={<X strokeWidth={1.5} />}
            onClick={() => select([])}
          />
        )}
      </div>
      <p className={css.says}>
        <span className={css.kind}>{kind}</span> {says}
      </p>
    </div>
  );
}

/** Takes nodes and edges off the table, in one step for undo. */
export function removeParts(ids: readonly string[]): void {
  const { nodes, ghostNodes } = useScene.getState();
  const isNode = new Set([...nodes, ...ghostNodes].map((node) => node.id));
  const isNote = new Set(useDocument.getState().document.notes?.map((note) => note.id));
  const notes = ids.filter((id) => isNote.has(id));
  edit({
    edit: 'remove',
    nodes: ids.filter((id) => isNode.has(id)),
    edges: ids.filter((id) => !isNode.has(id) && !isNote.has(id)),
    ...(notes.length > 0 && { notes }),
  });
}

/** Renames in place: Enter or leaving keeps it, Esc brings the old name back. */
export function NameInput({ id, name, title }: { id: string; name: string; title: string }) {
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    if (draft !== null && draft.trim() !== name) edit({ edit: 'rename', node: id, name: draft });
    setDraft(null);
  };
  return (
    <input
      className={css.name}
      aria-label={words.inspector.name}
      placeholder={title}
      maxLength={200}
      spellCheck={false}
      autoComplete="off"
      value={draft ?? name}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key !== 'Escape' || draft === null) return;
        event.stopPropagation();
        setDraft(null);
      }}
    />
  );
}
