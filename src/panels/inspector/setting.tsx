/**
 * One setting, in the control its field asks for. What is typed counts on Enter or when the control
 * is left; a bad value stays with a sentence.
 */
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { isSameJson, LARGEST, type Field as SpecField } from '../../document/field.ts';
import { checkField } from '../../document/field-check.ts';
import type { Row } from '../../document/field-rows.ts';
import { findingOf } from '../../document/issue.ts';
import type { Distribution } from '../../lib/distribution-check.ts';
import { formatDuration, formatNumber } from '../../lib/duration.ts';
import { IconButton } from '../../ui/button.tsx';
import { DistributionInput } from '../../ui/distribution-input.tsx';
import { Field, type FieldIds } from '../../ui/field.tsx';
import { DurationInput, NumberInput, PercentInput, writeDuration } from '../../ui/number-input.tsx';
import { Select } from '../../ui/select.tsx';
import { TextInput } from '../../ui/text-input.tsx';
import { Toggle } from '../../ui/toggle.tsx';
import { NamesInput, writeNames } from './names-input.tsx';
import { PartInput } from './part-input.tsx';
import { TableInput } from './table-input.tsx';
import { words } from './words.ts';

export interface SettingProps {
  field: SpecField;
  value: unknown;
  /** A sentence when it was rejected, null when it holds now. */
  onSet: (value: unknown) => string | null;
  /** It has the keyboard, or a cell of it. */
  onFocus: (field: SpecField) => void;
  /** The node whose setting it is, where it is one's. */
  node?: string | undefined;
  /** Which setting it is, and where in a table. */
  place?: string;
  /** It stands in a row of a table. */
  isCell?: boolean;
  /** Whether it holds what cannot be read. */
  onBad?: ((isBad: boolean) => void) | undefined;
}

export function Setting(props: SettingProps) {
  const { field, value, onSet, onFocus, onBad, isCell = false } = props;
  const [error, show] = useState<string | null>(null);
  const setError = (sentence: string | null) => {
    show(sentence);
    onBad?.(sentence !== null);
  };
  const set = (next: unknown): boolean => {
    const rejection = (isCell ? whyNot(field, next) : null) ?? onSet(next);
    setError(rejection);
    return rejection === null;
  };
  const isDefault = isSameJson(value, field.default);
  const isTable = field.widget === 'table';
  return (
    <Field
      label={field.label}
      help={`${field.help} ${rangeWords(field)}`.trim()}
      error={error}
      wide={isCell || isTable || field.widget === 'distribution' || field.widget === 'part'}
      many={isTable}
      onFocus={(event) => {
        // Of a cell, the table around it need not say anything.
        event.stopPropagation();
        onFocus(field);
      }}
      aside={
        isDefault || isCell ? null : (
          <IconButton
            label={words.settings.toDefault(valueWords(field, field.default))}
            icon={<RotateCcw strokeWidth={1.5} />}
            onClick={() => set(field.default)}
          />
        )
      }
    >
      {(ids) => <Control {...props} ids={ids} onCommit={set} onError={setError} />}
    </Field>
  );
}

/** What is wrong with a cell, without saying where it is. */
function whyNot(field: SpecField, value: unknown): string | null {
  const issue = checkField(field, value);
  return issue === null ? null : findingOf(issue, value, '').sentence;
}

interface ControlProps extends SettingProps {
  ids: FieldIds;
  onCommit: (value: unknown) => boolean;
  onError: (sentence: string | null) => void;
}

