/**
 * A line of text that counts when the person is done with it: on Enter, or when the field is left.
 * What cannot be read stays in the field with a sentence beside it; Esc brings back what was there.
 */
import { type KeyboardEvent, useId, useState } from 'react';
import type { FieldIds } from './field.tsx';
import css from './input.module.css';

interface TextInputProps<T> {
  ids: FieldIds;
  /** As it is written. */
  value: string;
  /** @throws Error with a sentence for the person */
  parse: (text: string) => T;
  /** False when it was rejected: the text stays. */
  onCommit: (value: T) => boolean;
  /** What is wrong with the text, or null. */
  onError: (sentence: string | null) => void;
  unit?: string | undefined;
  inputMode?: 'text' | 'decimal';
  placeholder?: string;
  /** Offered to choose from; others may be typed. */
  suggestions?: readonly string[];
  /** The value one step up (1) or down (−1), for the arrow keys. */
  step?: (direction: 1 | -1) => T;
}

export function TextInput<T>(props: TextInputProps<T>) {
  const {
    ids,
    value,
    parse,
    onCommit,
    onError,
    unit,
    inputMode = 'text',
    placeholder,
    suggestions = [],
    step,
  } = props;
  // Null while the field shows the value itself.
  const [draft, setDraft] = useState<string | null>(null);
  const listId = useId();

  const commit = () => {
    if (draft === null) return;
    if (draft === value) return revert();
    try {
      if (onCommit(parse(draft))) revert();
    } catch (error) {
      onError(error instanceof Error ? error.message : String(error));
    }
  };
  const revert = () => {
    setDraft(null);
    onError(null);
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'Enter') commit();
    else if (event.key === 'Escape' && draft !== null) {
      // The field's own business: nothing around it closes.
      event.stopPropagation();
      revert();
    } else if (step !== undefined && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      if (onCommit(step(event.key === 'ArrowUp' ? 1 : -1))) revert();
    }
  };

  return (
    <span className={css.box} data-bad={ids['aria-invalid'] === true}>
      <input
        {...ids}
        className={css.input}
        data-committed={draft === null}
        type="text"
        inputMode={inputMode}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        list={suggestions.length === 0 ? undefined : listId}
        value={draft ?? value}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={press}
      />
      {suggestions.length === 0 ? null : (
        <datalist id={listId}>
          {suggestions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
      {unit === undefined || unit === '' ? null : <span className={css.unit}>{unit}</span>}
    </span>
  );
}
