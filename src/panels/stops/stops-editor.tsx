/**
 * All conditions at which the run pauses, in words: each can be changed and removed, and others
 * added. One step for undo each.
 */
import { Pencil, Plus, X } from 'lucide-react';
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Condition } from '../../document/condition.ts';
import { conditionWords } from '../../document/condition-words.ts';
import { edit, useDocument } from '../../store/document.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { ConditionForm } from './condition-form.tsx';
import { words } from './form-words.ts';
import { namingIn } from './naming.ts';
import css from './stops.module.css';
import { takeFocus } from './take-focus.ts';

interface StopsEditorProps {
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
}

const NONE: readonly Condition[] = [];

export function StopsEditor({ anchor, onClose }: StopsEditorProps) {
  const document = useDocument((state) => state.document);
  const conditions = document.conditions ?? NONE;
  /** Which is being changed; one more than there are is a new one. */
  const [open, setOpen] = useState<number | null>(conditions.length === 0 ? 0 : null);
  /** Where the keyboard goes on once a form is closed: at a row, or at the button below them. */
  const [left, setLeft] = useState<number | 'below' | null>(null);
  const close = (to: number | 'below') => {
    setOpen(null);
    setLeft(to);
  };
  const naming = namingIn(document);
  const rows = conditions.map((condition, index) => {
    const says = conditionWords(condition, naming);
    return { condition, index, says, key: `${index} ${says}` };
  });
  const adder = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (open === null && left === 'below') adder.current?.focus();
  }, [open, left]);
  const put = (changed: readonly Condition[]): boolean =>
    edit({ edit: 'conditions', conditions: [...changed] });
  const save = (index: number, condition: Condition): boolean => {
    const isDone = put(
      index < conditions.length ? conditions.with(index, condition) : [...conditions, condition],
    );
    if (isDone) close(index < conditions.length ? index : 'below');
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
      {conditions.length === 0 ? (
        <p className={css.none}>{words.none}</p>
      ) : (
        <ul className={css.list} aria-label={words.list}>
          {rows.map(({ condition, index, says, key }) => (
            <li key={key}>
              {open === index ? (
                <ConditionForm
                  condition={condition}
                  onSave={(changed) => save(index, changed)}
                  onCancel={() => close(index)}
                />
              ) : (
                <Row
                  says={says}
                  takesFocus={left === index}
                  onEdit={() => setOpen(index)}
                  onRemove={() => {
                    put(conditions.toSpliced(index, 1));
                    // Its own button goes with it: the keyboard stays in the list.
                    adder.current?.focus();
                  }}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {open === conditions.length ? (
        <ConditionForm
          condition={null}
          onSave={(made) => save(conditions.length, made)}
          onCancel={conditions.length === 0 ? null : () => close('below')}
        />
      ) : (
        <Button ref={adder} onClick={() => setOpen(conditions.length)}>
          <Plus strokeWidth={1.5} aria-hidden="true" />
          {words.add}
        </Button>
      )}
    </Popover>
  );
}

interface RowProps {
  says: string;
  takesFocus: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

function Row({ says, takesFocus, onEdit, onRemove }: RowProps) {
  return (
    <div className={css.row}>
      <span className={css.says}>{says}</span>
      <IconButton
        ref={takesFocus ? takeFocus : null}
        label={words.edit(says)}
        icon={<Pencil strokeWidth={1.5} />}
        onClick={onEdit}
      />
      <IconButton label={words.remove(says)} icon={<X strokeWidth={1.5} />} onClick={onRemove} />
    </div>
  );
}
