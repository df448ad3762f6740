/** Many things that happened at about the same time, to choose from. */
import type { RefObject } from 'react';
import { Popover } from '../../ui/popover.tsx';
import type { Moment } from '../../worker/protocol.ts';
import { shortClock } from '../format.ts';
import { goTo } from '../go-to.ts';
import css from './mark-editor.module.css';
import { words } from './words.ts';

interface MomentListProps {
  moments: readonly Moment[];
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
}

export function MomentList({ moments, anchor, onClose }: MomentListProps) {
  return (
    <Popover
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={words.moments}
      closeLabel={words.close}
      anchor={anchor}
    >
      <ul className={css.list}>
        {moments.map((moment) => (
          <li key={`${moment.at} ${moment.node} ${moment.words}`}>
            <button
              type="button"
              className={css.entry}
              onClick={() => {
                goTo(moment.at);
                onClose();
              }}
            >
              <span className={css.time}>{shortClock(moment.at)}</span>
              <span className={css.what}>{moment.words}</span>
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  );
}
