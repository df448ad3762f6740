/** The values of an intervention as fields of a form: how many times slower, which share, for how long, which way. */
import { type ReactNode, useState } from 'react';
import { LIMITS } from '../../document/limits.ts';
import type { Intervention } from '../../document/types.ts';
import { Field, type FieldIds } from '../../ui/field.tsx';
import { DurationInput, NumberInput, PercentInput } from '../../ui/number-input.tsx';
import { Select } from '../../ui/select.tsx';
import { words } from './words.ts';

interface InterventionFieldsProps {
  act: Intervention;
  /** False when it was refused: the text stays in its field. */
  onChange: (act: Intervention) => boolean;
  /** Whether some field holds what cannot be read. */
  onBad?: (isBad: boolean) => void;
}

const { fields } = words;
const WAYS = Object.entries(fields.ways).map(([value, label]) => ({ value, label }));

export function InterventionFields({ act, onChange, onBad }: InterventionFieldsProps) {
  // The keys are those of this very intervention.
  const put = (values: object): boolean => onChange({ ...act, ...values } as Intervention);
  return (
    <>
      {'factor' in act ? (
        <Checked label={fields.factor} help={fields.factorHelp} onBad={onBad}>
          {(ids, onError) => (
            <NumberInput
              ids={ids}
              unit="×"
              value={act.factor}
              min={0.001}
              max={1000}
              onCommit={(factor) => put({ factor })}
              onError={onError}
            />
          )}
        </Checked>
      ) : null}
      {'rate' in act ? (
        <Checked label={fields.rate} help={fields.rateHelp} onBad={onBad}>
          {(ids, onError) => (
            <PercentInput
              ids={ids}
              value={act.rate}
              min={0}
              max={1}
              onCommit={(rate) => put({ rate })}
              onError={onError}
            />
          )}
        </Checked>
      ) : null}
      {act.do === 'burst' ? <Span name="for" value={act.for} put={put} onBad={onBad} /> : null}
      {act.do === 'delay' ? <Span name="by" value={act.by} put={put} onBad={onBad} /> : null}
      {act.do === 'cut' ? (
        <Checked label={fields.way} help={fields.wayHelp} onBad={onBad}>
          {(ids) => (
            <Select
              ids={ids}
              value={act.way ?? 'both'}
              options={WAYS}
              onChoose={(way) => put({ way })}
            />
          )}
        </Checked>
      ) : null}
    </>
  );
}

interface SpanProps {
  name: 'for' | 'by';
  value: number;
  put: (values: object) => boolean;
  onBad: ((isBad: boolean) => void) | undefined;
}

function Span({ name, value, put, onBad }: SpanProps) {
  return (
    <Checked label={fields[name]} help={fields[`${name}Help`]} onBad={onBad}>
      {(ids, onError) => (
        <DurationInput
          ids={ids}
          value={value}
          min={0}
          max={LIMITS.moment}
          onCommit={(millis) => put({ [name]: millis })}
          onError={onError}
        />
      )}
    </Checked>
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
