/**
 * One condition as a form. What cannot be read is explained at its field, and nothing is saved
 * meanwhile.
 */
import { type ReactNode, useEffect, useState } from 'react';
import { LIMITS } from '../../document/limits.ts';
import type { DocumentNode, StopCondition } from '../../document/types.ts';
import { useScene } from '../../store/scene.ts';
import { specOf } from '../../store/specs.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { DurationInput, NumberInput } from '../../ui/number-input.tsx';
import { Select } from '../../ui/select.tsx';
import { Checked } from '../faults/intervention-fields.tsx';
import { stateWords } from './stop-words.ts';
import css from './stops.module.css';
import { useStates } from './use-states.ts';
import { words } from './words.ts';

type When = StopCondition['when'];

interface StopFormProps {
  /** Null for a new one. */
  stop: StopCondition | null;
  /** False when it was refused. */
  onSave: (stop: StopCondition) => boolean;
  onCancel: (() => void) | null;
}

const WHENS = Object.keys(words.kinds) as When[];
const MOST_WAITING = 1e9;

export function StopForm({ stop, onSave, onCancel }: StopFormProps) {
  const nodes = useScene((scene) => scene.nodes);
  const [draft, setDraft] = useState<StopCondition>(stop ?? USUAL_SLOW);
  const [bad, setBad] = useState<ReadonlySet<string>>(new Set());
  const [isTold, setTold] = useState(false);
  const places = nodes.filter((node) => specOf(node.kind)?.frame === undefined);
  const mark = (field: string) => (isBad: boolean) => {
    const marked = new Set(bad);
    if (isBad) marked.add(field);
    else marked.delete(field);
    setBad(marked);
  };
  const choose = (when: When) => {
    setBad(new Set());
    setDraft(usual(when, places[0]?.id ?? ''));
  };
  const needsNode = draft.when === 'queue' || draft.when === 'state';
  const isPossible = !needsNode || places.length > 0;
  const save = () => {
    setTold(bad.size > 0);
    if (bad.size === 0) onSave(draft);
  };
  return (
    <fieldset className={css.form} aria-label={stop === null ? words.add : words.save}>
      <Choice
        label={words.when}
        help={words.whenHelp}
        value={draft.when}
        options={WHENS.map((value) => ({ value, label: words.kinds[value] }))}
        onChoose={(when) => choose(when as When)}
      />
      {isPossible ? (
        <Values draft={draft} places={places} onChange={setDraft} mark={mark} />
      ) : (
        <p className={css.none}>{words.noNodes}</p>
      )}
      <div className={css.submit}>
        <p role="alert">{isTold && bad.size > 0 ? words.mend : ''}</p>
        {onCancel === null ? null : <Button onClick={onCancel}>{words.cancel}</Button>}
        <Button
          look="accent"
          disabled={!isPossible || (draft.when === 'state' && draft.is === '')}
          onClick={save}
        >
          {stop === null ? words.addIt : words.save}
        </Button>
      </div>
    </fieldset>
  );
}

const USUAL_SLOW: StopCondition = { when: 'slow', percentile: 99, above: 500, within: 10_000 };

function usual(when: When, node: string): StopCondition {
  switch (when) {
    case 'slow':
      return USUAL_SLOW;
    case 'error':
      return { when };
    case 'queue':
      return { when, node, above: 10 };
    case 'state':
      return { when, node, is: '' };
    default:
      throw new Error(`Unknown condition ${JSON.stringify(when satisfies never)}.`);
  }
}

interface ValuesProps<S extends StopCondition> {
  draft: S;
  places: readonly DocumentNode[];
  onChange: (stop: StopCondition) => void;
  mark: (field: string) => (isBad: boolean) => void;
}

function Values(props: ValuesProps<StopCondition>): ReactNode {
  const { draft } = props;
  switch (draft.when) {
    case 'slow':
      return <Slow {...props} draft={draft} />;
    case 'error':
      return <Where {...props} everywhere />;
    case 'queue':
      return <Queue {...props} draft={draft} />;
    case 'state':
      return <State {...props} draft={draft} />;
    default:
      throw new Error(`Unknown condition ${JSON.stringify(draft satisfies never)}.`);
  }
}

