/** One diagram of the list: its picture opens it; its menu and a few keys do the rest. */
import { Copy, FileDown, MoreHorizontal, PencilLine, Trash2 } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { partsOf } from '../../document/parts.ts';
import type { Diagram } from '../../store/diagrams.ts';
import { IconButton } from '../../ui/button.tsx';
import type { CardHold } from '../../ui/card-grid.tsx';
import { Menu } from '../../ui/menu.tsx';
import css from './diagram-card.module.css';
import { SceneThumbnail } from './scene-thumbnail.tsx';
import { words } from './words.ts';

export interface Doings {
  open: () => void;
  startRenaming: () => void;
  /** Null leaves the name as it is. */
  rename: (name: string | null) => void;
  duplicate: () => void;
  save: () => void;
  remove: () => void;
}

interface DiagramCardProps {
  diagram: Diagram;
  hold: CardHold;
  /** Whether Tab reaches this card. */
  isStop: boolean;
  isShown: boolean;
  isRenaming: boolean;
  doings: Doings;
}

export function DiagramCard({
  diagram,
  hold,
  isStop,
  isShown,
  isRenaming,
  doings,
}: DiagramCardProps) {
  const { title, document, savedAt, size } = diagram;
  const name = title === '' ? words.untitled : title;
  const main = useRef<HTMLButtonElement>(null);
  const facts =
    document === null
      ? words.damaged
      : `${words.parts(partsOf(document).nodes.length)} · ${words.size(size)}`;
  return (
    <>
      <button
        {...hold}
        ref={main}
        type="button"
        aria-current={isShown ? 'true' : undefined}
        onClick={doings.open}
        onKeyDown={(event) => {
          if (event.key === 'F2') doings.startRenaming();
          else if (event.key === 'Delete') doings.remove();
          else hold.onKeyDown(event);
        }}
      >
        <SceneThumbnail document={document} />
        <span className={css.title}>{name}</span>
        <span className={css.facts}>
          <span className={css.line}>
            {isShown ? <span className={css.shown}>{words.shown} · </span> : null}
            {facts}
          </span>
          <span className={css.line}>{words.changed(savedAt)}</span>
        </span>
      </button>
      {isRenaming ? (
        <NameInput
          name={title}
          onDone={(chosen) => {
            doings.rename(chosen);
            main.current?.focus();
          }}
        />
      ) : null}
      <span className={css.more}>
        <CardMenu name={name} isStop={isStop} doings={doings} />
      </span>
    </>
  );
}

function CardMenu({ name, isStop, doings }: { name: string; isStop: boolean; doings: Doings }) {
  // The new name is typed at once: the focus does not go back to the button.
  const isRenaming = useRef(false);
  const icon = { strokeWidth: 1.5, 'aria-hidden': true } as const;
  return (
    <Menu
      trigger={
        <IconButton
          label={words.more(name)}
          tabIndex={isStop ? 0 : -1}
          icon={<MoreHorizontal strokeWidth={1.5} />}
        />
      }
      onCloseAutoFocus={(event) => {
        if (isRenaming.current) event.preventDefault();
        isRenaming.current = false;
      }}
      entries={[
        {
          id: 'rename',
          label: words.rename,
          icon: <PencilLine {...icon} />,
          shortcut: 'F2',
          act: () => {
            isRenaming.current = true;
            doings.startRenaming();
          },
        },
        { id: 'copy', label: words.duplicate, icon: <Copy {...icon} />, act: doings.duplicate },
        { id: 'save', label: words.save, icon: <FileDown {...icon} />, act: doings.save },
        { id: 'rule' },
        {
          id: 'remove',
          label: words.remove,
          icon: <Trash2 {...icon} />,
          shortcut: 'Delete',
          act: doings.remove,
        },
      ]}
    />
  );
}

const LONGEST_TITLE = 200;

/** Over the title. Enter or leaving it keeps the name, Esc does not. */
function NameInput({ name, onDone }: { name: string; onDone: (name: string | null) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  // At once, so that no key is lost; and again after the menu has given the focus back to its
  // button.
  useLayoutEffect(() => {
    input.current?.select();
    const frame = requestAnimationFrame(() => {
      if (document.activeElement !== input.current) input.current?.select();
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  const finish = (chosen: string | null) => {
    if (isOver.current) return;
    isOver.current = true;
    onDone(chosen?.trim() === '' ? null : (chosen?.trim() ?? null));
  };
  return (
    <input
      ref={input}
      className={css.input}
      data-keeps-escape
      aria-label={words.newName(name)}
      defaultValue={name}
      maxLength={LONGEST_TITLE}
      spellCheck={false}
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          // Else the card, focused by then, would take the key as well and open.
          event.preventDefault();
          finish(event.currentTarget.value);
        } else if (event.key === 'Escape') finish(null);
      }}
    />
  );
}
