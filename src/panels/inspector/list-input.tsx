/**
 * A list of entries, each with a control for each of its parts: rules, sorts of requests. Their
 * order counts.
 */
import { ChevronUp, Plus, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { type Column, newEntry } from '../../document/field-columns.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import type { FieldIds } from '../../ui/field.tsx';
import { NumberInput } from '../../ui/number-input.tsx';
import { Select } from '../../ui/select.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { words } from '../words.ts';
import css from './list-input.module.css';

type Entry = Readonly<Record<string, unknown>>;

interface ListInputProps {
  columns: readonly Column[];
  entries: readonly Entry[];
  /** Longest list allowed. */
  most: number;
  onSet: (entries: Entry[]) => boolean;
  onError: (sentence: string | null) => void;
}

export function ListInput({ columns, entries, most, onSet, onError }: ListInputProps) {
  return (
    <div className={css.list}>
      {entries.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries are known by place.
        <fieldset key={index} className={css.entry}>
          <legend className={css.legend}>
            {words.settings.entry(index + 1)}
            {index === 0 ? null : (
              <IconButton
                label={words.settings.entryUp(index + 1)}
                icon={<ChevronUp strokeWidth={1.5} />}
                onClick={() => onSet(movedUp(entries, index))}
              />
            )}
            <IconButton
              label={words.settings.removeEntry(index + 1)}
              icon={<Trash2 strokeWidth={1.5} />}
              onClick={() => onSet(entries.toSpliced(index, 1))}
            />
          </legend>
          {columns.map((column) => (
            <Part
              key={column.name}
              column={column}
              value={entry[column.name]}
              onSet={(value) => onSet(entries.with(index, changed(entry, column, value)))}
              onError={onError}
            />
          ))}
        </fieldset>
      ))}
      <Button
        disabled={entries.length >= most}
        onClick={() => onSet([...entries, newEntry(columns)])}
      >
        <Plus strokeWidth={1.5} aria-hidden="true" />
        {words.settings.addEntry}
      </Button>
    </div>
  );
}

function movedUp(entries: readonly Entry[], index: number): Entry[] {
  const [entry] = entries.slice(index, index + 1);
  return entry === undefined
    ? [...entries]
    : entries.toSpliced(index, 1).toSpliced(index - 1, 0, entry);
}

/** A part that says nothing is left out where it may be. */
function changed(entry: Entry, column: Column, value: unknown): Entry {
  const { [column.name]: _before, ...rest } = entry;
  return column.optional && value === undefined ? rest : { ...rest, [column.name]: value };
}

interface PartProps {
  column: Column;
  value: unknown;
  onSet: (value: unknown) => boolean;
  onError: (sentence: string | null) => void;
}

function Part({ column, value, onSet, onError }: PartProps) {
  const id = useId();
  const [isBad, setBad] = useState(false);
  const fail = (sentence: string | null) => {
    setBad(sentence !== null);
    onError(sentence);
  };
  const ids: FieldIds = { id, ...(isBad ? { 'aria-invalid': true } : {}) };
  return (
    <span className={css.part}>
      <label className={css.label} htmlFor={id}>
        {column.name}
      </label>
      <PartControl column={column} value={value} ids={ids} onSet={onSet} onError={fail} />
    </span>
  );
}

function PartControl({ column, value, ids, onSet, onError }: PartProps & { ids: FieldIds }) {
  switch (column.type) {
    case 'choice':
      return (
        <Select
          ids={ids}
          value={String(value)}
          options={column.options.map((option) => ({ value: option, label: option }))}
          onChoose={onSet}
        />
      );
    case 'toggle':
      return (
        <Toggle ids={ids} on={value === true} onChange={(on) => onSet(on ? true : undefined)} />
      );
    case 'number':
      return (
        <NumberInput
          ids={ids}
          value={typeof value === 'number' ? value : 1}
          min={0}
          onCommit={onSet}
          onError={onError}
        />
      );
    case 'names':
      return (
        <TextInput
          ids={ids}
          value={writeNames(value)}
          placeholder={words.settings.namesExample}
          parse={readNames}
          onCommit={(names) => onSet(Object.keys(names).length === 0 ? undefined : names)}
          onError={onError}
        />
      );
    default:
      return (
        <TextInput
          ids={ids}
          value={typeof value === 'string' ? value : ''}
          parse={(text) => text}
          onCommit={(text) => onSet(column.optional && text === '' ? undefined : text)}
          onError={onError}
        />
      );
  }
}

function writeNames(value: unknown): string {
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([name, text]) => `${name}: ${String(text)}`)
    .join('; ');
}

/**
 * A table of names and texts as it is typed: `user: anna; theme: dark`.
 * @throws Error for a part without a colon, or a name that no document can hold
 */
export function readNames(text: string): Record<string, string> {
  const parts = text.split(';').filter((part) => part.trim() !== '');
  return Object.fromEntries(
    parts.map((part) => {
      const [name = '', ...rest] = part.split(':');
      if (rest.length === 0 || name.trim() === '') {
        throw new Error(words.settings.noColon(part.trim()));
      }
      if (name.trim() === '__proto__') {
        throw new Error(words.settings.badName('__proto__'));
      }
      return [name.trim(), rest.join(':').trim()];
    }),
  );
}
