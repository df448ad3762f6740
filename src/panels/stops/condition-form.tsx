/**
 * One condition as a form: a single check, or groups of them with and / or. What cannot be read is
 * explained at its field, and nothing is saved meanwhile.
 */
import { useState } from 'react';
import type { Condition } from '../../document/condition.ts';
import { partsOf } from '../../document/parts.ts';
import { useDocument } from '../../store/document.ts';
import { useScene } from '../../store/scene.ts';
import { specOf } from '../../store/specs.ts';
import { Button } from '../../ui/button.tsx';
import { partName } from '../part-name.ts';
import { conditionOf, type Draft, draftOf, draftWith, partsIn } from './draft.ts';
import { words } from './form-words.ts';
import { type Around, PartForm } from './part-form.tsx';
import css from './stops.module.css';
import { focusFirst } from './take-focus.ts';
import { USUAL } from './usual.ts';

interface ConditionFormProps {
  /** Null for a new one. */
  condition: Condition | null;
  /** False when it was rejected. */
  onSave: (condition: Condition) => boolean;
  onCancel: (() => void) | null;
}

export function ConditionForm({ condition, onSave, onCancel }: ConditionFormProps) {
  const nodes = useScene((scene) => scene.nodes);
  const document = useDocument((state) => state.document);
  const [draft, setDraft] = useState<Draft>(() =>
    condition === null ? draftWith({ sort: 'leaf', leaf: USUAL }) : draftOf(condition),
  );
  /** Fields that hold what cannot be read, as the part's key and the field's name. */
  const [bad, setBad] = useState<ReadonlySet<string>>(new Set());
  const [fresh, setFresh] = useState<number | null>(null);
  const [isReported, setReported] = useState(false);
  const places = nodes.filter((node) => specOf(node.kind)?.frame === undefined);
  const around: Around = {
    nodes,
    places,
    named: (id) => partName(id, document),
    find: (id) => partsOf(document).nodes.find((node) => node.id === id),
    onBad: (field) => (isBad) =>
      setBad((before) => {
        const now = new Set(before);
        if (isBad) now.add(field);
        else now.delete(field);
        return now;
      }),
    fresh,
    welcome: setFresh,
    forgetBad: (key) =>
      setBad((before) => new Set([...before].filter((field) => !field.startsWith(`${key} `)))),
  };
  const parts = [...partsIn(draft)];
  const isBad = parts.some(({ key }) => [...bad].some((field) => field.startsWith(`${key} `)));
  const save = () => {
    setReported(isBad);
    if (!isBad) onSave(conditionOf(draft));
  };
  return (
    <fieldset
      ref={focusFirst}
      className={css.form}
      aria-label={condition === null ? words.add : words.save}
    >
      <PartForm draft={draft} place="" levels={2} around={around} onChange={setDraft} />
      <div className={css.submit}>
        <p role="alert">{isReported && isBad ? words.mend : ''}</p>
        {onCancel === null ? null : <Button onClick={onCancel}>{words.cancel}</Button>}
        <Button
          look="accent"
          disabled={!parts.every((part) => isComplete(part, places.length))}
          onClick={save}
        >
          {condition === null ? words.addIt : words.save}
        </Button>
      </div>
    </fieldset>
  );
}

/** A state is not known before its statechart is, and no part where none stands. */
function isComplete({ content }: Draft, places: number): boolean {
  if (content.sort !== 'leaf') return true;
  const { leaf } = content;
  if ('series' in leaf) return leaf.series !== '';
  if ('state' in leaf) return leaf.state !== '' && places > 0;
  return places > 0 || !('path' in leaf || ('figure' in leaf && leaf.figure === 'queue'));
}
