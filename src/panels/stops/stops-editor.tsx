/**
 * All conditions at which the run pauses, in words: each can be changed and removed, and others
 * added. One step for undo each.
 */
import { Pencil, Plus, X } from 'lucide-react';
import { type RefObject, useRef, useState } from 'react';
import type { StopCondition } from '../../document/types.ts';
import { edit, useDocument } from '../../store/document.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { partName } from '../part-name.ts';
import { StopForm } from './stop-form.tsx';
import { stopWords } from './stop-words.ts';
import css from './stops.module.css';
import { words } from './words.ts';

interface StopsEditorProps {
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
}

const NONE: readonly StopCondition[] = [];

export function StopsEditor({ anchor, onClose }: StopsEditorProps) {
  const document = useDocument((state) => state.document);
  const stops = document.stops ?? NONE;
  /** Which is being changed; one more than there are is a new one. */
  const [open, setOpen] = useState<number | null>(stops.length === 0 ? 0 : null);
  const rows = stops.map((stop, index) => {
    const says = stopWords(stop, (node) => partName(node, document));
    return { stop, index, says, key: `${index} ${says}` };
  });
  const adder = useRef<HTMLButtonElement>(null);
  const put = (changed: readonly StopCondition[]): boolean =>
    edit({ edit: 'stops', stops: [...changed] });
  const save = (index: number, stop: StopCondition): boolean => {
    const isDone = put(index < stops.length ? stops.with(index, stop) : [...stops, stop]);
    if (isDone) setOpen(null);
    return isDone;
  };
  return (
    <Popover
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={words.title}
      closeLabel={words.close}
      anchor={anchor}
    >
      {stops.length === 0 ? (
        <p className={css.none}>{words.none}</p>
      ) : (
        <ul className={css.list} aria-label={words.list}>
          {rows.map(({ stop, index, says, key }) => (
            <li key={key}>
              {open === index ? (
                <StopForm
                  stop={stop}
                  onSave={(changed) => save(index, changed)}
                  onCancel={() => setOpen(null)}
                />
              ) : (
                <Row
                  says={says}
                  onEdit={() => setOpen(index)}
                  onRemove={() => {
                    put(stops.toSpliced(index, 1));
                    // Its own button goes with it: the keyboard stays in the list.
                    adder.current?.focus();
                  }}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {open === stops.length ? (
        <StopForm
          stop={null}
          onSave={(stop) => save(stops.length, stop)}
          onCancel={stops.length === 0 ? null : () => setOpen(null)}
        />
      ) : (
        <Button ref={adder} onClick={() => setOpen(stops.length)}>
          <Plus strokeWidth={1.5} aria-hidden="true" />
          {words.add}
        </Button>
      )}
    </Popover>
  );
}

interface RowProps {
  says: string;
  onEdit: () => void;
  onRemove: () => void;
}

function Row({ says, onEdit, onRemove }: RowProps) {
  return (
    <div className={css.row}>
      <span className={css.says}>{says}</span>
      <IconButton label={words.edit(says)} icon={<Pencil strokeWidth={1.5} />} onClick={onEdit} />
      <IconButton label={words.remove(says)} icon={<X strokeWidth={1.5} />} onClick={onRemove} />
    </div>
  );
}
