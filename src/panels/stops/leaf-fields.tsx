/** The fields of one check, each sort with its own. */
import { type ReactNode, useEffect } from 'react';
import type {
  CountCondition,
  ErrorCondition,
  Figure,
  FigureCondition,
  LeafCondition,
  PathCondition,
  SeriesCondition,
  StateCondition,
  VerbCondition,
} from '../../document/condition.ts';
import { stateWords } from '../../document/condition-words.ts';
import { deeds } from '../../document/deeds.ts';
import type { DocumentNode } from '../../document/types.ts';
import { own } from '../../lib/table.ts';
import { STATE_TAGS } from '../../lib/tone.ts';
import { useScene } from '../../store/scene.ts';
import { entryOf, specOf } from '../../store/specs.ts';
import { Choice } from './choice.tsx';
import { Amount, Percentile, Side, Within } from './figure-fields.tsx';
import { words } from './form-words.ts';
import { KeyField, withKey } from './key-field.tsx';
import type { Around } from './part-form.tsx';
import css from './stops.module.css';
import { useStates } from './use-states.ts';
import { usualSeries } from './usual.ts';

export interface LeafProps<L extends LeafCondition = LeafCondition> {
  leaf: L;
  around: Around;
  onBad: (field: string) => (isBad: boolean) => void;
  onChange: (leaf: LeafCondition) => void;
}

export function LeafFields(props: LeafProps): ReactNode {
  const { leaf, around } = props;
  const needsPart =
    'state' in leaf || 'path' in leaf || ('figure' in leaf && leaf.figure === 'queue');
  if (needsPart && around.places.length === 0) return <p className={css.none}>{words.noNodes}</p>;
  if ('figure' in leaf) return <FigureFields key={leaf.figure} {...props} leaf={leaf} />;
  if ('series' in leaf) return <Series {...props} leaf={leaf} />;
  if ('state' in leaf) return <State {...props} leaf={leaf} />;
  if ('count' in leaf) return <Count {...props} leaf={leaf} />;
  if ('path' in leaf) return <Path {...props} leaf={leaf} />;
  if ('verb' in leaf) return <Verb {...props} leaf={leaf} />;
  return <Where {...props} leaf={leaf} everywhere />;
}

/** What each figure is a number of. */
const MEASURES = {
  response: 'time',
  throughput: 'rate',
  errors: 'rate',
  queue: 'number',
  inFlight: 'number',
} as const satisfies Record<Figure, string>;

function FigureFields(props: LeafProps<FigureCondition>) {
  const { leaf } = props;
  const of = MEASURES[leaf.figure];
  const help = of === 'time' ? words.responseWithinHelp : words.rateWithinHelp;
  return (
    <>
      {leaf.figure === 'response' ? <Percentile {...props} leaf={leaf} /> : null}
      <Side {...props} leaf={leaf} />
      <Amount {...props} leaf={leaf} of={of} />
      {'within' in leaf ? <Within {...props} leaf={leaf} help={help} /> : null}
      <Where {...props} leaf={leaf} everywhere={leaf.figure !== 'queue'} />
    </>
  );
}

function State(props: LeafProps<StateCondition>) {
  const { leaf, around, onChange } = props;
  const node = around.places.find(({ id }) => id === leaf.node);
  const states = useStates(node);
  const [first = ''] = states ?? [];
  useEffect(() => {
    // Until one is chosen, the first is.
    if (leaf.state === '' && first !== '') onChange({ ...leaf, state: first });
  }, [leaf, first, onChange]);
  return (
    <>
      <Where {...props} onChange={(moved) => onChange({ ...moved, state: '' } as LeafCondition)} />
      {states === null ? (
        <p className={css.none}>{words.loading}</p>
      ) : (
        <Choice
          label={words.state}
          help={words.stateHelp}
          value={leaf.state}
          options={states.map((value) => ({ value, label: stateWords(value) }))}
          onChoose={(state) => onChange({ ...leaf, state })}
        />
      )}
    </>
  );
}

/** A figure that the kind of a part keeps of its own. */
function Series(props: LeafProps<SeriesCondition>) {
  const { leaf, around, onChange } = props;
  const keepers = around.places.filter(({ kind }) => specOf(kind)?.series !== undefined);
  const node = keepers.find(({ id }) => id === leaf.node);
  if (node === undefined) return <p className={css.none}>{words.noSeries}</p>;
  const table = specOf(node.kind)?.series ?? {};
  const { within } = leaf;
  const figure = own(table, leaf.series);
  return (
    <>
      <Choice
        label={words.where}
        help={words.whereHelp}
        value={leaf.node}
        options={keepers.map(optionOf)}
        onChoose={(id) => onChange(usualSeries(keepers.find((each) => each.id === id)))}
      />
      <Choice
        label={words.series}
        help={words.seriesHelp}
        value={leaf.series}
        options={Object.entries(table).map(([value, { label }]) => ({ value, label }))}
        onChoose={(name) => onChange(usualSeries(node, name))}
      />
      {figure?.keyed === undefined ? null : figure.keyed.isNode === true ? (
        <Choice
          label={words.line}
          help={words.lineHelp}
          value={leaf.key ?? ''}
          options={[{ value: '', label: words.allLines }, ...around.nodes.map(optionOf)]}
          onChoose={(key) => onChange(withKey(leaf, key))}
        />
      ) : (
        <KeyField
          key={`${leaf.node} ${leaf.series}`}
          leaf={leaf}
          label={figure.label}
          by={figure.keyed.by}
          onChange={onChange}
        />
      )}
      <Side {...props} />
      <Amount {...props} of={within === undefined ? 'number' : 'rate'} />
      {within === undefined ? null : (
        <Within {...props} leaf={{ ...leaf, within }} help={words.rateWithinHelp} />
      )}
    </>
  );
}

