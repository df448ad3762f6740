/** The fields of a check that compares a figure with a number. */
import type { FigureCondition, LeafCondition } from '../../document/condition.ts';
import { LIMITS } from '../../document/limits.ts';
import { DurationInput, NumberInput } from '../../ui/number-input.tsx';
import { Checked } from '../faults/intervention-fields.tsx';
import { Choice } from './choice.tsx';
import { words } from './form-words.ts';
import type { LeafProps } from './leaf-fields.tsx';

const MOST = 1e9;
/** Below nothing is nothing. */
const LEAST_BELOW = 0.001;

type Bounded = Extract<LeafCondition, { above?: number }>;

export function Percentile({
  leaf,
  onChange,
}: LeafProps<Extract<FigureCondition, { figure: 'response' }>>) {
  return (
    <Choice
      label={words.percentile}
      help={words.percentileHelp}
      value={String(leaf.percentile)}
      options={([50, 95, 99] as const).map((of) => ({ value: String(of), label: `p${of}` }))}
      onChoose={(chosen) => {
        const percentile = ([50, 95, 99] as const).find((of) => String(of) === chosen) ?? 99;
        onChange({ ...leaf, percentile });
      }}
    />
  );
}

function bounded(leaf: Bounded, side: 'above' | 'below', value: number): LeafCondition {
  const { above: _above, below: _below, ...rest } = leaf;
  return side === 'above' ? { ...rest, above: value } : { ...rest, below: value };
}

function boundOf({ above, below = 0 }: Bounded): ['above' | 'below', number] {
  return above === undefined ? ['below', below] : ['above', above];
}

export function Side({ leaf, onChange }: LeafProps<Bounded>) {
  const [side, value] = boundOf(leaf);
  return (
    <Choice
      label={words.side}
      help={words.sideHelp}
      value={side}
      options={(['above', 'below'] as const).map((each) => ({
        value: each,
        label: words.sides[each],
      }))}
      onChoose={(chosen) => {
        const below = chosen === 'below';
        onChange(bounded(leaf, below ? 'below' : 'above', below ? Math.max(1, value) : value));
      }}
    />
  );
}

export function Amount({
  leaf,
  onBad,
  onChange,
  of,
}: LeafProps<Bounded> & { of: 'time' | 'rate' | 'number' }) {
  const [side, value] = boundOf(leaf);
  const isAbove = side === 'above';
  const help = { time: words.timeHelp, rate: words.rateHelp, number: words.amountHelp }[of];
  const range = { min: isAbove ? 0 : LEAST_BELOW, max: of === 'time' ? LIMITS.moment : MOST };
  const commit = (bound: number) => {
    onChange(bounded(leaf, side, bound));
    return true;
  };
  return (
    <Checked label={words.bound} help={help} onBad={onBad('bound')}>
      {(ids, onError) =>
        of === 'time' ? (
          <DurationInput ids={ids} value={value} {...range} onCommit={commit} onError={onError} />
        ) : (
          <NumberInput
            ids={ids}
            value={value}
            {...range}
            {...(of === 'rate' ? { unit: '/s' } : { step: 1 })}
            onCommit={commit}
            onError={onError}
          />
        )
      }
    </Checked>
  );
}

export function Within({
  leaf,
  onBad,
  onChange,
  help,
}: LeafProps<Extract<LeafCondition, { within?: number }> & { within: number }> & { help: string }) {
  return (
    <Checked label={words.within} help={help} onBad={onBad('within')}>
      {(ids, onError) => (
        <DurationInput
          ids={ids}
          value={leaf.within}
          min={1}
          max={LIMITS.window}
          onCommit={(within) => {
            onChange({ ...leaf, within });
            return true;
          }}
          onError={onError}
        />
      )}
    </Checked>
  );
}
