/** A random quantity: which shape it has, and that shape's parameters in the unit at hand. */
import { useId, useState } from 'react';
import { meanOf } from '../lib/distribution.ts';
import { assertDistribution, type Distribution, ZIPF_MAX } from '../lib/distribution-check.ts';
import css from './distribution-input.module.css';
import type { FieldIds } from './field.tsx';
import { DurationInput, NumberInput, parseNumber } from './number-input.tsx';
import { Select } from './select.tsx';
import { TextInput } from './text-input.tsx';

type Shape = Distribution['dist'];

/** What shapes and parameters are called; the caller brings the language. */
export interface DistributionWords {
  shape: string;
  shapes: Readonly<Record<Shape, string>>;
  parameters: Readonly<Record<string, string>>;
}

interface DistributionInputProps {
  ids: FieldIds;
  value: Distribution;
  /** Parameters are durations in milliseconds, or plain amounts. */
  unit: 'ms' | '';
  words: DistributionWords;
  onCommit: (value: Distribution) => boolean;
  onError: (sentence: string | null) => void;
}

/** The same mean in another shape, as near as the shape allows. */
export function reshape(from: Distribution, shape: Shape): Distribution {
  const mean = Number(meanOf(from).toPrecision(3));
  const some = mean > 0 && Number.isFinite(mean) ? mean : 1;
  const shapes: { [S in Shape]: Extract<Distribution, { dist: S }> } = {
    constant: { dist: 'constant', value: mean },
    uniform: { dist: 'uniform', min: mean / 2, max: mean * 1.5 },
    exponential: { dist: 'exponential', mean },
    lognormal: { dist: 'lognormal', mean: some, p99: some * 4 },
    // Its mean is min · shape / (shape − 1): three times its least value.
    pareto: { dist: 'pareto', shape: 1.5, min: Number((some / 3).toPrecision(3)) },
    zipf: { dist: 'zipf', n: 100, s: 1 },
    empirical: { dist: 'empirical', values: [mean] },
  };
  return shapes[shape];
}

/** Parameters that are no amounts of the quantity itself. */
const PURE: Readonly<Record<string, { min: number; max: number; step?: number }>> = {
  shape: { min: 0, max: 100 },
  n: { min: 1, max: ZIPF_MAX, step: 1 },
  s: { min: 0, max: 100 },
};

export function DistributionInput(props: DistributionInputProps) {
  const { ids, value, words, onError } = props;
  const commit = (next: Distribution): boolean => {
    try {
      assertDistribution(next);
    } catch (error) {
      onError(error instanceof Error ? error.message : String(error));
      return false;
    }
    return props.onCommit(next);
  };
  return (
    <div className={css.distribution}>
      <Select
        ids={ids}
        value={value.dist}
        options={Object.entries(words.shapes).map(([shape, label]) => ({ value: shape, label }))}
        onChoose={(shape) => {
          onError(null);
          commit(reshape(value, shape as Shape));
        }}
      />
      <div className={css.parameters}>
        {Object.entries(value).map(([name, amount]) =>
          name === 'dist' ? null : (
            <Parameter
              key={`${value.dist} ${name}`}
              label={words.parameters[name] ?? name}
              name={name}
              amount={amount as number | readonly number[]}
              unit={props.unit}
              onCommit={(next) => commit({ ...value, [name]: next } as Distribution)}
              onError={onError}
            />
          ),
        )}
      </div>
    </div>
  );
}

interface ParameterProps {
  label: string;
  name: string;
  amount: number | readonly number[];
  unit: 'ms' | '';
  onCommit: (next: number | number[]) => boolean;
  onError: (sentence: string | null) => void;
}

function Parameter({ label, name, amount, unit, onCommit, onError }: ParameterProps) {
  const id = useId();
  const [isBad, setBad] = useState(false);
  const fail = (sentence: string | null) => {
    setBad(sentence !== null);
    onError(sentence);
  };
  const ids: FieldIds = { id, ...(isBad ? { 'aria-invalid': true } : {}) };
  const shared = { ids, onCommit, onError: fail };
  const pure = PURE[name];
  return (
    <span className={css.parameter}>
      <label className={css.label} htmlFor={id}>
        {label}
      </label>
      {typeof amount !== 'number' ? (
        <TextInput
          {...shared}
          value={amount.join('; ')}
          parse={(text) =>
            text
              .split(/[;\n]/)
              .filter((part) => part.trim() !== '')
              .map(parseNumber)
          }
        />
      ) : pure !== undefined || unit === '' ? (
        <NumberInput {...shared} value={amount} min={0} {...pure} />
      ) : (
        <DurationInput {...shared} value={amount} min={0} max={1e9} />
      )}
    </span>
  );
}
