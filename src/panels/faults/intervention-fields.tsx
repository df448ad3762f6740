/**
 * The values of an intervention as fields of a form: how many times slower, which share, for how
 * long, which way.
 */
import { type ReactNode, useState } from 'react';
import type { PartDeed } from '../../document/deed.ts';
import { targetsOf, valuesIn, withValues } from '../../document/deeds.ts';
import { checkField } from '../../document/field-check.ts';
import { findingOf } from '../../document/issue.ts';
import type { Intervention } from '../../document/types.ts';
import { Field, type FieldIds } from '../../ui/field.tsx';
import { Setting } from '../inspector/setting.tsx';
import { words } from './words.ts';

interface InterventionFieldsProps {
  act: Intervention;
  deed: PartDeed;
  /** False when it was rejected: the text stays in its field. */
  onChange: (act: Intervention) => boolean;
  /** Whether some field holds what cannot be read. */
  onBad?: (isBad: boolean) => void;
}

export function InterventionFields({ act, deed, onChange, onBad }: InterventionFieldsProps) {
  const values = valuesIn(act);
  return Object.entries(deed.args).map(([name, arg]) =>
    arg.is !== 'value' ? null : (
      <Setting
        key={name}
        field={arg.field}
        value={values[name] ?? arg.field.default}
        node={targetsOf(act)[0]}
        place={name}
        onFocus={() => undefined}
        onBad={onBad}
        onSet={(value) => {
          const issue = checkField(arg.field, value);
          if (issue !== null) return findingOf(issue, value, arg.field.label).sentence;
          return onChange(withValues(act, { [name]: value })) ? null : words.rejected;
        }}
      />
    ),
  );
}

interface CheckedProps {
  label: string;
  help: string;
  onBad?: ((isBad: boolean) => void) | undefined;
  children: (ids: FieldIds, onError: (sentence: string | null) => void) => ReactNode;
}

/** A field that shows what is wrong with the text in it. */
export function Checked({ label, help, onBad, children }: CheckedProps) {
  const [error, setError] = useState<string | null>(null);
  return (
    <Field label={label} help={help} error={error}>
      {(ids) =>
        children(ids, (sentence) => {
          setError(sentence);
          onBad?.(sentence !== null);
        })
      }
    </Field>
  );
}
