/** One part of a condition: a check, a group of parts, or in words what has no fields here. */
import { Plus, X } from 'lucide-react';
import { useRef } from 'react';
import { conditionWords } from '../../document/condition-words.ts';
import { LIMITS } from '../../document/limits.ts';
import type { DocumentNode } from '../../document/types.ts';
import { useDocument } from '../../store/document.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { DurationInput } from '../../ui/number-input.tsx';
import { Checked } from '../faults/intervention-fields.tsx';
import { Choice } from './choice.tsx';
import { canLast, type Draft, draftWith, type Joint } from './draft.ts';
import { words } from './form-words.ts';
import { LeafFields } from './leaf-fields.tsx';
import { namingIn } from './naming.ts';
import css from './stops.module.css';
import { focusFirst } from './take-focus.ts';
import { type Sort, sortOf, USUAL, usual } from './usual.ts';

/** What every part of the form needs. */
export interface Around {
  readonly nodes: readonly DocumentNode[];
  /** Those that do something themselves: no frames. */
  readonly places: readonly DocumentNode[];
  /** What a part is called, whenever it stands there, and of which kind it is. */
  readonly named: (id: string) => string;
  readonly find: (id: string) => DocumentNode | undefined;
  /** Hears that a field holds what cannot be read, or that it can be read again. */
  readonly onBad: (field: string) => (isBad: boolean) => void;
  /** The part that has just come, by its key, and to say so. */
  readonly fresh: number | null;
  readonly welcome: (key: number) => void;
  /** The fields of a part are others now. */
  readonly forgetBad: (key: number) => void;
}

interface PartFormProps {
  draft: Draft;
  /** "2.1"; '' for the condition itself. */
  place: string;
  /** Of groups that may still be made here. */
  levels: number;
  around: Around;
  onChange: (draft: Draft) => void;
}

const SORTS = Object.keys(words.kinds) as Sort[];

export function PartForm(props: PartFormProps) {
  const { draft, around, onChange } = props;
  return (
    <>
      {draft.content.sort === 'group' ? (
        <Group {...props} />
      ) : draft.content.sort === 'leaf' ? (
        <Leaf {...props} />
      ) : (
        <Kept draft={draft} />
      )}
      {canLast(draft) ? (
        <Checked
          label={words.lasts}
          help={words.lastsHelp}
          onBad={around.onBad(`${draft.key} lasts`)}
        >
          {(ids, onError) => (
            <DurationInput
              ids={ids}
              value={draft.lasts}
              zero={words.atOnce}
              min={0}
              max={LIMITS.moment}
              onCommit={(lasts) => {
                onChange({ ...draft, lasts });
                return true;
              }}
              onError={onError}
            />
          )}
        </Checked>
      ) : null}
      {props.place === '' && draft.content.sort !== 'group' ? (
        <Button
          onClick={() => {
            const another = draftWith({ sort: 'leaf', leaf: USUAL });
            onChange(draftWith({ sort: 'group', joint: 'all', parts: [draft, another] }));
            // Its own button goes: the keyboard goes on in the other part.
            around.welcome(another.key);
          }}
        >
          <Plus strokeWidth={1.5} aria-hidden="true" />
          {words.combine}
        </Button>
      ) : null}
    </>
  );
}

function Kept({ draft }: { draft: Draft }) {
  const document = useDocument((state) => state.document);
  if (draft.content.sort !== 'kept') return null;
  const says = conditionWords(draft.content.condition, namingIn(document));
  return <p className={css.says}>{says}</p>;
}

function Leaf({ draft, around, onChange }: PartFormProps) {
  if (draft.content.sort !== 'leaf') return null;
  const { leaf } = draft.content;
  const choose = (sort: Sort) => {
    around.forgetBad(draft.key);
    const chosen: Draft = { ...draft, content: { sort: 'leaf', leaf: usual(sort, around.places) } };
    onChange(canLast(chosen) ? chosen : { ...chosen, lasts: 0 });
  };
  return (
    <>
      <Choice
        label={words.when}
        help={words.whenHelp}
        value={sortOf(leaf)}
        options={SORTS.map((value) => ({ value, label: words.kinds[value] }))}
        onChoose={(sort) => choose(sort as Sort)}
      />
      <LeafFields
        key={sortOf(leaf)}
        leaf={leaf}
        around={around}
        onBad={(field) => around.onBad(`${draft.key} ${field}`)}
        onChange={(changed) => onChange({ ...draft, content: { sort: 'leaf', leaf: changed } })}
      />
      <Choice
        label={words.must}
        help={words.mustHelp}
        value={draft.isNot ? 'not' : 'so'}
        options={(['so', 'not'] as const).map((value) => ({ value, label: words.musts[value] }))}
        onChoose={(value) => {
          const turned = { ...draft, isNot: value === 'not' };
          onChange(canLast(turned) ? turned : { ...turned, lasts: 0 });
        }}
      />
    </>
  );
}

function Group({ draft, place, levels, around, onChange }: PartFormProps) {
  const adder = useRef<HTMLButtonElement>(null);
  if (draft.content.sort !== 'group') return null;
  const { content } = draft;
  const { parts } = content;
  const put = (changed: readonly Draft[]) =>
    onChange({ ...draft, content: { ...content, parts: changed } });
  const add = (part: Draft) => put([...parts, part]);
  const check = () => draftWith({ sort: 'leaf', leaf: USUAL });
  return (
    <>
      <Choice
        label={words.joint}
        help={words.jointHelp}
        value={content.joint}
        options={(['all', 'any'] as const).map((value) => ({ value, label: words.joints[value] }))}
        onChoose={(joint) => onChange({ ...draft, content: { ...content, joint: joint as Joint } })}
      />
      {parts.map((part, index) => {
        const at = place === '' ? String(index + 1) : `${place}.${index + 1}`;
        return (
          <fieldset
            key={part.key}
            ref={around.fresh === part.key ? focusFirst : null}
            className={css.part}
            aria-label={words.part(at)}
          >
            <div className={css.row}>
              <span className={css.place} aria-hidden="true">
                {words.part(at)}
              </span>
              {parts.length > 1 ? (
                <IconButton
                  label={words.removePart(at)}
                  icon={<X strokeWidth={1.5} />}
                  onClick={() => {
                    put(parts.filter(({ key }) => key !== part.key));
                    // Its own button goes with it: the keyboard stays in the group.
                    adder.current?.focus();
                  }}
                />
              ) : null}
            </div>
            <PartForm
              draft={part}
              place={at}
              levels={levels - 1}
              around={around}
              onChange={(changed) => put(parts.with(index, changed))}
            />
          </fieldset>
        );
      })}
      <div className={css.adders}>
        <Button ref={adder} onClick={() => add(check())}>
          <Plus strokeWidth={1.5} aria-hidden="true" />
          {words.addPart}
        </Button>
        {levels > 1 ? (
          <Button
            onClick={() =>
              add(draftWith({ sort: 'group', joint: 'any', parts: [check(), check()] }))
            }
          >
            <Plus strokeWidth={1.5} aria-hidden="true" />
            {words.addGroup}
          </Button>
        ) : null}
      </div>
    </>
  );
}
