/**
 * A command, changed where it stands on the timeline: when, with which values, or not at all.
 * Several at one place are listed first.
 */
import { ChevronRight, MoveHorizontal, SkipForward, Trash2 } from 'lucide-react';
import { type RefObject, useState } from 'react';
import { findBadEdgeSetting, findBadSetting } from '../../document/config.ts';
import { setsWhat, settingsIn, targetsOf, wordedBy } from '../../document/deeds.ts';
import { edgeFields, fieldsOfEdge } from '../../document/edge.ts';
import type { Fields } from '../../document/field.ts';
import { completeConfig } from '../../document/field.ts';
import { LIMITS } from '../../document/limits.ts';
import { partsOf } from '../../document/parts.ts';
import type { Spec } from '../../document/spec.ts';
import type { DocumentCommand, Intervention, SceneDocument } from '../../document/types.ts';
import { edit, useDocument } from '../../store/document.ts';
import { type Micros, seek, usePlayback } from '../../store/playback.ts';
import { specOf, specs } from '../../store/specs.ts';
import { Button } from '../../ui/button.tsx';
import { Popover } from '../../ui/popover.tsx';
import { Checked, InterventionFields } from '../faults/intervention-fields.tsx';
import { shortClock } from '../format.ts';
import { Setting } from '../inspector/setting.tsx';
import { MomentInput } from '../moment-input.tsx';
import css from './mark-editor.module.css';
import { moveCommand } from './move-command.ts';
import { timelineStep } from './timeline-scale.ts';
import { whatOf } from './what-of.ts';
import { words } from './words.ts';

interface MarkEditorProps {
  opened: { readonly index: number } | { readonly items: readonly number[] };
  end: Micros;
  skipped: ReadonlyMap<number, string>;
  anchor: RefObject<HTMLElement | null>;
  onOpen: (what: { readonly index: number }) => void;
  onClose: () => void;
}

export function MarkEditor({ opened, end, skipped, anchor, onOpen, onClose }: MarkEditorProps) {
  const document = useDocument((state) => state.document);
  const index = 'index' in opened ? opened.index : null;
  const command = index === null ? undefined : document.commands[index];
  const title = command === undefined ? words.listTitle : whatOf(command, document);
  return (
    <Popover
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={title}
      closeLabel={words.close}
      anchor={anchor}
    >
      {index === null || command === undefined ? (
        <List
          items={'items' in opened ? opened.items : []}
          onOpen={(each) => onOpen({ index: each })}
        />
      ) : (
        <One
          index={index}
          command={command}
          why={skipped.get(index) ?? null}
          end={end}
          onMoved={(moved) => onOpen({ index: moved })}
          onRemoved={onClose}
        />
      )}
    </Popover>
  );
}

