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
import {
  deedTitle,
  generalDeeds,
  isDoneToEdge,
  isDoneToNode,
} from '../../document/deed-targets.ts';
import type { DocumentNode } from '../../document/types.ts';
import type { SeriesSpec } from '../../lib/series.ts';
import { own } from '../../lib/table.ts';
import { STATE_TAGS } from '../../lib/tone.ts';
import { useDocument } from '../../store/document.ts';
import { useScene } from '../../store/scene.ts';
import { entryOf, specOf } from '../../store/specs.ts';
import { Choice } from './choice.tsx';
import { Amount, Percentile, Side, Within } from './figure-fields.tsx';
import { words } from './form-words.ts';
import { KeyField, withKey } from './key-field.tsx';
import { kindsIn } from './naming.ts';
import type { Around } from './part-form.tsx';
import css from './stops.module.css';
import { useStates } from './use-states.ts';
import { seriesOf, usualSeries } from './usual.ts';

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
  const states = useStates(around.find(leaf.node));
  const [first = ''] = states ?? [];
  useEffect(() => {
    // Until one is chosen, the first is.
    if (leaf.state === '' && first !== '') onChange({ ...leaf, state: first });
  }, [leaf, first, onChange]);
  return (
    <>
      <Where {...props} onChange={(moved) => onChange({ ...moved, state: '' } as LeafCondition)} />
      {states === null && leaf.state === '' ? (
        <p className={css.none}>{words.loading}</p>
      ) : (
        <Choice
          label={words.state}
          help={words.stateHelp}
          value={leaf.state}
          options={(states ?? []).map((value) => ({ value, label: stateWords(value) }))}
          named={stateWords}
          onChoose={(state) => onChange({ ...leaf, state })}
        />
      )}
    </>
  );
}

/** A figure that the kind of a part keeps of its own. */
function Series(props: LeafProps<SeriesCondition>) {
  const { leaf, around, onChange } = props;
  if (leaf.node === '') return <p className={css.none}>{words.noSeries}</p>;
  const keepers = around.places.filter((node) => seriesOf(node).length > 0);
  const node = around.find(leaf.node);
  const table = specOf(node?.kind ?? '')?.series ?? {};
  const { within } = leaf;
  return (
    <>
      <Choice
        label={words.where}
        help={words.whereHelp}
        value={leaf.node}
        options={keepers.map(optionOf)}
        named={around.named}
        onChoose={(id) => onChange(usualSeries(around.find(id)))}
      />
      <Choice
        label={words.series}
        help={words.seriesHelp}
        value={leaf.series}
        options={seriesOf(node).map(([value, { label }]) => ({ value, label }))}
        named={(name) => own(table, name)?.label ?? name}
        onChoose={(name) => onChange(usualSeries(node, name))}
      />
      <Line {...props} figure={own(table, leaf.series)} />
      <Side {...props} />
      <Amount {...props} of={within === undefined ? 'number' : 'rate'} />
      {within === undefined ? null : (
        <Within {...props} leaf={{ ...leaf, within }} help={words.rateWithinHelp} />
      )}
    </>
  );
}

/** Which line of a figure: of which node, or by a name; of an unknown figure, one that is held. */
function Line({
  leaf,
  around,
  onChange,
  figure,
}: LeafProps<SeriesCondition> & { figure: SeriesSpec | undefined }) {
  if (figure?.keyed === undefined && leaf.key === undefined) return null;
  if (figure?.keyed?.isNode === true) {
    const others = around.places.filter(({ id }) => id !== leaf.node);
    return (
      <Choice
        label={words.line}
        help={words.lineHelp}
        value={leaf.key ?? ''}
        options={[{ value: '', label: words.allLines }, ...others.map(optionOf)]}
        named={around.named}
        onChoose={(key) => onChange(withKey(leaf, key))}
      />
    );
  }
  return (
    <KeyField
      key={`${leaf.node} ${leaf.series}`}
      leaf={leaf}
      label={figure?.label ?? leaf.series}
      by={figure?.keyed?.by ?? words.anyLine}
      onChange={onChange}
    />
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
          ...kinds.map((value) => ({ value, label: titleOf(value) })),
        ]}
        named={titleOf}
        onChoose={set('kind')}
      />
      <Choice
        label={words.frame}
        help={words.frameHelp}
        value={leaf.in ?? ''}
        options={[{ value: '', label: words.table }, ...frames.map(optionOf)]}
        named={around.named}
        onChoose={set('in')}
      />
      <Choice
        label={words.tag}
        help={words.tagHelp}
        value={leaf.tag ?? ''}
        options={[
          { value: '', label: words.anyTag },
          ...[...new Set([...STATE_TAGS, ...ownTags])].map((value) => ({
            value,
            label: words.named(value),
          })),
        ]}
        named={words.named}
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
      named={around.named}
      onChoose={(id) => onChange({ ...leaf, path: { ...leaf.path, [end]: id } })}
    />
  ));
}

/** Deeds of kinds' own stand among the general ones; each is done to some parts only. */
function Verb({ leaf, around, onChange }: LeafProps<VerbCondition>) {
  const edges = useScene((scene) => scene.edges);
  const document = useDocument((state) => state.document);
  const kinds = kindsIn(document);
  const ownDeeds = kinds.flatMap((spec) => Object.keys(spec?.actions ?? {}));
  const titleOf = (verb: string) => deedTitle(verb, kinds);
  const nodesFor = (verb: string) =>
    around.nodes.filter(({ kind }) => isDoneToNode(verb, specOf(kind)));
  const edgesFor = (verb: string) => (isDoneToEdge(verb) ? edges : []);
  const targetsOf = (verb: string) => [
    ...nodesFor(verb).map(optionOf),
    ...edgesFor(verb).map(({ id }) => ({ value: id, label: around.named(id) })),
  ];
  const target = leaf.node ?? leaf.edge ?? '';
  return (
    <>
      <Choice
        label={words.verb}
        help={words.verbHelp}
        value={leaf.verb}
        options={[...new Set([...Object.keys(generalDeeds), ...ownDeeds])].map((value) => ({
          value,
          label: titleOf(value),
        }))}
        named={titleOf}
        onChoose={(verb) => {
          const fits = targetsOf(verb).some(({ value }) => value === target);
          onChange(fits ? { ...leaf, verb } : { verb });
        }}
      />
      <Choice
        label={words.target}
        help={words.targetHelp}
        value={target}
        options={[{ value: '', label: words.anything }, ...targetsOf(leaf.verb)]}
        named={around.named}
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
  return { value: id, label: name ?? titleOf(kind) };
}

function titleOf(kind: string): string {
  return entryOf(kind)?.title ?? kind;
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
      named={around.named}
      onChoose={(node) => {
        const { node: _before, ...rest } = leaf;
        // A check without a node is one that may be without.
        onChange((node === '' ? rest : { ...rest, node }) as LeafCondition);
      }}
    />
  );
}