function Count(props: LeafProps<CountCondition>) {
  const { leaf, around, onChange } = props;
  const set = (key: 'kind' | 'in' | 'tag') => (value: string) => {
    const { [key]: _before, ...rest } = leaf;
    onChange(value === '' ? rest : { ...rest, [key]: value });
  };
  const kinds = [...new Set(around.nodes.map(({ kind }) => kind))];
  const ownTags = kinds.flatMap((kind) => Object.keys(specOf(kind)?.tones ?? {}));
  const frames = around.nodes.filter((node) => specOf(node.kind)?.frame !== undefined);
  return (
    <>
      <Choice
        label={words.kind}
        help={words.kindHelp}
        value={leaf.kind ?? ''}
        options={[
          { value: '', label: words.anyKind },
          ...kinds.map((value) => ({ value, label: entryOf(value)?.title ?? value })),
        ]}
        onChoose={set('kind')}
      />
      <Choice
        label={words.frame}
        help={words.frameHelp}
        value={leaf.in ?? ''}
        options={[{ value: '', label: words.table }, ...frames.map(optionOf)]}
        onChoose={set('in')}
      />
      <Choice
        label={words.tag}
        help={words.tagHelp}
        value={leaf.tag ?? ''}
        options={[
          { value: '', label: words.anyTag },
          ...[
            ...new Set([...STATE_TAGS, ...ownTags, ...(leaf.tag === undefined ? [] : [leaf.tag])]),
          ].map((value) => ({ value, label: words.named(value) })),
        ]}
        onChoose={set('tag')}
      />
      <Side {...props} />
      <Amount {...props} of="number" />
    </>
  );
}

function Path({ leaf, around, onChange }: LeafProps<PathCondition>) {
  const options = around.nodes.map(optionOf);
  return (['from', 'to'] as const).map((end) => (
    <Choice
      key={end}
      label={words[end]}
      help={words.endHelp}
      value={leaf.path[end]}
      options={options}
      onChoose={(id) => onChange({ ...leaf, path: { ...leaf.path, [end]: id } })}
    />
  ));
}

/** Deeds of kinds' own stand among the general ones. */
function Verb({ leaf, around, onChange }: LeafProps<VerbCondition>) {
  const edges = useScene((scene) => scene.edges);
  const ownDeeds = around.nodes.flatMap(({ kind }) => Object.keys(specOf(kind)?.actions ?? {}));
  const general = Object.entries(deeds).flatMap(([name, { args }]) =>
    Object.values(args).some(({ is }) => is === 'action') ? [] : [name],
  );
  const nameOf = (id: string) => {
    const node = around.nodes.find((candidate) => candidate.id === id);
    return node === undefined ? id : optionOf(node).label;
  };
  return (
    <>
      <Choice
        label={words.verb}
        help={words.verbHelp}
        value={leaf.verb}
        options={[...new Set([...general, ...ownDeeds, leaf.verb])].map((value) => ({
          value,
          label: words.named(value),
        }))}
        onChoose={(verb) => onChange({ ...leaf, verb })}
      />
      <Choice
        label={words.target}
        help={words.targetHelp}
        value={leaf.node ?? leaf.edge ?? ''}
        options={[
          { value: '', label: words.anything },
          ...around.nodes.map(optionOf),
          ...edges.map(({ id, from, to }) => ({
            value: id,
            label: `${nameOf(from)} → ${nameOf(to)}`,
          })),
        ]}
        onChoose={(id) => {
          const isEdge = edges.some((edge) => edge.id === id);
          const { verb } = leaf;
          onChange(id === '' ? { verb } : { verb, [isEdge ? 'edge' : 'node']: id });
        }}
      />
    </>
  );
}

function optionOf({ id, name, kind }: DocumentNode): { value: string; label: string } {
  return { value: id, label: name ?? entryOf(kind)?.title ?? kind };
}

/** At which node; `everywhere` where that may be left out. */
function Where({
  leaf,
  around,
  onChange,
  everywhere = false,
}: LeafProps<FigureCondition | StateCondition | ErrorCondition> & { everywhere?: boolean }) {
  const options = around.places.map(optionOf);
  return (
    <Choice
      label={words.where}
      help={words.whereHelp}
      value={leaf.node ?? ''}
      options={everywhere ? [{ value: '', label: words.everywhere }, ...options] : options}
      onChoose={(node) => {
        const { node: _before, ...rest } = leaf;
        // A check without a node is one that may be without.
        onChange((node === '' ? rest : { ...rest, node }) as LeafCondition);
      }}
    />
  );
}