/** The field's schema vouches for the value's type. */
function Control(props: ControlProps) {
  const { field, value, ids, onCommit, onError } = props;
  const amount = { ids, onCommit, onError, min: field.min, max: field.max };
  switch (field.widget) {
    case 'number':
      return (
        <NumberInput
          {...amount}
          value={value as number}
          unit={field.unit}
          step={field.step}
          zero={field.zero}
        />
      );
    case 'duration':
      return <DurationInput {...amount} value={value as number} zero={field.zero} />;
    case 'percent':
      return <PercentInput {...amount} value={value as number} />;
    case 'toggle':
      return <Toggle ids={ids} on={value === true} onChange={onCommit} />;
    case 'choice':
      return (
        <Select ids={ids} value={String(value)} options={field.options ?? []} onChoose={onCommit} />
      );
    case 'text':
      return (
        <TextInput
          ids={ids}
          value={String(value)}
          parse={(text) => shortEnough(text, field.maxLength)}
          onCommit={onCommit}
          onError={onError}
        />
      );
    case 'distribution':
      return (
        <DistributionInput
          ids={ids}
          value={value as Distribution}
          unit={field.unit === 'ms' ? 'ms' : ''}
          words={words.settings.distribution}
          onCommit={onCommit}
          onError={onError}
        />
      );
    case 'names':
      return (
        <NamesInput
          ids={ids}
          value={value as Record<string, string>}
          onCommit={onCommit}
          onError={onError}
        />
      );
    case 'part':
      return (
        <PartInput
          ids={ids}
          field={field}
          value={String(value)}
          node={props.node ?? ''}
          place={props.place ?? field.key}
          onSet={onCommit}
        />
      );
    case 'table':
      return (
        <TableInput
          columns={field.columns ?? {}}
          each={field.each ?? ''}
          rows={value as readonly Row[]}
          most={field.maxLength ?? Number.POSITIVE_INFINITY}
          onSet={props.onSet}
          onChange={onCommit}
          cell={({ column, place, ...cell }) => (
            <Setting
              {...props}
              {...cell}
              field={column}
              place={`${props.place ?? field.key} ${place}`}
              isCell
            />
          )}
        />
      );
    default:
      return field.widget satisfies never;
  }
}

function shortEnough(text: string, most: number | undefined): string {
  if (most !== undefined && text.length > most) throw new Error(words.settings.tooLong(most));
  return text;
}

/** "Default: 4. From 1 to 10,000.", "Default: 1 s. Up to 1 h; 0: never.", "Default: 0, never." */
export function rangeWords(field: SpecField): string {
  const { settings } = words;
  if (field.widget === 'part') return '';
  const say = (amount: number) => amountWords(field, amount);
  const { min, max, zero } = field;
  const isZero = zero !== undefined && field.default === 0;
  const usual = valueWords(field, field.default);
  const parts = [settings.isDefault(isZero ? `0, ${usual}` : usual)];
  if (min !== undefined && max !== undefined) {
    // The largest duration is no limit that anybody meets.
    const isOpen = max >= LARGEST;
    if (isZero) parts.push(isOpen ? '' : settings.upTo(say(max)));
    else if (zero !== undefined) parts.push(settings.zero(zero, isOpen ? null : say(max)));
    else parts.push(isOpen ? settings.atLeast(say(min)) : settings.from(say(min), say(max)));
  }
  return parts.filter((part) => part !== '').join(' ');
}

function amountWords(field: SpecField, amount: number): string {
  if (field.widget === 'percent') return `${Number((amount * 100).toPrecision(12))} %`;
  if (field.widget === 'duration') return writeDuration(amount);
  return amount.toLocaleString('en');
}

/** A value of the field in a few words. */
function valueWords(field: SpecField, value: unknown): string {
  const { settings } = words;
  if (typeof value === 'boolean') return value ? settings.on : settings.off;
  if (value === 0 && field.zero !== undefined) return field.zero;
  if (typeof value === 'number') {
    const unit = field.widget === 'number' && field.unit !== undefined ? ` ${field.unit}` : '';
    return `${amountWords(field, value)}${unit}`;
  }
  if (typeof value === 'string') {
    const label = field.options?.find((option) => option.value === value)?.label;
    return label ?? (value === '' ? settings.empty : value);
  }
  if (Array.isArray(value)) return value.length === 0 ? settings.nothing : String(value.length);
  if (field.widget === 'names') {
    return writeNames(value as Record<string, string>) || settings.nothing;
  }
  return distributionWords(value as Distribution, field.unit === 'ms');
}

function distributionWords(value: Distribution, isTime: boolean): string {
  const { shapes, parameters } = settingsWords();
  const amounts = Object.entries(value).flatMap(([name, amount]) => {
    if (typeof amount !== 'number') return [];
    const isPure = name === 'shape' || name === 'n' || name === 's';
    const said = isTime && !isPure ? formatDuration(amount) : formatNumber(amount);
    return [`${parameters[name as keyof typeof parameters].toLowerCase()} ${said}`];
  });
  return [shapes[value.dist].toLowerCase(), amounts.join(', ')].filter(Boolean).join(', ');
}

function settingsWords() {
  return words.settings.distribution;
}