function Slow(props: ValuesProps<Extract<StopCondition, { when: 'slow' }>>) {
  const { draft, onChange, mark } = props;
  return (
    <>
      <Choice
        label={words.percentile}
        help={words.percentileHelp}
        value={String(draft.percentile)}
        options={([50, 95, 99] as const).map((of) => ({ value: String(of), label: `p${of}` }))}
        onChoose={(chosen) => {
          const percentile = ([50, 95, 99] as const).find((of) => String(of) === chosen) ?? 99;
          onChange({ ...draft, percentile });
        }}
      />
      <Checked label={words.above} help={words.aboveHelp} onBad={mark('above')}>
        {(ids, onError) => (
          <DurationInput
            ids={ids}
            value={draft.above}
            min={0}
            max={LIMITS.moment}
            onCommit={(above) => {
              onChange({ ...draft, above });
              return true;
            }}
            onError={onError}
          />
        )}
      </Checked>
      <Checked label={words.within} help={words.withinHelp} onBad={mark('within')}>
        {(ids, onError) => (
          <DurationInput
            ids={ids}
            value={draft.within}
            min={1}
            max={LIMITS.window}
            onCommit={(within) => {
              onChange({ ...draft, within });
              return true;
            }}
            onError={onError}
          />
        )}
      </Checked>
      <Where {...props} everywhere />
    </>
  );
}

function Queue(props: ValuesProps<Extract<StopCondition, { when: 'queue' }>>) {
  const { draft, onChange, mark } = props;
  return (
    <>
      <Checked label={words.longer} help={words.longerHelp} onBad={mark('above')}>
        {(ids, onError) => (
          <NumberInput
            ids={ids}
            value={draft.above}
            min={0}
            max={MOST_WAITING}
            step={1}
            onCommit={(above) => {
              onChange({ ...draft, above });
              return true;
            }}
            onError={onError}
          />
        )}
      </Checked>
      <Where {...props} />
    </>
  );
}

function State(props: ValuesProps<Extract<StopCondition, { when: 'state' }>>) {
  const { draft, places, onChange } = props;
  const node = places.find(({ id }) => id === draft.node);
  const states = useStates(node);
  const [first = ''] = states ?? [];
  useEffect(() => {
    // Until one is chosen, the first is.
    if (draft.is === '' && first !== '') onChange({ ...draft, is: first });
  }, [draft, first, onChange]);
  return (
    <>
      <Where
        {...props}
        onChange={(changed) =>
          onChange({ ...changed, ...(changed.when === 'state' && { is: '' }) } as StopCondition)
        }
      />
      {states === null ? (
        <p className={css.none}>{words.loading}</p>
      ) : (
        <Choice
          label={words.state}
          help={words.stateHelp}
          value={draft.is}
          options={states.map((value) => ({ value, label: stateWords(value) }))}
          onChoose={(is) => onChange({ ...draft, is })}
        />
      )}
    </>
  );
}

/** At which node; `everywhere` where that may be left out. */
function Where({
  draft,
  places,
  onChange,
  everywhere = false,
}: ValuesProps<StopCondition> & { everywhere?: boolean }) {
  const options = places.map(({ id, name, kind }) => ({
    value: id,
    label: name ?? specOf(kind)?.title ?? kind,
  }));
  return (
    <Choice
      label={words.where}
      help={words.whereHelp}
      value={draft.node ?? ''}
      options={everywhere ? [{ value: '', label: words.everywhere }, ...options] : options}
      onChoose={(node) => {
        const { node: _before, ...rest } = draft;
        // A condition without a node is one that may be without.
        onChange((node === '' ? rest : { ...rest, node }) as StopCondition);
      }}
    />
  );
}

interface ChoiceProps {
  label: string;
  help: string;
  value: string;
  options: readonly { value: string; label: string }[];
  onChoose: (value: string) => void;
}

function Choice({ label, help, value, options, onChoose }: ChoiceProps) {
  return (
    <Field label={label} help={help} error={null}>
      {(ids) => <Select ids={ids} value={value} options={options} onChoose={onChoose} />}
    </Field>
  );
}
