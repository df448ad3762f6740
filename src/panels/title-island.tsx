/** Top left: what this is called, and the way back from somebody else's diagram to one's own. */
import { useState } from 'react';
import { edit, useDocument } from '../store/document.ts';
import { backToMine } from '../store/own-diagrams.ts';
import { Button } from '../ui/button.tsx';
import { Island } from '../ui/island.tsx';
import css from './title-island.module.css';
import { words } from './words.ts';

const LONGEST_TITLE = 200;

export function TitleIsland() {
  const title = useDocument((state) => state.document.title);
  const guest = useDocument((state) => state.guest);
  const hasMine = useDocument((state) => state.mine !== null);
  return (
    <Island label={words.title.label} flow="row">
      <h1 className={css.product}>{words.title.product}</h1>
      <Title title={title} />
      {guest && hasMine ? (
        <Button look="plain" onClick={() => void backToMine()}>
          {words.title.back}
        </Button>
      ) : null}
    </Island>
  );
}

function Title({ title }: { title: string }) {
  // What is typed before a diagram is open, or into an outline, would be lost when it comes.
  const isOpen = useDocument(({ opened, outline }) => opened > 0 && !outline);
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    if (draft !== null && draft.trim() !== title) edit({ edit: 'title', title: draft.trim() });
    setDraft(null);
  };
  const shown = draft ?? title;
  return (
    <span className={css.title} data-text={shown === '' ? words.title.untitled : shown}>
      <input
        className={css.input}
        aria-label={words.title.name}
        placeholder={words.title.untitled}
        size={1}
        maxLength={LONGEST_TITLE}
        spellCheck={false}
        readOnly={!isOpen}
        value={shown}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          setDraft(null);
        }}
      />
    </span>
  );
}