function List({ items, onOpen }: { items: readonly number[]; onOpen: (index: number) => void }) {
  const document = useDocument((state) => state.document);
  return (
    <ul className={css.list}>
      {items.flatMap((index) => {
        const command = document.commands[index];
        if (command === undefined) return [];
        return (
          <li key={index}>
            <button type="button" className={css.entry} onClick={() => onOpen(index)}>
              <span className={css.time}>{shortClock(command.at * 1000)}</span>
              <span className={css.what}>{whatOf(command, document)}</span>
              <ChevronRight size={16} strokeWidth={1.5} aria-hidden="true" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}

interface OneProps {
  index: number;
  command: DocumentCommand;
  why: string | null;
  end: Micros;
  onMoved: (index: number) => void;
  onRemoved: () => void;
}

function One({ index, command, why, end, onMoved, onRemoved }: OneProps) {
  const { at, ...act } = command;
  const move = (to: number): boolean => {
    const moved = moveCommand(index, to);
    if (moved !== null) onMoved(moved);
    return moved !== null || to === at;
  };
  const change = (changed: Intervention): boolean =>
    edit({ edit: 'edit-command', index, command: { ...changed, at } });
  return (
    <>
      {why === null ? null : <p className={css.why}>{why}</p>}
      <Checked label={words.at} help={words.atHelp}>
        {(ids, onError) => (
          <MomentInput
            ids={ids}
            value={at}
            step={timelineStep(end) / 1000}
            onCommit={(to) => {
              if (to > LIMITS.moment) onError(words.tooLate);
              return to <= LIMITS.moment && move(to);
            }}
            onError={onError}
          />
        )}
      </Checked>
      <Values act={act} onChange={change} />
      {setsWhat(act) === null ? null : <Settings act={act} onChange={change} />}
      <Actions index={index} at={at} onMove={move} onRemoved={onRemoved} />
    </>
  );
}

interface ValuesProps {
  act: Intervention;
  onChange: (act: Intervention) => boolean;
}

/** What the deed is given beside whom it is done to. */
function Values({ act, onChange }: ValuesProps) {
  const document = useDocument((state) => state.document);
  const deed = wordedBy(act, partsOf(document), specs()).deed;
  if (deed === undefined || deed.on === 'table') return null;
  return <InterventionFields act={act} deed={deed} onChange={onChange} />;
}

/** Those settings that the command changes, and no others. */
function Settings({ act, onChange }: ValuesProps) {
  const document = useDocument((state) => state.document);
  const [id = ''] = targetsOf(act);
  const spec = setsWhat(act) === 'node' ? specOfNode(id, document) : undefined;
  const edge = partsOf(document).edges.find((one) => one.id === id);
  const fields: Fields | undefined =
    setsWhat(act) === 'edge' ? (fieldsOfEdge(edge?.protocol, specs()) ?? edgeFields) : spec?.fields;
  if (fields === undefined) return <p className={css.why}>{words.gone}</p>;
  const config = settingsIn(act);
  const complete = completeConfig({ fields }, config);
  return Object.keys(config).flatMap((name) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) return [];
    return (
      <Setting
        key={name}
        field={field}
        value={complete[name]}
        node={id}
        place={`mark ${name}`}
        onFocus={() => undefined}
        onSet={(value) => {
          const given = { [name]: value };
          const bad =
            spec === undefined
              ? findBadEdgeSetting(edge?.protocol, given, specs(), '')
              : findBadSetting(spec, given, '');
          if (bad !== null) return bad.sentence;
          const changed = { ...act, config: { ...config, [name]: value } };
          return onChange(changed) ? null : words.rejected;
        }}
      />
    );
  });
}

function specOfNode(id: string, document: SceneDocument): Spec | undefined {
  const kind = partsOf(document).nodes.find((node) => node.id === id)?.kind;
  return kind === undefined ? undefined : specOf(kind);
}

interface ActionsProps {
  index: number;
  /** Milliseconds. */
  at: number;
  onMove: (to: number) => boolean;
  onRemoved: () => void;
}

function Actions({ index, at, onMove, onRemoved }: ActionsProps) {
  // Taken once: while it plays, the words of a button would run away under the pointer.
  const [shown] = useState(() => usePlayback.getState().at);
  const moment = Math.round(shown) / 1000;
  return (
    <div className={css.actions}>
      <Button onClick={() => seek(at * 1000)}>
        <SkipForward strokeWidth={1.5} aria-hidden="true" />
        {words.goTo(shortClock(at * 1000))}
      </Button>
      {moment === at ? null : (
        <Button onClick={() => void onMove(moment)}>
          <MoveHorizontal strokeWidth={1.5} aria-hidden="true" />
          {words.moveHere(shortClock(shown))}
        </Button>
      )}
      <Button
        look="danger"
        onClick={() => {
          if (edit({ edit: 'remove-command', index })) onRemoved();
        }}
      >
        <Trash2 strokeWidth={1.5} aria-hidden="true" />
        {words.remove}
      </Button>
    </div>
  );
}
